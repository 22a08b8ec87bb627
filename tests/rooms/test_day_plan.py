"""A unit's day is planned by its planner: rules hold, reasons are kept, nobody overwrites unread, phones follow."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from samsyn.audit.models import Event
from samsyn.homecare.actions import (
    Search,
    accept_day_plan,
    begin_day_plan,
    end_apart,
    keep_apart,
    lock_lane,
    lock_stop,
    move_stop,
    put_shift,
    remove_shift,
    take_proposal,
)
from samsyn.homecare.day_facts import day_facts
from samsyn.homecare.dayplan.facts import Placed
from samsyn.homecare.models import ApartReason, CarerSkill, DayPlan, KeptApart, PlanChange, VisitDemand, WorkShift
from samsyn.homecare.queries import day_plan_for, facts_to_search, kept_apart, phone_day, told_reason, unit_day
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import EARLY, EIGHT, begun, home, shift, stop_of, told
from tests.dayplans import unit_day as made_day
from tests.protection import protected
from tests.rooms.hours import WEDNESDAY, active_order, on, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    return made_day()


@pytest.fixture
def plan(known):
    return begun(known)


def move(plan, known, order, carer, start, **more):
    given = {"reason": "KONTINUITET", **told(plan, known), **more}
    return move_stop(stop=stop_of(plan, order), carer=carer.pk, start=start, **given)


def refused(act, *words):
    with pytest.raises(Refused) as why:
        act()
    said = str(why.value.refusal)
    assert all(word in said for word in words), said


def test_a_plan_begins_as_the_day_stands_with_a_break_for_each(known, plan):
    visits = plan.stops.filter(person__isnull=False)
    assert {(s.carer_id, s.start) for s in visits} == {(known.carers[0].pk, EIGHT)}
    rests = plan.stops.filter(person=None)
    assert {s.carer_id for s in rests} == {c.pk for c in known.carers}
    assert plan.lanes.count() == 2
    event = Event.objects.get(what="dayplan.make")
    assert event.subjects == sorted(o.case.person_id for o in known.orders)


def test_a_visit_is_moved_with_a_reason_and_the_change_is_kept_for_ever(known, plan):
    stop = move(plan, known, known.orders[1], known.carers[1], EIGHT)
    assert (stop.carer_id, stop.start) == (known.carers[1].pk, EIGHT)
    change = plan.changes.get(kind="moved")
    assert (change.before["carer"], change.after["carer"]) == (known.carers[0].pk, known.carers[1].pk)
    assert (change.reason, change.by, change.person_id) == ("KONTINUITET", known.planner.key, stop.person_id)
    assert Event.objects.filter(what="dayplan.moved").count() == 1
    for spoil in (lambda: PlanChange.objects.update(reason="ANNAT"), change.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()
    with pytest.raises(IntegrityError), transaction.atomic():
        DayPlan.objects.filter(pk=plan.pk).update(seed=7)


def test_the_same_move_pressed_twice_is_one(known, plan):
    before = told(plan, known)
    move(plan, known, known.orders[1], known.carers[1], EIGHT, **before)
    refused(lambda: move(plan, known, known.orders[1], known.carers[1], EIGHT, **before), "Någon annan")
    move(plan, known, known.orders[1], known.carers[1], EIGHT)
    assert plan.changes.filter(kind="moved").count() == 1


def test_travel_cannot_be_planned_away(known, plan):
    """A thousand metres on foot, 75 m a minute with a detour of 1.3 and a minute fixed: 19 minutes."""
    move(plan, known, known.orders[1], known.carers[1], EIGHT)
    back = lambda start: move(plan, known, known.orders[1], known.carers[0], start)  # noqa: E731
    refused(lambda: back(EIGHT + 40), "Restiden ryms inte", "19 minuter")
    refused(lambda: back(EIGHT + 58), "Restiden ryms inte", "1 minuter")
    refused(lambda: back(EIGHT + 20), "krockar", "20 minuter")
    assert back(EIGHT + 59).start == EIGHT + 59


def test_a_break_cannot_be_planned_away(known, plan):
    rest = plan.stops.get(person=None, carer=known.carers[1].pk)
    given = {"reason": "ANNAT", **told(plan, known)}
    mine = known.carers[1].pk
    refused(lambda: move_stop(stop=rest, carer=mine, start=14 * 60, **given), "rast")
    refused(lambda: move_stop(stop=rest, carer=known.carers[0].pk, start=rest.start, **given), "Rasten")
    assert move_stop(stop=rest, carer=mine, start=11 * 60 + 30, **given).start == 11 * 60 + 30


def test_somebody_whose_shift_is_newer_than_the_plan_gets_a_lane_with_a_break(known, plan):
    newer = f.staff(Role.CARE_WORKER, known.unit)
    shift(newer, known.planner)
    assert not plan.lanes.filter(carer=newer).exists()
    move(plan, known, known.orders[1], newer, EIGHT)
    assert plan.lanes.filter(carer=newer).exists()
    assert plan.stops.get(person=None, carer=newer).start == 11 * 60
    assert accept_day_plan(plan=plan, lane=newer.pk, **told(plan, known)) == 1


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (6 * 60 + 50, "börjar 10 minuter senare"),
        (7 * 60 + 5, "passets början"),
        (14 * 60, "lovade tiden"),
        (15 * 60 + 30, "29 minuter för sent"),
    ],
)
def test_hours_are_held(known, plan, start, words):
    refused(lambda: move(plan, known, known.orders[1], known.carers[1], start), words)


def test_a_skill_that_has_run_out_is_not_had(known):
    VisitDemand.objects.create(
        order=known.orders[1], skill="INSULIN", noted_at=f.NOW, noted_by=known.planner.key
    )  # fmt: skip
    common = {"key": "INSULIN", "noted_at": f.NOW, "noted_by": known.planner.key, "valid_from": f.NOW.date()}
    CarerSkill.objects.create(staff=known.carers[1], valid_to=WEDNESDAY - timedelta(1), **common)
    plan = begun(known)
    refused(lambda: move(plan, known, known.orders[1], known.carers[1], EIGHT), "kompetens")
    CarerSkill.objects.create(staff=known.carers[1], **{**common, "valid_from": WEDNESDAY})
    move(plan, known, known.orders[1], known.carers[1], EIGHT)


def test_two_who_are_kept_apart_never_meet_and_why_is_read_by_itself(known, plan):
    order, carer = known.orders[1], known.carers[1]
    given = {"person": order.case.person_id, "staff": carer, "wish": "person", "since": f.NOW.date()}
    common = {"by": known.planner, "at": f.NOW}
    with pytest.raises(Invalid):
        keep_apart(**given, reason=" ", **common)
    pair = keep_apart(**given, reason="Granne sedan länge.", **common)
    assert keep_apart(**given, reason="En gång till", **common) == pair
    assert ApartReason.objects.get().text == "Granne sedan länge."
    refused(lambda: move(plan, known, order, carer, EIGHT), "ska inte mötas")
    assert kept_apart(**common) == [pair]
    assert not Event.objects.filter(what="apart.reason").exists()
    assert told_reason(pair.pk, **common)[1] == "Granne sedan länge."
    assert Event.objects.get(what="apart.reason").subjects == [order.case.person_id]
    elsewhere = f.acting(Role.PROVIDER_PLANNER, f.unit("Annan hemtjänst", purpose="provider"))
    with pytest.raises(NoAccess):
        told_reason(pair.pk, by=elsewhere, at=f.NOW)
    end_apart(pair=pair, **common)
    move(plan, known, order, carer, EIGHT)
    assert KeptApart.objects.get().ended_by == known.planner.key


def test_two_planners_never_overwrite_each_other_unread(known, plan):
    before = told(plan, known)
    move(plan, known, known.orders[1], known.carers[1], EIGHT)
    for act in (
        lambda: move(plan, known, known.orders[0], known.carers[1], 9 * 60 + 30, **before),
        lambda: lock_stop(stop=stop_of(plan, known.orders[0]), locked=True, **before),
        lambda: accept_day_plan(plan=plan, **before),
    ):
        refused(act, "Någon annan har ändrat planen")
    assert plan.changes.count() == 2


def test_what_is_locked_moves_only_when_it_is_unlocked_and_stays_in_the_next_search(known, plan):
    stop = stop_of(plan, known.orders[1])
    lock_stop(stop=stop, locked=True, **told(plan, known))
    refused(lambda: move(plan, known, known.orders[1], known.carers[1], EIGHT), "låst")
    facts = facts_to_search(WEDNESDAY, by=known.planner, at=f.NOW)
    assert list(facts.locks.values()) == [(known.carers[0].pk, EIGHT)]
    lock_stop(stop=stop, locked=False, **told(plan, known))
    lock_lane(plan=plan, carer=known.carers[0].pk, locked=True, **told(plan, known))
    refused(lambda: move(plan, known, known.orders[1], known.carers[1], EIGHT), "låst")
    assert len(facts_to_search(WEDNESDAY, by=known.planner, at=f.NOW).locks) == 2
    lock_lane(plan=plan, carer=known.carers[0].pk, locked=False, **told(plan, known))
    move(plan, known, known.orders[1], known.carers[1], EIGHT)


def on_phone(known, carer):
    """What a carer's phone shows on the day: whom, and when."""
    by = f.actor(carer, acting_as=carer.appointments.get(unit=known.unit).pk, at=on(WEDNESDAY, 7))
    return [(v.planned.order_id, v.planned.start) for v in phone_day(day=WEDNESDAY, by=by)]


