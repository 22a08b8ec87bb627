"""The lexicon of gendered words: a closed, versioned list of forms, each with the word both sexes' forms become."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from samsyn.deidentify.edits import Kind

VERSION = "1"
KINDS = {
    "pronoun": Kind.PRONOUN, "kinship": Kind.KINSHIP, "marital": Kind.MARITAL, "person_word": Kind.PERSON_WORD,
    "title": Kind.TITLE, "occupation": Kind.OCCUPATION, "adjective": Kind.ADJECTIVE, "institution": Kind.NEED,
    "need": Kind.NEED, "proxy": Kind.PROXY,
}  # fmt: skip
DEFINITE = (1, 3)  # of a noun's four forms: en dotter, dottern, döttrar, döttrarna
PLURAL = (2, 3)


@dataclass(frozen=True, slots=True)
class Entry:
    """A gendered form. `neutral` is what it becomes; empty when it is left for a person to decide.

    `is_neuter`: the neutral noun takes ett, and what stands before it must agree. `form` is its place among the four
    forms of a noun, `sex` the sex it tells, empty for words that both share.
    """

    kind: Kind
    neutral: str
    sex: str
    form: int
    is_neuter: bool
    is_noun: bool

    @property
    def is_singular_indefinite(self) -> bool:
        return self.form == 0


@cache
def lexicon() -> dict[str, Entry]:
    """Every form, folded, with its genitive."""
    found: dict[str, Entry] = {}
    text = (resources.files("samsyn.deidentify") / "data" / "lexicon.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for word, entry in _forms(row):
            found.setdefault(word, entry)
            if entry.is_noun and not word.endswith(("s", "x", "z")):
                owner = f"{entry.neutral}s" if entry.neutral and not entry.neutral.endswith("s") else entry.neutral
                found.setdefault(f"{word}s", Entry(entry.kind, owner, entry.sex, entry.form, entry.is_neuter, True))
    return found


@cache
def neutral_words() -> frozenset[str]:
    """Every word that stands for both sexes' words: what masking writes is no name when it is read once more."""
    return frozenset(word for entry in lexicon().values() for word in entry.neutral.casefold().split())


@cache
def beginnings() -> frozenset[str]:
    """What the words of the lexicon begin with, by which one that a scanner has torn is found."""
    return frozenset(word[:end] for word in lexicon() for end in range(1, len(word)))


def _forms(row: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    neutrals = row["neutral"].split("/")
    for sex, column in (("F", "female"), ("M", "male")):
        words = row[column].split("/") if row[column] else []
        for number, word in enumerate(words):
            if not word:
                continue
            neutral = neutrals[number] if number < len(neutrals) else neutrals[0] if not row["noun"] else ""
            if neutral != word:
                yield word, Entry(KINDS[row["kind"]], neutral, sex, number, row["noun"] == "ett", bool(row["noun"]))
