"""What a factory has stored once is put back, row by row, the next time it is asked for in the same state.

    @kept
    def decided_case(**terms) -> Case: ...

Most tests begin with the same few cases, and the actions that make one ask the database some hundred questions. The
first call in a process is made in earnest and what it writes is noted; after that the same call, with the same
arguments, in the same state, repeats what was written. A state is the empty database, or what is known to lie between
it and now: nothing else may have written, and nothing may have been rolled back (tests/standing.py tells).
Where that is not so, or an argument cannot be compared, the factory is simply called. SAMSYN_TEST_ANEW=1 makes
everything in earnest.
"""

import inspect
import io
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone, translation

from tests.standing import Mark, OnPostgresql, OnSqlite, Statement

P = ParamSpec("P")
R = TypeVar("R")
READS = ("SELECT", "SAVEPOINT", "RELEASE")
PLAIN = (str, int, float, bool, bytes, type(None))
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

    written: list[Statement]
    rows: int
    numbers: Any
    given: bytes
    after: State = field(default_factory=State)


@dataclass
class Standing:
    """The last state that was known, on which connection, and what tells whether it is still so."""

    connection: Any
    mark: Mark
    state: State


@dataclass
class Noting:
    """What has been written since a call began; `whole` as long as all of it could be noted."""

    written: list[Statement] = field(default_factory=list)
    rows: int = 0
    whole: bool = True


EMPTY = State()
_engine: OnSqlite | OnPostgresql | None = None
_last: Standing | None = None
_noting: list[Noting] = []


def begin() -> None:
    """The database as it is now is the empty one."""
    global _engine
    if os.environ.get("SAMSYN_TEST_ANEW") != "1":
        _engine = OnSqlite() if connection.vendor == "sqlite" else OnPostgresql()


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
        _stands(state.made.setdefault(("beside", *what), Made([], 0, None, b"")).after)


def _state() -> State | None:
    """The state the database is in, where that is known."""
    if _engine is None or connection.connection is None or not connection.in_atomic_block or connection.needs_rollback:
        return None
    mark = _engine.mark()
    if _last and connection.connection is _last.connection and mark == _last.mark:
        return _last.state
    return EMPTY if _engine.is_empty(mark) else None


def _stands(state: State, mark: Mark | None = None) -> None:
    global _last
    _last = Standing(connection.connection, mark or _engine.mark(), state)


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
    noting, before, values = Noting(), _engine.mark(), [repr(_values(row)) for row in rows]

    def note(execute, sql, params, many, context):
        reads = isinstance(sql, str) and sql.lstrip().startswith(READS)
        statement = None if reads or many else _engine.statement(context["cursor"].cursor, sql, params)
        given = execute(sql, params, many, context)
        if statement and not sql.startswith("ROLLBACK"):
            noting.written.append(statement)
            noting.rows += max(0, context["cursor"].rowcount)
        elif not reads:
            noting.whole = False
        return given

    _noting.append(noting)
    try:
        with connection.execute_wrapper(note):
            given = call()
    finally:
        _noting.pop()
        _last = None
    changed = {n: _values(row) for n, row in enumerate(rows) if repr(_values(row)) != values[n]}
    if noting.whole and _engine.can_tell(before, after := _engine.mark(), noting.rows, noting.written):
        made = Made(noting.written, after.rows - before.rows, after.numbers, _pickled((given, changed), rows))
        state.made[key] = made
        _stands(made.after, after)
    return given


def _put_back(made: Made, rows: list[Model]) -> Any:
    """Write what the call wrote, and give what it gave."""
    before = _engine.mark()
    _engine.again(made.written)
    after = _engine.mark()
    for noting in _noting:
        noting.written.extend(made.written)
        noting.rows += made.rows
    if (after.rows - before.rows, after.numbers) != (made.rows, made.numbers):
        raise AssertionError("what was put back is not what was stored")
    given, changed = _unpickled(made.given, rows)
    for n, values in changed.items():
        for name, value in values.items():
            setattr(rows[n], name, value)
    _stands(made.after, after)
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
