"""XLSX, a row at a time: formulas as last worked out, dates as dates, merged cells filled from their first."""

import re
import zipfile
from bisect import insort
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from samsyn.people.exports.cells import LONGEST_CELL, MOST_COLUMNS, Cell, Fault, Row, Sheet, refuse
from samsyn.people.exports.packed import (
    Merged,
    Texts,
    check_size,
    column_number,
    damaged,
    date_styles,
    local,
    merged_cells,
    parse,
    shared_texts,
)
from samsyn.people.refusals import N_

EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet's days have no zone
LATEST_SERIAL = 2_958_465  # 9999-12-31
LAST_ROW = 1_048_576  # of a spreadsheet
FAR_RIGHT = MOST_COLUMNS * 10  # cells, also empty ones
_LETTERS = re.compile(r"[A-Z]+")


def workbook_sheets(path: Path, name: str) -> list[Sheet]:
    """Every worksheet in order, the hidden ones marked. Raises Unreadable for what is no workbook."""
    try:
        with zipfile.ZipFile(path) as book:
            check_size(book)
            found, is_1904 = _sheets(book)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError):
        raise damaged() from None
    if not found:
        raise refuse(N_("Excelfilen har inga blad med celler."))
    epoch = EPOCH_1904 if is_1904 else EPOCH
    return [Sheet(name, title, _Rows(path, part, epoch), hidden=hidden, about="xlsx") for title, part, hidden in found]


