"""What a factory has stored once is put back, row by row, the next time it is asked for in the same state.

    @kept
    def decided_case(**terms) -> Case: ...

Most tests begin with the same few cases, and the actions that make one ask the database some hundred questions. The
first call in a process is made in earnest and what it writes is noted; after that the same call, with the same
arguments, in the same state, repeats what was written. A state is the empty database, or what is known to lie between
it and now: nothing else may have written (`total_changes`) and nothing may have been rolled back (`sqlite_sequence`).
Where that is not so, or an argument cannot be compared, the factory is simply called. On SQLite alone, which gives
numbers back when rows are rolled back. SAMSYN_TEST_ANEW=1 makes everything in earnest.
"""

import inspect
import io
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import Model
from django.utils import timezone, translation

P = ParamSpec("P")
R = TypeVar("R")
READS = ("SELECT", "SAVEPOINT", "RELEASE")
PLAIN = (str, int, float, bool, bytes, type(None))
Sequence = list[tuple[str, int]]
Written = list[tuple[str, Any]]
_real_now = timezone.now


class CannotTell(Exception):  # noqa: N818
    """Whether something is like something else, or what was written."""


@dataclass
class State:
    """A known state of the database, and what has been made in it."""

    made: dict[Any, "Made"] = field(default_factory=dict)


@dataclass
class Made:
    """What a call wrote, how many rows that was, the numbers that were given, and what came back."""

    written: Written
    changes: int
    sequence: Sequence
    given: bytes
    after: State = field(default_factory=State)


@dataclass
class Standing:
    """The last state that was known, on which connection, and what tells whether it is still so."""

    connection: sqlite3.Connection
    changes: int
    sequence: Sequence
    state: State


EMPTY = State()
_empty: Sequence | None = None
_last: Standing | None = None
_noting: list[Written] = []


