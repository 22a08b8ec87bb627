"""What every kind of file is read into: sheets of numbered rows of cells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

from samsyn.people.refusals import Refusal, Refused

LONGEST_CELL = 50_000  # characters; no field of a case system is longer
MOST_COLUMNS = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds a spreadsheet's error, such as #N/A, instead of a value."""

    word: str


Cell: TypeAlias = "str | int | float | bool | date | datetime | time | Fault | None"
Row: TypeAlias = "tuple[int, list[Cell]]"  # its number as a spreadsheet shows it, and its cells


class Unreadable(Refused):
    """A file, or its mapping, that cannot be read at all. The refusal says why and what to do; `file` says which."""

    file = ""


@dataclass(frozen=True)
class Sheet:
    """A table in a file. `rows` begins anew each time it is called and holds one row at a time in memory.

    `title` is the sheet's name in a workbook, else empty; `file` the name of the file it lies in.
    """

    file: str
    title: str
    rows: Callable[[], Iterator[Row]]
    hidden: bool = False
    about: str = field(default="", compare=False)  # how it was read: encoding and separator

    @property
    def name(self) -> str:
        """How people are told of it."""
        return self.title or self.file


def shown(cell: Cell) -> str:
    """A cell as text, the way it is kept as a key and shown in a report: dates as 2025-07-01, 12.0 as 12."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, Fault):
        return cell.word
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" if cell.time() != time.min else f"{cell:%Y-%m-%d}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)


def is_empty(cells: list[Cell]) -> bool:
    """Whether a row holds nothing, as those that follow the last one in many workbooks."""
    for cell in cells:  # noqa: SIM110 - asked of every row, and over a generator it takes twice the time
        if cell is not None and (not isinstance(cell, str) or cell.strip()):
            return False
    return True


def refuse(text: str, **values: str | int) -> Unreadable:
    """The error to raise, with its sentence."""
    return Unreadable(Refusal(text, values))
