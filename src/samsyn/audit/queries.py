"""Reading the log: a person's own, a case's history, and the walk that proves it whole."""

from collections.abc import Iterator

from django.db.models import QuerySet

from samsyn.audit.chain import GENESIS, Link, Verdict, verify
from samsyn.audit.models import Event, Subject


def concerning(person: int) -> QuerySet[Event]:
    """Everything that was done with or read of one person's file, newest first."""
    ids = Subject.objects.filter(person=person).values("event")
    return Event.objects.filter(id__in=ids).order_by("-id")


def of_case(case: int) -> QuerySet[Event]:
    """What was done in a case, newest first: the spine of its journal."""
    return Event.objects.filter(case=case, access=Event.Access.WRITE).order_by("-id")


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
    if verdict.intact and upto and not seen:
        return Verdict(verdict.events, verdict.head, 0, "the noted head is not in the log: its end was cut off")
    return verdict
