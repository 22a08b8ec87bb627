"""A day under way that must be changed: as little as can be, and nothing of what has begun."""

from dataclasses import replace
from itertools import permutations, product
from random import Random

import numpy as np
import pytest

from samsyn.planning.problem import Break, Carer, Lock, Part, Plan, Problem, Stop, Tie, Visit, Weights, Window
from samsyn.planning.reference import BREAK, broken, cost
from samsyn.planning.repair import Added, Cancelled, Changes, Ill, RunsLate, repair
from samsyn.planning.solve import solve
from samsyn.planning.underway import Terms, day_held, heading
from tests.cores.days import random_day
from tests.cores.test_planning_explain import timed

LEFT = ("must happen and is left out", "has no break", "parts are done")


def visit(key: str, place: int, opens: int, closes: int | None = None, **more) -> Visit:
    closes = opens if closes is None else closes
    return Visit(key, place, (Part("care", 30, (Window(opens, closes),), **more),))


def day(visits, carers=3, **more) -> Problem:
    size = 1 + max(one.place for one in visits)
    travel = 10 * (1 - np.eye(size, dtype=int))[None]
    staff = tuple(Carer(f"c{k}", 0, 0, 0, 600, frozenset({"care"})) for k in range(carers))
    return Problem(tuple(visits), staff, travel, Weights(travel=1, late=5), **more)


def plan(*routes) -> Plan:
    return Plan(tuple(tuple(Stop(*stop) for stop in route) for route in routes))


def test_who_is_free_takes_over_and_nobody_else_is_moved():
    problem = day([visit("a", 1, 50), visit("b", 2, 100, 300), visit("c", 3, 100, 300), visit("d", 4, 150, 400)])
    told = plan([(0, 0, 50), (1, 0, 100)], [(2, 0, 100), (3, 0, 150)], [])
    found = repair(problem, told, Ill("c0"), 90, seed=1, trials=5_000)
    assert found.changes == Changes(carer=("b",))
    assert found.plan == plan([(0, 0, 50)], [(2, 0, 100), (3, 0, 150)], [(1, 0, 100)])
    assert broken(found.problem, found.plan) == []


def test_a_visit_is_added_where_no_promise_is_broken():
    problem = day([visit("a", 1, 50), visit("b", 2, 200, 300)], carers=2)
    told = plan([(0, 0, 50), (1, 0, 200)], [])
    found = repair(problem, told, Added(visit("new", 2, 100, 120)), 95, seed=1, trials=5_000)
    assert found.changes == Changes(added=("new",))
    assert {s[:2]: s.start for route in found.plan.routes for s in route}[1, 0] == 200
    with pytest.raises(ValueError, match="in the day already"):
        repair(problem, told, Added(visit("a", 2, 100, 120)), 95, seed=1)
    with pytest.raises(ValueError, match="no travel time to place 9"):
        repair(problem, told, Added(visit("new", 9, 100, 120)), 95, seed=1)


def test_what_is_cancelled_is_gone_and_the_others_come_when_they_said():
    problem = day([visit("a", 1, 0, 300), visit("b", 2, 0, 300)], carers=1)
    told = plan([(0, 0, 10), (1, 0, 50)])
    found = repair(problem, told, Cancelled("b"), 20, seed=1, trials=1_000)
    assert (found.changes, found.plan) == (Changes(), plan([(0, 0, 10)]))
    later = day([visit("a", 1, 0, 300), visit("b", 2, 0, 300), visit("c", 3, 0, 300)], carers=1)
    told = plan([(0, 0, 10), (1, 0, 50), (2, 0, 90)])
    found = repair(later, told, Cancelled("b"), 20, seed=1, trials=1_000)
    assert found.plan.routes[0][-1] == Stop(2, 0, 90)  # could begin at 50, and was promised at 90
    with pytest.raises(ValueError, match="has begun"):
        repair(problem, told, Cancelled("a"), 20, seed=1)
    with pytest.raises(ValueError, match="not in the day"):
        repair(problem, told, Cancelled("x"), 20, seed=1)


