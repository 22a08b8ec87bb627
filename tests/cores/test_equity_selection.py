"""Who is in the figures at all: the published two steps, bounds and steps, and what bad input gets."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.equity.dense import ConstantColumn, Design, Separated, TooFewRows
from samsyn.equity.estimate import CannotTell
from samsyn.equity.selection import NoExclusion, steps, two_step, worst_case
from tests.published import rows_of

people = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(0, 60)))


def test_the_published_two_steps():
    """Wages of married women, of whom some work: Wooldridge, example 17.5 (data of Mroz 1987)."""
    rows = rows_of("equity/mroz.csv")
    works = np.array([row["inlf"] == "1" for row in rows])
    wage = [float(row["lwage"] or "nan") if works[n] else float("nan") for n, row in enumerate(rows)]
    own = ("educ", "exper", "expersq")
    every = (*own, "nwifeinc", "age", "kidslt6", "kidsge6")
    outcome, who = (Design.of({name: [float(row[name]) for row in rows] for name in names}) for names in (own, every))
    found = two_step(wage, works, outcome, who)
    assert (found.seen, found.rows) == (428, 753)
    errors = np.sqrt(np.diag(found.covariance))
    assert round(found.estimate("selection").value, 3) == 0.032
    assert [round(x, 3) for x in found.beta[[0, 1, 2]]] == [-0.578, 0.109, 0.044]
    assert [round(x, 3) for x in errors[[0, 1, 2, 4]]] == [0.305, 0.016, 0.016, 0.134]
    assert found.estimate("selection").is_none


def invented(seed=1, rows=600, rho=0.6):
    random = np.random.default_rng(seed)
    woman, far = random.integers(0, 2, rows).astype(float), random.normal(size=rows)
    unseen, noise = random.normal(size=(2, rows))
    applies = 0.5 - 0.6 * woman - 0.9 * far + unseen > 0
    y = 1 + 0.5 * woman + rho * unseen + sqrt(1 - rho**2) * noise
    return np.where(applies, y, np.nan), applies, Design.of({"woman": woman}), Design.of({"woman": woman, "far": far})


def test_two_steps_find_the_gap_that_selection_hides():
    """300 tables: the interval covers what was planted for the gap and for the selection itself."""
    hit = []
    for seed in range(300):
        found = two_step(*invented(seed))
        gap, pull = found.estimate("woman"), found.estimate("selection")
        hit.append((gap.low <= 0.5 <= gap.high, pull.low <= 0.6 <= pull.high))
    assert all(0.915 <= share <= 0.98 for share in np.mean(hit, axis=0))


def test_without_a_column_of_its_own_selection_is_not_told():
    y, applies, outcome, who = invented()
    with pytest.raises(NoExclusion, match="No column moves"):
        two_step(y, applies, who, who)
    renamed = Design.of({"sex": 1 - outcome.x[:, 1]})
    with pytest.raises(NoExclusion, match="own columns"):
        two_step(y, applies, outcome, renamed)


def test_all_seen_or_seen_without_exception_is_told():
    y, applies, outcome, who = invented()
    with pytest.raises(ConstantColumn):
        two_step(np.nan_to_num(y), np.ones_like(applies), outcome, who)
    with pytest.raises(Separated, match="far"):
        two_step(y, applies, outcome, Design.of({"woman": who.x[:, 1], "far": applies + 0.1 * who.x[:, 2] % 0.2}))
    few = np.arange(len(y)) < 3
    with pytest.raises((TooFewRows, CannotTell)):
        two_step(np.nan_to_num(y), few, outcome, who)


def test_what_does_not_fit_together_is_refused():
    y, applies, outcome, who = invented()
    with pytest.raises(ValueError, match="true or false"):
        two_step(y, applies + 2, outcome, who)
    with pytest.raises(ValueError, match="rows"):
        two_step(y, applies, outcome, who.where(applies))
    with pytest.raises(ValueError, match="shape"):
        two_step(y[:-1], applies, outcome, who)
    with pytest.raises(ValueError, match="no numbers"):
        two_step(np.full_like(y, np.nan), applies, outcome, who)
    with pytest.raises(KeyError):
        two_step(y, applies, outcome, who).estimate("far")


def test_each_step_says_who_is_lost():
    found = steps({"applied": (200, 180), "investigated": (150, 171), "decided": (120, 165)})
    assert [step.name for step in found] == ["investigated", "decided"]
    assert [round(step.group.value, 2) for step in found] == [0.75, 0.8]
    assert round(found[0].difference.value, 2) == -0.2
    assert found[0].difference.high < 0


def test_steps_that_grow_or_are_alone_are_refused():
    with pytest.raises(ValueError, match="more with the outcome"):
        steps({"applied": (5, 5), "decided": (6, 5)})
    with pytest.raises(ValueError, match="two steps"):
        steps({"applied": (5, 5)})
    with pytest.raises(CannotTell):
        steps({"applied": (0, 5), "decided": (0, 5)})


@given(people, people, st.data())
def test_whatever_the_missing_would_have_had_the_difference_is_within_the_bounds(group, reference, data):
    found = worst_case(group, reference)
    shares = []
    for yes, n, lost in (group, reference):
        shares.append((yes + data.draw(st.integers(0, lost))) / (n + lost))
    assert found.low - 1e-12 <= shares[0] - shares[1] <= found.high + 1e-12
    assert found.outer.low <= found.low <= found.high <= found.outer.high


def test_bounds_decide_only_where_the_missing_cannot_turn_the_sign():
    assert worst_case((90, 100, 2), (40, 100, 2)).decides
    assert not worst_case((60, 100, 50), (40, 100, 50)).decides


@given(people, people)
def test_nobody_missing_leaves_the_difference_as_it_is(group, reference):
    found = worst_case((*group[:2], 0), (*reference[:2], 0))
    assert found.low == found.high == found.outer.value


@pytest.mark.parametrize("lost", [-1, float("nan"), 1.5])
def test_who_left_is_a_count(lost):
    with pytest.raises(ValueError, match="count"):
        worst_case((3, 10, lost), (4, 10, 0))
