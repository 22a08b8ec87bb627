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
    asks = {"asks_facts": facts is not None, "asks_need": need is not None}
    told = verdict(gap(-0.1, -0.2, 0.0), facts, need, 0.05, **asks)
    assert told.code == code
    assert why in {value.code for _, value in told.values} | {""}


@pytest.mark.parametrize("value", [-0.04, -0.025, 0, 0.01, 0.045, 0.07])
def test_as_many_decisions_as_are_asked_for_would_decide_it_were_the_gap_found_again(value):
    """Ten per cent fewer would not, but for what is rounded up to two digits."""

    def told(n):
        half = 0.08 * (400 / n) ** 0.5
        asks = {"asks_facts": True, "asks_need": False}
        return verdict(gap(0, -1, 1), gap(value, value - half, value + half, n), None, 0.05, **asks)

    [(_, why)] = told(400).values
    rows = dict(why.values)["rows"]
    assert told(rows + 1).code != "cannot_be_decided"
    assert told(rows * 0.9).code == "cannot_be_decided"


@pytest.mark.parametrize(("facts", "need"), [(("age",), ()), (("area",), ("age",))])
def test_a_gap_that_was_asked_for_and_cannot_be_adjusted_is_not_told_as_one_that_nobody_asked_for(facts, need):
    """Nor is it said that a difference is gone at equal need, where no figure at equal need could be told."""
    draw = np.random.default_rng(1).random(800)
    rows = {"sex": [*"KM"] * 400, "area": [*"NNSSN"] * 160, "age": ["90"] * 8 + ["75", "85"] * 396}
    rows["granted"] = ["ja" if i < 8 or draw[i] < 0.4 + 0.2 * (i % 2) else "nej" for i in range(800)]
    told = answer(read(rows, question := Question("granted", "sex", "M", facts, need)), question)
    assert (told.facts is None, told.need) == (not need, None)
    assert [value.code for _, value in told.verdict.values] == ["ask_adjustable"]
    assert "separated" in {note.code for note in told.notes}


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