def test_a_visit_that_runs_late_pushes_what_comes_after_or_gives_it_away():
    problem = day([visit("a", 1, 10), visit("b", 2, 50, 300)], carers=2)
    told = plan([(0, 0, 10), (1, 0, 50)], [])
    little = repair(problem, told, RunsLate("a", 47), 40, seed=1, trials=5_000)
    assert (little.changes, little.plan.routes[0][1].start) == (Changes(), 57)
    much = repair(problem, told, RunsLate("a", 200), 40, seed=1, trials=5_000)
    assert (much.changes, much.plan.routes[1]) == (Changes(carer=("b",)), (Stop(1, 0, 50),))
    cheap = Terms(time=10, carer=10_000, tolerance=10)
    kept = repair(problem, told, RunsLate("a", 200), 40, seed=1, trials=5_000, terms=cheap)
    assert (kept.changes, kept.plan.routes[0][1].start) == (Changes(time=("b",)), 210)
    for until, at in ((30, 40), (60, 5)):
        with pytest.raises(ValueError, match="does not run late"):
            repair(problem, told, RunsLate("a", until), at, seed=1)


def test_who_is_on_the_way_goes_on_and_who_waits_leaves_no_earlier_than_now():
    problem = day([visit("a", 1, 50, 300), visit("far", 2, 95, 300), visit("b", 3, 150, 300)], carers=2)
    told = plan([(0, 0, 50), (1, 0, 95)], [(2, 0, 150)])
    assert heading(problem, told, 90) == [Stop(1, 0, 95), None]
    assert heading(problem, told, 80) == [None, None]
    found = repair(problem, told, Added(visit("new", 1, 0, 100)), 90, seed=1, trials=3_000)
    (stop,) = [s for s in found.plan.routes[1] if s.visit == 3]
    assert stop.start == 100  # ten ticks on the way, from 90 on
    assert found.changes == Changes(added=("new",))


def test_a_carer_who_rests_goes_on_resting_and_an_ill_one_needs_no_break():
    problem = day([visit("a", 1, 50, 300), visit("b", 2, 150, 300)], carers=2)
    carer = replace(problem.carers[0], breaks=(Break(80, 100, 30),))
    problem = replace(problem, carers=(carer, problem.carers[1]))
    told = plan([(0, 0, 50), (BREAK, 0, 90), (1, 0, 150)], [])
    found = repair(problem, told, Added(visit("new", 2, 100, 300)), 95, seed=1, trials=3_000)
    assert found.plan.routes[0][:3] == told.routes[0]
    assert broken(found.problem, found.plan) == []
    ill = repair(problem, told, Ill("c0"), 60, seed=1, trials=3_000)
    assert ill.plan.routes == ((Stop(0, 0, 50),), (Stop(1, 0, 150),))
    assert broken(ill.problem, ill.plan) == []


def test_no_break_is_given_up_for_what_can_be_given_away():
    visits = [visit(f"v{k}", k + 1, 40 * k, 400) for k in range(8)]
    problem = day(visits, carers=2)
    first = replace(problem.carers[0], last=370, breaks=(Break(90, 200, 30),))
    problem = replace(problem, carers=(first, problem.carers[1]))
    told = plan([(0, 0, 10), (1, 0, 50), (BREAK, 0, 90), *((k, 0, 40 + 40 * k) for k in range(2, 8))], [])
    assert broken(problem, told) == []
    found = repair(problem, told, RunsLate("v1", 100), 70, seed=1, trials=0)
    assert broken(found.problem, found.plan) == []


