"""The pieces of text of a letter, by family, version and language: data/letters/<family>-<version>.toml.

A family is the decision or the notice; the pieces that all letters share stand in their own file. A piece holds all its
languages beside each other, so that whoever rewords one meets the others.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from samsyn.cases.codes import code_list
from samsyn.cases.law import Paragraph
from samsyn.cases.letters.words import Words, words_in
from samsyn.people.languages import Language

FAMILIES = {"decision": "beslut", "notice": "brev"}


@dataclass(frozen=True)
class Texts:
    """One version of a family's texts in a language, the shared pieces included: by key, version and words."""

    family: str
    version: int
    valid_from: date
    language: Language
    pieces: dict[str, tuple[int, str]]

    @property
    def name(self) -> str:
        """How the letter states its template: "beslut-1.3", its version and that of its most revised piece."""
        name = f"{FAMILIES[self.family]}-{self.version}.{max(version for version, _ in self.pieces.values())}"
        return name if self.language is Language.SWEDISH else f"{name}-{self.language}"


@dataclass(frozen=True)
class Voice:
    """A letter's texts and the grammar of their language: what says everything in one letter."""

    texts: Texts
    words: Words

    def __call__(self, key: str, **values: str) -> str:
        """The piece with its {gaps} filled. What is filled in is never itself read as a piece."""
        return self.texts.pieces[key][1].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a piece."""
        return key in self.texts.pieces

    @property
    def language(self) -> Language:
        """The language spoken."""
        return self.texts.language

    @property
    def is_translation(self) -> bool:
        """Whether the Swedish letter is another, which applies."""
        return self.language is not Language.SWEDISH

    @property
    def free(self) -> str:
        """The language of free text where it is not the letter's own, else nothing: people here write in Swedish."""
        return "" if self.language in {Language.SWEDISH, Language.EASY} else Language.SWEDISH

    def label(self, codes: str, code: str) -> str:
        """A code's label; the code itself where the list does not have it."""
        row = code_list(codes).get(code)
        return row.label(self.language) if row else code

    def called(self, intervention: str) -> str:
        """An intervention as it stands inside a sentence."""
        return self.words.lowered(self.label("interventions", intervention))

    def what_it_says(self, law: Paragraph) -> str:
        """What a paragraph says, in short; the Swedish of the law table where this language has no words for it."""
        key = f"law.{law.key}"
        return self(key) if self.has(key) else law.text


@cache
def all_texts(family: str = "decision", language: str = Language.SWEDISH) -> tuple[Texts, ...]:
    """Every version of a family in a language, oldest first."""
    shared = _versions("shared")
    return tuple(_joined(family, own, _on(shared, own["valid_from"]), Language(language)) for own in _versions(family))


def texts_on(day: date, family: str = "decision", language: str = Language.SWEDISH) -> Texts:
    """The version in use that day, so that an old letter keeps its words; the oldest for days before it."""
    known = all_texts(family, language)
    return next((t for t in reversed(known) if t.valid_from <= day), known[0])


def voice_on(day: date, family: str = "decision", language: str = Language.SWEDISH) -> Voice:
    """What a letter of that day is said with."""
    return Voice(texts_on(day, family, language), words_in(language))


@cache
def _versions(family: str) -> tuple[dict[str, Any], ...]:
    folder = files("samsyn.cases") / "data" / "letters"
    names = sorted(f.name for f in folder.iterdir() if f.name.startswith(f"{family}-"))
    read = [tomllib.loads((folder / name).read_text("utf-8")) for name in names]
    return tuple(sorted(read, key=lambda version: version["valid_from"]))


def _on(versions: tuple[dict[str, Any], ...], day: date) -> dict[str, Any]:
    return next((v for v in reversed(versions) if v["valid_from"] <= day), versions[0])


def _joined(family: str, own: dict[str, Any], shared: dict[str, Any], language: Language) -> Texts:
    tables = [(key, piece) for file in (shared, own) for key, piece in file.items() if isinstance(piece, dict)]
    pieces = {key: (int(piece["version"]), str(piece[language])) for key, piece in tables if language in piece}
    return Texts(family, int(own["template"]), own["valid_from"], language, pieces)