def test_what_is_accepted_is_what_the_phones_show(known, plan):
    first, second = known.orders
    assert on_phone(known, known.carers[0]) == [(first.pk, time(8)), (second.pk, time(8))]
    refused(lambda: accept_day_plan(plan=plan, **told(plan, known)), "krockar")  # as it stood, two at once
    move(plan, known, second, known.carers[1], EIGHT + 20)
    assert on_phone(known, known.carers[1]) == []  # moved on the board is not yet decided
    assert accept_day_plan(plan=plan, **told(plan, known)) == 2
    assert on_phone(known, known.carers[0]) == [(first.pk, time(8))]
    assert on_phone(known, known.carers[1]) == [(second.pk, time(8, 20))]
    assert plan.changes.filter(kind="accepted", reason="GODKAND").count() == 1
    assert Event.objects.filter(what="dayplan.accepted").count() == 1
    # What the person was promised is still the plan's own time.
    facts = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW)
    assert {(v.promised, v.start) for v in facts.visits} == {(EIGHT, EIGHT), (EIGHT, EIGHT + 20)}


@pytest.mark.parametrize("scope", ["lane", "stop"])
def test_a_lane_or_a_visit_is_accepted_for_itself(known, plan, scope):
    _, second = known.orders
    move(plan, known, second, known.carers[1], EIGHT + 20)
    chosen = {"lane": known.carers[1].pk} if scope == "lane" else {"stop": stop_of(plan, second).pk}
    assert accept_day_plan(plan=plan, **chosen, **told(plan, known)) == 1
    assert on_phone(known, known.carers[1]) == [(second.pk, time(8, 20))]
    assert plan.stops.filter(accepted_at__isnull=False).count() == 1


