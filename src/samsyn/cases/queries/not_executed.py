"""Lines that are not carried out: the lists of caseworkers and units, read from the few open clocks."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from samsyn.cases.clocks import Kind, rules
from samsyn.cases.models import Delay, LineEvent, OpenClock
from samsyn.cases.queries.casework import answered_for
from samsyn.people.roles import Actor

WARN_FIRST, WARN_LAST = rules()["EVB_3M"].warn_at
LATE, NEAR, SOON, EARLY = "late", "near", "soon", "early"  # how far a clock has gone


def not_executed(actor: Actor, *, today: date) -> QuerySet[OpenClock]:
    """What is not wholly carried out and the reader answers for, the oldest clock first; not of the dead.

    Nor what a later decision gives instead from a day that has come.

    `reason` is the code last given for it. The page records the reading.
    """
    clocks = OpenClock.objects.filter(answered_for(actor, "case__")).filter(
        Q(case__person__died_on__isnull=True) | Q(case__person__died_on__gt=today)
    )
    replaced = LineEvent.objects.standing().filter(line=OuterRef("line"), kind=Kind.NEW_DECISION, day__lte=today)
    clocks = clocks.exclude(Exists(replaced))
    told = Delay.objects.filter(line=OuterRef("line")).order_by("-pk").values("reason")[:1]
    noted = LineEvent.objects.standing().filter(line=OuterRef("line")).exclude(reason="")
    reason = noted.order_by("-day", "-pk").values("reason")[:1]
    clocks = clocks.select_related("line", "case__person", "case__caseworker")
    return clocks.annotate(told=Subquery(told), noted=Subquery(reason)).order_by("start", "pk")


def gone(clocks: QuerySet[OpenClock], how_far: str, *, today: date) -> QuerySet[OpenClock]:
    """Those whose clock has gone so far: out, past the second or the first warning, or not there yet."""
    if how_far == LATE:
        return clocks.filter(last_day__lt=today)
    running = clocks.filter(last_day__gte=today)
    first, last = today - timedelta(WARN_FIRST), today - timedelta(WARN_LAST)
    if how_far == NEAR:
        return running.filter(start__lte=last)
    if how_far == SOON:
        return running.filter(start__lte=first, start__gt=last)
    return running.filter(start__gt=first)


def how_far(clock: OpenClock, *, today: date) -> str:
    """How far one clock has gone, as `gone` divides them."""
    if clock.last_day < today:
        return LATE
    days = (today - clock.start).days
    return NEAR if days >= WARN_LAST else SOON if days >= WARN_FIRST else EARLY


def persons_of_lines(lines: list[int]) -> set[int]:
    """The ids of the persons whom these lines are about, for the reading that an exported list is."""
    return set(OpenClock.objects.filter(pk__in=lines).values_list("case__person", flat=True))
