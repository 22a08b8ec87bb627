"""A visit that two come to: planned in two lanes, moved together in time, accepted together, counted once."""

from collections import Counter
from dataclasses import replace
from datetime import time
from random import Random

import pytest
from django.db import IntegrityError, transaction

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
from samsyn.homecare.dayplan.facts import BREAK, Placed, second_of
from samsyn.homecare.models import CarerSkill, PlannedTime, SecondCarer, VisitDemand, WorkShift
from samsyn.homecare.queries import facts_to_search, week_of_unit
from samsyn.people.models import Staff
from samsyn.people.refusals import Refused
from samsyn.people.roles import Role
from samsyn.planning.solve import solve
from tests import factories as f
from tests.dayplans import EIGHT, begun, shift, told
from tests.dayplans import unit_day as made_day
from tests.rooms.hours import WEDNESDAY

pytestmark = pytest.mark.django_db


def needs_two(known, order, **more):
    return VisitDemand.objects.create(order=order, staff=2, noted_at=f.NOW, noted_by=known.planner.key, **more)


@pytest.fixture
def known():
    """Two persons at eight, both with the first carer; the second person's visit needs two, and three are at work."""
    day = made_day()
    needs_two(day, day.orders[1])
    third = f.staff(Role.CARE_WORKER, day.unit)
    shift(third, day.planner)
    for carer, name in zip([*day.carers, third], ("Astrid", "Bo", "Cecilia"), strict=True):
        Staff.objects.filter(pk=carer.pk).update(given_name=name)
    return replace(day, carers=[Staff.objects.get(pk=carer.pk) for carer in (*day.carers, third)])


@pytest.fixture
def plan(known):
    return begun(known)


def part(plan, known, number):
    return plan.stops.get(person=known.orders[1].case.person_id, part=number)


def move(plan, known, number, carer, start, **more):
    stop = part(plan, known, number)
    return move_stop(stop=stop, carer=carer.pk, start=start, **{"reason": "KONTINUITET", **told(plan, known), **more})


def together(plan, known, start=EIGHT):
    """Both parts placed, with the second and the third carer."""
    move(plan, known, 0, known.carers[1], start)
    move(plan, known, 1, known.carers[2], start)


def refused(act, *words):
    with pytest.raises(Refused) as why:
        act()
    said = str(why.value.refusal)
    assert all(word in said for word in words), said


