"""What begins, ends and is told while a plan of a day lies: nobody is in two places, and nobody is left named."""

from datetime import datetime, time, timedelta

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.actions import Search, accept_day_plan, move_stop, remove_shift, take_proposal, take_repair
from samsyn.homecare.day_facts import day_facts, shifts_on
from samsyn.homecare.dayplan.apart import told_lanes
from samsyn.homecare.dayplan.facts import BREAK, Placed
from samsyn.homecare.dayplan.mending import ADDED, ILL, Happened, mended
from samsyn.homecare.models import DayPlan, PlannedTime, SecondCarer, VisitDemand, WorkShift
from samsyn.homecare.queries import facts_to_mend
from samsyn.people.actions import end_appointment
from samsyn.people.refusals import Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, stop_of, told
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


def test_what_began_while_the_plan_lay_is_with_whom_it_began_and_nothing_is_laid_over_it(known):
    """The plan had given the visit to the other carer; nobody accepted that, and the first one went there."""
    one, other = known.carers
    later(known.orders[1], time(8, 20))
    plan = begun(known)
    first, second = (stop_of(plan, order) for order in known.orders)
    moved(plan, known, first, other, EIGHT)
    moved(plan, known, second, one, EIGHT + 20)
    at = clock(EIGHT + 5)
    for chosen in ({}, {"lane": one.pk}, {"stop": second.pk}):
        refused(lambda chosen=chosen: accepted(plan, known, at=at, **chosen), "upptagen")
    refused(lambda: moved(plan, known, second, one, EIGHT + 10, at=at), "upptagen")


def test_whose_appointment_has_ended_works_no_more(known):
    one, other = known.carers
    plan = begun(known)
    moved(plan, known, stop_of(plan, known.orders[1]), other, EIGHT)
    by = f.acting(Role.ADMINISTRATOR, f.unit("Kontoret", purpose="office"))
    held = other.appointments.get(unit=known.unit)
    end_appointment(appointment=held, last_day=WEDNESDAY - timedelta(1), by=by, at=f.NOW)
    assert [s.staff_id for s in shifts_on(known.unit.pk, WEDNESDAY)] == [one.pk]
    refused(lambda: accepted(plan, known), "arbetar inte")


def test_a_plan_whose_time_has_been_can_be_mended_as_the_refusal_says(known):
    plan, (one, other) = begun(known), known.carers
    moved(plan, known, stop_of(plan, known.orders[1]), other, EIGHT - 15)
    at = clock(EIGHT - 10)
    refused(lambda: accepted(plan, known, at=at), "7.45 har varit", "laga planen")
    found = mended_plan(plan, Happened(ADDED, EIGHT - 10), known, at)
    stop = stop_of(found, known.orders[1])
    assert (stop.carer_id in (one.pk, other.pk), stop.start >= EIGHT - 10) == (True, True)
    assert accepted(found, known, at=at) == 2


def test_where_nobody_can_come_instead_the_ill_one_is_named_no_more(known):
    """The one visit that is left fits nowhere, so that the mended plan has nothing to accept but that."""
    one, order = known.carers[0], known.orders[1]
    later(order, time(10))
    VisitDemand.objects.create(order=order, skill="LYFT", noted_at=f.NOW, noted_by=known.planner.key)
    plan, at = begun(known), clock(9 * 60)
    found = mended_plan(plan, Happened(ILL, 9 * 60, one.pk), known, at)
    assert stop_of(found, order).carer_id is None
    assert accepted(found, known, at=at) == 0
    assert order.planned.get(day=WEDNESDAY).carer_id is None
    assert order.case.person_id in Event.objects.filter(what="dayplan.accepted").latest("pk").subjects
    refused(lambda: accepted(found, known, at=at), "inget besök kvar")


def test_what_one_of_two_has_begun_is_theirs_though_another_plan_is_accepted_for_the_other(known):
    """The first of two has begun, the second went home before: who comes instead changes nothing of the first."""
    other = known.carers[1]
    third, fourth, fifth = (f.staff(Role.CARE_WORKER, known.unit) for _ in range(3))
    for carer in (third, fourth, fifth):
        shift(carer, known.planner)
    order = known.orders[1]
    VisitDemand.objects.create(order=order, staff=2, noted_at=f.NOW, noted_by=known.planner.key)
    row = order.planned.get(day=WEDNESDAY)
    PlannedTime.objects.filter(pk=row.pk).update(carer=other)
    SecondCarer.objects.create(planned=row, carer=third)
    plan = begun(known)
    first, second = plan.stops.filter(person=order.case.person_id).order_by("part")
    moved(plan, known, first, fourth, EIGHT)
    remove_shift(shift=WorkShift.objects.get(staff=third), by=known.planner, at=f.NOW)
    at = clock(EIGHT + 5)
    moved(plan, known, second, fifth, EIGHT, at=at)
    accepted(plan, known, at=at, stop=second.pk)
    row = order.planned.get(day=WEDNESDAY)
    assert (row.carer, row.second) == (other, fifth)


def test_who_reads_another_plan_of_the_day_does_not_write_over_what_was_accepted_unread(known):
    (one, other), order = known.carers, known.orders[1]
    later(order, time(10))
    old, new = begun(known), begun(known)
    moved(old, known, stop_of(old, order), other, 10 * 60)
    read = told(new, known)  # a page that lies open
    accepted(old, known)
    refused(lambda: accept_day_plan(plan=new, **read), "Någon annan har ändrat planen")
    assert order.planned.get(day=WEDNESDAY).carer == other
    assert accepted(new, known, stop=stop_of(new, order).pk) == 1  # read again
    assert [bool(stop_of(old, order).accepted_at) for order in known.orders] == [True, False]
    assert order.planned.get(day=WEDNESDAY).carer == one


def test_an_answer_is_taken_in_once(known):
    key = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits[0].key
    lanes = {known.carers[1].pk: (Placed(EIGHT, key), Placed(11 * 60, BREAK))}
    taken = [
        take_proposal(day=WEDNESDAY, search=Search(lanes, 1, 1, 1, which=which), by=known.planner, at=f.NOW)
        for which in ("a", "a", "b")
    ]
    assert [plan.version for plan in taken] == [1, 1, 2]
    happened = Happened(ILL, 9 * 60, known.carers[0].pk)
    search = Search(lanes, 1, 1, 1, which="c")
    told_of = {"plan": taken[0], "seen": 0, "happened": happened, "search": search, "by": known.planner, "at": f.NOW}
    assert take_repair(**told_of) == take_repair(**told_of)
    assert DayPlan.objects.count() == 3
    assert Event.objects.filter(what="shift.cut").count() == 1
