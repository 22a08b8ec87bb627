"""The parts of a list: its columns, what stands in their cells, and its filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet

Kind = Literal["text", "number", "date", "time", "link", "mark", "minutes"]
Tone = Literal["", "done", "now", "waiting", "late", "refused"]


@dataclass(frozen=True)
class Mark:
    """A state in a cell: a word (message id), and the tone that gives its shape and colour."""

    word: str
    tone: Tone = ""


@dataclass(frozen=True)
class Link:
    """A link in a cell."""

    text: str
    url: str


@dataclass(frozen=True)
class Column:
    """A column: `value` makes the cell from a row; `sort` is the field to order by, if it can be ordered.

    Kinds: text, number, minutes (shown as hours and minutes), date and time (shown as people say them), link
    (value gives a `Link`), mark (value gives a `Mark`).
    """

    key: str
    label: str
    value: Callable[[Any], Any]
    sort: str | None = None
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "minutes"}


@dataclass(frozen=True)
class Choice:
    """A filter with given options, on a field or by a function of (queryset, value)."""

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    field: str = ""
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in {v for v, _ in self.options}:
            return rows
        return self.apply(rows, value) if self.apply else rows.filter(**{self.field: value})


@dataclass(frozen=True)
class Text:
    """A filter on typed text. In case handling only name, identity number and case number (SoLPuF 15 §)."""

    key: str
    label: str
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]
    options: None = None

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return self.apply(rows, value)
