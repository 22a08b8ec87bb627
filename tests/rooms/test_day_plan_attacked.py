"""What no path may plan away: a time that has been, a break, the other of two, what came to a visit meanwhile."""

from datetime import datetime, time, timedelta

import pytest

from samsyn.homecare.actions import (
    Search,
    accept_day_plan,
    lock_lane,
    lock_stop,
    move_stop,
    remove_shift,
    take_proposal,
)
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.dayplan.cost import lanes_of, problem_of
from samsyn.homecare.dayplan.facts import BREAK, Placed
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.timing import settled
from samsyn.homecare.models import PlannedTime, VisitDemand, WorkShift
from samsyn.homecare.queries import facts_to_search
from samsyn.people.models import Person
from samsyn.people.refusals import Invalid, Refused
from samsyn.people.roles import Role
from samsyn.planning.solve import solve
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, stop_of, told
from tests.dayplans import unit_day as made_day
from tests.mobile import Phone
from tests.rooms.hours import WEDNESDAY, active_order

pytestmark = pytest.mark.django_db
QUARTER_TO = EIGHT - 15


@pytest.fixture
def known():
    return made_day()


def clock(minute, day=WEDNESDAY):
    return datetime.combine(day, time(minute // 60, minute % 60), f.NOW.tzinfo)


def refused(act, *words, kind=Refused):
    with pytest.raises(kind) as why:
        act()
    said = str(why.value.refusal).format(**why.value.refusal.values)
    assert all(word in said for word in words), said


def moved(plan, known, stop, carer, start, *, at=f.NOW):
    common = told(plan, known, at=at)
    return move_stop(stop=stop, carer=carer.pk, start=start, reason="KONTINUITET", **common)


def accepted(plan, known, *, at=f.NOW, **chosen):
    return accept_day_plan(plan=plan, **chosen, **told(plan, known, at=at))


def test_nothing_is_moved_to_a_time_that_has_been(known):
    """Who would come then has nothing in the phone until it is too late."""
    plan, at = begun(known), clock(QUARTER_TO)
    stop, carer = stop_of(plan, known.orders[1]), known.carers[1]
    refused(lambda: moved(plan, known, stop, carer, QUARTER_TO - 10, at=at), "7.35 har varit", kind=Invalid)
    rest = plan.stops.get(person=None, carer=carer)
    noon = clock(11 * 60 + 40)
    refused(lambda: moved(plan, known, rest, carer, 11 * 60 + 30, at=noon), "11.30 har varit", kind=Invalid)
    assert moved(plan, known, stop, carer, QUARTER_TO, at=at).start == QUARTER_TO  # at once


@pytest.mark.parametrize("scope", ["whole", "lane", "stop"])
def test_a_plan_that_lay_until_its_time_had_been_is_not_accepted(known, scope):
    plan = begun(known)
    stop = moved(plan, known, stop_of(plan, known.orders[1]), known.carers[1], QUARTER_TO - 10)
    chosen = {"whole": {}, "lane": {"lane": known.carers[1].pk}, "stop": {"stop": stop.pk}}[scope]
    refused(lambda: accepted(plan, known, at=clock(QUARTER_TO), **chosen), "7.35 har varit")
    assert set(PlannedTime.objects.filter(day=WEDNESDAY).values_list("start", flat=True)) == {time(8)}
    accepted(plan, known, at=clock(QUARTER_TO - 10), **chosen)


def test_a_day_that_has_been_is_not_changed_though_its_carer_never_came(known):
    plan, stop = begun(known), stop_of(begun(known), known.orders[1])
    plan = stop.plan
    moved(plan, known, stop, known.carers[1], EIGHT)
    remove_shift(shift=WorkShift.objects.get(staff=known.carers[1]), by=known.planner, at=f.NOW)
    late = clock(EIGHT, WEDNESDAY + timedelta(1))
    refused(lambda: moved(plan, known, stop, known.carers[0], EIGHT + 60, at=late), "Dagen har varit")
    refused(lambda: accepted(plan, known, at=late), "Dagen har varit")


def test_a_break_that_a_visit_stands_on_stops_the_visit_too(known):
    """Only the break is told as broken: it comes after."""
    carer = known.carers[1]
    shift(carer, known.planner, break_from=EIGHT, break_to=EIGHT + 10)
    known.orders[1].planned.filter(day=WEDNESDAY).update(carer=carer, start=time(7, 55))
    plan = begun(known)
    refused(lambda: accepted(plan, known, lane=carer.pk), "krockar")
    refused(lambda: accepted(plan, known, stop=stop_of(plan, known.orders[1]).pk), "krockar")


@pytest.mark.parametrize(("newer", "words"), [({"break_from": 840, "break_to": 870}, "fel tid"), ({}, "utan rast")])
def test_visits_are_not_accepted_one_by_one_past_a_break_that_the_lane_has_not(known, newer, words):
    carer = known.carers[1]
    if not newer:
        shift(carer, known.planner, break_minutes=0)
    plan = begun(known)
    stop = moved(plan, known, stop_of(plan, known.orders[1]), carer, EIGHT)
    shift(carer, known.planner, **newer)  # the shift changed after the plan
    refused(lambda: accepted(plan, known, stop=stop.pk), words)


def test_what_came_to_a_visit_after_the_plan_was_made_is_accepted_with_it(known):
    """Else it would be in no phone: the plan holds the visit, and nobody is told that something is new."""
    order = known.orders[1]
    plan = begun(known)
    moved(plan, known, stop_of(plan, order), known.carers[1], EIGHT + 10)
    row = order.planned.get(day=WEDNESDAY)
    also = row.activity
    also.pk = None
    also.save()
    row.pk, row.carer, row.activity = None, None, also
    row.save()
    accepted(plan, known)
    rows = order.planned.filter(day=WEDNESDAY)
    assert [(row.carer, row.start) for row in rows] == [(known.carers[1], time(8, 10))] * 2


def test_who_joins_somebody_that_has_begun_does_so_at_their_time(known):
    """The first of two never came: moving that part elsewhere in time would move the second, who is there."""
    VisitDemand.objects.create(order=known.orders[1], staff=2, noted_at=f.NOW, noted_by=known.planner.key)
    third, fourth = (f.staff(Role.CARE_WORKER, known.unit) for _ in range(2))
    for carer in (third, fourth):
        shift(carer, known.planner)
    plan = begun(known)
    first, second = plan.stops.filter(person=known.orders[1].case.person_id).order_by("part")
    moved(plan, known, first, known.carers[1], EIGHT)
    moved(plan, known, second, third, EIGHT)
    accepted(plan, known)
    at = clock(EIGHT + 10)
    remove_shift(shift=WorkShift.objects.get(staff=known.carers[1]), by=known.planner, at=at)
    refused(lambda: moved(plan, known, first, fourth, EIGHT + 60, at=at), "redan börjat", "8.00", kind=Invalid)
    moved(plan, known, first, fourth, EIGHT, at=at)
    assert accepted(plan, known, at=at, stop=first.pk) == 1
    row = known.orders[1].planned.get(day=WEDNESDAY)
    assert (row.carer, row.second, row.start) == (fourth, third, time(8))


def test_somebody_who_died_meanwhile_is_moved_and_accepted_no_more(known):
    plan, order = begun(known), known.orders[1]
    stop = moved(plan, known, stop_of(plan, order), known.carers[1], EIGHT)
    Person.objects.filter(pk=order.case.person_id).update(died_on=WEDNESDAY - timedelta(1))
    lock_stop(stop=stop, locked=True, **told(plan, known))
    lock_stop(stop=stop, locked=False, **told(plan, known))
    refused(lambda: moved(plan, known, stop, known.carers[0], EIGHT), "finns inte kvar")
    refused(lambda: accepted(plan, known, stop=stop.pk), "inget besök kvar")
    assert accepted(plan, known) == 1


def test_whose_shift_was_taken_away_is_not_named_for_what_a_new_plan_leaves_out(known):
    """Else the person reads that somebody comes who is ill, while the board says that nobody does."""
    ill, other = known.carers
    away = f.staff(Role.CARE_WORKER, known.unit)  # whose shift nobody has written in
    known.orders[1].planned.filter(day=WEDNESDAY).update(carer=away)
    third = active_order(provider=known.unit)
    third.planned.filter(day=WEDNESDAY).update(carer=ill)
    remove_shift(shift=WorkShift.objects.get(staff=ill), by=known.planner, at=f.NOW)
    key = next(v.key for v in day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits if v.planned[0] in pks(third))
    search = Search({other.pk: (Placed(EIGHT, key), Placed(11 * 60, BREAK))}, 1, 1, 1)
    plan = take_proposal(day=WEDNESDAY, search=search, by=known.planner, at=f.NOW)
    assert accepted(plan, known) == 1
    named = [order.planned.get(day=WEDNESDAY).carer for order in (*known.orders, third)]
    assert named == [None, away, other]


def pks(order):
    return set(order.planned.values_list("pk", flat=True))


def test_a_visit_that_somebody_has_begun_before_its_time_stays_where_it_is(known):
    """Who has pressed Börja is there; who went home after it leaves the visit to others."""
    plan, carer, at = begun(known), known.carers[0], clock(EIGHT - 10)
    visit = known.orders[1].planned.get(day=WEDNESDAY)
    phone = Phone(f.actor(carer, acting_as=carer.appointments.get(unit=known.unit).pk, at=clock(7 * 60)))
    phone.send(phone.write("begin", visit, at=at), at=at)
    stop = stop_of(plan, known.orders[1])
    refused(lambda: moved(plan, known, stop, known.carers[1], EIGHT, at=at), "har börjat")
    remove_shift(shift=WorkShift.objects.get(staff=carer), by=known.planner, at=at)
    assert moved(plan, known, stop, known.carers[1], EIGHT, at=at).carer_id == known.carers[1].pk


def test_the_break_of_a_lane_that_is_locked_stays_in_the_next_search(known):
    plan, carer = begun(known), known.carers[0].pk
    rest = plan.stops.get(person=None, carer=carer)

    def rests_at():
        facts = facts_to_search(WEDNESDAY, by=known.planner, at=f.NOW)
        problem = problem_of(facts)
        found = settled(Walker(facts), lanes_of(problem, solve(problem, seed=1, trials=500).plan))
        return next(placed.start for placed in found[carer] if placed.key == BREAK)

    assert rests_at() != rest.start
    lock_lane(plan=plan, carer=carer, locked=True, **told(plan, known))
    assert rests_at() == rest.start
