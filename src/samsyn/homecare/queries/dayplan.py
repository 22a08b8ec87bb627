"""What the planner reads of a unit's day: its plans, their stops and changes, and whom it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.homecare.day_facts import day_facts, planned_on, shifts_on
from samsyn.homecare.day_lanes import OVERTAKEN, as_locked, lanes_now
from samsyn.homecare.dayplan.access import why_not_begin, why_not_plan_day
from samsyn.homecare.dayplan.facts import Day, Lanes
from samsyn.homecare.dayplan.mending import Happened, why_not_mend
from samsyn.homecare.dayplan.pattern import PATTERN
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import (
    ApartReason,
    DayPlan,
    DayStop,
    KeptApart,
    Order,
    PlanChange,
    PlanClash,
    PlannedTime,
    WorkShift,
)
from samsyn.people.models import Person, Staff
from samsyn.people.queries import colleagues
from samsyn.people.refusals import Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor, Role


@dataclass(frozen=True)
class UnitDay:
    """A unit's day: its facts, its planned times by key, its shifts, and persons and carers by key."""

    unit: int
    on: date
    day: Day
    planned: dict[int, PlannedTime]
    shifts: list[WorkShift]
    persons: dict[int, Person]
    carers: dict[int, Staff]


@transaction.atomic
def unit_day(day: date, *, by: Actor, at: datetime, also: Iterable[int] = ()) -> UnitDay:
    """The day of the planner's own unit. Records whom it is about, and who else is told of with it: a plan names also
    those whose visits are gone."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    unit = by.unit_id or 0
    rows, shifts = planned_on(unit, day), shifts_on(unit, day)
    persons = {row.order.case.person_id: row.order.case.person for row in rows}
    carers = {shift.staff_id: shift.staff for shift in shifts} | {r.carer.pk: r.carer for r in rows if r.carer}
    if read := {*persons, *also}:
        record(by=by, at=at, what="dayplan.read", about="list", access=Event.Access.READ, subjects=sorted(read))
    facts = day_facts(unit, day, at=at, rows=rows)
    usual = {c for v in facts.visits for w in v.wishes if w.kind == PATTERN for c in w.carers} - carers.keys()
    carers |= Staff.objects.in_bulk(usual) if usual else {}  # who is away, and is named as who usually comes
    return UnitDay(unit, day, facts, {row.pk: row for row in rows}, shifts, persons, carers)


def day_plans(day: date, *, by: Actor) -> QuerySet[DayPlan]:
    """The plans of a day of the planner's unit, the newest first."""
    if why_not_plan_day(by, by.unit_id or 0):
        return DayPlan.objects.none()
    return DayPlan.objects.filter(unit=by.unit_id, day=day).order_by("-version")


def day_plan_for(pk: int, *, by: Actor) -> DayPlan:
    """One plan. Raises DayPlan.DoesNotExist, NoAccess for another unit's."""
    plan = DayPlan.objects.get(pk=pk)
    permit(why_not_plan_day(by, plan.unit_id))
    return plan


def stop_for(plan: DayPlan, pk: int) -> DayStop:
    """One stop of a plan. Raises DayStop.DoesNotExist for another plan's."""
    stop = plan.stops.get(pk=pk)
    stop.plan = plan
    return stop


def stops_of(plan: DayPlan) -> list[DayStop]:
    """The stops of a plan in order of time."""
    return list(plan.stops.select_related("carer", "person").order_by("start", "pk"))


def changes_of(plan: DayPlan) -> QuerySet[PlanChange]:
    """What was decided about a plan, the newest first."""
    return plan.changes.select_related("person", "lane").order_by("-pk")


def clashes_of(plan: DayPlan) -> list[PlanClash]:
    """Why the plan, when it was made, left visits out."""
    return list(plan.clashes.order_by("pk"))


def mended_from(plan: DayPlan) -> PlanChange | None:
    """What a mended plan was made from, and why; None of a plan that mends none."""
    if plan.source != DayPlan.Source.REPAIR:
        return None
    return plan.changes.select_related("person", "lane").get(kind=PlanChange.What.MADE)


