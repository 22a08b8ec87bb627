"""Putting in very many rows at once, past the object layer, on both databases. Only `load` and `imports` actions do."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import Any, Protocol, TypeAlias

from django.core.management.color import no_style
from django.db import connection, models, transaction

from samsyn.audit.actions import head, hold_chain
from samsyn.audit.chain import content_of, digest
from samsyn.audit.models import Event, Subject

GAPS = 2_000  # in a statement of many rows: more gain nothing; SQLite's limit is 32,766
CACHED = 1 << 16  # days and hours that come again and again are written out once
AnyField: TypeAlias = "models.Field[Any, Any]"
Convert = Callable[[Any], Any]


class Happened(Protocol):
    """An event before it is chained, as much of it as the log keeps."""

    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def unit(self) -> int | None: ...
    @property
    def access(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def case(self) -> int | None: ...
    @property
    def subjects(self) -> tuple[int, ...]: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


@dataclass(slots=True)
class Told:
    """An event of somebody who acts, told among very many."""

    at: datetime
    by: str
    role: str
    unit: int | None
    what: str
    about: str
    case: int | None
    subjects: tuple[int, ...]
    detail: Mapping[str, Any]
    access: str = Event.Access.WRITE


def insert(model: type[models.Model], records: Sequence[object]) -> int:
    """Put in one row for each record, inside the caller's transaction; returns how many.

    A column takes the record's attribute of the field's name, and the field's default where records have none. Foreign
    keys are given as keys. Values are trusted to fit: the database's own constraints are what checks them.
    """
    if not records:
        return 0
    varying: dict[AnyField, list[Any]] = {}
    same: dict[AnyField, Any] = {}
    for field in model._meta.concrete_fields:
        if not hasattr(records[0], field.name):
            if not field.primary_key:
                same[field] = _converted(field, field.get_default())
            continue
        column = _column(field, records)
        if column.count(column[0]) == len(column):
            same[field] = column[0]
        else:
            varying[field] = column
    _write(model, list(varying), zip(*varying.values(), strict=True) if varying else [()] * len(records), same)
    return len(records)


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]], **same: Any
) -> None:
    """Put in rows that are values already, in the order of some fields' names; `same` are what all rows share.

    Days and hours may be text, as SQLite writes them (2026-03-02, 08:30:00); PostgreSQL reads that, too. For what comes
    in hundreds of thousands: an object for each row takes longer than the database does.
    """
    fields = {f.name: f for f in model._meta.concrete_fields if not f.primary_key or f.name in names}
    defaults = {name: f.get_default() for name, f in fields.items() if name not in names and name not in same}
    shared = {fields[name]: _converted(fields[name], value) for name, value in {**defaults, **same}.items()}
    _write(model, [fields[name] for name in names], rows, shared)


def update_values(
    model: type[models.Model], changed: Sequence[str], found_by: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Change some fields of rows that others find; each row has the new values first, then those that find it."""
    fields, quote = {f.name: f for f in model._meta.concrete_fields}, connection.ops.quote_name
    table = quote(model._meta.db_table)
    values, where = (
        between.join(f"{quote(str(fields[name].column))} = %s" for name in names)
        for between, names in ((", ", changed), (" AND ", found_by))
    )
    order = [fields[name] for name in (*changed, *found_by)]
    converted = [tuple(map(_converted, order, row)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {values} WHERE {where}", converted)  # noqa: S608 - names of our own


def _converted(field: AnyField, value: Any) -> Any:
    convert = _converter(field)
    return convert(value) if convert else value


def _column(field: AnyField, records: Sequence[object]) -> list[Any]:
    convert = _converter(field)
    values = map(attrgetter(field.name), records)
    return list(map(convert, values) if convert else values)


def _write(
    model: type[models.Model], varying: list[AnyField], rows: Iterable[Sequence[Any]], same: Mapping[AnyField, Any]
) -> None:
    """Put in rows of the fields that vary; `same` are the values, converted, that all of them share."""
    quote, shared = connection.ops.quote_name, tuple(same.values())
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(f.column)) for f in (*same, *varying))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*shared, *row))
        else:
            _write_many(cursor, f"INSERT INTO {table} ({columns}) VALUES ", len(varying), rows, shared)  # noqa: S608 - names of our own


def _write_many(
    cursor: Any, insert_into: str, width: int, rows: Iterable[Sequence[Any]], shared: tuple[Any, ...]
) -> None:
    """Many rows in one statement: on SQLite what a statement costs beside its rows is more than the rows do.

    What all rows share is handed over once a statement, since handing over a value costs most of what is left.
    """
    waiting, many = iter(rows), max(1, (GAPS - len(shared)) // max(1, width))
    whole: list[Any] = []
    while some := list(islice(waiting, many)):
        if len(some) == many:
            whole.append([*shared, *chain.from_iterable(some)])
        else:
            cursor.executemany(insert_into + _gaps(len(shared), width, 1), [[*shared, *row] for row in some])
    if whole:
        cursor.executemany(insert_into + _gaps(len(shared), width, many), whole)


@lru_cache(256)
def _gaps(shared: int, width: int, rows: int) -> str:
    """The values of a statement: of each row first what all share, by number, then its own."""
    first = [f"?{n + 1}" for n in range(shared)]
    starts = range(shared + 1, shared + 1 + rows * width, width) if width else [0] * rows
    return ", ".join(f"({', '.join([*first, *(f'?{start + n}' for n in range(width))])})" for start in starts)


def _converter(field: AnyField) -> Convert | None:
    """What makes a value into the database's, or None where it is that already."""
    if isinstance(field, models.JSONField):
        return _as_json
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):  # which is a DateField too
        return _as_utc
    return _as_text if isinstance(field, models.DateField | models.TimeField) else None


