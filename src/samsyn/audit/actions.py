"""The only code that writes events. An event is written in the same transaction as what it tells of."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import connection, transaction

from samsyn.audit.chain import GENESIS, digest
from samsyn.audit.models import Event, Subject

P = ParamSpec("P")
R = TypeVar("R")
_GATHERING: ContextVar[set[int] | None] = ContextVar("gathering", default=None)
CHAIN_LOCK = 0x5A4D5359  # names the advisory lock on PostgreSQL; any constant will do


class Acting(Protocol):
    """Who does something, as much of it as an event needs."""

    @property
    def key(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def emergencies(self) -> Mapping[str, int]: ...


def record(
    *,
    by: Acting,
    at: datetime,
    what: str,
    about: str,
    access: str = Event.Access.WRITE,
    case: int | None = None,
    subjects: Sequence[int] = (),
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event to the chain.

    `about` is "case:12", `subjects` the ids of the persons it concerns, `detail` codes and keys only. A reading
    that only an emergency access opens says which.
    Raises RuntimeError outside a transaction: an event must stand or fall with what it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded inside the transaction of the action it tells of")
    if (gathering := _GATHERING.get()) is not None:
        gathering.update(subjects)
    emergency = by.emergencies.get(about) or by.emergencies.get(f"case:{case}")
    if emergency and access == Event.Access.READ:
        detail = {**(detail or {}), "emergency": emergency}
    event = Event(
        at=at,
        by=by.key,
        role=by.role,
        unit=by.unit_id,
        access=access,
        what=what,
        about=about,
        case=case,
        subjects=sorted(set(subjects)),
        detail=dict(detail or {}),
    )
    return append([event])[0]


@contextmanager
def gathered() -> Iterator[set[int]]:
    """Whom the events recorded inside the block are about, also when what they tell of is undone again."""
    persons: set[int] = set()
    before = _GATHERING.set(persons)
    try:
        yield persons
    finally:
        _GATHERING.reset(before)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: one transaction that holds the chain from its first moment.

    Whoever writes queues for the chain before any row, so that no two can wait for each other (PostgreSQL).
    """

    @wraps(function)
    def held(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            hold_chain()
            return function(*args, **kwargs)

    return held


@transaction.atomic
def append(events: Iterable[Event]) -> list[Event]:
    """Chain the events in the given order and store them with their subject index."""
    hold_chain()
    chained = _chain(list(events), head())
    for event in chained:
        event.save(force_insert=True)
    Subject.objects.bulk_create(Subject(event=e.id, person=p) for e in chained for p in e.subjects)
    return chained


def _chain(events: list[Event], previous: str) -> list[Event]:
    for event in events:
        event.previous = previous
        event.hash = previous = digest(previous, event.content())
    return events


def head() -> str:
    """The hash of the newest event."""
    last = Event.objects.order_by("-id").values_list("hash", flat=True).first()
    return last or GENESIS


def hold_chain() -> None:
    """One writer at a time, to the end of its transaction. SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
