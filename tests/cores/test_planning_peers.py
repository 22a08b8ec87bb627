"""What the benchmark of the day plan is held against: a routing library's plans are judged by their best."""

from dataclasses import replace

import pytest

from samsyn.planning.problem import Stop
from samsyn.planning.reference import broken, cost
from samsyn.planning.solve import solve
from samsyn.planning.warm import smallest
from tests.cores.days import random_day
from tools.planning_peers import routed, timed


def test_the_library_plans_a_double_visit_at_once_by_two():
    problem = smallest()
    plan = routed(problem, 1, "LOCAL_CHEAPEST_INSERTION")
    assert plan is not None
    assert broken(problem, plan) == []
    assert cost(problem, plan) == cost(problem, solve(problem, seed=1, trials=5_000).plan)


@pytest.mark.parametrize("seed", range(20))
def test_routes_without_times_and_breaks_are_timed_so_that_no_rule_is_broken(seed):
    drawn = random_day(seed, visits=6, carers=2)
    visits = tuple(replace(visit, lock=None) for visit in drawn.visits)  # the published days know no locks
    problem = replace(drawn, visits=visits, carers=tuple(replace(carer, route=None) for carer in drawn.carers))
    plan = solve(problem, seed=1, trials=5_000).plan
    bare = tuple(tuple(Stop(s.visit, s.part, 0) for s in route if s.visit != -1) for route in plan.routes)
    wrong = set(broken(problem, timed(problem, bare, early=True)))
    assert {rule for rule in wrong if "left out" not in rule} <= set(broken(problem, plan))
