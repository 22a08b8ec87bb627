"""Journeys as they became: told by way of travelling, never by carer, and what the next days are planned by."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.actions import learn_travel
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.day_journeys import journeys_of
from samsyn.homecare.dayplan.travel import matrix, modes
from samsyn.homecare.models import TravelProfile
from samsyn.homecare.queries import travel_seen
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import unit_day
from tests.mobile import Phone
from tests.protection import protected
from tests.rooms.hours import WEDNESDAY, carer_of
from tests.told_journeys import REAL, walked

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    return unit_day(persons=4)


@pytest.fixture
def phone(known):
    return Phone(carer_of(known.orders[0]))


def kilometre(known, hour=8) -> int:
    """Minutes on foot from the unit's rooms to the second person, a kilometre away, where all begin in an hour."""
    facts = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW)
    facts = replace(facts, visits=tuple(replace(visit, promised=60 * hour) for visit in facts.visits))
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


def test_the_hour_of_the_day_is_learnt_and_planned_by(known, phone):
    walked(known, phone, minutes=18, forgotten=0, hour=12)
    walked(known, phone, minutes=30, days=10, forgotten=0, pair=1)
    ((one,), _) = travel_seen(by=known.planner, at=f.NOW)
    (((begins, ends), share),) = one.hours
    assert (begins, ends, share.n) == (7, 9, 10)
    assert share.low > 1.2
    learn_travel(by=known.planner, at=f.NOW)
    assert (kilometre(known, 8), kilometre(known, 12)) == (pytest.approx(31, abs=2), pytest.approx(19, abs=2))


def test_a_part_of_the_day_in_which_few_carers_went_is_not_told_of(known, phone):
    walked(known, phone, minutes=18, forgotten=0, hour=12)
    walked(known, phone, minutes=30, days=10, forgotten=0, pair=1, of=2)
    ((one,), _) = travel_seen(by=known.planner, at=f.NOW)
    assert (one.journeys, one.hours) == (21, ())


def test_a_part_of_the_day_with_few_journeys_is_not_told_of(known, phone):
    walked(known, phone, forgotten=0)
    walked(known, phone, days=6, forgotten=0, pair=1, hour=12)
    ((one,), _) = travel_seen(by=known.planner, at=f.NOW)
    assert (one.journeys, one.hours) == (17, ())


def test_too_few_journeys_tell_nothing_of_anybody(known, phone):
    walked(known, phone, days=6, forgotten=0)
    assert len(journeys_of(known.unit.pk)) == 6
    assert travel_seen(by=known.planner, at=f.NOW)[0] == []
    with pytest.raises(Refused):
        learn_travel(by=known.planner, at=f.NOW)
    assert TravelProfile.objects.count() == 0


def test_journeys_of_two_carers_are_told_to_nobody(known, phone):
    walked(known, phone, of=2)
    assert (journeys_of(known.unit.pk), travel_seen(by=known.planner, at=f.NOW)[0]) == ([], [])
    with pytest.raises(Refused):
        learn_travel(by=known.planner, at=f.NOW)


def test_who_tells_of_all_visits_afterwards_has_gone_nowhere(known, phone):
    """Börja and Klar pressed one after another in the evening: else the unit would plan without any way to go."""
    walked(known, phone, minutes=0, forgotten=0)
    assert journeys_of(known.unit.pk) == []


def test_what_is_learnt_twice_is_learnt_once(known, phone):
    walked(known, phone)
    assert learn_travel(by=known.planner, at=f.NOW) == learn_travel(by=known.planner, at=f.NOW)
    assert Event.objects.filter(what="travel.learn").count() == 1


def test_a_journey_with_a_planned_wait_or_to_somebody_protected_is_none(known, phone):
    walked(known, phone, gap=60, forgotten=0)
    assert journeys_of(known.unit.pk) == []
    walked(known, phone, forgotten=0)
    assert journeys_of(known.unit.pk)
    protected(known.orders[1].case.person)
    assert journeys_of(known.unit.pk) == []


def test_a_journey_is_told_beside_what_was_planned_then_also_when_more_is_learnt(known, phone):
    walked(known, phone)
    (before,), _ = travel_seen(by=known.planner, at=f.NOW)
    learn_travel(by=known.planner, at=f.NOW + timedelta(30))
    (after,), profile = travel_seen(by=known.planner, at=f.NOW + timedelta(30))
    assert (profile.journeys, after) == (11, before)


def test_what_was_learnt_of_a_way_that_is_now_seldom_travelled_holds(known, phone):
    bicycle = {"bicycle": {"fixed_minutes": 9, "detour": 1.3, "speed_kmh": 10, "n": 40}}
    TravelProfile.objects.create(unit=known.unit, told=bicycle, journeys=40, made_at=f.NOW, made_by="staff:1")
    walked(known, phone)
    made = learn_travel(by=known.planner, at=f.NOW)
    assert list(made.told) == ["bicycle", "foot"]
    assert made.told["bicycle"] == bicycle["bicycle"]


def test_a_visit_of_several_activities_ends_when_the_last_of_them_does(known, phone):
    """The first person's shower of forty minutes and a breakfast of twenty, from the same time."""
    walked(known, phone, gap=39, forgotten=0)
    assert journeys_of(known.unit.pk) == []  # twenty minutes of wait
    breakfast = (
        known.orders[0].plans.get().activities.create(what="Frukost", weekdays="1234567", minutes=20, start=time(8))
    )
    for row in known.orders[0].planned.all():
        known.orders[0].planned.create(
            activity=breakfast, provider=known.unit, day=row.day, start=row.start, minutes=20, carer=row.carer
        )
    assert len(journeys_of(known.unit.pk)) == 11


def test_only_the_units_planner_reads_and_learns(known, phone):
    walked(known, phone)
    elsewhere = f.acting(Role.PROVIDER_PLANNER, f.unit("Annan hemtjänst", purpose="provider"))
    assert travel_seen(by=elsewhere, at=f.NOW) == ([], None)
    for act in (travel_seen, learn_travel):
        with pytest.raises(NoAccess):
            act(by=phone.by, at=f.NOW)
