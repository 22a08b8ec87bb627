"""A unit's readings in a period, gathered from the log with what the rules of its review ask of them."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone, localtime

from samsyn.audit.models import Event
from samsyn.audit.queries import event_at, events_between
from samsyn.cases.log_rules import Known, Read, hits, rules
from samsyn.cases.models import Case, LogReview, LogReviewItem
from samsyn.people.queries import colleagues_among, near_readers, protected_among, staff_at

DAY = timedelta(days=1)
SEARCH = "person.search"
# Pairs (case, staff) of those who gave help in some cases between two days; the rooms above know.
Helped = Callable[[Collection[int], date, date], set[tuple[int, int]]]


@dataclass(frozen=True)
class Gathered:
    """A unit's readings in a period: what each is, which rules it is about, and where in the log they stand."""

    events: dict[int, Event]
    subjects: dict[int, int]  # the person of each event that is shown
    hits: dict[int, frozenset[str]]
    first_event: int
    last_event: int


def gather(unit_id: int, *, first: date, last: date, version: int, helped: Helped | None = None) -> Gathered:
    """Every reading of a file and every search by the unit's staff in a period, with the rules that each is about.

    Other lists are not among them: they show what the reader's own tasks are, and nobody chose whom they name.

    Reads the log by its index of actors and by keys, so the time it takes follows the unit's own events, however long
    the log is.
    """
    window = int(rules(version)["no_relation"].limit) * DAY
    roles = staff_at(unit_id)
    keys = [f"staff:{pk}" for pk in roles]
    low, high = event_at(_midnight(first)), event_at(_midnight(last + DAY)) - 1
    around = events_between(keys, event_at(_midnight(first - window)), event_at(_midnight(last + window + DAY)))
    reads: list[Read] = []
    events: dict[int, Event] = {}
    worked: dict[tuple[int, int], list[date]] = defaultdict(list)
    for event in around:
        staff, at = int(event.by.partition(":")[2]), localtime(event.at)
        if event.access == Event.Access.WRITE:
            if event.case:
                worked[staff, event.case].append(at.date())
        elif low <= event.pk <= high and event.unit == unit_id and _is_chosen(event):
            events[event.pk] = event
            emergency = "emergency" in event.detail
            reads += [Read(event.pk, at, staff, event.role, person, event.case, emergency) for person in event.subjects]
    known = _known(reads, worked, first, last, int(rules(version)["relative"].limit), helped)
    found = hits(reads, known, version)
    return Gathered(events, {r.event: r.person for r in reads}, found, low, high)


def _is_chosen(event: Event) -> bool:
    """Whether the reader sought out whom the event is about: opened a file, or searched and got names (SoLPuF 15)."""
    return bool(event.subjects) and (event.about != "list" or event.what == SEARCH)


def _known(
    reads: list[Read], worked: dict[tuple[int, int], list[date]], first: date, last: date, bearers: int,
    helped: Helped | None,
) -> Known:  # fmt: skip
    persons, cases = {r.person for r in reads}, {r.case for r in reads if r.case}
    pairs = helped(cases, first, last) if helped else set()
    in_charge = Case.objects.filter(pk__in=cases, caseworker__isnull=False).values_list("caseworker", "pk")
    return Known(
        protected={p.pk for p in protected_among(persons)},
        related=near_readers({r.staff for r in reads}, persons, most_bearers=bearers),
        colleagues=colleagues_among(persons),
        worked=worked,
        helped={(staff, case) for case, staff in pairs},
        in_charge={(staff, case) for staff, case in in_charge if staff is not None},
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


def items_of(review: LogReview) -> QuerySet[LogReviewItem]:
    """All the readings of a review, in the order of the log."""
    return review.items.select_related("reader").order_by("at", "pk")