def test_a_visit_that_needs_two_is_two_stops_of_which_nobody_has_the_second(known, plan):
    parts = plan.stops.filter(person=known.orders[1].case.person_id).order_by("part")
    assert [(s.part, s.carer_id, s.start, s.minutes) for s in parts] == [
        (0, known.carers[0].pk, EIGHT, parts[0].minutes), (1, None, EIGHT, parts[0].minutes),
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.stops.filter(part=1).update(part=0)


def test_the_second_stays_for_what_needs_two_and_no_longer(known):
    """The visit at eight gets ten minutes of a walk beside the shower, and it is the walk that needs two."""
    shower = known.orders[1].planned.get(day=WEDNESDAY)
    VisitDemand.objects.all().delete()
    needs_two(known, known.orders[1], item="PROMENAD", heavy=2)
    assert not any(v.part for v in day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits)
    walk = shower.activity
    walk.pk, walk.item, walk.minutes = None, "PROMENAD", 10
    walk.save()
    PlannedTime.objects.create(
        order=known.orders[1], activity=walk, provider=known.unit, day=WEDNESDAY, start=shower.start, minutes=10,
        carer=shower.carer,
    )  # fmt: skip
    first, second = (v for v in day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits if v.twin)
    assert (first.minutes, second.minutes) == (shower.minutes + 10, 10)
    assert (len(first.planned), second.planned) == (2, (PlannedTime.objects.get(activity=walk).pk,))
    together(begun(known), known)


def test_moving_one_part_moves_both_in_time_and_only_that_parts_carer(known, plan):
    together(plan, known)
    moved = move(plan, known, 0, known.carers[1], EIGHT + 20)
    other = part(plan, known, 1)
    assert (moved.carer_id, moved.start) == (known.carers[1].pk, EIGHT + 20)
    assert (other.carer_id, other.start) == (known.carers[2].pk, EIGHT + 20)
    change = plan.changes.filter(kind="moved").latest("pk")
    assert (change.before["start"], change.after) == (EIGHT, {"carer": known.carers[1].pk, "start": EIGHT + 20})


def test_the_same_carer_is_not_both(known, plan):
    refused(lambda: move(plan, known, 1, known.carers[0], EIGHT), "Två behövs", known.carers[0].name)


def test_what_would_break_the_others_lane_is_refused_by_rule_and_name(known, plan):
    """The first person's visit is in the third carer's lane at half past eight: the two cannot begin at ten past."""
    together(plan, known)
    first = plan.stops.get(person=known.orders[0].case.person_id)
    rest = {"reason": "RESA", **told(plan, known)}
    move_stop(stop=first, carer=known.carers[2].pk, start=EIGHT + 60, **rest)
    refused(lambda: move(plan, known, 0, known.carers[1], EIGHT + 20), "Restiden ryms inte", known.carers[2].name)
    assert part(plan, known, 0).start == part(plan, known, 1).start == EIGHT


def test_a_part_that_is_locked_holds_the_time_of_the_other_but_not_its_carer(known, plan):
    fourth = f.staff(Role.CARE_WORKER, known.unit)
    shift(fourth, known.planner)
    together(plan, known)
    lock_stop(stop=part(plan, known, 1), locked=True, **told(plan, known))
    refused(lambda: move(plan, known, 0, known.carers[1], EIGHT + 10), "låst", known.carers[2].name)
    assert move(plan, known, 0, fourth, EIGHT).carer_id == fourth.pk
    lock_stop(stop=part(plan, known, 1), locked=False, **told(plan, known))
    lock_lane(plan=plan, carer=known.carers[2].pk, locked=True, **told(plan, known))
    refused(lambda: move(plan, known, 0, known.carers[0], EIGHT + 10), "låst", known.carers[2].name)


def test_each_part_has_its_own_skill(known):
    VisitDemand.objects.update(second_skill="INSULIN")
    plan = begun(known)
    refused(lambda: move(plan, known, 1, known.carers[2], EIGHT), "kompetens", known.carers[2].name)
    CarerSkill.objects.create(
        staff=known.carers[2], key="INSULIN", valid_from=f.NOW.date(), noted_at=f.NOW, noted_by=known.planner.key
    )
    together(plan, known)


def test_one_alone_is_not_accepted_where_two_are_needed(known, plan):
    accept = lambda **what: accept_day_plan(plan=plan, **what, **told(plan, known))  # noqa: E731
    refused(lambda: accept(stop=part(plan, known, 0).pk), "Två behövs", known.carers[0].name)
    refused(lambda: accept(lane=known.carers[0].pk), "Två behövs")
    assert not SecondCarer.objects.exists()


@pytest.mark.parametrize("what", ["first", "second", "lane", "whole"])
def test_accepting_one_part_accepts_both_and_no_sum_changes(known, plan, what):
    move_stop(
        stop=plan.stops.get(person=known.orders[0].case.person_id), carer=known.carers[0].pk, start=EIGHT,
        reason="RESA", **told(plan, known),
    )  # fmt: skip
    together(plan, known)
    before = week_of_unit(WEDNESDAY, by=known.planner)
    chosen = {
        "first": {"stop": part(plan, known, 0).pk}, "second": {"stop": part(plan, known, 1).pk},
        "lane": {"lane": known.carers[2].pk}, "whole": {},
    }[what]  # fmt: skip
    assert accept_day_plan(plan=plan, **chosen, **told(plan, known)) == (2 if what == "whole" else 1)
    planned = known.orders[1].planned.get(day=WEDNESDAY)
    assert (planned.carer, planned.second) == (known.carers[1], known.carers[2])
    assert part(plan, known, 0).accepted_at == part(plan, known, 1).accepted_at == f.NOW
    assert week_of_unit(WEDNESDAY, by=known.planner) == before
    assert known.orders[0].planned.get(day=WEDNESDAY).second is None


def test_a_lane_is_accepted_though_the_others_lane_breaks_a_rule_elsewhere(known, plan):
    """The second carer's lane breaks a rule of its own: accepting the third's lane is not stopped by it."""
    together(plan, known)
    WorkShift.objects.filter(staff=known.carers[1]).update(break_from=15 * 60, break_to=15 * 60)
    refused(lambda: accept_day_plan(plan=plan, lane=known.carers[1].pk, **told(plan, known)), "rast")
    assert accept_day_plan(plan=plan, lane=known.carers[2].pk, **told(plan, known)) == 1


def test_the_two_change_places_and_the_database_holds_them_apart(known, plan):
    together(plan, known)
    accept_day_plan(plan=plan, **told(plan, known), stop=part(plan, known, 0).pk)
    again = take_proposal(day=WEDNESDAY, search=searched(known, known.carers[2], known.carers[1]), **by(known))
    accept_day_plan(plan=again, **told(again, known), stop=part(again, known, 0).pk)
    planned = known.orders[1].planned.get(day=WEDNESDAY)
    assert (planned.carer, planned.second) == (known.carers[2], known.carers[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondCarer.objects.update(carer=known.carers[2])


def by(known):
    return {"by": known.planner, "at": f.NOW}


def key_of_two(known):
    return next(v.key for v in day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visits if v.twin and not v.part)


def searched(known, first: Staff, second: Staff) -> Search:
    key = key_of_two(known)
    rest = Placed(11 * 60, BREAK)
    lanes = {first.pk: (Placed(EIGHT, key), rest), second.pk: (Placed(EIGHT, second_of(key)), rest)}
    return Search(lanes, 1, 1, 1)


def test_when_two_are_no_longer_needed_the_second_is_taken_away_with_the_next_acceptance(known, plan):
    together(plan, known)
    accept_day_plan(plan=plan, **told(plan, known), stop=part(plan, known, 0).pk)
    VisitDemand.objects.update(ended_at=f.NOW, ended_by=known.planner.key)
    assert not day_facts(known.unit.pk, WEDNESDAY, at=f.NOW).visit(second_of(f"{known.orders[1].case.person_id}-480"))
    accept_day_plan(plan=plan, **told(plan, known), stop=part(plan, known, 0).pk)
    assert known.orders[1].planned.get(day=WEDNESDAY).second is None


def test_what_is_locked_of_one_part_stays_in_a_real_search_that_begins_both_at_once(known, plan):
    together(plan, known, EIGHT + 10)
    lock_stop(stop=part(plan, known, 1), locked=True, **told(plan, known))
    facts = facts_to_search(WEDNESDAY, by=known.planner, at=f.NOW)
    key = key_of_two(known)
    assert facts.locks == {second_of(key): (known.carers[2].pk, EIGHT + 10)}
    problem = problem_of(facts)
    lanes = lanes_of(problem, solve(problem, seed=1, trials=10_000).plan)
    proposed = take_proposal(day=WEDNESDAY, search=Search(lanes, 1, 10_000, 1), **by(known))
    first, second = part(proposed, known, 0), part(proposed, known, 1)
    assert (second.carer_id, second.start) == (known.carers[2].pk, EIGHT + 10)
    assert first.carer_id not in {None, second.carer_id}
    assert first.start == EIGHT + 10
    assert accept_day_plan(plan=proposed, **told(proposed, known)) == 2


def test_where_the_second_falls_ill_the_visit_is_told_as_one_alone(known, plan):
    together(plan, known)
    remove_shift(shift=WorkShift.objects.get(staff=known.carers[2], removed_at=None), **by(known))
    refused(lambda: accept_day_plan(plan=plan, stop=part(plan, known, 0).pk, **told(plan, known)), "arbetar inte")


def test_a_demand_says_one_or_two_and_a_second_skill_only_of_two(known):
    for spoil in ({"staff": 3}, {"staff": 1, "skill": "LYFT", "second_skill": "LYFT"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitDemand.objects.update(**spoil)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_moved_and_accepted_the_two_begin_at_once_and_are_two(known, plan, seed):
    """Random moves and acceptances, of which many are refused: what is written is always two who begin together."""
    rng, done = Random(seed), Counter()
    for _ in range(40):
        stop = rng.choice(list(plan.stops.filter(person__isnull=False).order_by("pk")))
        given = {"reason": "ANNAT", **told(plan, known)}
        what = rng.choice(["move", "move", "stop", "lane", "whole"])
        try:
            if what == "move":
                move_stop(
                    stop=stop, carer=rng.choice(known.carers).pk, start=EIGHT + rng.randrange(-3, 12) * 10, **given
                )
            else:
                chosen = {"stop": {"stop": stop.pk}, "lane": {"lane": rng.choice(known.carers).pk}, "whole": {}}[what]
                accept_day_plan(plan=plan, **chosen, **told(plan, known))
        except Refused:
            what = "refused"
        done[what] += 1
        first, second = part(plan, known, 0), part(plan, known, 1)
        assert first.start == second.start or None in (first.carer_id, second.carer_id)
        assert first.carer_id != second.carer_id
        planned = known.orders[1].planned.select_related("carer", "seconded__carer").get(day=WEDNESDAY)
        assert planned.second is None or planned.second != planned.carer
        assert (first.accepted_at is None) == (second.accepted_at is None)
        if first.accepted_at:
            assert (planned.carer_id, planned.second.pk) == (first.carer_id, second.carer_id)
            assert planned.start == time(first.start // 60, first.start % 60)
    assert done["move"] > 3
    assert done["refused"] > 3
    assert planned.second
