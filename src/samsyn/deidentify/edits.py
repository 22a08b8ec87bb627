"""What masking did to a text: the edits, and the text they lead to."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate


class Layer(StrEnum):
    """Which layer made an edit; they work in this order, and a later one never touches what an earlier one took."""

    SEED = "seed"
    PATTERN = "pattern"
    NAME = "name"
    GENDER = "gender"


class Kind(StrEnum):
    """What the original was."""

    NAME = "name"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    POSTCODE = "postcode"
    DATE = "date"
    PLATE = "plate"
    AGE = "age"
    BIRTH = "birth"
    LINK = "link"
    PRONOUN = "pronoun"
    KINSHIP = "kinship"
    TITLE = "title"
    PERSON_WORD = "person_word"
    ADJECTIVE = "adjective"
    AGREEMENT = "agreement"
    MARITAL = "marital"
    OCCUPATION = "occupation"
    NEED = "need"  # matters for the need: generalised, or left for a person to decide
    PROXY = "proxy"  # an occupation or activity that hints at sex: left for a person to decide


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. `start` and `end` are offsets in the original text; a flag has its original as replacement."""

    start: int
    end: int
    original: str
    replacement: str
    kind: Kind
    confidence: float
    layer: Layer

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"an edit from {self.start} to {self.end}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence of {self.confidence}")

    @property
    def is_flag(self) -> bool:
        """Whether it changes nothing and only asks a person to decide."""
        return self.original == self.replacement


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with what identifies and genders taken out. Pseudonymised, never anonymous (GDPR art. 4.5)."""

    original: str
    text: str
    edits: tuple[Edit, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the masked text stood in the original; what touches an edit is the whole of that edit."""
        return Places(self).original_span(start, end)


class Places:
    """Where the pieces of a masked text stand in the original, and the other way round."""

    def __init__(self, masked: Masked) -> None:
        self._starts = [edit.start for edit in masked.edits]
        self._ends = [edit.end for edit in masked.edits]
        lengths = [len(edit.replacement) for edit in masked.edits]
        gains = accumulate(n - (b - a) for n, a, b in zip(lengths, self._starts, self._ends, strict=True))
        self._shifts = [0, *gains]  # of what stands before each edit, and after the last
        self._begins = [a + shift for a, shift in zip(self._starts, self._shifts, strict=False)]
        self._stops = [a + n for a, n in zip(self._begins, lengths, strict=True)]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the masked text stood; what touches an edit is the whole of that edit."""
        first = bisect_right(self._stops, start)  # the first edit that ends after the piece begins
        is_cut = first < len(self._begins) and self._begins[first] <= start
        last = bisect_left(self._stops, end)  # the first edit that ends with the piece or after it
        is_held = last < len(self._begins) and self._begins[last] < end
        return (
            self._starts[first] if is_cut else start - self._shifts[first],
            self._ends[last] if is_held else end - self._shifts[last],
        )

    def masked_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the original stands; an edit that it cuts through is in it whole."""
        first, last = bisect_right(self._ends, start), bisect_left(self._ends, end)
        is_cut = first < len(self._starts) and self._starts[first] <= start
        is_held = last < len(self._starts) and self._starts[last] < end
        return (
            self._begins[first] if is_cut else start + self._shifts[first],
            self._stops[last] if is_held else end + self._shifts[last],
        )

    def replaced(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What edits have written in a piece of the masked text, by its place in the piece."""
        for at in range(bisect_right(self._stops, start), bisect_left(self._begins, end)):
            yield max(0, self._begins[at] - start), self._stops[at] - start


def applied(text: str, edits: Iterable[Edit]) -> Masked:
    """The masked text of some edits that do not overlap. Raises ValueError when they do, or say another original."""
    ordered = tuple(sorted(edits, key=lambda e: e.start))
    parts: list[str] = []
    at = 0
    for edit in ordered:
        if edit.start < at or text[edit.start : edit.end] != edit.original:
            raise ValueError(f"the edit at {edit.start} does not fit the text")
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return Masked(text, "".join(parts) + text[at:], ordered)


def after(masked: Masked, more: Iterable[Edit]) -> Masked:
    """A masked text that was edited once more: all edits as edits of the original, those that touch as one."""
    places, kept = Places(masked), list(masked.edits)
    found: list[Edit] = []
    for edit in sorted(more, key=lambda e: e.start):
        start, end = places.original_span(edit.start, edit.end)
        first, last = places.masked_span(start, end)
        said = masked.text[first : edit.start] + edit.replacement + masked.text[edit.end : last]
        if found and found[-1].end > start:  # both touch the same edit
            before, begin = found.pop(), places.masked_span(*places.original_span(edit.start, edit.start + 1))[0]
            start, said = before.start, before.replacement + masked.text[min(begin, edit.start) : edit.start] + said
        original = masked.original[start:end]
        if original != said:
            found.append(replace(edit, start=start, end=end, original=original, replacement=said))
    gone = bytearray(len(masked.original) + 1)
    for edit in found:
        gone[edit.start : edit.end] = b"\x01" * (edit.end - edit.start)
    return applied(masked.original, [*(e for e in kept if not any(gone[e.start : e.end])), *found])


class Free:
    """Which characters of a text no edit has taken yet."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing of a span is taken."""
        return self._taken.find(1, start, end) < 0

    def hold(self, spans: Iterable[tuple[int, int]]) -> None:
        """Let nobody touch some spans, though no edit changes them."""
        for start, end in spans:
            self._taken[start:end] = b"\x01" * (end - start)

    def take(self, edits: Sequence[Edit]) -> None:
        """Let nobody else touch what these edits change."""
        for edit in edits:
            self._taken[edit.start : edit.end] = b"\x01" * (edit.end - edit.start)
