"""A unit's day gathered as values to plan from. Hands out no names; whoever shows it records the reading."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from samsyn.homecare.day_pattern import usual_on
from samsyn.homecare.dayplan.facts import Day, Shift, Visit, Wished, second_of
from samsyn.homecare.dayplan.pattern import followed
from samsyn.homecare.dayplan.rules import FARTHEST
from samsyn.homecare.lifecycle import GIVEN
from samsyn.homecare.mobile.change import Sort
from samsyn.homecare.models import (
    CarerSex,
    CarerSkill,
    KeptApart,
    PerformedTime,
    Plan,
    PlannedTime,
    PlanWish,
    SyncedChange,
    TravelProfile,
    UnitPlace,
    VisitDemand,
    WorkShift,
)
from samsyn.people.contact import planned_from
from samsyn.people.models import HomePlace, Person
from samsyn.people.queries import colleagues
from samsyn.people.roles import Role

KNOWN = timedelta(days=13)  # with the day itself the fourteen of the national definition of continuity
SLACK, SAME = 30, 15  # minutes from the promised start that are neither late nor early; where "same time" is wished
LANGUAGE = "language:"


def clock_minutes(at: time) -> int:
    """Minutes from midnight."""
    return at.hour * 60 + at.minute


def planned_on(unit_id: int, day: date) -> list[PlannedTime]:
    """Planned time of a unit's day that is still to be given or was given, with all that is needed of it."""
    rows = PlannedTime.objects.filter(provider=unit_id, day=day, order__status__in=GIVEN)
    rows = rows.filter(Q(order__case__person__died_on=None) | Q(order__case__person__died_on__gte=day))
    rows = rows.select_related("order__case__person", "order__contact", "activity", "request")
    found = rows.select_related("carer", "seconded__carer").prefetch_related("said").order_by("start", "pk")
    return [row for row in found if row.performed is None or row.performed.minutes]


def promised_of(row: PlannedTime) -> int:
    """The start by the person's own plan, or by what was swapped for: not what a planner has moved it to."""
    return clock_minutes(row.activity.start if row.activity else row.request.start if row.request else row.start)


def visit_key(row: PlannedTime) -> str:
    """What the activities of one person at one time have in common."""
    return f"{row.order.case.person_id}-{promised_of(row)}"


def shifts_on(unit_id: int, day: date) -> list[WorkShift]:
    """The shifts of a unit's day of those who give care there then, by when they begin and the carer's name."""
    here = colleagues(unit_id, Role.CARE_WORKER, today=day)
    held = WorkShift.objects.filter(unit=unit_id, day=day, removed_at=None, staff__in=here)
    return list(held.select_related("staff").order_by("begins", "staff__family_name", "staff__given_name", "pk"))


def day_facts(
    unit_id: int, day: date, *, at: datetime, rows: list[PlannedTime] | None = None,
    locks: Mapping[str, tuple[int, int]] | None = None, gone: Mapping[int, int] | None = None,
) -> Day:  # fmt: skip
    """The unit's day as it is known at a moment. `rows` are its planned times, where they are at hand.

    `gone` are carers who go home, and when, beside those whose shifts tell it.
    """
    rows = planned_on(unit_id, day) if rows is None else rows
    shifts = shifts_on(unit_id, day)
    persons = {row.order.case.person_id: row.order.case.person for row in rows}
    places, points = _points(unit_id, persons)
    carers = {shift.staff_id for shift in shifts}
    skills = _skills(carers, day)
    met = met_before(persons, day)
    worked = tuple(_shift(shift, frozenset(skills[shift.staff_id])) for shift in shifts)  # all have skills, if none
    about = _About(rows, skills, met, unit_id, day, gone_home(unit_id, day, shifts) | dict(gone or {}))
    groups: dict[str, list[PlannedTime]] = defaultdict(list)
    for row in rows:
        groups[visit_key(row)].append(row)
    made = (visit for key, group in groups.items() for visit in about.visits(key, group, places, at))
    visits = followed(made, usual_on(unit_id, day))
    now = localtime(at)
    minute = clock_minutes(now.time()) if now.date() == day else 0
    return Day(
        worked, visits, points, {p: frozenset(c) for p, c in met.items()}, dict(locks or {}), minute, learnt(unit_id)
    )


