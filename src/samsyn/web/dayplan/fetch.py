"""The first step of the views: a plan of the reader's unit with its day, told; what is not there is a 404."""

from typing import TYPE_CHECKING

from samsyn.homecare.queries import day_plan_for, stop_for, stops_of, unit_day
from samsyn.web.dayplan.told import Told
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import DayPlan, DayStop


def plan_of(request: Request, pk: int) -> "DayPlan":
    """A plan of the reader's own unit."""
    with missing():
        return day_plan_for(pk, by=request.actor)


def told_plan(request: Request, plan: "DayPlan") -> Told:
    """The plan as pages show it, with its day. Records whom it is about."""
    stops = stops_of(plan)
    held = {stop.person_id for stop in stops if stop.person_id}
    known = unit_day(plan.day, by=request.actor, at=request.now, also=held)
    locked = plan.lanes.filter(locked=True).values_list("carer", flat=True)
    return Told(known, plan, stops, locked)


def stop_of(plan: "DayPlan", pk: int) -> "DayStop":
    """One stop of the plan."""
    with missing():
        return stop_for(plan, pk)
