"""What three gaps say together: never more than they can, and what would decide what cannot be decided."""

import numpy as np
import pytest

from samsyn.equity.answer import answer, verdict
from samsyn.equity.estimate import Estimate
from samsyn.equity.table import Question, read


def gap(value, low, high, n=400):
    return Estimate(value, low, high, n)


@pytest.mark.parametrize(
    ("facts", "need", "code", "why"),
    [
        (gap(0, -0.02, 0.02), None, "no_difference_seen", ""),
        (gap(-0.03, -0.10, 0.04), None, "cannot_be_decided", "ask_narrower"),  # room for more than matters
        (gap(-0.03, -0.10, 0.04), gap(-0.05, -0.08, -0.02), "unexplained_difference", "at_equal_need"),
        (gap(-0.08, -0.10, -0.04), gap(-0.05, -0.08, -0.02), "unexplained_difference", "not_by_facts"),
        (gap(-0.08, -0.10, -0.04), gap(-0.01, -0.04, 0.02), "cannot_be_decided", "ask_need"),  # need may hide it
        (None, None, "cannot_be_decided", "ask_facts"),
    ],
)
def test_the_verdict_says_no_more_than_the_gaps_can(facts, need, code, why):
    told = verdict(gap(-0.1, -0.2, 0.0), facts, need, 0.05, asks_need=need is not None)
    assert told.code == code
    assert why in {value.code for _, value in told.values} | {""}


def test_that_no_difference_is_seen_in_amounts_is_said_only_where_there_is_no_room_for_one():
    few, many = (rows_of_amounts(n) for n in (60, 40_000))
    question = Question("minutes", "sex", "M", ("age",))
    assert answer(read(few, question), question).verdict.code == "cannot_be_decided"
    assert answer(read(many, question), question).verdict.code == "no_difference_seen"


def rows_of_amounts(n):
    draw = np.random.default_rng(n)
    return {
        "sex": [*"KM"] * (n // 2),
        "age": draw.choice(["75", "85"], n).tolist(),
        "minutes": draw.gamma(4, 80, n).tolist(),
    }
