"""Figures beside a unit's day: granted, planned and performed, lateness, and travel as it became."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.homecare.day_journeys import Seen, seen_of
from samsyn.homecare.dayplan.access import why_not_plan_day
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Order, PerformedTime, PlannedTime, TravelProfile
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

WEEK = timedelta(days=7)
WEEKS_OF_TWELVE = 12  # a frame by the month is twelve in fifty-two weeks
WEEKS_A_YEAR = 52


@dataclass(frozen=True)
class WeekOfUnit:
    """A unit's week in whole minutes: what orders grant, what is planned, and what was performed of it so far."""

    first: date
    granted: int
    planned: int
    performed: int


def week_of_unit(day: date, *, by: Actor) -> WeekOfUnit:
    """The week that holds a day, Monday to Sunday, of the planner's unit."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    monday = day - timedelta(day.weekday())
    orders = Order.objects.filter(provider=by.unit_id, status__in=ACCEPTED)
    granted = sum(_weekly(content.get("frame") or {}) for content in orders.values_list("content", flat=True))
    span = {"day__gte": monday, "day__lt": monday + WEEK}
    planned = PlannedTime.objects.filter(provider=by.unit_id, order__status__in=ACCEPTED, **span)
    done = PerformedTime.objects.current().filter(order__provider=by.unit_id, **span)
    return WeekOfUnit(
        monday, granted, planned.aggregate(n=Sum("minutes"))["n"] or 0, done.aggregate(n=Sum("minutes"))["n"] or 0
    )


def _weekly(frame: dict[str, object]) -> int:
    amount = frame.get("amount")
    if not isinstance(amount, int):
        return 0
    if frame.get("unit") == "minutes_week":
        return amount
    return amount * WEEKS_OF_TWELVE // WEEKS_A_YEAR if frame.get("unit") == "minutes_month" else 0


@transaction.atomic
def travel_seen(*, by: Actor, at: datetime) -> tuple[list[Seen], TravelProfile | None]:
    """Planned travel against real by way of travelling, and the profile that is planned by. Records the reading."""
    permit(why_not_plan_day(by, by.unit_id or 0))
    record(by=by, at=at, what="travel.read", about=f"unit:{by.unit_id}", access=Event.Access.READ)
    newest = TravelProfile.objects.filter(unit=by.unit_id).order_by("-pk").first()
    return seen_of(by.unit_id or 0), newest
