"""Something happens to a planned day: a plan beside it changes as little as it can, what happened is made so once."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest

from samsyn.audit.models import Event
from samsyn.homecare.actions import Search, accept_day_plan, cut_shift, lock_stop, move_stop, take_repair
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.dayplan.apart import told_lanes
from samsyn.homecare.dayplan.mending import ADDED, CANCELLED, ILL, LATE, Happened, mended
from samsyn.homecare.models import DayPlan, PlannedTime, SecondCarer, SyncedChange, VisitDemand, WorkShift
from samsyn.homecare.queries import facts_to_mend, phone_day
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, stop_of, told
from tests.dayplans import unit_day as made_day
from tests.mobile import Phone
from tests.rooms.hours import WEDNESDAY, active_order

pytestmark = pytest.mark.django_db
TEN = 10 * 60
TRIALS = 2_000


def clock(minute):
    return datetime.combine(WEDNESDAY, time(minute // 60, minute % 60), f.NOW.tzinfo)


@pytest.fixture
def known():
    """Three with a shower at eight, ten and one: the first carer has the two first, the second has the last."""
    known = made_day(persons=3, far=100)
    for order, start in zip(known.orders[1:], (time(10), time(13)), strict=True):
        order.plans.get().activities.update(start=start)
        order.planned.filter(day=WEDNESDAY).update(start=start)
    known.orders[2].planned.filter(day=WEDNESDAY).update(carer=known.carers[1])
    return known


@pytest.fixture
def plan(known):
    plan = begun(known)
    accept_day_plan(plan=plan, **told(plan, known))
    return plan


def searched(plan, happened, known, at):
    plan.refresh_from_db()
    facts, lanes = facts_to_mend(plan, happened, seen=plan.turn, by=known.planner, at=at)
    found = mended(facts, lanes, happened, seed=1, trials=TRIALS)
    return Search.of({"lanes": told_lanes(found), "seed": 1, "made": TRIALS, "best": 0})


def repaired(plan, happened, known, at, **more):
    search = searched(plan, happened, known, at)
    given = {"plan": plan, "seen": plan.turn, "happened": happened, "search": search, "by": known.planner, "at": at}
    return take_repair(**given | more)


def refused(act, *words):
    with pytest.raises(Refused) as why:
        act()
    said = str(why.value.refusal)
    assert all(word in said for word in words), said


def placed(plan):
    rows = plan.stops.filter(person__isnull=False).order_by("promised")
    return [(s.carer_id, s.start) for s in rows]


def on_phone(known, carer):
    by = f.actor(carer, acting_as=carer.appointments.get(unit=known.unit).pk, at=clock(7 * 60))
    return [(v.planned.order_id, v.planned.start) for v in phone_day(day=WEDNESDAY, by=by)]


def test_who_falls_ill_keeps_what_has_begun_and_another_comes_to_the_rest(known, plan):
    one, other = (carer.pk for carer in known.carers)
    found = repaired(plan, Happened(ILL, 9 * 60 + 40, one), known, clock(9 * 60 + 40))
    assert (found.source, found.version) == ("repair", 2)
    assert placed(found) == [(one, EIGHT), (other, TEN), (other, 13 * 60)]
    made = found.changes.get(kind="made")
    assert (made.reason, made.lane_id, made.before["plan"]) == ("FRANVARO", one, plan.pk)
    assert made.before["stops"] == {str(stop_of(found, known.orders[1]).pk): [one, TEN]}
    held = WorkShift.objects.get(staff=one, removed_at=None)
    assert (held.begins, held.ends, held.break_minutes) == (7 * 60, 9 * 60 + 40, 0)
    assert Event.objects.get(what="shift.cut").detail == {"staff": one, "ends": 9 * 60 + 40}


def test_nothing_is_so_before_the_plan_is_taken_in_and_phones_follow_what_is_accepted(known, plan):
    happened, at = Happened(ILL, 9 * 60 + 40, known.carers[0].pk), clock(9 * 60 + 40)
    searched(plan, happened, known, at)
    assert WorkShift.objects.get(staff=known.carers[0]).ends == 16 * 60
    found = repaired(plan, happened, known, at)
    second = known.orders[1].pk
    assert second in [order for order, _ in on_phone(known, known.carers[0])]
    accept_day_plan(plan=found, stop=stop_of(found, known.orders[1]).pk, **told(found, known, at=at))
    assert (second, time(10)) in on_phone(known, known.carers[1])
    assert second not in [order for order, _ in on_phone(known, known.carers[0])]
    assert found.changes.get(kind="accepted").reason == "FRANVARO"


def test_who_never_came_is_not_taken_to_have_begun(known, plan):
    """At ten past nine it turns out that the carer who was to come at eight has been away since seven."""
    one, other = (carer.pk for carer in known.carers)
    found = repaired(plan, Happened(ILL, 7 * 60, one), known, clock(9 * 60 + 10))
    assert {carer for carer, _ in placed(found)} == {other}
    assert all(start > 9 * 60 + 10 for _, start in placed(found))
    assert not WorkShift.objects.filter(staff=one, removed_at=None).exists()
    assert accept_day_plan(plan=found, **told(found, known, at=clock(9 * 60 + 10))) == 3


def test_a_visit_that_was_added_is_fitted_in_and_nothing_else_changes(known, plan):
    late = active_order(provider=known.unit)
    late.plans.get().activities.update(start=time(11))
    late.planned.filter(day=WEDNESDAY).update(start=time(11))
    found = repaired(plan, Happened(ADDED, 0), known, f.NOW)
    stop = stop_of(found, late)
    assert (stop.carer_id in {c.pk for c in known.carers}, abs(stop.start - 11 * 60) <= 30) == (True, True)
    before = found.changes.get(kind="made").before["stops"]
    assert before == {str(stop.pk): [None, 11 * 60]}
    assert stop_of(found, known.orders[0]).accepted_at is not None
    refused(lambda: repaired(found, Happened(ADDED, 0), known, f.NOW), "redan någon")


def test_a_visit_that_is_cancelled_is_cancelled_for_the_person_in_the_same_step(known, plan):
    facts = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW)
    visit = next(v for v in facts.visits if v.promised == TEN)
    found = repaired(plan, Happened(CANCELLED, 0, visit=visit.key), known, f.NOW)
    assert [s.promised for s in found.stops.filter(person__isnull=False).order_by("promised")] == [EIGHT, 13 * 60]
    row = PlannedTime.objects.get(pk=visit.planned[0])
    assert (row.performed.minutes, row.performed.reason) == (0, "PERSON_AVBOKADE")
    assert found.changes.get(kind="made").before["stops"] == {}


def test_a_visit_that_runs_late_puts_off_what_comes_after(known, plan):
    facts = day_facts(known.unit.pk, WEDNESDAY, at=clock(EIGHT + 10))
    visit = next(v for v in facts.visits if v.promised == EIGHT)
    at = clock(EIGHT + 10)
    refused(lambda: repaired(plan, Happened(LATE, 0, visit=visit.key, until=EIGHT), known, at), "har varit")
    later = next(v for v in facts.visits if v.promised == TEN)
    refused(lambda: repaired(plan, Happened(LATE, 0, visit=later.key, until=TEN), known, at), "pågår inte")
    shift_of = WorkShift.objects.get(staff=known.carers[1], removed_at=None)
    cut_shift(shift=shift_of, ends=7 * 60 + 30, by=known.planner, at=f.NOW)  # nobody else can come
    found = repaired(plan, Happened(LATE, EIGHT + 10, visit=visit.key, until=TEN + 20), known, at)
    carer, start = placed(found)[1]
    assert (carer, start > TEN + 20) == (known.carers[0].pk, True)


def test_a_visit_that_is_told_to_be_over_does_not_run_late(known, plan):
    at = clock(EIGHT + 30)
    visit = next(v for v in day_facts(known.unit.pk, WEDNESDAY, at=at).visits if v.promised == EIGHT)
    late = Happened(LATE, EIGHT + 30, visit=visit.key, until=9 * 60)
    searched(plan, late, known, at)
    phone = Phone(f.actor(known.carers[0], acting_as=known.carers[0].appointments.get(unit=known.unit).pk, at=at))
    SyncedChange.objects.create(
        device=phone.device, seq=1, uuid=uuid4(), kind="end", order=known.orders[0], visit=visit.planned[0],
        outcome="done", answer={}, received_on=WEDNESDAY, received_by=phone.by.key,
    )  # fmt: skip
    refused(lambda: searched(plan, late, known, at), "pågår inte")


def test_what_is_locked_stays_and_the_lock_with_it(known, plan):
    stop = stop_of(plan, known.orders[2])
    lock_stop(stop=stop, locked=True, **told(plan, known))
    found = repaired(plan, Happened(ILL, 9 * 60, known.carers[0].pk), known, f.NOW)
    held = stop_of(found, known.orders[2])
    assert (held.locked, held.carer_id, held.start) == (True, known.carers[1].pk, 13 * 60)
    assert stop_of(found, known.orders[1]).carer_id == known.carers[1].pk


def test_what_fits_nowhere_is_left_out_and_names_nobody_who_has_gone_home(known, plan):
    """The second carer is with somebody else all the morning."""
    move_stop(
        stop=stop_of(plan, known.orders[2]), carer=known.carers[1].pk, start=12 * 60 + 30, reason="ANNAT",
        **told(plan, known),
    )  # fmt: skip
    held = WorkShift.objects.get(staff=known.carers[1], removed_at=None)
    WorkShift.objects.filter(pk=held.pk).update(begins=12 * 60, break_from=13 * 60 + 15, break_to=15 * 60)
    found = repaired(plan, Happened(ILL, 7 * 60, known.carers[0].pk), known, f.NOW)
    assert placed(found)[:2] == [(None, EIGHT), (None, TEN)]
    accept_day_plan(plan=found, **told(found, known))
    rows = PlannedTime.objects.filter(day=WEDNESDAY).order_by("start")
    assert [row.carer_id for row in rows] == [None, None, known.carers[1].pk]


def test_nobody_left_a_shift_that_is_over_and_an_overtaken_plan_are_refused_and_nothing_is_done(known, plan):
    one, other = known.carers
    happened = Happened(ILL, 9 * 60, one.pk)
    refused(lambda: repaired(plan, Happened(ILL, 17 * 60, one.pk), known, f.NOW), "slut")
    refused(lambda: repaired(plan, Happened(ILL, 9 * 60, 999_999), known, f.NOW), "arbetar inte")
    search = searched(plan, happened, known, f.NOW)
    lock_stop(stop=stop_of(plan, known.orders[0]), locked=True, **told(plan, known))
    given = {"plan": plan, "happened": happened, "search": search, "by": known.planner, "at": f.NOW}
    refused(lambda: take_repair(seen=plan.turn, **given), "Någon annan har ändrat planen")
    cut_shift(shift=WorkShift.objects.get(staff=other, removed_at=None), ends=8 * 60, by=known.planner, at=f.NOW)
    refused(lambda: repaired(plan, happened, known, f.NOW), "Ingen annan arbetar")
    assert WorkShift.objects.get(staff=one).ends == 16 * 60
    assert DayPlan.objects.count() == 1


def test_only_the_units_own_planner_mends_and_cuts_shifts(known, plan):
    happened = Happened(ILL, 9 * 60, known.carers[0].pk)
    search = searched(plan, happened, known, f.NOW)
    elsewhere = f.acting(Role.PROVIDER_PLANNER, f.unit("Annan hemtjänst", purpose="provider"))
    for by in (elsewhere, f.acting(Role.CARE_WORKER, known.unit)):
        for act in (
            lambda by=by: take_repair(
                plan=plan, seen=plan.turn, happened=happened, search=search, by=by, at=f.NOW
            ),
            lambda by=by: facts_to_mend(plan, happened, seen=plan.turn, by=by, at=f.NOW),
            lambda by=by: cut_shift(shift=WorkShift.objects.first(), ends=8 * 60, by=by, at=f.NOW),
        ):  # fmt: skip
            with pytest.raises(NoAccess):
                act()


def test_a_shift_is_cut_after_a_break_that_has_begun_and_taken_away_before_it_begins(known):
    day = WEDNESDAY + timedelta(2)
    held = shift(known.carers[0], known.planner, day=day)
    cut = {"by": known.planner, "at": f.NOW}
    left = cut_shift(shift=held, ends=13 * 60, rested=11 * 60 + 10, **cut)
    assert (left.ends, left.break_minutes, left.break_from, left.break_to) == (13 * 60, 30, 670, 670)
    assert cut_shift(shift=left, ends=14 * 60, **cut) == left  # it ends before that
    assert cut_shift(shift=left, ends=6 * 60, **cut) is None
    assert not WorkShift.objects.filter(staff=known.carers[0], day=day, removed_at=None).exists()


def test_who_falls_ill_as_one_of_two_gets_another_beside_the_one_who_stays(known):
    order, (one, other) = known.orders[1], known.carers
    VisitDemand.objects.create(order=order, staff=2, heavy=1, noted_at=f.NOW, noted_by=known.planner.key)
    SecondCarer.objects.create(planned=order.planned.get(day=WEDNESDAY), carer=other)
    third = f.staff(Role.CARE_WORKER, known.unit)
    shift(third, known.planner)
    plan = begun(known)
    found = repaired(plan, Happened(ILL, 9 * 60, one.pk), known, f.NOW)
    parts = found.stops.filter(person=order.case.person_id).order_by("part")
    assert {stop.start for stop in parts} == {TEN}
    assert {stop.carer_id for stop in parts} == {other.pk, third.pk}
    accept_day_plan(plan=found, **told(found, known))
    row = order.planned.get(day=WEDNESDAY)
    assert {row.carer_id, row.second.pk} == {other.pk, third.pk}