def _as_json(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)


@lru_cache(CACHED)
def _as_utc(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


@lru_cache(CACHED)
def _as_text(value: date | time | None) -> str | None:
    return None if value is None else str(value)


@contextmanager
def rebuilt_afterwards(*tables: type[models.Model], late: Sequence[type[models.Model]] = ()) -> Iterator[None]:
    """Let very many rows into tables without their indexes, which are built over all rows at once when it ends.

    On PostgreSQL foreign keys are laid aside too and checked when they are put back; on SQLite they are checked all the
    time. `late` are tables that get a row after what points at it: SQLite then searches all that points for each, so
    there the indexes on what points stay. Inside the caller's transaction, so that whatever happens the tables have
    what they had. Uniqueness is checked at the end. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("indexes are laid aside inside the transaction that puts them back")
    aside: list[tuple[str, str]] = []
    everything: dict[type[models.Model], None] = dict.fromkeys((*tables, Event, Subject))  # each once
    with connection.cursor() as cursor:
        for query in LAID_ASIDE[connection.vendor]:
            for table in everything:
                pointing = [str(f.column) for f in table._meta.concrete_fields if f.related_model in late]
                cursor.execute(query, {"table": table._meta.db_table, "pointing": json.dumps(pointing)})
                aside += cursor.fetchall()
        for drop, _ in aside:
            cursor.execute(drop)
    yield
    with connection.cursor() as cursor:
        for _, make in reversed(aside):
            cursor.execute(make)


# For each database: what takes something away from a table, and what puts it back. Foreign keys go first and come last.
LAID_ASIDE = {
    "sqlite": [
        """SELECT 'DROP INDEX "' || m.name || '"', m.sql FROM sqlite_master m
        WHERE m.type = 'index' AND m.sql IS NOT NULL AND m.tbl_name = %(table)s
        AND COALESCE((SELECT name FROM pragma_index_info(m.name) WHERE seqno = 0), '')
            NOT IN (SELECT value FROM json_each(%(pointing)s)) ORDER BY m.name""",
    ],
    "postgresql": [
        """SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE contype = 'f' AND conrelid = %(table)s::regclass ORDER BY conname""",
        """SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
        FROM pg_index WHERE indrelid = %(table)s::regclass AND NOT EXISTS (
            SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x')
        ) ORDER BY indexrelid""",
    ],
}


def next_key(model: type[models.Model]) -> int:
    """The first free key of a table. Whoever holds the chain is the only one who writes."""
    return (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def reset_keys(*tables: type[models.Model]) -> None:
    """Let the next free key follow those put in; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


@transaction.atomic
def append(events: Iterable[Happened], *, at_a_time: int = 20_000) -> int:
    """Chain events in order of their time, after what the log holds, with their subject index; returns how many."""
    hold_chain()
    previous, key = head(), Event.objects.aggregate(last=models.Max("pk"))["last"] or 0
    chained: list[_Chained] = []
    subjects: list[_About] = []
    count = 0
    for happened in sorted(events, key=attrgetter("at")):
        count += 1
        link = _Chained(key + count, happened, previous)
        previous = link.hash
        chained.append(link)
        subjects += [_About(link.id, p) for p in link.subjects]
        if len(chained) >= at_a_time:
            _flush(chained, subjects)
    _flush(chained, subjects)
    reset_keys(Event, Subject)
    return count


def _flush(chained: list["_Chained"], subjects: list["_About"]) -> None:
    insert(Event, chained)
    insert(Subject, subjects)
    chained.clear()
    subjects.clear()


class _About:
    __slots__ = ("event", "person")

    def __init__(self, event: int, person: int) -> None:
        self.event, self.person = event, person


class _Chained:
    """An event in its place in the chain; hashes the same content as a stored one."""

    __slots__ = (
        "about",
        "access",
        "at",
        "by",
        "case",
        "detail",
        "hash",
        "id",
        "previous",
        "role",
        "subjects",
        "unit",
        "what",
    )

    def __init__(self, key: int, happened: Happened, previous: str) -> None:
        self.id, self.previous = key, previous
        self.at, self.by, self.role, self.unit = happened.at, happened.by, happened.role, happened.unit
        self.access, self.what, self.about = happened.access, happened.what, happened.about
        self.case, self.subjects, self.detail = happened.case, list(happened.subjects), dict(happened.detail)
        self.hash = digest(previous, content_of(self))
