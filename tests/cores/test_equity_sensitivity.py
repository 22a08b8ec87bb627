"""What something unmeasured would have to be: the published figures and the laws of both measures."""

from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.equity.estimate import Estimate
from samsyn.equity.sensitivity import e_value, e_value_of_means, e_value_of_odds, robustness


def ratio(value, low, high):
    return Estimate(value, low, high, 100)


def test_the_published_e_values():
    """Infant deaths and formula feeding: a ratio of 3.9, from 1.8 (VanderWeele and Ding 2017, p. 270)."""
    found = e_value(ratio(3.9, 1.8, 8.7))
    assert (round(found.point, 2), round(found.interval, 1)) == (7.26, 3.0)


def test_an_interval_that_holds_one_needs_nothing():
    assert e_value(ratio(1.3, 0.9, 2.0)).interval == 1.0


@given(st.floats(1.01, 50), st.floats(0.01, 3))
def test_a_ratio_and_its_inverse_need_the_same(value, reach):
    high, low = value * exp(reach), value / exp(reach)
    one, turned = e_value(ratio(value, low, high)), e_value(ratio(1 / value, 1 / high, 1 / low))
    assert (one.point, one.interval) == pytest.approx((turned.point, turned.interval))
    assert one.point >= one.interval >= 1
    assert one.point >= value


def test_odds_and_means_are_brought_to_a_ratio():
    assert e_value_of_odds(ratio(9.0, 4.0, 16.0)) == e_value(ratio(3.0, 2.0, 4.0))
    found = e_value_of_means(Estimate(2 * log(3.0) / 0.91, 0.1, 4.0, 50), 2.0)
    assert found.point == pytest.approx(e_value(ratio(3.0, 1.0, 4.0)).point)


@pytest.mark.parametrize("bad", [ratio(0.0, 0.0, 1.0), ratio(-1.0, -2.0, 1.0), ratio(0.5, -0.1, 1.0)])
def test_a_ratio_is_above_nought(bad):
    with pytest.raises(ValueError, match="ratio"):
        e_value(bad)
    with pytest.raises(ValueError, match="ratio"):
        e_value_of_odds(bad)


def test_the_published_robustness_value():
    """Darfur (Cinelli and Hazlett 2020, table 1): 0.097 with error 0.023 and 783 degrees of freedom."""
    found = robustness(0.097316, 0.023257, 783, critical=1.962994)
    shares = found.point, found.interval, found.group
    assert [round(100 * x, 1) for x in shares] == [13.9, 7.6, 2.2]


@given(st.floats(0.01, 20), st.integers(5, 5000))
def test_something_just_that_strong_brings_the_estimate_to_nought(t, freedom):
    """With both shares at the robustness value, the bias is the estimate (2020, eq. 8)."""
    found = robustness(t, 1.0, freedom)
    bias = sqrt(found.point**2 / (1 - found.point) * freedom)
    assert bias == pytest.approx(t, rel=1e-6)
    assert 0 <= found.interval <= found.point <= 1


def test_what_is_not_distinct_needs_nothing():
    assert robustness(0.1, 1.0, 100).interval == 0


@pytest.mark.parametrize(("value", "error", "freedom"), [(1, 0, 10), (1, 1, 1), (float("nan"), 1, 10), (1, -1, 10)])
def test_what_is_no_coefficient_is_refused(value, error, freedom):
    with pytest.raises(ValueError, match="coefficient"):
        robustness(value, error, freedom)
    with pytest.raises(ValueError, match="deviation"):
        e_value_of_means(Estimate(1, 0, 2, 9), 0)
