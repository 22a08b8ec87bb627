"""The search against its checker on random days with what is rare in them; ten thousand by tools/check_days.py."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.planning.problem import Break, Carer, Part, Plan, Problem, Stop, Visit, Weights, Window
from samsyn.planning.reference import back_at, broken, travelled, waited
from tools.check_days import checked

PART = Part("care", 10, (Window(0, 400),))
BREAKS = (Break(20, 300, 30), Break(60, 300, 15))
CARER = Carer("a", 0, 0, 0, 400, frozenset({"care"}), breaks=BREAKS)
WAY = np.array([[[3, 5, 9], [5, 4, 7], [9, 7, 6]]])  # from door to door in the same house too
DAY = Problem((Visit("one", 1, (PART,)), Visit("two", 2, (PART,))), (CARER,), WAY, Weights(late=1))
FIRST, SECOND = Stop(-1, 0, 20), Stop(-1, 1, 60)


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_of_an_unusual_day_breaks_a_rule_and_each_costs_what_the_search_says(seed):
    assert checked(seed, trials=3_000)[2] == []


def test_after_a_break_the_carer_is_where_they_go_next():
    route = (FIRST, SECOND, Stop(0, 0, 75), Stop(1, 0, 92))
    assert broken(DAY, Plan((route,))) == []
    assert travelled(DAY, CARER, route) == 5 + 7 + 9
    last = (Stop(0, 0, 5), Stop(1, 0, 22), Stop(-1, 0, 41), Stop(-1, 1, 71))
    assert broken(DAY, Plan((last,))) == []
    assert back_at(DAY, CARER, last) == 71 + 15


def test_nothing_is_waited_at_breaks_that_begin_the_day_nor_at_the_visit_after_them():
    assert waited(DAY, CARER, (FIRST, SECOND, Stop(0, 0, 100), Stop(1, 0, 120))) == 120 - 117
    assert waited(DAY, CARER, (Stop(0, 0, 50), Stop(-1, 1, 70), Stop(1, 0, 100))) == 70 - 67 + 100 - 85


def test_a_break_that_is_held_twice_is_seen():
    plan = Plan(((FIRST, SECOND, Stop(0, 0, 75), Stop(-1, 0, 92), Stop(1, 0, 122)),))
    assert broken(DAY, plan) == ["carer a: holds the same break twice"]


def test_a_break_that_may_not_end_the_day_is_seen():
    plan = Plan(((Stop(0, 0, 5), Stop(1, 0, 22), Stop(-1, 0, 41), Stop(-1, 1, 71)),))
    assert broken(replace(DAY, break_may_end=False), plan) == ["carer a: ends the day with a break"]