def _sheets(book: zipfile.ZipFile) -> tuple[list[tuple[str, str, bool]], bool]:
    names = set(book.namelist())
    if "xl/workbook.xml" not in names:
        raise refuse(N_("Filen är ingen Excelfil. Exportera den som CSV eller XLSX."))
    sheets: list[tuple[str, str, bool]] = []
    targets: dict[str, str] = {}
    is_1904 = [False]

    def related(tag: str, about: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            targets[about.get("Id", "")] = about.get("Target", "")

    def listed(tag: str, about: dict[str, str]) -> None:
        if local(tag) == "sheet":
            key = next((v for k, v in about.items() if local(k) == "id"), "")
            sheets.append((about.get("name", ""), key, about.get("state", "visible") != "visible"))
        elif local(tag) == "workbookPr":
            is_1904[0] = about.get("date1904") in {"1", "true"}

    for part, handler in (("xl/_rels/workbook.xml.rels", related), ("xl/workbook.xml", listed)):

        def handle(parser: Any, handler: Any = handler) -> None:
            parser.StartElementHandler = handler

        for _ in parse(book, part, handle):
            pass
    placed = [(title, _place(targets.get(key, "")), hidden) for title, key, hidden in sheets]
    return [
        (title, part, hidden) for title, part, hidden in placed if part in names and "worksheets/" in part
    ], is_1904[0]


def _place(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


class _Rows:
    """The rows of one sheet; each call reads the file anew."""

    def __init__(self, path: Path, part: str, epoch: datetime) -> None:
        self._path, self._part, self._epoch = path, part, epoch

    def __call__(self) -> Iterator[Row]:
        try:
            with zipfile.ZipFile(self._path) as book:
                reader = _Reader(shared_texts(book), date_styles(book), self._epoch)
                rows = _read(book, self._part, reader)
                yield from _filled(rows, merged_cells(book, self._part))
        except (zipfile.BadZipFile, OSError, KeyError):
            raise damaged() from None


def _read(book: zipfile.ZipFile, part: str, reader: "_Reader") -> Iterator[Row]:
    for _ in parse(book, part, reader.handle):
        yield from reader.done
        reader.done.clear()


class _Reader:
    """Hears the parser and gathers whole rows in `done`."""

    def __init__(self, texts: Texts, dates: frozenset[int], epoch: datetime) -> None:
        self.done: list[Row] = []
        self._texts, self._dates, self._epoch = texts, dates, epoch
        self._number, self._seen = 0, 0
        self._cells: list[Cell] = []
        self._column, self._kind, self._style = 0, "", 0
        self._said: list[str] | None = None
        self._value = ""
        self._columns: dict[str, int] = {}
        self._days: dict[str, Cell] = {}

    def handle(self, parser: Any) -> None:
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text

    def _start(self, tag: str, about: dict[str, str]) -> None:
        name = local(tag) if ":" in tag else tag
        if name == "c":
            self._begin_cell(about)
        elif name in {"v", "t"}:
            self._said = []
        elif name == "row":
            self._number = int(about["r"]) if "r" in about else self._number + 1
            if self._number > LAST_ROW:
                raise damaged()
            self._cells, self._seen = [], 0

    def _begin_cell(self, about: dict[str, str]) -> None:
        self._seen += 1
        place = about.get("r", "")
        letters = place.rstrip("0123456789")
        if not letters:
            self._column = len(self._cells)
        elif (column := self._columns.get(letters)) is not None:
            self._column = column
        else:
            self._column = self._columns[letters] = column_number(letters) if _LETTERS.fullmatch(letters) else 0
        if self._column >= FAR_RIGHT or self._seen > FAR_RIGHT:
            raise refuse(N_("Bladet har celler långt ut till höger. Ta bort kolumnerna efter den sista med innehåll."))
        self._kind, self._style, self._value = about.get("t", "n"), int(about.get("s", 0)), ""

    def _text(self, text: str) -> None:
        if self._said is not None:
            self._said.append(text)

    def _end(self, tag: str) -> None:
        name = local(tag) if ":" in tag else tag
        if name in {"v", "t"}:
            self._value += "".join(self._said or ())
            self._said = None
        elif name == "c":
            if self._value and self._column < MOST_COLUMNS:
                self._cells += [None] * (self._column + 1 - len(self._cells))
                self._cells[self._column] = self._cell()
        elif name == "row":
            self.done.append((self._number, self._cells))

    def _cell(self) -> Cell:
        kind, value = self._kind, self._value
        if kind == "s":
            return self._checked(self._texts[int(value)])
        if kind == "n":
            return self._number_or_day(value)
        if kind == "b":
            return value == "1"
        if kind == "e":
            return Fault(value)
        return _iso(value) if kind == "d" else self._checked(value)

    def _checked(self, text: str) -> str:
        if len(text) > LONGEST_CELL:
            raise refuse(
                N_("Rad {row} har en cell med mer än {longest} tecken."), row=self._number, longest=LONGEST_CELL
            )
        return text

    def _number_or_day(self, value: str) -> Cell:
        if self._style not in self._dates:
            number = float(value)
            return int(number) if number.is_integer() else number
        if value not in self._days:
            if len(self._days) > 50_000:
                self._days.clear()
            self._days[value] = day_of_serial(float(value), self._epoch)
        return self._days[value]


def _iso(value: str) -> Cell:
    try:
        return datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return value


def day_of_serial(serial: float, epoch: datetime = EPOCH) -> Cell:
    """A spreadsheet's number as a day, a moment or a time of day; an impossible one stays a number."""
    if not 0 <= serial <= LATEST_SERIAL:
        return serial
    try:
        moment = epoch + timedelta(days=int(serial), seconds=round((serial - int(serial)) * 86_400))
    except OverflowError:  # the last of them counted from 1904
        return serial
    if serial < 1:
        return moment.time()
    return moment.date() if moment.time() == time.min else moment


def _filled(rows: Iterator[Row], merged: list[Merged]) -> Iterator[Row]:
    """Give every cell of a merged area the value of its first; only areas that reach the row are kept in mind."""
    coming = sorted(merged, key=lambda m: m.first_row)
    if not coming:
        yield from rows
        return
    open_areas: list[tuple[int, int, Merged, Cell]] = []
    position = 0
    for number, cells in rows:
        while position < len(coming) and coming[position].first_row <= number:
            area = coming[position]
            value = cells[area.first_column] if area.first_row == number and area.first_column < len(cells) else None
            insort(open_areas, (area.last_row, position, area, value), key=lambda a: a[:2])
            position += 1
        while open_areas and open_areas[0][0] < number:
            open_areas.pop(0)
        for _, _, area, value in open_areas:
            _fill(cells, area, value)
        yield number, cells


def _fill(cells: list[Cell], area: Merged, value: Cell) -> None:
    if value is None:
        return
    last = min(area.last_column, MOST_COLUMNS - 1)
    cells += [None] * (last + 1 - len(cells))
    for column in range(area.first_column, last + 1):
        if cells[column] is None:
            cells[column] = value
