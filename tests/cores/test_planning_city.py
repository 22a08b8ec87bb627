"""The invented city: its size, the thirteen days behind, and a unit's plan beside the one by hand."""

import pytest

from samsyn.planning.faults import faults
from samsyn.planning.reference import broken
from samsyn.planning.solve import solve
from tools.bench_city import judged, line
from tools.simulate_city import CARERS, RECIPIENTS, UNITS, city
from tools.simulate_rounds import behind


@pytest.fixture(scope="module")
def unit():
    return behind(city(3, 1)[0])


def test_a_city_has_the_size_it_is_said_to_have():
    teams = city(1)
    assert len(teams) == UNITS
    assert sum(len(one.people) for one in teams) == RECIPIENTS
    assert sum(len(one.rounds) for one in teams) == CARERS
    assert all(100 <= len(one.people) <= 110 and 20 <= len(one.rounds) <= 40 for one in teams)
    assert all((one.travel >= 0).all() and (one.travel <= one.travel[0]).all() for one in teams)


def test_the_same_seed_gives_the_same_day_and_plan_by_hand(unit):
    again = behind(city(3, 2)[0])
    assert again.plan == unit.plan
    assert again.known == unit.known
    assert behind(city(4, 1)[0]).plan != unit.plan


def test_a_day_has_no_faults_and_a_person_meets_some_dozen_carers_in_fourteen_days(unit):
    problem = unit.day.problem
    assert faults(problem) == []
    assert 250 <= len(problem.visits) <= 550
    assert 0.03 < sum(len(visit.parts) == 2 for visit in problem.visits) / len(problem.visits) < 0.08
    assert 8 < sum(judged(problem, unit.plan).met) / len(judged(problem, unit.plan).met) < 20


def test_a_plan_of_the_search_breaks_no_rule_and_is_better_than_the_one_by_hand(unit):
    problem = unit.day.problem
    new, old = judged(problem, solve(problem, seed=1, trials=150_000).plan), judged(problem, unit.plan)
    assert new.broken == []
    assert sum(new.late) < sum(old.late)
    assert sum(new.met) <= sum(old.met)
    assert new.cost < old.cost
    assert line("planned", [new]).startswith("planned       0")


def test_what_a_person_does_wrong_is_little_and_is_seen(unit):
    assert len(broken(unit.day.problem, unit.plan)) <= 5
