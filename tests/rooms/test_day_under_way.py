"""A day under way: what has begun and cannot be mended any more stops nothing of what is still to come."""

from datetime import datetime, time, timedelta

import pytest

from samsyn.homecare.actions import accept_day_plan, move_stop
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.dayplan.facts import where
from samsyn.homecare.dayplan.mending import ADDED, Happened, mended
from samsyn.homecare.models import PlannedTime
from samsyn.homecare.queries import facts_to_mend
from samsyn.people.refusals import Refused
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, stop_of, told, unit_day
from tests.rooms.hours import WEDNESDAY

pytestmark = pytest.mark.django_db
NINE = datetime.combine(WEDNESDAY, time(9), f.NOW.tzinfo)


@pytest.fixture
def known():
    """Two showers at eight with one carer, which nobody can make, and a third person's at nearly half past nine."""
    known = unit_day(persons=3)
    PlannedTime.objects.filter(order=known.orders[2], day=WEDNESDAY).update(start=time(9, 25))
    for carer in known.carers:
        shift(carer, known.planner, at=NINE)
    return known


def test_a_rule_that_was_broken_before_now_stops_no_accepting_of_the_rest(known):
    before = begun(known)
    with pytest.raises(Refused):
        accept_day_plan(plan=before, **told(before, known))
    plan = begun(known, at=NINE)
    assert accept_day_plan(plan=plan, **told(plan, known, at=NINE)) == 1
    assert [s.person_id for s in plan.stops.filter(accepted_at=NINE)] == [known.orders[2].case.person_id]


def test_what_follows_upon_what_has_begun_is_asked_as_ever(known):
    PlannedTime.objects.filter(order=known.orders[2], day=WEDNESDAY).update(start=time(9, 5))
    PlannedTime.objects.filter(order=known.orders[1], day=WEDNESDAY).update(start=time(8, 55))
    plan = begun(known, at=NINE)
    with pytest.raises(Refused):
        accept_day_plan(plan=plan, **told(plan, known, at=NINE))


def test_what_nobody_was_to_come_to_has_not_begun_by_the_clock():
    """At ten past eight somebody is found for the visit at eight that the plan has nobody for."""
    known = unit_day()
    row = known.orders[1].planned.get(day=WEDNESDAY)
    PlannedTime.objects.filter(pk=row.pk).update(carer=None)
    plan, at = begun(known), datetime.combine(WEDNESDAY, time(8, 10), f.NOW.tzinfo)
    added = Happened(ADDED, EIGHT + 10)
    facts, lanes = facts_to_mend(plan, added, seen=plan.turn, by=known.planner, at=at)
    found = mended(facts, lanes, added, seed=1, trials=500)
    assert where(found, next(v.key for v in facts.visits if v.carer is None))[1] > EIGHT + 10
    stop, common = stop_of(plan, known.orders[1]), told(plan, known, at=at)
    move_stop(stop=stop, carer=known.carers[1].pk, start=EIGHT + 30, reason="KONTINUITET", **common)
    assert accept_day_plan(plan=plan, stop=stop.pk, **told(plan, known, at=at)) == 1
    row.refresh_from_db()
    assert (row.carer, row.start) == (known.carers[1], time(8, 30))


@pytest.mark.parametrize(("minute", "is_past"), [(89, False), (90, True)])
def test_what_nobody_was_to_come_to_is_past_when_no_plan_may_hold_it(minute, is_past):
    known = unit_day(persons=1)
    known.orders[0].planned.update(carer=None)
    at = datetime.combine(WEDNESDAY, time(8), f.NOW.tzinfo) + timedelta(minutes=minute)
    assert [visit.settled for visit in day_facts(known.unit.pk, WEDNESDAY, at=at).visits] == [is_past]
