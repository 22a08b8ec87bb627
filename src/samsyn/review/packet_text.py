"""The texts of a packet: each change of the masking with its place, what waits for a yes or no, and what leaves.

All texts of a case are masked as one, so that people keep their labels from text to text, and parted again.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import accumulate
from typing import Any, Self

from samsyn.deidentify import Edit, Header, mask

CERTAIN = 0.9  # below it a person looks at the change before anything leaves
BETWEEN = "\n\n"
HIDDEN = "[dolt]"
BY_HAND = "by_hand"


class Choice(StrEnum):
    NONE = ""
    HIDE = "hide"
    KEEP = "keep"


@dataclass(frozen=True)
class Change:
    """One change, or one question, in a text: offsets in the original, and what the caseworker answered.

    `writes` is what stands there instead if it is hidden; for a question about a word that nothing replaces it is what
    the caseworker wrote, or the word for something hidden.
    """

    start: int
    end: int
    original: str
    writes: str
    kind: str
    confidence: float
    asks: bool = False
    choice: Choice = Choice.NONE

    @property
    def waits(self) -> bool:
        """Whether it must be answered before the packet leaves."""
        return self.asks and not self.choice

    @property
    def text(self) -> str:
        """What a reviewer reads there."""
        return self.original if self.choice is Choice.KEEP else self.writes


@dataclass(frozen=True)
class Section:
    """One text of the case: which ("situation", "need:ADL_1:goal"), as it stood, and what is changed in it."""

    place: str
    original: str
    changes: tuple[Change, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """The section as the key holds it."""
        changes = tuple(Change(**{**c, "choice": Choice(c["choice"])}) for c in raw["changes"])
        return cls(raw["place"], raw["original"], changes)

    def stored(self) -> dict[str, Any]:
        """The section as the key holds it."""
        return asdict(self)

    def asks(self, number: int) -> bool:
        """Whether there is a change of this number that a person is asked about."""
        return 0 <= number < len(self.changes) and self.changes[number].asks


@dataclass(frozen=True)
class Mark:
    """Where in a text that left something was changed, and what kind of thing it was; never what."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Shown:
    """One text as it leaves."""

    place: str
    text: str
    marks: tuple[Mark, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """The text as the packet holds it."""
        return cls(raw["place"], raw["text"], tuple(Mark(**m) for m in raw["marks"]))

    def stored(self) -> dict[str, Any]:
        """The text as the packet holds it."""
        return asdict(self)

    def pieces(self) -> list[tuple[str, str]]:
        """The text in pieces, each with the kind of what was changed there, or "" for what stands as it stood."""
        found: list[tuple[str, str]] = []
        at = 0
        for mark in self.marks:
            found += [(self.text[at : mark.start], ""), (self.text[mark.start : mark.end], mark.kind)]
            at = mark.end
        return [piece for piece in [*found, (self.text[at:], "")] if piece[0]]


def masked_sections(texts: Mapping[str, str], header: Header) -> list[Section]:
    """Every text masked, by its place; empty ones are left out. Raises Unmaskable when a text cannot be masked."""
    some = {place: text for place, text in texts.items() if text.strip()}
    edits = mask(BETWEEN.join(some.values()), header).edits if some else ()
    starts = [0, *accumulate(len(text) + len(BETWEEN) for text in some.values())]
    bounds = [(a, a + len(text)) for a, text in zip(starts, some.values(), strict=False)]
    if any(not any(a <= e.start and e.end <= b for a, b in bounds) for e in edits):
        # Something was read across two texts: then each is masked by itself, and labels may differ between them.
        return [Section(place, text, _changes(mask(text, header).edits)) for place, text in some.items()]
    return [
        Section(place, text, _changes(_moved(e, a) for e in edits if a <= e.start and e.end <= b))
        for (place, text), (a, b) in zip(some.items(), bounds, strict=True)
    ]


def _moved(edit: Edit, by: int) -> Edit:
    return replace(edit, start=edit.start - by, end=edit.end - by)


def _changes(edits: Iterable[Edit]) -> tuple[Change, ...]:
    return tuple(_change(edit) for edit in edits)


def _change(edit: Edit) -> Change:
    asks = edit.is_flag or edit.confidence < CERTAIN
    writes = HIDDEN if edit.is_flag else edit.replacement
    return Change(edit.start, edit.end, edit.original, writes, edit.kind, edit.confidence, asks)


def with_hidden(section: Section, words: Sequence[str], kind: str = BY_HAND) -> Section:
    """The section with some words hidden wherever they stand as words, beside what was found.

    A change that a word cuts into grows to hold it, so that no half of a word is left.
    """
    wanted = [re.compile(_pattern(word), re.IGNORECASE) for word in dict.fromkeys(w.strip() for w in words) if word]
    spans = sorted(found.span() for one in wanted for found in one.finditer(section.original))
    if not spans:
        return section
    made = sorted([*_uncovered(section, spans, kind), *section.changes], key=lambda c: (c.start, -c.end))
    merged: list[Change] = []
    for change in made:
        if merged and change.start < merged[-1].end:
            merged[-1] = _grown(section.original, merged[-1], change)
        else:
            merged.append(change)
    return replace(section, changes=tuple(merged))


def _uncovered(section: Section, spans: Sequence[tuple[int, int]], kind: str) -> list[Change]:
    """A change for each span that no change hides already. Both are in order, so one walk is enough."""
    choice = Choice.HIDE if kind == BY_HAND else Choice.NONE  # only what a person hides is an answer
    hides = [(c.start, c.end) for c in section.changes if c.choice is not Choice.KEEP]
    starts = [start for start, _ in hides]
    found = []
    for start, end in spans:
        before = bisect_right(starts, start) - 1
        if before < 0 or hides[before][1] < end:
            found.append(Change(start, end, section.original[start:end], HIDDEN, kind, 1.0, False, choice))
    return found


def _grown(text: str, one: Change, other: Change) -> Change:
    """Two changes that cut into each other as one, hidden."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    by_hand = BY_HAND in {one.kind, other.kind}
    choice = Choice.HIDE if by_hand else Choice.NONE
    return Change(start, end, text[start:end], HIDDEN, BY_HAND if by_hand else other.kind, 1.0, False, choice)


def _pattern(word: str) -> str:
    """A word or phrase that stands by itself, also with the -s of whose it is, with what cannot be seen between its
    letters, and with its marks written as letters of their own (NFD)."""
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    unseen = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
    spelt = "|".join(unseen.join(map(re.escape, form)) for form in sorted(forms))
    return rf"(?<!\w)(?:{spelt})(?::?s)?(?!\w)"


def made_safe(text: str, header: Header, words: Sequence[str]) -> str:
    """A text that a person writes into a packet, masked as the texts are and without the words that are hidden."""
    return shown(with_hidden(Section("", text, _changes(mask(text, header).edits)), words)).text


def answered(section: Section, number: int, choice: Choice, writes: str = "") -> Section:
    """The section with one change answered. Raises IndexError when there is none of that number."""
    if not 0 <= number < len(section.changes):
        raise IndexError(number)
    old = section.changes[number]
    new = replace(old, choice=choice, writes=writes.strip() or old.writes)
    return replace(section, changes=(*section.changes[:number], new, *section.changes[number + 1 :]))


def left_to_answer(sections: Iterable[Section]) -> int:
    """How many changes wait for a yes or no."""
    return sum(change.waits for section in sections for change in section.changes)


def shown(section: Section) -> Shown:
    """The text as it would leave now; what is not answered is hidden."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for change in section.changes:
        stands = section.original[at : change.start]
        text = change.writes if change.waits else change.text
        if change.choice is not Choice.KEEP:
            marks.append(Mark(length + len(stands), length + len(stands) + len(text), change.kind))
        parts += [stands, text]
        length += len(stands) + len(text)
        at = change.end
    return Shown(section.place, "".join(parts) + section.original[at:], tuple(marks))


@dataclass(frozen=True)
class Counts:
    """How much was changed: words of the texts, changes made, and answers by hand."""

    words: int
    edits: int
    by_hand: int


def counts(sections: Iterable[Section]) -> Counts:
    """What the figures over time count."""
    some = list(sections)
    made = [c for s in some for c in s.changes if c.choice is not Choice.KEEP]
    by_hand = sum(bool(c.choice) for s in some for c in s.changes)
    return Counts(sum(len(s.original.split()) for s in some), len(made), by_hand)
