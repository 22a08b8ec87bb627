"""Reading the log: a person's own, a case's history, and the walk that proves it whole."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.db.models import QuerySet

from samsyn.audit.chain import GENESIS, Link, Verdict, verify
from samsyn.audit.models import Event, Subject


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


def told(what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of every event of one name, in order: what it is about, and its detail."""
    events = Event.objects.filter(what=what).order_by("id").values_list("about", "detail")
    return events.iterator(chunk_size=5000)


def told_about(begins: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of every writing about something whose name begins so ("notice:"), in order: what it is about, and its detail."""
    events = Event.objects.filter(access=Event.Access.WRITE, about__startswith=begins).order_by("id")
    return events.values_list("about", "detail").iterator(chunk_size=5000)


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
