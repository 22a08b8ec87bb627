"""A mapping applied to a sheet: each row becomes a record, or problems that say where and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from samsyn.people.exports import values
from samsyn.people.exports.cells import Cell, Sheet, is_empty, refuse, shown
from samsyn.people.exports.fields import Body, Field, Kind, Setting, WrongField
from samsyn.people.exports.guess import heading_key, headings
from samsyn.people.exports.mapping import Table
from samsyn.people.exports.values import Read, Wrong
from samsyn.people.names import fold
from samsyn.people.refusals import N_, Invalid, Refusal

LONGEST_KEY = 120
SEPARATOR = " | "  # between the parts of a key
ANY = "*"  # among the names of a field: others may stand there as well
Names: TypeAlias = "Mapping[tuple[str, str], frozenset[str]]"  # (kind, field) → the folded names that are known


@dataclass(slots=True)  # not frozen: there are half a million of them, and freezing takes its time
class Taken:
    """A record that can be stored as far as its own row tells. `refers` are the keys of those it points at."""

    row: int
    key: str
    refers: tuple[str, ...]
    body: Body


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell: row, heading, value as written, why. `key` is the record's, where it has one."""

    row: int
    column: str
    value: str
    reason: Refusal
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    field: Field
    heading: str
    places: tuple[int, ...]
    read: Read
    default: Any
    name: str
    place: int | None  # where there is one only


def person_key(text: str, setting: Setting) -> str:
    """A person's key of a number in any form, so that 19400115-9807 and 4001159807 are one person."""
    try:
        return setting.identity(text).number
    except Invalid:
        return " ".join(text.upper().split())


def read_table(
    sheet: Sheet, table: Table, kinds: Mapping[str, Kind], setting: Setting, names: Names, *, is_shared: bool
) -> Iterator[Taken | Problem]:
    """Every row of a sheet as this table's kind. Raises Unreadable when a mapped column is not there.

    `names` are those that may stand in a field; `is_shared`: the sheet holds other kinds, too.
    """
    kind = kinds[table.kind]
    wanted = [h for heads in table.columns.values() for h in heads]
    header, texts = headings(sheet, kinds, row=table.header, wanted=[*wanted, *table.key])
    reader = _Reader(sheet, table, kind, setting, names, texts)
    present = reader.places_of(kind.present) if is_shared else ()
    for number, cells in sheet.rows():
        if number <= header or is_empty(cells):
            continue
        if present and not any(shown(c) for c in reader.at(cells, present)):
            continue
        yield from reader.row(number, cells)


