"""Staggered starts: by hand, against the bias of two-way fixed effects, and what bad input gets."""

import warnings

import numpy as np
import pytest
from scipy import stats

from samsyn.equity.estimate import CannotTell
from samsyn.equity.staggered import staggered


@pytest.fixture(autouse=True)
def no_warning_is_let_through():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def panel(seed, *, units=40, times=10, growth=1.0, drift=0.0):
    """Three groups, starting at 3, 6 and never, with an effect that grows by `growth` each period from its start."""
    draw = np.random.default_rng(seed)
    start = np.repeat([3, 6, times], [units // 2 - units // 8, units // 2 - units // 8, units // 4])
    t = np.arange(times)
    effect = growth * np.maximum(t - start[:, None] + 1, 0)
    own = draw.normal(0, 2, (len(start), 1)) + 0.5 * t + drift * t * (start[:, None] < times)
    return own + effect + draw.normal(0, 1, (len(start), times)), start, effect


def two_way(y, start):
    on = (np.arange(y.shape[1]) >= start[:, None]).astype(float)

    def within(a):
        return a - a.mean(axis=0) - a.mean(axis=1, keepdims=True) + a.mean()

    return float((within(on) * within(y)).sum() / (within(on) ** 2).sum())


def test_effects_are_what_they_are_by_hand():
    """Starts at 1 (units 0, 1), at 2 (units 2, 3) and never (4, 5); three times."""
    y = [[1, 4, 6], [3, 6, 8], [2, 3, 7], [4, 5, 11], [0, 1, 2], [1, 2, 5]]
    found = staggered(y, [1, 1, 2, 2, 9, 9])
    value = {(g.start, g.time): g.effect.value for g in found.groups}
    assert value == pytest.approx({(1, 1): 3 - 1, (1, 2): 5 - 3, (2, 0): 0, (2, 2): 5 - 2})
    assert found.overall.value == pytest.approx((2 + 2 + 3) / 3)
    assert {s.after: s.effect.value for s in found.since} == pytest.approx({0: 2.5, 1: 2})
    assert {s.after: s.effect.value for s in found.before} == pytest.approx({-2: 0})
    assert next(g for g in found.groups if g.start == 1).compared_with == 4


def test_two_way_fixed_effects_are_biased_where_this_is_not():
    ours, theirs, truth, held = [], [], [], []
    for seed in range(40):
        y, start, effect = panel(seed)
        found = staggered(y, start).overall
        told = effect[effect > 0].mean()
        ours.append(found.value)
        theirs.append(two_way(y, start))
        truth.append(told)
        held.append(found.low <= told <= found.high)
    assert np.mean(ours) == pytest.approx(np.mean(truth), abs=0.1)
    assert np.mean(theirs) < np.mean(truth) - 0.3
    assert 0.9 <= np.mean(held) <= 1


def test_without_an_effect_none_is_found_more_often_than_chance_has_it():
    alarms, trends = [], []
    for seed in range(80):
        y, start, _ = panel(seed, growth=0.0)
        found = staggered(y, start)
        alarms.append(not found.overall.is_none)
        trends.append(found.trend_p < 0.05)
    assert np.mean(alarms) <= 0.12
    assert np.mean(trends) <= 0.12


def test_few_units_are_no_more_often_told_to_have_drifted_apart_than_chance_has_it():
    """With more degrees of freedom than the groups have it was 8 in 100."""
    trends = []
    for seed in range(250):
        y, start, _ = panel(seed, units=12, growth=0.0)
        trends.append(staggered(y, start).trend_p < 0.05)
    assert np.mean(trends) <= 0.065


def test_two_starts_with_units_enough_are_compared_as_welch_does():
    """One start, one move: the t test of unequal variances."""
    draw = np.random.default_rng(7)
    y = np.column_stack([np.zeros(9), np.r_[draw.normal(1, 3, 4), draw.normal(0, 1, 5)]])
    slow = stats.ttest_ind(y[:4, 1], y[4:, 1], equal_var=False).confidence_interval(0.95)
    found = staggered(y, [1] * 4 + [2] * 5).overall
    assert (found.low, found.high) == pytest.approx((slow.low, slow.high))


def test_units_that_drifted_apart_before_are_told_of():
    y, start, _ = panel(1, drift=0.6)
    assert staggered(y, start).trend_p < 0.01


def test_an_effect_grows_by_time_since_the_start():
    y, start, _ = panel(2)
    values = [s.effect.value for s in staggered(y, start).since]
    assert values == pytest.approx([1, 2, 3, 4, 5, 6, 7], abs=1)


def test_a_start_with_nobody_left_to_compare_with_is_left_out_and_named():
    y, start, _ = panel(3)
    mine = start < 10
    assert staggered(y[mine], start[mine]).left_out == (6,)


def test_bad_input_is_refused_with_a_sentence():
    y, start, _ = panel(4)
    for outcomes, starts, says in (
        (y, start[:-1], "every unit"),
        (np.where(y == y[0, 0], np.nan, y), start, "every unit"),
        (y, start - 5, "whole numbers"),
        (y, start + 0.5, "whole numbers"),
    ):
        with pytest.raises(ValueError, match=says):
            staggered(outcomes, starts)
    for outcomes, starts, says in (
        (y[:3], start[:3], "3 units"),
        (y[:, :1], start, "1 times"),
        (np.ones_like(y), start, "same everywhere"),
        (y, np.full(len(y), 3), "No start"),
        (y, np.zeros(len(y)), "No start"),
    ):
        with pytest.raises(CannotTell, match=says):
            staggered(outcomes, starts)
