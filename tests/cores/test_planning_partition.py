"""Set partitioning over routes that a search met: it never ends dearer than the search, and the kernel agrees."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.planning.arrays import MUST, numbered, plan_of
from samsyn.planning.kernel.state import AFTER, START
from samsyn.planning.reference import broken, cost
from tests.cores.days import random_day
from tools.measure_partition import searched
from tools.planning_partition import Pool, recombined

WHOLE = (8, 10, 12, 17, 18, 19, 21)  # days that can be planned whole


@pytest.mark.parametrize("seed", WHOLE)
def test_what_is_put_together_of_a_searchs_routes_is_a_plan_and_costs_no_more_than_the_search(seed):
    given = numbered(random_day(seed, visits=12, carers=3))
    pool = Pool(given)
    best, _ = searched(given, seed, 40_000, pool)
    assert best < MUST
    found = recombined(pool, most=500, seconds=5)
    assert found is not None
    assert found[0] <= best
    problem = random_day(seed, visits=12, carers=3)
    plan = plan_of(given, pool.state.node[:, AFTER], pool.state.node[:, START])
    assert broken(problem, plan) == []
    assert found[0] == cost(problem, plan)


def test_nothing_is_put_together_where_the_pool_holds_nothing_cheaper():
    given = numbered(random_day(WHOLE[0], visits=12, carers=3))
    pool = Pool(given)
    best, kept = searched(given, WHOLE[0], 40_000, pool)
    alone = Pool(given)
    alone.add(kept)
    assert recombined(alone, most=500, seconds=5, below=best) is None
    found = recombined(alone, most=500, seconds=5)
    assert found is not None
    assert found[0] == best
    assert np.array_equal(found[1][:, 0], kept[:, 0])


def test_who_visits_nobody_costs_their_uneven_share_in_the_master_problem_too():
    drawn = random_day(WHOLE[0], visits=12, carers=3)
    spare = replace(drawn.carers[0], key="spare", skills=frozenset(), breaks=(), route=None, share=None)
    weights = replace(drawn.weights, uneven=3, scale=1)
    given = numbered(replace(drawn, carers=(*drawn.carers, spare), weights=weights))
    best, kept = searched(given, 1, 20_000, Pool(given))
    alone = Pool(given)
    alone.add(kept)
    assert recombined(alone, most=500, seconds=5, below=best) is None