class _Reader:
    """One table, ready to read rows."""

    def __init__(
        self, sheet: Sheet, table: Table, kind: Kind, setting: Setting, names: Names, texts: Sequence[str]
    ) -> None:
        self._kind, self._setting = kind, setting
        self._places = {key: n for n, t in reversed(list(enumerate(texts))) if (key := heading_key(t))}
        self._sheet, self._table = sheet, table
        self._columns: list[_Column] = []
        self._references: list[_Column] = []
        for field in kind.fields:
            heads = table.columns.get(field.name, ())
            if heads or field.name in table.defaults or field.required:
                column = self._column(field, heads, names)
                (self._references if field.reads == "reference" else self._columns).append(column)
        self._key = self._key_places()

    def _place(self, heading: str) -> int:
        try:
            return self._places[heading_key(heading)]
        except KeyError:
            raise refuse(
                N_("Kolumnen ”{column}” finns inte i {sheet}. Ändra mappningen eller filen."),
                column=heading, sheet=self._sheet.name,
            ) from None  # fmt: skip

    def places_of(self, name: str) -> tuple[int, ...]:
        """Where a field's cells are."""
        return tuple(self._place(h) for h in self._table.columns.get(name, ()))

    def _column(self, field: Field, heads: tuple[str, ...], names: Names) -> _Column:
        if not heads and field.required and field.name not in self._table.defaults:
            raise refuse(
                N_("Mappningen för {sheet} saknar kolumn för {field} ({kind})."),
                sheet=self._sheet.name, field=field.label, kind=self._kind.label,
            )  # fmt: skip
        read = self._read(field, names.get((self._kind.name, field.name)))
        default = self._table.defaults.get(field.name)
        if default is not None:
            try:
                default = read(default)
            except Wrong as problem:
                raise refuse(
                    N_("Mappningens standardvärde ”{value}” för {field} går inte att läsa."),
                    value=default, field=field.label,
                ) from problem  # fmt: skip
        places = tuple(self._place(h) for h in heads)
        place = places[0] if len(places) == 1 else None
        return _Column(field, heads[0] if heads else field.label, places, read, default, field.name, place)

    def _read(self, field: Field, known: frozenset[str] | None) -> Read:
        table = self._table
        said = {fold(w.strip()): c for w, c in table.values.get(field.name, {}).items()}
        if field.reads == "choice":
            return values.remembered(values.choice({**field.words, **said}))
        if known is not None:
            return values.remembered(_named(known, said))
        plain = {
            "day": lambda: values.day(table.dates),
            "clock": lambda: values.remembered(values.clock),
            "minutes": lambda: values.minutes(table.time, table.decimal),
            "number": lambda: values.number(table.decimal),
            "yes_no": lambda: values.remembered(values.yes_no),
        }.get(field.reads)
        return plain() if plain else _said(values.text(field.longest), said)

    def _key_places(self) -> tuple[int, ...]:
        if self._table.key:
            return tuple(self._place(h) for h in self._table.key)
        own = self.places_of("number")
        found = own or tuple(p for name in self._kind.key for p in self.places_of(name))
        if not found:
            raise refuse(
                N_("Mappningen för {sheet} behöver key: de kolumner som skiljer en rad från en annan."),
                sheet=self._sheet.name,
            )  # fmt: skip
        return found

    @staticmethod
    def at(cells: Sequence[Cell], places: tuple[int, ...]) -> list[Cell]:
        """The cells at some places; what is beyond the row's end is empty."""
        return [cells[p] if p < len(cells) else None for p in places]

    def row(self, number: int, cells: Sequence[Cell]) -> Iterator[Taken | Problem]:
        """The record of a row, or everything that is wrong in it."""
        key = self._text_at(cells, self._key, is_person=self._kind.name == "person")
        problems: list[Problem] = []
        body: Body = {}
        for column in self._columns:
            place = column.place
            if place is None:
                cell: Cell = " ".join(t for c in self.at(cells, column.places) if (t := shown(c)))
            else:
                cell = cells[place] if place < len(cells) else None
                if isinstance(cell, str):
                    cell = cell.strip()
            if cell is None or cell == "":
                self._fill(column, number, key, body, problems)
                continue
            try:
                body[column.name] = column.read(cell)
            except Wrong as wrong:
                problems.append(Problem(number, column.heading, shown(cell)[:200], wrong.reason, key))
        refers = [self._refer(column, cells, number, key, problems) for column in self._references]
        if not key and not problems:
            problems.append(Problem(number, "", "", Refusal(N_("Raden saknar det nummer som skiljer den från andra."))))
        if not problems:
            try:
                yield Taken(number, key, tuple(refers), self._settled(body, refers))
            except WrongField as wrong:
                problems.append(self._wrong(number, cells, wrong, key))
        yield from problems

    def _settled(self, body: Body, refers: Sequence[str]) -> Body:
        """The values of a record that go together, without what it points at."""
        if self._kind.name != "relation":  # nothing else is settled by whom it points at
            return self._kind.settle(body, self._setting)
        person, other = refers
        settled = self._kind.settle({**body, "person": person, "other": other}, self._setting)
        return {name: value for name, value in settled.items() if name not in {"person", "other"}}

    @staticmethod
    def _fill(column: _Column, number: int, key: str, body: Body, problems: list[Problem]) -> None:
        """What stands where a cell is empty."""
        if column.default is not None:
            body[column.name] = column.default
        elif column.field.required:
            problems.append(Problem(number, column.heading, "", Refusal(N_("Uppgiften saknas. Fyll i den.")), key))

    def _refer(self, column: _Column, cells: Sequence[Cell], number: int, key: str, problems: list[Problem]) -> str:
        found = self._text_at(cells, column.places, is_person=column.field.refers == "person")
        if not found:
            problems.append(Problem(number, column.heading, "", Refusal(N_("Uppgiften saknas. Fyll i den.")), key))
        return found

    def _text_at(self, cells: Sequence[Cell], places: tuple[int, ...], *, is_person: bool) -> str:
        if len(places) == 1:
            text = shown(cells[places[0]]) if places[0] < len(cells) else ""
        else:
            parts = [shown(c) for c in self.at(cells, places)]
            text = SEPARATOR.join(parts) if any(parts) else ""
        return (person_key(text, self._setting) if is_person and text else text)[:LONGEST_KEY]

    def _wrong(self, number: int, cells: Sequence[Cell], wrong: WrongField, key: str) -> Problem:
        column = next((c for c in (*self._columns, *self._references) if c.field.name == wrong.field_name), None)
        if column is None:
            field = self._kind.field(wrong.field_name)
            return Problem(number, field.label if field else "", "", wrong.reason, key)
        value = " ".join(shown(c) for c in self.at(cells, column.places))
        return Problem(number, column.heading, value[:200], wrong.reason, key)


def _named(known: frozenset[str], said: Mapping[str, str]) -> Read:
    """A name that is known here, as the mapping translates it; `ANY` says that others are taken too."""

    def read(cell: Cell) -> str:
        name = shown(cell)
        name = said.get(fold(name), name)
        if fold(name) in known or ANY in known:
            return name
        raise values.wrong(
            N_("Det namnet finns inte här. Lägg upp enheten, eller låt mappningen koppla namnet eller lägga upp den.")
        )

    return read


def _said(read: Read, said: Mapping[str, str]) -> Read:
    if not said:
        return read
    return lambda cell: said.get(fold(shown(cell)), None) or read(cell)
