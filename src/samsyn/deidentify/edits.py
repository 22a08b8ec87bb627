"""What masking did to a text: the edits, and the text they lead to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


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
        shift = 0
        first = last = None
        for edit in self.edits:
            begins, ends = edit.start + shift, edit.start + shift + len(edit.replacement)
            if first is None and start < ends:
                first = edit.start if start >= begins else start - shift
            if last is None and end <= ends:
                last = edit.end if end > begins else end - shift
            shift += len(edit.replacement) - (edit.end - edit.start)
        return (start - shift if first is None else first), (end - shift if last is None else last)


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


class Free:
    """Which characters of a text no edit has taken yet."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing of a span is taken."""
        return not any(self._taken[start:end])

    def take(self, edits: Sequence[Edit]) -> None:
        """Let nobody else touch what these edits change."""
        for edit in edits:
            self._taken[edit.start : edit.end] = b"\x01" * (edit.end - edit.start)
