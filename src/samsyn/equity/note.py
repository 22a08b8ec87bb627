"""What has to be told beside a figure, or in its place: a stable code with values, worded in `words`."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, Union

from samsyn.equity.words import said

Value: TypeAlias = Union[str, int, float, date, tuple[str, ...], tuple["Note", ...], "Note"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of the figures must know: a stable code, and what stands in its sentence (by name)."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: str, **values: Value) -> "Note":
        """The note of a code with these values."""
        return cls(code, tuple(values.items()))

    @property
    def text(self) -> str:
        """The sentence in English; `words.said` gives it in either language."""
        return said(self, "en")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why rows were left out, and how many."""

    reason: Note
    rows: int


class Noted(ValueError):  # noqa: N818 - what is wrong is the data
    """Something that stopped an answer. Its note says what, and what to do; as a text it is that note in English."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code, values)
        self.note = Note.of(code, **values)

    @property
    def code(self) -> str:
        """The stable code of the sentence."""
        return self.note.code

    def __str__(self) -> str:
        return self.note.text


class Unreadable(Noted):
    """The table cannot be used as it is; the note names the column and says what to do."""