def begin(raw: sqlite3.Connection) -> None:
    """The database as it is now is the empty one."""
    global _empty
    if os.environ.get("SAMSYN_TEST_ANEW") != "1":
        _empty = _sequence(raw)


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Let a factory put back what it has stored before. What it gives back may be rows, values, and lists of these."""
    parameters = inspect.signature(function)
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if (state := _state()) is None:
            return function(*args, **kwargs)
        bound = parameters.bind(*args, **kwargs)
        bound.apply_defaults()
        rows: list[Model] = []
        try:
            key = (name, _around(), _likeness(bound.arguments, rows))
        except CannotTell:
            return function(*args, **kwargs)
        if key in state.made:
            return _put_back(state.made[key], rows)
        return _note(state, key, rows, lambda: function(*args, **kwargs))

    return call


@contextmanager
def beside(*what: Any) -> Iterator[None]:
    """What is written inside, such as a login, is made in earnest each time and leads to a known state all the same."""
    state = _state()
    yield
    if state is not None:
        _stands(state.made.setdefault(("beside", *what), Made([], 0, [], b"")).after)


def _sequence(raw: sqlite3.Connection) -> Sequence:
    return raw.execute("SELECT name, seq FROM sqlite_sequence").fetchall()


def _state() -> State | None:
    """The state the database is in, where that is known."""
    raw = connection.connection
    if _empty is None or raw is None or not connection.in_atomic_block:
        return None
    sequence = _sequence(raw)
    if _last and raw is _last.connection and (_last.changes, _last.sequence) == (raw.total_changes, sequence):
        return _last.state
    return EMPTY if sequence == _empty else None


def _stands(state: State) -> None:
    global _last
    raw = connection.connection
    _last = Standing(raw, raw.total_changes, _sequence(raw), state)


def _around() -> Any:
    """What a factory may read besides the database: the clock if it stands still, settings that a test has set."""
    holder, told = settings._wrapped, []
    while isinstance(holder, UserSettingsHolder):
        told += sorted((k, repr(v)) for k, v in vars(holder).items() if k.isupper())
        holder = holder.default_settings
    still = timezone.localdate() if timezone.now is _real_now else timezone.now()
    return repr(still), tuple(told), translation.get_language()


def _likeness(value: Any, rows: list[Model]) -> Any:
    """Something that is equal for equal arguments. `rows` gathers the rows among them and those that hang on these."""
    if isinstance(value, Enum | date | time | timedelta):
        return repr(value)
    if isinstance(value, PLAIN):
        return type(value), value
    if isinstance(value, Model):
        return _row(value, rows)
    if isinstance(value, Mapping):
        return "mapping", tuple((_likeness(k, rows), _likeness(v, rows)) for k, v in value.items())
    if isinstance(value, list | tuple):
        return type(value), tuple(_likeness(v, rows) for v in value)
    if isinstance(value, set | frozenset):
        return type(value), frozenset(_likeness(v, rows) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), tuple(_likeness(getattr(value, f.name), rows) for f in fields(value))
    raise CannotTell(repr(value))


def _row(row: Model, rows: list[Model]) -> Any:
    for n, met in enumerate(rows):
        if met is row:
            return "again", n
    if getattr(row, "_prefetched_objects_cache", None) or row.get_deferred_fields():
        raise CannotTell(repr(row))
    rows.append(row)
    hanging = sorted(row._state.fields_cache.items())
    return type(row), repr(_values(row)), tuple((name, _likeness(v, rows)) for name, v in hanging)


def _values(row: Model) -> dict[str, Any]:
    return {f.attname: row.__dict__[f.attname] for f in row._meta.concrete_fields}


def _note(state: State, key: Any, rows: list[Model], call: Callable[[], R]) -> R:
    """Call in earnest, and keep what it wrote, what it changed in the rows it was given, and what it gave."""
    global _last
    raw, before = connection.connection, [repr(_values(row)) for row in rows]
    changes, sequence, can_tell = raw.total_changes, _sequence(raw), True
    written: Written = []

    def note(execute, sql, params, many, context):
        nonlocal can_tell
        if not sql.startswith(READS):
            can_tell = can_tell and not (many or sql.startswith("ROLLBACK") or isinstance(params, dict))
            written.append((sql if params is None else FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%"), params))
        return execute(sql, params, many, context)

    _noting.append(written)
    try:
        with connection.execute_wrapper(note):
            given = call()
    finally:
        _noting.pop()
        _last = None
    changed = {n: _values(row) for n, row in enumerate(rows) if repr(_values(row)) != before[n]}
    # What leaves the numbers as they were could be rolled back unseen.
    if can_tell and not (written and _sequence(raw) == sequence):
        made = Made(written, raw.total_changes - changes, _sequence(raw), _pickled((given, changed), rows))
        state.made[key] = made
        _stands(made.after)
    return given


def _put_back(made: Made, rows: list[Model]) -> Any:
    """Write what the call wrote, and give what it gave."""
    raw = connection.connection
    changes = raw.total_changes
    for sql, params in made.written:
        raw.execute(sql, params or ()).fetchall()
    for noted in _noting:
        noted.extend(made.written)
    if (raw.total_changes - changes, _sequence(raw)) != (made.changes, made.sequence):
        raise AssertionError("what was put back is not what was stored")
    given, changed = _unpickled(made.given, rows)
    for n, values in changed.items():
        for name, value in values.items():
            setattr(rows[n], name, value)
    _stands(made.after)
    return given


def _pickled(value: Any, rows: list[Model]) -> bytes:
    """The bytes of a value; the rows that the call was given are kept as their places among them."""
    places = {id(row): n for n, row in enumerate(rows)}
    kept_in = io.BytesIO()
    pickler = pickle.Pickler(kept_in, pickle.HIGHEST_PROTOCOL)
    pickler.persistent_id = lambda one: places.get(id(one))  # type: ignore[method-assign]
    pickler.dump(value)
    return kept_in.getvalue()


def _unpickled(value: bytes, rows: list[Model]) -> Any:
    reader = pickle.Unpickler(io.BytesIO(value))
    reader.persistent_load = lambda n: rows[n]  # type: ignore[method-assign]
    return reader.load()
