"""Journeys as they became: from one visit's told end to the next one's told beginning, as values without carers.

Told times are staff data, kept for a stated time: what is handed out is by way of travelling, and of no one carer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from statistics import median

from django.utils.timezone import localtime

from samsyn.homecare.day_facts import clock_minutes, learnt
from samsyn.homecare.dayplan.travel import paces
from samsyn.homecare.models import PlannedTime, ToldTime, WorkShift
from samsyn.people.contact import planned_from
from samsyn.people.models import HomePlace
from samsyn.planning.calibrate import Journey, calibrated
from samsyn.planning.profile import ASSUMED, Pace, Profile, Share, between

WAITS = 5  # minutes of planned wait before a visit, beyond which its journey cannot be told from the wait
LONGEST = 90 * 60  # seconds: with a longer gap somebody did something else
LEAST = 10  # journeys of a mode that are told of: of fewer the day's carers could be told
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class Seen:
    """Journeys of one mode in the time that is kept: how many, what was planned and what became, medians in minutes.

    `hours` are the parts of the day with enough journeys to be told of, against the one with most.
    """

    mode: str
    journeys: int
    planned: float
    real: float
    assumed: Pace
    found: Pace

    @property
    def hours(self) -> list[tuple[tuple[float, float], Share]]:
        """From and to which hour metres took how many times as long as when most journeys are made."""
        return [(band, share) for band, share in self.found.hours if share.n >= LEAST]


def journeys_of(unit_id: int) -> list[Journey]:
    """Every journey of a unit's carers that the kept told times tell, without whose it was."""
    told = ToldTime.objects.filter(change__order__provider=unit_id, change__kind__in=["begin", "end"])
    rows = list(told.order_by("staff", "at", "pk").values_list("staff", "at", "change__kind", "change__visit"))
    visits = PlannedTime.objects.filter(pk__in={row[3] for row in rows}).select_related("order__case__person")
    planned = {visit.pk: visit for visit in visits}
    modes = dict(_modes(unit_id, planned.values()))
    points = _points(planned.values())
    by_day = _planned_by(unit_id, planned.values())
    found = []
    for _staff, of_one in groupby(rows, key=lambda row: row[0]):
        for (staff, left, ended, one), (_same, came, begun, other) in pairwise(of_one):
            if (ended, begun) != ("end", "begin") or one not in planned or other not in planned:
                continue
            a, b = planned[one], planned[other]
            mode, ends = modes.get((staff, b.day)), (points.get(_person(a)), points.get(_person(b)))
            if a.day != b.day or mode is None or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
                continue
            metres, seconds = between(ends[0], ends[1]), (came - left).total_seconds()
            expected = by_day[b.day][mode].seconds(metres)
            if 0 < seconds <= LONGEST and _gap(a, b) - expected <= WAITS * MINUTE:
                found.append(Journey(mode, localtime(left).hour, metres, seconds, planned=expected))
    return found


def _planned_by(unit_id: int, visits: Iterable[PlannedTime]) -> dict[date, Profile]:
    """What journeys of each day are planned by, in the mean over the hours of its visits that are told of."""
    hours: dict[date, Counter[int]] = defaultdict(Counter)
    for visit in visits:
        hours[visit.day][visit.start.hour] += 1
    learnt_of = learnt(unit_id)
    return {day: paces(learnt_of, of_day) for day, of_day in hours.items()}


def _person(visit: PlannedTime) -> int:
    return visit.order.case.person_id


def _gap(a: PlannedTime, b: PlannedTime) -> float:
    """Seconds between two visits as they were planned."""
    return MINUTE * (clock_minutes(b.start) - clock_minutes(a.start) - a.minutes)


def _modes(unit_id: int, visits: Iterable[PlannedTime]) -> Iterator[tuple[tuple[int, date], str]]:
    days = {visit.day for visit in visits}
    for staff, day, mode in WorkShift.objects.filter(unit=unit_id, day__in=days, removed_at=None).values_list(
        "staff", "day", "mode"
    ):
        yield (staff, day), mode


def _points(visits: Iterable[PlannedTime]) -> dict[int, tuple[int, int] | None]:
    persons = {_person(visit): visit.order.case.person for visit in visits}
    homes = {home.person_id: home for home in HomePlace.objects.filter(person__in=persons)}
    return {pk: planned_from(person, homes.get(pk)) for pk, person in persons.items()}


def seen_of(unit_id: int) -> list[Seen]:
    """What each way of travelling took, planned against real; ways with few journeys are not told of."""
    rows = journeys_of(unit_id)
    found = calibrated(rows)
    told = []
    for mode in sorted({row.mode for row in rows}):
        of_mode = [row for row in rows if row.mode == mode]
        if len(of_mode) >= LEAST:
            planned, real = (
                median(x) / MINUTE for x in ([r.planned or 0.0 for r in of_mode], [r.seconds for r in of_mode])
            )
            told.append(Seen(mode, len(of_mode), planned, real, ASSUMED[mode], found[mode]))
    return told
