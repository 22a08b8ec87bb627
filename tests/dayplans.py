"""A unit's day in tests: two persons, two who work, and a plan begun from the day as it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace

from samsyn.homecare.actions import begin_day_plan, put_shift
from samsyn.homecare.models import DayPlan, DayStop, Order, UnitPlace
from samsyn.people.models import HomePlace, Staff
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.rooms.hours import WEDNESDAY, active_order

EARLY = {"begins": 7 * 60, "ends": 16 * 60, "break_from": 11 * 60, "break_to": 12 * 60, "break_minutes": 30}
BASE = (100_000, 6_400_000)
EIGHT = 8 * 60


@dataclass
class UnitDay:
    """The orders of the day, who works, and the planner."""

    orders: list[Order]
    carers: list[Staff]
    planner: Actor
    day: date = WEDNESDAY

    @property
    def unit(self):
        return self.orders[0].provider


def shift(staff: Staff, by: Actor, *, day: date = WEDNESDAY, at: datetime = f.NOW, **more):
    return put_shift(staff=staff, day=day, mode="foot", **(EARLY | more), by=by, at=at)


def home(person, metres: int) -> HomePlace:
    """A home so many metres east of the unit."""
    return HomePlace.objects.create(
        person=person, east=BASE[0] + metres, north=BASE[1], source="test", noted_on=f.NOW.date()
    )


def unit_day(*, persons: int = 2, far: int = 1_000) -> UnitDay:
    """So many persons with a shower at eight, `far` metres further from the unit each; all with the first carer."""
    first = active_order()
    orders = [first] + [active_order(provider=first.provider) for _ in range(persons - 1)]
    UnitPlace.objects.create(unit=first.provider, east=BASE[0], north=BASE[1])
    for n, order in enumerate(orders):
        home(order.case.person, n * far)
    planner = f.planner_of(first)
    carers = [Staff.objects.get(pk=first.contact_id), f.staff(Role.CARE_WORKER, first.provider)]
    for carer in carers:
        shift(carer, planner)
    return UnitDay(orders, carers, planner)


def begun(known: UnitDay, *, at: datetime = f.NOW) -> DayPlan:
    return begin_day_plan(day=known.day, by=known.planner, at=at)


def stop_of(plan: DayPlan, order: Order) -> DayStop:
    return plan.stops.get(person=order.case.person_id)


def told(plan: DayPlan, known: UnitDay, *, at: datetime = f.NOW):
    """What every action on a plan is told, as somebody who has read it now."""
    plan.refresh_from_db()
    return SimpleNamespace(common={"seen": plan.turn, "by": known.planner, "at": at}).common
