"""What the planner reads of the unit's repeated pattern of two weeks: its versions, and what one says of whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.homecare.day_facts import met_before
from samsyn.homecare.dayplan.access import why_not_begin_pattern, why_not_plan_day
from samsyn.homecare.dayplan.facts import Day
from samsyn.homecare.dayplan.pattern import DAYS, FoundPattern
from samsyn.homecare.fortnight import fortnight, mondays, stops_of
from samsyn.homecare.models import PatternStop, VisitPattern
from samsyn.people.models import Person, Staff
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class PatternShown:
    """A pattern with its stops by time, whom it names, and how many carers each person met: by performed time in the
    fourteen days before it was made, and by the pattern that it replaced (nothing where it replaced none)."""

    pattern: VisitPattern
    stops: list[PatternStop]
    persons: dict[int, Person]
    carers: dict[int, Staff]
    before: dict[int, int]
    replaced: dict[int, int]


def patterns_of_unit(*, by: Actor) -> QuerySet[VisitPattern]:
    """The versions of the planner's unit, the newest first, endings among them."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    return VisitPattern.objects.filter(unit=by.unit_id).order_by("-version")


@transaction.atomic
def pattern_shown(pattern: VisitPattern, *, by: Actor, at: datetime) -> PatternShown:
    """A pattern as it is shown. Records whom it is about. Raises NoAccess for another unit's."""
    permit(why_not_plan_day(by, pattern.unit_id))
    return _shown(pattern, list(pattern.stops.order_by("day", "start", "pk")), by, at)


@transaction.atomic
def pattern_proposed(found: FoundPattern, starts_on: date, *, by: Actor, at: datetime) -> PatternShown:
    """What a search found, as the version that it would be. Records whom it is about."""
    newest = patterns_of_unit(by=by).first()
    version = (newest.version if newest else 0) + 1
    pattern = VisitPattern(unit_id=by.unit_id or 0, version=version, starts_on=starts_on, made_at=at, made_by=by.key)
    stops = stops_of(pattern, fortnight(by.unit_id or 0, starts_on, at=at), found.lanes)
    return _shown(pattern, sorted(stops, key=lambda stop: (stop.day, stop.start, stop.promised)), by, at)


def _shown(pattern: VisitPattern, stops: list[PatternStop], by: Actor, at: datetime) -> PatternShown:
    persons = Person.objects.in_bulk({stop.person_id for stop in stops})
    carers = Staff.objects.in_bulk({stop.carer_id for stop in stops if stop.carer_id})
    about = f"pattern:{pattern.pk}" if pattern.pk else "list"
    if persons:
        record(
            by=by, at=at, what="pattern.read", about=about, access=Event.Access.READ,
            subjects=sorted(persons),
        )  # fmt: skip
    met = met_before(persons, localdate(pattern.made_at), span=timedelta(DAYS))
    before = {person: len(known) for person, known in met.items()}
    return PatternShown(pattern, stops, persons, carers, before, _replaced(pattern))


def _replaced(pattern: VisitPattern) -> dict[int, int]:
    """Carers that each person meets by the version before, where that is no ending."""
    earlier = VisitPattern.objects.filter(unit=pattern.unit_id, version=pattern.version - 1, is_end=False).first()
    return carers_each(earlier.stops.all()) if earlier else {}


def carers_each(stops: Iterable[PatternStop]) -> dict[int, int]:
    """How many carers each person meets in the fourteen days."""
    met: dict[int, set[int]] = defaultdict(set)
    for stop in stops:
        if stop.carer_id:
            met[stop.person_id].add(stop.carer_id)
    return {person: len(carers) for person, carers in met.items()}


def facts_to_pattern(monday: date | None, *, by: Actor, at: datetime) -> list[Day]:
    """The fourteen days of the planner's unit from a Monday, to search a pattern of.

    Raises Invalid for a day that is none of the coming Mondays, Refused where nothing is to be done or nobody works.
    """
    unit = by.unit_id or 0
    permit(why_not_plan_day(by, unit))
    if monday is None or monday not in mondays(localdate(at)):
        raise Invalid("monday", Refusal(N_("Välj någon av måndagarna i listan.")))
    days = fortnight(unit, monday, at=at)
    enforce(why_not_begin_pattern(days))
    return days