def carers_to_plan(day: date, *, by: Actor) -> QuerySet[Staff]:
    """Who can be given a shift at the planner's unit."""
    return colleagues(by.unit_id, Role.CARE_WORKER, today=day)


@transaction.atomic
def kept_apart(*, by: Actor, at: datetime) -> list[KeptApart]:
    """Who is kept apart at the planner's unit, without why. Records whom it is about."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    held = KeptApart.objects.filter(unit=by.unit_id, ended_at=None).select_related("person", "staff")
    found = list(held.order_by("person__family_name", "person__given_name", "pk"))
    if found:
        persons = sorted({pair.person_id for pair in found})
        record(by=by, at=at, what="apart.list", about="list", access=Event.Access.READ, subjects=persons)
    return found


@transaction.atomic
def told_reason(pk: int, *, by: Actor, at: datetime) -> tuple[KeptApart, str]:
    """Why two are kept apart: a reading of its own. Raises KeptApart.DoesNotExist, NoAccess for another unit's."""
    pair = KeptApart.objects.select_related("person", "staff").get(pk=pk)
    permit(why_not_plan_day(by, pair.unit_id))
    reason = ApartReason.objects.get(pair=pair)
    subjects = [pair.person_id]
    record(by=by, at=at, what="apart.reason", about=f"apart:{pk}", access=Event.Access.READ, subjects=subjects)
    return pair, reason.text


def facts_to_search(day: date, *, by: Actor, at: datetime) -> Day:
    """The day of the planner's unit to search a plan of, with what its newest plan has locked.

    Raises Refused for a day that has been, without visits, or on which nobody works.
    """
    unit = by.unit_id or 0
    permit(why_not_plan_day(by, unit))
    facts = day_facts(unit, day, at=at)
    enforce(why_not_begin(facts, day, localdate(at)))
    newest = day_plans(day, by=by).first()
    return as_locked(newest, facts) if newest else facts


def facts_to_mend(
    plan: DayPlan, happened: Happened, *, seen: int, by: Actor, at: datetime
) -> tuple[Day, Lanes]:  # fmt: skip
    """A plan's day and its lanes, to be put together anew after something happened; what the plan locks is locked.

    Raises Refused where the plan was changed since `seen`, or where nothing can be mended.
    """
    permit(why_not_plan_day(by, plan.unit_id))
    if plan.turn != seen:
        raise Refused(Refusal(OVERTAKEN))
    gone = {happened.carer: happened.at} if happened.carer else {}
    facts = day_facts(plan.unit_id, plan.day, at=at, gone=gone)
    facts = as_locked(plan, facts)
    lanes = lanes_now(facts, plan.stops.all())
    enforce(why_not_begin(facts, plan.day, localdate(at)))
    enforce(why_not_mend(facts, lanes, happened))
    return facts, lanes


def unit_shifts(day: date, *, by: Actor) -> list[WorkShift]:
    """The shifts of the planner's unit on a day."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    return shifts_on(by.unit_id or 0, day)


def shift_for(pk: int, *, by: Actor) -> WorkShift:
    """One shift. Raises WorkShift.DoesNotExist, NoAccess for another unit's."""
    shift = WorkShift.objects.get(pk=pk)
    permit(why_not_plan_day(by, shift.unit_id))
    return shift


def apart_for(pk: int, *, by: Actor) -> KeptApart:
    """One pair that is kept apart. Raises KeptApart.DoesNotExist, NoAccess for another unit's."""
    pair = KeptApart.objects.get(pk=pk)
    permit(why_not_plan_day(by, pair.unit_id))
    return pair


@transaction.atomic
def persons_helped(*, by: Actor, at: datetime) -> list[Person]:
    """Whom the planner's unit helps now, by name. Records the list."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    orders = Order.objects.filter(provider=by.unit_id, status__in=ACCEPTED)
    found = list(
        Person.objects.filter(pk__in=orders.values("case__person")).order_by("family_name", "given_name", "pk")
    )
    if found:
        persons = sorted(p.pk for p in found)
        record(by=by, at=at, what="orders.list", about="list", access=Event.Access.READ, subjects=persons)
    return found