def test_what_has_begun_or_is_told_about_is_not_planned_anew(known):
    at = on(WEDNESDAY, 9)
    shift(known.carers[0], known.planner, at=at)
    report(known.orders[0].planned.get(day=WEDNESDAY), at=at)
    plan = begun(known, at=at)
    assert plan.stops.filter(person__isnull=False).count() == 1  # who was not at home is not planned
    refused(lambda: move(plan, known, known.orders[1], known.carers[1], 10 * 60, at=at), "har börjat")
    refused(lambda: accept_day_plan(plan=plan, **told(plan, known, at=at)), "inget besök kvar")


def test_a_search_is_put_beside_and_holds_nothing_that_is_gone(known, plan):
    facts = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW)
    one, two = facts.visits
    answer = {
        "lanes": {str(known.carers[1].pk): [[EIGHT, one.key], [660, ""], [700, "gone-1"]], "999": [[480, two.key]]},
        "seed": 3, "trials": 10, "made": 10, "best": 12,
    }  # fmt: skip
    found = take_proposal(day=WEDNESDAY, search=Search.of(answer), by=known.planner, at=f.NOW)
    assert (found.version, found.source, found.seed) == (2, "search", 3)
    assert {s.carer_id for s in found.stops.filter(person__isnull=False)} == {known.carers[1].pk, None}
    assert plan.stops.count() == 4
    assert Search.of(answer).lanes[known.carers[1].pk][0] == Placed(EIGHT, one.key)


def test_a_protected_home_is_no_point_of_any_plan(known):
    person = known.orders[1].case.person
    protected(person)
    facts = day_facts(known.unit.pk, WEDNESDAY, at=f.NOW)
    hidden = next(v for v in facts.visits if v.person == person.pk)
    shown = next(v for v in facts.visits if v.person != person.pk)
    assert facts.points[hidden.place] is None
    assert facts.points[shown.place] is not None


