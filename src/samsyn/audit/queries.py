"""Reading the log: a person's own, a case's history, and the walk that proves it whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Max, QuerySet

from samsyn.audit.chain import GENESIS, Link, Verdict, verify
from samsyn.audit.models import Event, ImportedRow, ImportSource, Subject


def concerning(person: int) -> QuerySet[Event]:
    """Everything that was done with or read of one person's file, newest first."""
    ids = Subject.objects.filter(person=person).values("event")
    return Event.objects.filter(id__in=ids).order_by("-id")


def by_people(events: QuerySet[Event]) -> QuerySet[Event]:
    """Events without those of jobs, such as the nightly closing of days, which would drown the others."""
    return events.exclude(by__startswith="job:")


def of_case(case: int) -> QuerySet[Event]:
    """What was done in a case, newest first: the spine of its journal."""
    return Event.objects.filter(case=case, access=Event.Access.WRITE).order_by("-id")


def hands_in(case: int) -> set[str]:
    """The keys of everybody who has done or read something in a case."""
    return set(Event.objects.filter(case=case).order_by().values_list("by", flat=True).distinct())


def has_been_in(case: int, by: str, *, since: datetime) -> bool:
    """Whether somebody has done or read something in a case after a moment. A reading that was denied counts not."""
    return Event.objects.filter(case=case, by=by, at__gt=since).exclude(what="access.denied").exists()


def told(what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of every event of one name, in order: what it is about, and its detail."""
    events = Event.objects.filter(what=what).order_by("id").values_list("about", "detail")
    return events.iterator(chunk_size=5000)


def told_about(begins: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of every writing about something whose name begins so ("notice:"), in order: what it is about, and its detail."""
    events = Event.objects.filter(access=Event.Access.WRITE, about__startswith=begins).order_by("id")
    return events.values_list("about", "detail").iterator(chunk_size=5000)


def event_at(moment: datetime) -> int:
    """The first event that is not before a moment, by halving: keys follow time, and nothing else is read.

    After the last event it is the key that the next one will be above.
    """
    low, high = 0, (Event.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    while low < high:
        middle = (low + high) // 2
        found = Event.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "at").first()
        if found is None or found[1] >= moment:
            high = middle
        else:
            low = found[0] + 1
    return low


def events_between(by: Iterable[str], first: int, last: int) -> Iterator[Event]:
    """The events of some actors with keys from one to another, both included, by the index of actors; in no order."""
    for key in sorted(set(by)):
        yield from Event.objects.filter(by=key, pk__gte=first, pk__lte=last).defer("hash", "previous").iterator(5000)


def length() -> int:
    """How many events the log holds."""
    return Event.objects.count()


def head_of() -> str:
    """The hash of the newest event: what to note in a place outside this machine."""
    last = Event.objects.order_by("-id").values_list("hash", flat=True).first()
    return last or GENESIS


def verify_chain(*, upto: str | None = None) -> Verdict:
    """Verify every stored event, in order.

    `upto` is a head noted earlier: if the walk never passes it, the end of the log was cut off.
    """
    seen = False

    def links() -> Iterator[Link]:
        nonlocal seen
        for event in Event.objects.order_by("id").iterator(chunk_size=5000):
            seen = seen or event.hash == upto
            yield Link(event.id, event.previous, event.hash, event.content())

    verdict = verify(links())
    if verdict.intact and (odd := _odd_subject()):
        return Verdict(verdict.events, verdict.head, odd, "the index of whom the event concerns was changed")
    if verdict.intact and upto and not seen:
        return Verdict(verdict.events, verdict.head, 0, "the noted head is not in the log: its end was cut off")
    return verdict


def _odd_subject() -> int | None:
    """The first event whose rows in the index of persons are not those that the event itself names."""
    rows = Subject.objects.order_by("event", "person").values_list("event", "person").iterator(chunk_size=5000)
    events = Event.objects.order_by("id").values_list("id", "subjects").iterator(chunk_size=5000)
    named = ((event, person) for event, subjects in events for person in sorted(subjects))
    for row, told in zip_longest(rows, named):
        if row != told:
            return min(pair[0] for pair in (row, told) if pair)
    return None


# Where rows were read from


def rows_read(source: int, kind: str, keys: Iterable[str]) -> dict[str, tuple[int, str, datetime]]:
    """Of some keys of another system those that were read before: the stored row, its digest then, and when."""
    found = ImportedRow.objects.filter(source=source, kind=kind, key__in=list(keys))
    return {key: (row, digest, at) for key, row, digest, at in found.values_list("key", "row", "digest", "read_at")}


def keys_read(source: int, kind: str, *, at_a_time: int = 2000) -> Iterator[list[str]]:
    """Every key of a kind that was read from a system, some at a time."""
    last = ""
    found = ImportedRow.objects.filter(source=source, kind=kind).order_by("key").values_list("key", flat=True)
    while keys := list(found.filter(key__gt=last)[:at_a_time]):
        yield keys
        last = keys[-1]


def is_anything_read(source: int, kind: str) -> bool:
    """Whether anything of a kind was read from a system."""
    return ImportedRow.objects.filter(source=source, kind=kind).exists()


def source_named(name: str) -> int | None:
    """The system of this name, if anything was read from it."""
    return ImportSource.objects.filter(name=name).values_list("pk", flat=True).first()


@dataclass(frozen=True)
class Origin:
    """The system that a stored row was read from, and when it last said something of it."""

    system: str
    read_at: datetime


def origins(kind: str, rows: Iterable[int]) -> dict[int, Origin]:
    """Of some stored rows those that were read from another system, and from where."""
    found = ImportedRow.objects.filter(kind=kind, row__in=list(rows)).order_by("pk")
    return {row: Origin(name, at) for row, name, at in found.values_list("row", "source__name", "read_at")}


def cases_written_in(cases: Iterable[int], *, since: datetime) -> set[int]:
    """Of some cases those that somebody has written in after a moment, other than by import."""
    events = Event.objects.filter(case__in=list(cases), access=Event.Access.WRITE, at__gt=since)
    found = events.exclude(what__endswith=".import").values_list("case", flat=True)
    return {case for case in found if case is not None}


def persons_changed(persons: Iterable[int], *, since: datetime, what: Iterable[str]) -> set[int]:
    """Of some persons those about whom events of these names were written after a moment."""
    about = Subject.objects.filter(person__in=list(persons))
    later = set(
        Event.objects.filter(pk__in=about.values("event"), what__in=what, at__gt=since).values_list("pk", flat=True)
    )
    return set(about.filter(event__in=later).values_list("person", flat=True)) if later else set()
