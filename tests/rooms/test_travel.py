"""Journeys as they became: told by way of travelling, never by carer, and what the next days are planned by."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.actions import learn_travel
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.day_journeys import journeys_of
from samsyn.homecare.dayplan.travel import matrix, modes
from samsyn.homecare.models import SyncedChange, ToldTime, TravelProfile
from samsyn.homecare.queries import travel_seen
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import shift, unit_day
from tests.mobile import Phone
from tests.protection import protected
from tests.rooms.hours import WEDNESDAY, carer_of

pytestmark = pytest.mark.django_db
REAL = 26  # minutes that a kilometre on foot took


@pytest.fixture
def known():
    return unit_day()


@pytest.fixture
def phone(known):
    return Phone(carer_of(known.orders[0]))


def told(phone, visit, kind, at):
    change = SyncedChange.objects.create(
        device=phone.device, seq=SyncedChange.objects.count() + 1, uuid=uuid4(), kind=kind, order=visit.order,
        visit=visit.pk, outcome="done", answer={}, received_on=visit.day, received_by=phone.by.key,
    )  # fmt: skip
    ToldTime.objects.create(change=change, staff_id=phone.by.staff_id, at=at, told_at=at, behind=0, received_at=at)


def walked(known, phone, *, minutes=REAL, gap=19, days=11, forgotten=1):
    """The first carer went from one person to the other on so many days; the last times *Klar* was forgotten."""
    first, second = (list(o.planned.order_by("day")) for o in known.orders)
    for n, (one, other) in enumerate(zip(first[:days], second[:days], strict=True)):
        begins = datetime.combine(one.day, time(8), f.NOW.tzinfo)
        starts = begins + timedelta(minutes=40 + gap)
        type(other).objects.filter(pk=other.pk).update(start=starts.time())
        if one.day != WEDNESDAY:
            shift(known.carers[0], known.planner, day=one.day)
        took = 80 if n >= days - forgotten else minutes + n % 3
        for visit, kind, at in (
            (one, "begin", begins), (one, "end", begins + timedelta(minutes=40)),
            (other, "begin", begins + timedelta(minutes=40 + took)),
        ):  # fmt: skip
            told(phone, visit, kind, at)


def kilometre(known) -> int:
    """Minutes on foot from the unit's rooms to the second person, a kilometre away."""
    facts = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW)
    away = next(v.place for v in facts.visits if v.person == known.orders[1].case.person_id)
    return int(matrix(facts)[list(modes()).index("foot"), 0, away])


def test_what_was_performed_is_what_the_next_days_are_planned_by(known, phone):
    assert kilometre(known) == 19  # as assumed
    walked(known, phone)
    seen, profile = travel_seen(by=known.planner, at=f.NOW)
    assert profile is None
    assert [(one.mode, one.journeys, round(one.planned), one.real) for one in seen] == [("foot", 11, 19, REAL + 1)]
    made = learn_travel(by=known.planner, at=f.NOW)
    assert (made.journeys, list(made.told)) == (11, ["foot"])
    assert REAL - 3 <= kilometre(known) <= REAL + 3  # a forgotten Klar of 80 minutes weighs nothing
    assert Event.objects.filter(what="travel.learn").count() == 1
    assert "staff" not in str(made.told)


def test_too_few_journeys_tell_nothing_of_anybody(known, phone):
    walked(known, phone, days=6, forgotten=0)
    assert len(journeys_of(known.unit.pk)) == 6
    assert travel_seen(by=known.planner, at=f.NOW)[0] == []
    with pytest.raises(Refused):
        learn_travel(by=known.planner, at=f.NOW)
    assert TravelProfile.objects.count() == 0


def test_a_journey_with_a_planned_wait_or_to_somebody_protected_is_none(known, phone):
    walked(known, phone, gap=60, forgotten=0)
    assert journeys_of(known.unit.pk) == []
    walked(known, phone, forgotten=0)
    assert journeys_of(known.unit.pk)
    protected(known.orders[1].case.person)
    assert journeys_of(known.unit.pk) == []


def test_only_the_units_planner_reads_and_learns(known, phone):
    walked(known, phone)
    elsewhere = f.acting(Role.PROVIDER_PLANNER, f.unit("Annan hemtjänst", purpose="provider"))
    assert travel_seen(by=elsewhere, at=f.NOW) == ([], None)
    for act in (travel_seen, learn_travel):
        with pytest.raises(NoAccess):
            act(by=phone.by, at=f.NOW)
