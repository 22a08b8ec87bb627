"""What begins, ends and is told while a plan of a day lies: nobody is in two places, and nobody is left named."""

from datetime import datetime, time, timedelta

import pytest

from samsyn.homecare.actions import Search, accept_day_plan, move_stop, take_repair
from samsyn.homecare.day_facts import shifts_on
from samsyn.homecare.dayplan.apart import told_lanes
from samsyn.homecare.dayplan.mending import mended
from samsyn.homecare.queries import facts_to_mend
from samsyn.people.actions import end_appointment
from samsyn.people.refusals import Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import EIGHT, begun, stop_of, told
from tests.dayplans import unit_day as made_day
from tests.rooms.hours import WEDNESDAY

pytestmark = pytest.mark.django_db
TRIALS = 500


@pytest.fixture
def known():
    return made_day(far=100)


def clock(minute, day=WEDNESDAY):
    return datetime.combine(day, time(minute // 60 % 24, minute % 60), f.NOW.tzinfo)


def refused(act, *words, kind=Refused):
    with pytest.raises(kind) as why:
        act()
    said = str(why.value.refusal).format(**why.value.refusal.values)
    assert all(word in said for word in words), said


def later(order, start):
    """The person's visit of the day is at another time, as they were promised."""
    order.plans.get().activities.update(start=start)
    order.planned.filter(day=WEDNESDAY).update(start=start)


def moved(plan, known, stop, carer, start, *, at=f.NOW):
    return move_stop(stop=stop, carer=carer.pk, start=start, reason="ANNAT", **told(plan, known, at=at))


def accepted(plan, known, *, at=f.NOW, **chosen):
    return accept_day_plan(plan=plan, **chosen, **told(plan, known, at=at))


def mended_plan(plan, happened, known, at):
    plan.refresh_from_db()
    facts, lanes = facts_to_mend(plan, happened, seen=plan.turn, by=known.planner, at=at)
    found = mended(facts, lanes, happened, seed=1, trials=TRIALS)
    search = Search.of({"lanes": told_lanes(found), "seed": 1, "made": TRIALS, "best": 0})
    return take_repair(plan=plan, seen=plan.turn, happened=happened, search=search, by=known.planner, at=at)


def test_whose_appointment_has_ended_works_no_more(known):
    one, other = known.carers
    plan = begun(known)
    moved(plan, known, stop_of(plan, known.orders[1]), other, EIGHT)
    by = f.acting(Role.ADMINISTRATOR, f.unit("Kontoret", purpose="office"))
    held = other.appointments.get(unit=known.unit)
    end_appointment(appointment=held, last_day=WEDNESDAY - timedelta(1), by=by, at=f.NOW)
    assert [s.staff_id for s in shifts_on(known.unit.pk, WEDNESDAY)] == [one.pk]
    refused(lambda: accepted(plan, known), "arbetar inte")