def gone_home(unit_id: int, day: date, shifts: Iterable[WorkShift]) -> dict[int, int]:
    """Carers whose shift was taken away or cut short, or who work there no more, and the minute from which they are
    away."""
    held = {shift.pk: shift for shift in shifts}
    ends = {shift.staff_id: shift.ends for shift in held.values()}
    gone = WorkShift.objects.filter(unit=unit_id, day=day).exclude(pk__in=held).values_list("staff", flat=True)
    return {staff: ends.get(staff, 0) for staff in gone}


def learnt(unit_id: int) -> dict[str, Any]:
    """The unit's newest profile of travel as data; nothing where none was learnt."""
    newest = TravelProfile.objects.filter(unit=unit_id).order_by("-pk").first()
    return dict(newest.told) if newest else {}


def _shift(held: WorkShift, skills: frozenset[str]) -> Shift:
    return Shift(
        held.staff_id, held.begins, held.ends, held.break_from, held.break_to, held.break_minutes, held.mode,
        held.starts_at, held.ends_at, skills,
    )  # fmt: skip


def _points(unit_id: int, persons: dict[int, Person]) -> tuple[dict[int, int], tuple[tuple[int, int] | None, ...]]:
    """Each person's row of the points, and the points; the unit's own is the first."""
    base = UnitPlace.objects.filter(unit=unit_id).first()
    homes = {home.person_id: home for home in HomePlace.objects.filter(person__in=persons)}
    points: list[tuple[int, int] | None] = [(base.east, base.north) if base else None]
    places = {}
    for pk, person in persons.items():
        places[pk] = len(points)
        points.append(planned_from(person, homes.get(pk)))
    return places, tuple(points)


def _skills(carers: Iterable[int], day: date) -> dict[int, set[str]]:
    """What each carer may be given on a day; nothing of who has no skill noted."""
    found: dict[int, set[str]] = {carer: set() for carer in carers}
    held = CarerSkill.objects.filter(staff__in=list(found), valid_from__lte=day, ended_at=None)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    for staff, key in held.values_list("staff", "key"):
        found[staff].add(key)
    return found


def met_before(persons: Iterable[int], day: date, *, span: timedelta = KNOWN) -> dict[int, dict[int, date]]:
    """Which carers each person met in the thirteen days before a day, by performed time, and when last.

    Who came second to a visit was met too.
    """
    done = PerformedTime.objects.current().filter(
        order__case__person__in=list(persons), day__gte=day - span, day__lt=day, minutes__gt=0, carer__isnull=False
    )
    found: dict[int, dict[int, date]] = defaultdict(dict)
    for person, carer, on in done.order_by("day", "start").values_list("order__case__person", "carer", "day"):
        found[person][carer] = on
    beside = done.exclude(planned__seconded=None).order_by("day", "start")
    for person, carer, on in beside.values_list("order__case__person", "planned__seconded__carer", "day"):
        found[person][carer] = max(on, found[person].get(carer, on))
    return found