def test_who_rests_where_a_visit_was_cancelled_has_rested_there():
    problem = day([visit("a", 1, 50, 300), visit("b", 2, 150, 300), visit("far", 3, 200, 300)], carers=1)
    ways = problem.travel.copy()
    ways[0, 1, 3] = ways[0, 1, 0] = 60  # too far to have rested there since
    carer = replace(problem.carers[0], breaks=(Break(80, 100, 30),))
    problem = replace(problem, carers=(carer,), travel=ways)
    told = plan([(0, 0, 50), (BREAK, 0, 90), (1, 0, 150), (2, 0, 200)])
    assert broken(problem, told) == []
    for change in (Cancelled("b"), Ill("c0")):
        found = repair(problem, told, change, 95, seed=1, trials=500)
        assert found.plan.routes[0][:2] == told.routes[0][:2]
        assert [rule for rule in broken(found.problem, found.plan) if not rule.endswith(LEFT)] == []
        again = repair(found.problem, found.plan, Added(visit("new", 2, 120, 300)), 100, seed=1, trials=500)
        assert again.plan.routes[0][:2] == told.routes[0][:2]


def test_what_somebody_has_made_of_a_double_visit_stands_though_the_rest_cannot_be():
    part = Part("care", 30, (Window(50, 90),), 90)
    problem = day([Visit("both", 1, (part, part))], carers=2, ties=(Tie((0, 0), (0, 1), 20, 30),))
    told = plan([(0, 0, 50)], [(0, 1, 75)])
    found = repair(problem, told, Ill("c1"), 60, seed=1, trials=500)
    assert found.plan == plan([(0, 0, 50)], [])
    assert found.changes == Changes(left=("both",))
    third = replace(problem, carers=(*problem.carers, replace(problem.carers[0], key="c2")))
    found = repair(third, Plan((*told.routes, ())), Ill("c1"), 60, seed=1, trials=500)
    assert found.plan == plan([(0, 0, 50)], [], [(0, 1, 75)])


def test_what_fits_nowhere_is_told_also_where_nobody_but_the_ill_one_may_come():
    alone = day([visit("a", 1, 50), visit("b", 2, 100, 300)], carers=1)
    found = repair(alone, plan([(0, 0, 50), (1, 0, 100)]), Ill("c0"), 60, seed=1, trials=500)
    assert found.changes == Changes(left=("b",))
    refused = day([visit("a", 1, 50), replace(visit("b", 2, 100, 300), refused=frozenset({"c1"}))], carers=2)
    found = repair(refused, plan([(0, 0, 50), (1, 0, 100)], []), Ill("c0"), 60, seed=1, trials=500)
    assert found.changes == Changes(left=("b",))


@pytest.mark.parametrize("turned", [1, -1])
def test_who_is_ill_makes_nothing_that_is_added_at_the_same_time(turned):
    problem = day([visit("a", 1, 50), visit("b", 2, 100, 300)], carers=2)
    both = (Ill("c0"), Added(visit("new", 1, 90, 300)))[::turned]
    found = repair(problem, plan([(0, 0, 50)], [(1, 0, 100)]), both, 85, seed=1, trials=2_000)
    assert found.plan.routes[0] == (Stop(0, 0, 50),)
    assert found.changes == Changes(added=("new",))


def test_who_has_left_a_double_visit_does_not_keep_the_other_from_running_late():
    long, short = (Part("care", minutes, (Window(50, 90),)) for minutes in (60, 20))
    both = day([Visit("both", 1, (long, short)), visit("b", 2, 85, 300), visit("c", 3, 125, 300)], carers=2)
    both = replace(both, ties=(Tie((0, 0), (0, 1), 0, 0),))
    told = plan([(0, 0, 50), (2, 0, 125)], [(0, 1, 50), (1, 0, 85)])
    found = repair(both, told, RunsLate("both", 125), 95, seed=1, trials=2_000)
    assert [part.duration for part in found.problem.visits[0].parts] == [75, 20]
    assert (found.changes, found.plan.routes[0][1].start) == (Changes(), 135)
    with pytest.raises(ValueError, match="does not run late"):
        repair(both, told, RunsLate("both", 140), 130, seed=1)  # c has begun as well


