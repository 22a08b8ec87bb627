"""Student's t against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from samsyn.equity.student import incomplete_beta, t_quantile, t_tail


@given(st.floats(0.5, 500), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.998, 0.9999]))
def test_the_quantile_is_that_of_scipy(freedom, level):
    assert t_quantile(freedom, level) == pytest.approx(stats.t.ppf(0.5 + level / 2, freedom), rel=1e-9)


@given(st.floats(-40, 40), st.floats(0.5, 5000))
def test_the_tail_is_that_of_scipy(t, freedom):
    assert t_tail(t, freedom) == pytest.approx(2 * stats.t.sf(abs(t), freedom), rel=1e-8, abs=1e-14)


@given(st.floats(0.1, 300), st.floats(0.1, 300), st.floats(0, 1))
def test_the_incomplete_beta_is_that_of_scipy(a, b, x):
    assert incomplete_beta(a, b, x) == pytest.approx(special.betainc(a, b, x), rel=1e-8, abs=1e-12)


def test_with_many_degrees_of_freedom_it_is_the_normal():
    assert t_quantile(1e9) == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize(("freedom", "level"), [(0, 0.95), (-1, 0.95), (float("nan"), 0.95), (5, 1.0), (5, 0.0)])
def test_what_is_no_distribution_or_level_is_refused(freedom, level):
    with pytest.raises(ValueError, match=r"degrees|level"):
        t_quantile(freedom, level)
