"""The first sheet of a workbook as columns of texts: a file from outside, broken perhaps, or much larger than it looks.

What a sheet says of its own size is not believed: some systems write it wrongly, and rows would be left out unseen.
"""

import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samsyn.equity.note import Unreadable

LARGEST_UNPACKED = 1 << 30  # bytes of all parts: a full sheet of ten columns has about 0.7 GB
UNPACKED_IN_MINUTES = 200_000_000  # what a process that is stopped after two minutes has time for: 300,000 such rows
MOST_ROWS = 1 << 20  # that a workbook can have
MOST_CELLS = 40_000_000  # a full sheet of 38 columns


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns that have a heading, of one length. `twice` are headings over several: the first is the one kept."""

    columns: dict[str, list[str]]
    twice: frozenset[str]


def sheet(path: Path) -> Sheet:
    """Read a workbook. Raises Unreadable for what is none, or is too large for this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library says of a cell it cannot read is no word to a reader
        return _of_rows(_rows(path), path)


def check_unpacked(path: Path, most: int | None = None) -> None:
    """A workbook is a packed folder, and a small one can unpack to more than there is time or memory for.

    Raises Unreadable for more than `most` bytes; BadZipFile or OSError for what is no workbook.
    """
    from zipfile import ZipFile

    with ZipFile(path) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > (LARGEST_UNPACKED if most is None else most):
        raise Unreadable("large_workbook", file=path.name)


def _rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows as the library reads them, which a broken workbook ends in any of many ways. Raises Unreadable."""
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (
        BadZipFile, InvalidFileException, ParseError, zlib.error, OSError, KeyError, IndexError, ValueError, TypeError,
        AttributeError, EOFError, NotImplementedError,
    )  # fmt: skip
    try:
        check_unpacked(path)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            first = book.worksheets[0]
            first.reset_dimensions()
            yield from first.iter_rows(values_only=True)
        finally:
            book.close()
    except Unreadable:
        raise
    except broken:
        raise Unreadable("no_workbook", file=path.name) from None


def _of_rows(rows: Iterator[tuple[Any, ...]], path: Path) -> Sheet:
    """The rows as columns; a row that ends before the heading does lacks the rest."""
    head = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
    places, twice, seen = {}, set(), dict[str, str]()
    for place, name in enumerate(head):
        if name and (before := seen.setdefault(name.casefold(), name)) in places:
            twice |= {before, name}
        elif name:
            places[name] = place
    columns: dict[str, list[str]] = {name: [] for name in places}
    known: dict[str, str] = {}  # the same text is held once
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS or number * len(columns) > MOST_CELLS:
            raise Unreadable("large_workbook", file=path.name)
        for name, place in places.items():
            cell = row[place] if place < len(row) else None
            text = "" if cell is None else str(cell)
            columns[name].append(known.setdefault(text, text))
    return Sheet(columns, frozenset(twice))
