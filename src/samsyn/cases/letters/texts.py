"""The pieces of text of a letter, by version: data/letters/decision-<version>.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Texts:
    """One version of the letter's texts. `pieces` holds, by key, the piece's own version and its Swedish."""

    version: int
    valid_from: date
    pieces: dict[str, tuple[int, str]]

    def __call__(self, key: str, **values: str) -> str:
        """The piece with its {gaps} filled. What is filled in is never itself read as a piece."""
        return self.pieces[key][1].format(**values)

    @property
    def name(self) -> str:
        """How the letter states its template: "beslut-1.3", the template and its most revised piece."""
        return f"beslut-{self.version}.{max(version for version, _ in self.pieces.values())}"


@cache
def all_texts() -> tuple[Texts, ...]:
    """Every version, oldest first."""
    folder = files("samsyn.cases") / "data" / "letters"
    names = sorted(f.name for f in folder.iterdir() if f.name.startswith("decision-"))
    return tuple(sorted((_read((folder / n).read_text("utf-8")) for n in names), key=lambda t: t.valid_from))


def texts_on(day: date) -> Texts:
    """The version in use that day, so that an old letter keeps its words; the oldest for days before it."""
    known = all_texts()
    return next((t for t in reversed(known) if t.valid_from <= day), known[0])


def _read(text: str) -> Texts:
    table: dict[str, Any] = tomllib.loads(text)
    pieces = {key: (int(piece["version"]), str(piece["sv"])) for key, piece in table["pieces"].items()}
    return Texts(int(table["template"]), table["valid_from"], pieces)
