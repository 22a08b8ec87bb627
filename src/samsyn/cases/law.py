"""The law as versioned data: what a paragraph says, in plain Swedish, and when it is in force.

A decision keeps the law of its own day, so every question names a day. The rows stand in data/law.csv.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


class UnknownParagraph(KeyError):  # noqa: N818 - the name says what is wrong
    """The law table has no such key, on any day."""

    def __str__(self) -> str:
        return f"{self.args[0]!r} is not in the law table"


class NotInForce(ValueError):  # noqa: N818 - the name says what is wrong
    """The paragraph exists, but not on that day."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a statute while one wording of it is in force (Lagrum). `valid_to` is its last day."""

    key: str
    valid_from: date
    valid_to: date | None
    label: str
    text: str
    source: str
    verified: bool  # whether the wording and its first day were read in the statute text

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{self.key}: {self.valid_to} is before {self.valid_from}")

    def in_force(self, on: date) -> bool:
        """Whether this wording applies on that day, first and last day included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@cache
def paragraphs() -> dict[str, tuple[Paragraph, ...]]:
    """All wordings of every paragraph, by key, in the order of the table."""
    table = (files("samsyn.cases") / "data" / "law.csv").read_text(encoding="utf-8")
    rows = [_paragraph(row) for row in csv.DictReader(table.splitlines())]
    return {key: tuple(row for row in rows if row.key == key) for key in dict.fromkeys(row.key for row in rows)}


def paragraph(key: str, on: date) -> Paragraph:
    """The wording of a paragraph on a day.

    Raises UnknownParagraph (a KeyError) or NotInForce (a ValueError).
    """
    wordings = paragraphs().get(key)
    if wordings is None:
        raise UnknownParagraph(key)
    for wording in wordings:
        if wording.in_force(on):
            return wording
    spans = ", ".join(f"{w.valid_from} to {w.valid_to or 'further notice'}" for w in wordings)
    raise NotInForce(f"{key} was not in force on {on}, only {spans}")


def _paragraph(row: dict[str, str]) -> Paragraph:
    return Paragraph(
        key=row["key"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        label=row["label_sv"],
        text=row["text_sv"],
        source=row["source"],
        verified={"verified": True, "unverified": False}[row["verified"]],
    )
