"""Journeys as they became: from one visit's told end to the next one's told beginning, as values without carers.

Told times are staff data, kept for a stated time: what is handed out is by way of travelling, and of no one carer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby, pairwise
from statistics import median
from typing import Any, TypeVar

from django.utils.timezone import localtime

from samsyn.homecare.day_facts import clock_minutes
from samsyn.homecare.dayplan.travel import paces
from samsyn.homecare.models import PlannedTime, ToldTime, TravelProfile, WorkShift
from samsyn.people.contact import planned_from
from samsyn.people.models import HomePlace
from samsyn.planning.calibrate import Journey, band_of, calibrated
from samsyn.planning.profile import ASSUMED, Pace, Profile, Share, between

WAITS = 5  # minutes of planned wait before a visit, beyond which its journey cannot be told from the wait
LONGEST = 90 * 60  # seconds: with a longer gap somebody did something else
QUICKEST = 4  # times as quick as is assumed: beyond that both visits were told of afterwards, at one time
CARERS = 3  # who made the journeys of a mode that are told of: of fewer each knows the other's, and the planner all
LEAST = 10  # journeys of a mode that are told of: of fewer the day's carers could be told
MINUTE = 60
T = TypeVar("T")


@dataclass(frozen=True)
class Seen:
    """Journeys of one mode in the time that is kept: how many, what was planned and what became, medians in minutes.

    `hours` are the parts of the day with enough journeys and carers to be told of, and how many times as long metres
    took in them as when most journeys are made.
    """

    mode: str
    journeys: int
    planned: float
    real: float
    assumed: Pace
    found: Pace
    hours: tuple[tuple[tuple[float, float], Share], ...]


def journeys_of(unit_id: int) -> list[Journey]:
    """Every journey of a unit's carers that the kept told times tell, without whose it was: by ways of travelling that
    a few or more have gone by."""
    return _told_of(_made(unit_id))


def _told_of(made: Iterable[tuple[int, Journey]]) -> list[Journey]:
    """The journeys of those ways that a few or more carers have gone by; each is told with its carer."""
    made = list(made)
    crews = _crews((one.mode, staff) for staff, one in made)
    return [one for _, one in made if len(crews[one.mode]) >= CARERS]


def _crews(pairs: Iterable[tuple[T, int]]) -> dict[T, set[int]]:
    """Which carers there are to each."""
    found: dict[T, set[int]] = defaultdict(set)
    for of, staff in pairs:
        found[of].add(staff)
    return found


def _made(unit_id: int) -> Iterator[tuple[int, Journey]]:
    """Every journey that can be told from a wait, with its carer, who is told to nobody."""
    told = ToldTime.objects.filter(change__order__provider=unit_id, change__kind__in=["begin", "end"])
    rows = list(told.order_by("staff", "at", "pk").values_list("staff", "at", "change__kind", "change__visit"))
    planned = _on_days_of(unit_id, {row[3] for row in rows if row[3]})
    modes = dict(_modes(unit_id, planned.values()))
    lengths, points = _lengths(planned.values()), _points(planned.values())
    by_day = _planned_by(unit_id, planned.values())
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
            length = lengths.get((staff, *_visit(a))) or lengths.get((None, *_visit(a)), a.minutes)
            gap = MINUTE * (clock_minutes(b.start) - clock_minutes(a.start) - length)
            least = ASSUMED[mode].seconds(metres) / QUICKEST
            if least <= seconds <= LONGEST and gap - expected <= WAITS * MINUTE:
                yield staff, Journey(mode, localtime(left).hour, metres, seconds, planned=expected)


def _on_days_of(unit_id: int, told: set[int]) -> dict[int, PlannedTime]:
    """Every planned time of the days on which some were told of, by key."""
    days = set(PlannedTime.objects.filter(pk__in=told).values_list("day", flat=True))
    rows = PlannedTime.objects.filter(provider=unit_id, day__in=days).prefetch_related("said")
    return {row.pk: row for row in rows.select_related("order__case__person", "seconded__carer")}


def _person(row: PlannedTime) -> int:
    return row.order.case.person_id


def _visit(row: PlannedTime) -> tuple[int, date, time]:
    """What the activities of one visit have in common."""
    return _person(row), row.day, row.start


def _lengths(rows: Iterable[PlannedTime]) -> dict[tuple[int | None, int, date, time], int]:
    """Minutes of each visit as it was planned, all its activities together; and those for which a second carer stays,
    by the second."""
    found: dict[tuple[int | None, int, date, time], int] = defaultdict(int)
    for row in rows:
        if row.performed is None or row.performed.minutes:
            for who in {None, row.second.pk if row.second else None}:
                found[who, *_visit(row)] += row.minutes
    return found


def _planned_by(unit_id: int, rows: Iterable[PlannedTime]) -> dict[date, Profile]:
    """What journeys of each day were planned by, in the mean over the hours of its visits: by what had been learnt
    before the day, else as assumed."""
    hours: dict[date, Counter[int]] = defaultdict(Counter)
    for _, day, start in {_visit(row) for row in rows}:
        hours[day][start.hour] += 1
    newest = list(TravelProfile.objects.filter(unit=unit_id).order_by("-pk").values_list("made_at", "told"))

    def learnt(day: date) -> dict[str, Any]:
        return next((told for made_at, told in newest if localtime(made_at).date() < day), {})

    return {day: paces(learnt(day), of_day) for day, of_day in hours.items()}


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
    made = list(_made(unit_id))
    rows = _told_of(made)
    found, told = calibrated(rows), []
    crews = _crews(((one.mode, band_of(one.hour)), staff) for staff, one in made)
    for mode in sorted({row.mode for row in rows}):
        of_mode = [row for row in rows if row.mode == mode]
        if len(of_mode) >= LEAST:
            planned, real = (
                median(x) / MINUTE for x in ([r.planned or 0.0 for r in of_mode], [r.seconds for r in of_mode])
            )
            hours = tuple(
                (band, share) for band, share in found[mode].hours
                if share.n >= LEAST and len(crews[mode, band]) >= CARERS
            )  # fmt: skip
            told.append(Seen(mode, len(of_mode), planned, real, ASSUMED[mode], found[mode], hours))
    return told
