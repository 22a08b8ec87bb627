"""A day under way: what has begun and cannot be mended any more stops nothing of what is still to come."""

from datetime import datetime, time

import pytest

from samsyn.homecare.actions import accept_day_plan
from samsyn.homecare.models import PlannedTime
from samsyn.people.refusals import Refused
from tests import factories as f
from tests.dayplans import begun, shift, told, unit_day
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