def test_a_visit_whose_locked_time_has_passed_is_not_made_in_the_past():
    problem = day([visit("a", 1, 50), replace(visit("b", 2, 60, 300), lock=Lock(None, 60))], carers=1)
    found = repair(problem, plan([(0, 0, 50)]), Added(visit("new", 2, 120, 300)), 100, seed=1, trials=500)
    assert {stop.visit for stop in found.plan.routes[0]} == {0, 2}


def every_plan(problem: Problem):
    """Every plan of the day in which each visit is made, starts as early as each of its openings allows."""
    parts = [(v, 0) for v in range(len(problem.visits))]
    openings = [
        sorted(
            {one.parts[0].windows[0].opens}
            | ({one.parts[0].wanted.opens, one.parts[0].wanted.opens + 10} if one.parts[0].wanted else set())
        )
        for one in problem.visits
    ]
    for owners in product(range(len(problem.carers)), repeat=len(parts)):
        groups = [[part for part, o in zip(parts, owners, strict=True) if o == c] for c in range(len(problem.carers))]
        for routes in product(*(list(permutations(group)) for group in groups)):
            for waits in product(*openings):
                told = {(owners[v], v, 0): max(waits[v], problem.visits[v].parts[0].windows[0].opens) for v, _ in parts}
                found = timed(problem, routes, told)
                if found is not None and not broken(problem, found):
                    yield found


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_changes_less(seed):
    rng = Random(seed)
    visits = [visit(f"v{k}", k + 1, (opens := rng.randrange(0, 160, 10)), opens + 100) for k in range(4)]
    problem = day(visits, carers=2)
    told = solve(problem, seed=1, trials=3_000).plan
    at = sorted(stop.start for route in told.routes for stop in route)[1]
    change = rng.choice((Ill("c0"), Ill("c1"), Added(visit("new", 1, at, at + 60))))
    found = repair(problem, told, change, at, seed=2, trials=10_000)
    held = day_held(found.problem, told, at, Terms())
    best = min(cost(held, one) for one in every_plan(held))
    assert cost(held, found.plan) == best


@pytest.mark.parametrize("block", range(8))
def test_no_rule_is_broken_and_nothing_that_has_begun_is_changed(block):
    for seed in range(25 * block, 25 * block + 25):
        rng = Random(seed)
        problem = random_day(seed, visits=9, carers=4)
        told = solve(problem, seed=seed, trials=1_000).plan
        starts = sorted(stop.start for route in told.routes for stop in route)
        at = rng.choice(starts) + rng.randrange(20) if starts else 60
        change = drawn(rng, problem, told, at)
        found = repair(problem, told, change, at, seed=seed, trials=1_000)
        before = set(broken(problem, told))
        wrong = [rule for rule in broken(found.problem, found.plan) if not rule.endswith(LEFT) and rule not in before]
        assert wrong == [], (seed, change, at)
        for old, new in zip(told.routes, found.plan.routes, strict=True):
            assert [s for s in old if s.start < at] == [s for s in new if s.start < at], (seed, change, at)
        assert found == repair(problem, told, change, at, seed=seed, trials=1_000)


def drawn(rng: Random, problem: Problem, told: Plan, at: int):
    """A change that can happen then."""
    routes = [[s for s in route if s.start < at] for route in told.routes]
    begun = {s.visit for route in routes for s in route if s.visit != BREAK}
    over = {s.visit for route in routes for s in route[:-1]}
    kinds = [Ill(rng.choice(problem.carers).key)]
    kinds.append(
        Added(replace(problem.visits[0], key="new", lock=None), (Tie((1, 0), (len(problem.visits), 0), 5, None),))
    )
    kinds += [Cancelled(one.key) for v, one in enumerate(problem.visits) if v not in begun][:1]
    kinds += [RunsLate(problem.visits[v].key, at + rng.randrange(60)) for v in sorted(begun - over)][:1]
    return rng.choice(kinds)
