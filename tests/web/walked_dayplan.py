"""The addresses of the planner's day among those that are walked."""

from datetime import timedelta

from django.utils.timezone import localdate

from samsyn.homecare.actions import begin_day_plan, keep_apart, note_demand, note_skill, take_pattern
from samsyn.homecare.dayplan.pattern import FoundPattern
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import CarerSkill, DayPlan, KeptApart, Order, PlannedTime, VisitDemand, WorkShift
from samsyn.people.models import Staff
from samsyn.people.roles import Role
from tests import dayplans
from tests import factories as f


def fill(world) -> None:
    """Two plans of a day with visits, somebody who works, two who are kept apart, and a pattern of two weeks."""
    by = world.actors[Role.PROVIDER_PLANNER]
    carer = Staff.objects.get(pk=world.actors[Role.CARE_WORKER].staff_id)
    day = PlannedTime.objects.filter(provider=by.unit_id, day__gt=localdate(f.NOW)).earliest("day").day
    dayplans.shift(carer, by, day=day)
    dayplans.shift(carer, by, day=day + timedelta(1))
    for _ in range(2):
        begin_day_plan(day=day, by=by, at=f.NOW)
    seen = {"by": by, "at": f.NOW}
    note_skill(
        staff=carer, key="INSULIN", valid_from=day, valid_to=day + timedelta(10), decided_by="Leg. sjuksköterska Lo Ek",
        seen=0, **seen,
    )  # fmt: skip
    monday = localdate(f.NOW) + timedelta(7 - localdate(f.NOW).weekday())
    dayplans.shift(carer, by, day=monday)
    take_pattern(starts_on=monday, found=FoundPattern(({},) * 14, 1), reason="FARRE", seen=0, **seen)
    order = Order.objects.filter(case__person=world.person, provider=by.unit_id, status__in=ACCEPTED).first()
    note_demand(order=order, item="", skill="INSULIN", heavy=1, seen=0, **seen)
    keep_apart(
        person=world.person.pk, staff=f.staff(Role.CARE_WORKER, f.order_of(world.cases["active"]).provider),
        wish="person", since=day, reason="Grannar.", by=by, at=f.NOW,
    )  # fmt: skip


def _plan(world, n: int = 0) -> DayPlan:
    return DayPlan.objects.filter(unit=world.actors[Role.PROVIDER_PLANNER].unit_id).order_by("pk")[n]


def _stop(world) -> dict:
    plan = _plan(world)
    return {"pk": plan.pk, "stop_pk": plan.stops.filter(person=world.person).first().pk}


def _pair(world) -> dict:
    return {"pk": KeptApart.objects.get(person=world.person).pk}


def _shift(world) -> dict:
    unit = world.actors[Role.PROVIDER_PLANNER].unit_id
    return {"pk": WorkShift.objects.filter(unit=unit, removed_at=None).order_by("-day").first().pk}


def _carer(world) -> int:
    return world.actors[Role.CARE_WORKER].staff_id


NOBODYS: set[str] = {  # about the reader's own unit, whichever that is
    "dayplan", "dayplan_begin", "dayplan_propose", "dayplan_stop", "dayplan_take", "dayplan_more", "dayplan_forget",
    "dayplan_shifts", "dayplan_apart", "dayplan_travel", "dayplan_learn",
    "dayplan_pattern", "dayplan_pattern_begin", "dayplan_pattern_stop",
    "dayplan_pattern_take", "dayplan_pattern_forget", "dayplan_pattern_end", "dayplan_skills", "dayplan_demands",
}  # fmt: skip
ARGUMENTS: dict = {
    **dict.fromkeys(NOBODYS, lambda _w: {}),
    "dayplan_shift_remove": _shift,
    "dayplan_carer_skills": lambda w: {"pk": _carer(w)},
    "dayplan_carer_sex": lambda w: {"pk": _carer(w)},
    "dayplan_skill_end": lambda w: {"pk": CarerSkill.objects.get(staff=_carer(w), key="INSULIN").pk},
    "dayplan_person_demands": lambda w: {"pk": w.person.pk},
    "dayplan_demand_end": lambda w: {"pk": VisitDemand.objects.get(order__case__person=w.person).pk},
    "dayplan_apart_reason": _pair,
    "dayplan_apart_end": _pair,
    "dayplan_compare": lambda w: {"pk": _plan(w).pk, "other_pk": _plan(w, 1).pk},
    "dayplan_move": _stop,
    "dayplan_try": _stop,
    "dayplan_mend": lambda w: {"pk": _plan(w).pk},
    "dayplan_lock": lambda w: {"pk": _plan(w).pk},
    "dayplan_accept": lambda w: {"pk": _plan(w).pk},
}