class _About:
    """What is known beside the planned times: wishes, demands, who is kept apart."""

    def __init__(
        self, rows: list[PlannedTime], skills: dict[int, set[str]], met: dict[int, dict[int, date]], unit: int,
        day: date, gone: dict[int, int],
    ) -> None:  # fmt: skip
        self._skills, self._met, self._gone = skills, met, gone
        self._begun, self._ended = (_told(rows, day, kind) for kind in (Sort.BEGIN, Sort.END))
        persons = {row.order.case.person_id for row in rows}
        orders = {row.order_id for row in rows}
        approved = PlanWish.objects.filter(plan__order__in=orders, plan__state=Plan.State.APPROVED)
        self._wishes = {wish.plan.order_id: wish for wish in approved.select_related("plan")}
        self._sexes = self._told_sexes()
        self._apart: dict[int, set[int]] = defaultdict(set)
        for person, staff in KeptApart.objects.filter(
            unit=unit, person__in=persons, ended_at=None, since__lte=day
        ).values_list("person", "staff"):
            self._apart[person].add(staff)
        self._demands: dict[int, list[VisitDemand]] = defaultdict(list)
        for demand in VisitDemand.objects.filter(order__in=orders, ended_at=None):
            self._demands[demand.order_id].append(demand)

    def _told_sexes(self) -> dict[str, set[int]]:
        """Carers by sex, asked only where somebody wishes it."""
        found: dict[str, set[int]] = defaultdict(set)
        if any(wish.carer_sex for wish in self._wishes.values()):
            for staff, sex in CarerSex.objects.filter(staff__in=list(self._skills)).values_list("staff", "sex"):
                found[sex].add(staff)
        return found

    def visits(self, key: str, rows: list[PlannedTime], places: dict[int, int], at: datetime) -> list[Visit]:
        """What is planned with one person at one time: a visit, or a part for each of two who come at once."""
        visit = self._visit(key, rows, places, at)
        two = [row for row in rows if any(d.staff > 1 for d in self._of(row))]
        if not two:
            return [visit]
        asked = {d.second_skill for row in two for d in self._of(row) if d.second_skill}
        second = replace(
            visit, key=second_of(key), planned=tuple(row.pk for row in two), minutes=sum(row.minutes for row in two),
            skills=frozenset(asked), carer=two[0].second.pk if two[0].second else None, part=1, twin=key,
            settled=self._is_settled(rows, at, self._gone.get(two[0].second.pk if two[0].second else 0)),
        )  # fmt: skip
        return [replace(visit, twin=second.key), second]

    def _is_settled(self, rows: list[PlannedTime], at: datetime, gone: int | None) -> bool:
        """Begun by the clock, if somebody was to come, or by the carer's word, but not by somebody who had gone home by
        then; or told about. What nobody was to come to is past when no plan may hold it any more."""
        now = localtime(at)
        named = any(row.carer_id or row.second for row in rows)
        past = now if named else now - timedelta(minutes=FARTHEST)
        begun = any((row.day, row.start) <= (past.date(), past.time()) or row.pk in self._begun for row in rows)
        away = gone is not None and clock_minutes(rows[0].start) >= gone
        return any(row.performed is not None for row in rows) or (begun and not away)

    def _of(self, row: PlannedTime) -> list[VisitDemand]:
        return [d for d in self._demands[row.order_id] if d.item in ("", _item(row))]

    def _visit(self, key: str, rows: list[PlannedTime], places: dict[int, int], at: datetime) -> Visit:
        first = rows[0]
        person = first.order.case.person_id
        demands = [d for row in rows for d in self._of(row)]
        wishes = [self._wishes[row.order_id] for row in rows if row.order_id in self._wishes]
        return Visit(
            key, person, tuple(row.pk for row in rows), promised_of(first), clock_minutes(first.start),
            sum(row.minutes for row in rows), places[person],
            slack=SAME if any("same" in wish.times for wish in wishes) else SLACK,
            skills=frozenset(d.skill for d in demands if d.skill), heavy=sum(d.heavy for d in demands),
            wishes=tuple(self._wished(first, wishes)), refused=frozenset(self._apart[person]), carer=first.carer_id,
            settled=self._is_settled(rows, at, self._gone.get(first.carer_id or 0)),
            ended=all(row.performed is not None or row.pk in self._ended for row in rows),
        )  # fmt: skip

    def _wished(self, row: PlannedTime, wishes: list[PlanWish]) -> Iterable[Wished]:
        if row.order.contact_id:
            yield Wished("contact", frozenset({row.order.contact_id}))
        met = self._met.get(row.order.case.person_id)
        if met:
            newest = max(met.values())
            yield Wished("last", frozenset(carer for carer, on in met.items() if on == newest))
        for wish in wishes[:1]:
            if wish.language:
                speak = {c for c, skills in self._skills.items() if f"{LANGUAGE}{wish.language}" in skills}
                yield Wished("language", frozenset(speak))
            if wish.carer_sex:
                yield Wished("sex", frozenset(self._sexes[wish.carer_sex]))


def _item(row: PlannedTime) -> str:
    return row.activity.item if row.activity else row.request.item if row.request else ""


def _told(rows: list[PlannedTime], day: date, kind: Sort) -> set[int | None]:
    """The planned times that somebody has told as begun, or as ended, on the day itself."""
    told = SyncedChange.objects.filter(order__in={row.order_id for row in rows}, kind=kind, received_on=day)
    return set(told.filter(outcome=SyncedChange.Outcome.DONE).values_list("visit", flat=True))