def test_nobody_but_the_units_planner_reads_or_plans_the_day(known, plan):
    carer = f.acting(Role.CARE_WORKER, known.unit)
    other = f.acting(Role.PROVIDER_PLANNER, f.unit("Annan hemtjänst", purpose="provider"))
    for by in (carer, other):
        for act in (
            lambda by=by: day_plan_for(plan.pk, by=by),
            lambda by=by: move(plan, known, known.orders[1], known.carers[1], EIGHT, by=by),
            lambda by=by: accept_day_plan(plan=plan, **{**told(plan, known), "by": by}),
            lambda by=by: remove_shift(shift=WorkShift.objects.first(), by=by, at=f.NOW),
        ):
            with pytest.raises(NoAccess):
                act()
    with pytest.raises(NoAccess):
        unit_day(WEDNESDAY, by=carer, at=f.NOW)
    assert unit_day(WEDNESDAY, by=other, at=f.NOW).day.visits == ()
    assert unit_day(WEDNESDAY, by=known.planner, at=f.NOW).day.visits
    assert Event.objects.filter(what="dayplan.read").count() == 1


def test_a_day_without_visits_without_anybody_or_that_has_been_is_not_planned(known):
    for day, words in ((WEDNESDAY + timedelta(1), "Inga besök"), (f.NOW.date() - timedelta(7), "har varit")):
        refused(lambda day=day: begin_day_plan(day=day, by=known.planner, at=f.NOW), words)
    for held in WorkShift.objects.all():
        remove_shift(shift=held, by=known.planner, at=f.NOW)
    refused(lambda: begun(known), "Ingen arbetar")
    assert DayPlan.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"break_from": 5 * 60}, "break_from"),
        ({"break_to": 10 * 60}, "break_from"),
        ({"ends": 6 * 60}, "ends"),
        ({"mode": "rocket"}, "mode"),
        ({"day": f.NOW.date() - timedelta(40_000)}, "day"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_by_its_field(known, wrong, field):
    given = {"staff": known.carers[1], "day": WEDNESDAY, "mode": "foot", **EARLY, **wrong}
    with pytest.raises(Invalid) as why:
        put_shift(**given, by=known.planner, at=f.NOW)
    assert why.value.field_name == field


def test_a_shift_is_given_to_those_who_work_at_the_unit_and_once(known):
    stranger = f.staff(Role.CARE_WORKER, f.unit("Annan hemtjänst", purpose="provider"))
    with pytest.raises(Invalid):
        shift(stranger, known.planner)
    again = shift(known.carers[1], known.planner)
    assert again == WorkShift.objects.get(staff=known.carers[1])
    longer = shift(known.carers[1], known.planner, ends=17 * 60)
    assert WorkShift.objects.get(staff=known.carers[1], removed_at=None) == longer
    assert WorkShift.objects.filter(staff=known.carers[1]).count() == 2


def test_what_a_planner_moved_does_not_come_back_with_a_new_plan_when_it_was_given_up(known, plan):
    """A cancelled visit is known again by the time of the person's plan, not by where a planner had moved it."""
    from samsyn.homecare.actions.time import lay_out

    order = known.orders[1]
    move(plan, known, order, known.carers[1], EIGHT + 20)
    accept_day_plan(plan=plan, stop=stop_of(plan, order).pk, **told(plan, known))
    report(order.planned.get(day=WEDNESDAY), reason="PERSON_AVBOKADE")
    newer = order.plans.get()
    newer.pk = None
    newer.state, newer.version = "draft", 2
    newer.save()
    activity = order.plans.get(version=1).activities.get()
    activity.pk, activity.plan = None, newer
    activity.save()
    lay_out(newer, after=localtime(f.NOW).date())
    assert order.planned.filter(day=WEDNESDAY).count() == 1


def test_a_home_is_deleted_with_the_persons_file():
    from samsyn.cases.file_tree import branches

    tables = {branch.model.__name__ for branch in branches()}
    assert {"HomePlace", "DayStop", "PlanChange", "KeptApart", "ApartReason", "VisitDemand", "PatternStop"} <= tables


def test_help_without_a_point_is_planned_too():
    order = active_order()
    planner = f.planner_of(order)
    home(active_order(provider=order.provider).case.person, 0)
    carer = f.staff(Role.CARE_WORKER, order.provider)
    shift(carer, planner)
    plan = begin_day_plan(day=WEDNESDAY, by=planner, at=f.NOW)
    assert plan.stops.filter(person__isnull=False, carer=None).count() == 2
