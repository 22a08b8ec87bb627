"""Fourteen days of a unit as a pattern is made of them: what the plans with persons lay out, and who works."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from samsyn.homecare.day_facts import day_facts, planned_on
from samsyn.homecare.dayplan.facts import Day, Lanes, where
from samsyn.homecare.dayplan.pattern import DAYS
from samsyn.homecare.models import PatternStop, VisitPattern

MONDAYS = 2  # to choose from: visits are laid out four weeks ahead


def mondays(today: date) -> list[date]:
    """The Mondays from which a pattern may be made: the coming ones, after today."""
    first = today + timedelta(7 - today.weekday())
    return [first + timedelta(7 * n) for n in range(MONDAYS)]


def fortnight(unit_id: int, monday: date, *, at: datetime) -> list[Day]:
    """The fourteen days from a Monday. What was swapped for, or added once, does not recur."""
    days = [monday + timedelta(n) for n in range(DAYS)]
    recurring = [[row for row in planned_on(unit_id, day) if row.activity_id] for day in days]
    return [day_facts(unit_id, day, at=at, rows=rows) for day, rows in zip(days, recurring, strict=True)]


def stops_of(pattern: VisitPattern, days: Sequence[Day], found: Sequence[Lanes]) -> list[PatternStop]:
    """The stops of a pattern as it was found for fourteen days, not yet kept. What is gone since is left out, and what
    is new has nobody."""
    stops = []
    for number, (day, lanes) in enumerate(zip(days, found, strict=True)):
        held = {carer: lane for carer, lane in lanes.items() if day.shift(carer)}
        for visit in day.visits:
            carer, start = where(held, visit.key) or (None, visit.promised)
            stop = PatternStop(
                pattern=pattern, person_id=visit.person, carer_id=carer, day=number, promised=visit.promised,
                start=start, minutes=visit.minutes, part=visit.part,
            )  # fmt: skip
            stops.append(stop)
    return stops
