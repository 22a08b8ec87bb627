"""Funnel plots: against published figures, what chance alone gives, and what must hold of any."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.estimate import CannotTell
from samsyn.equity.funnel import Asked, dispersion, means, overdispersion, rates, ratios, shares
from tests.published import rows_of


@pytest.fixture(autouse=True)
def no_warning_is_let_through():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def names(count):
    return [f"u{i:03}" for i in range(count)]


def medpar():
    """Days in hospital by provider, and what a Poisson model of los ~ hmo + died + age80 + type expects."""
    rows = rows_of("equity/medpar.csv")
    facts = np.array([[float(row[c]) for c in ("hmo", "died", "age80", "type2", "type3")] for row in rows])
    los = np.array([float(row["los"]) for row in rows])
    fitted = sm.GLM(los, sm.add_constant(facts), family=sm.families.Poisson()).fit().fittedvalues
    providers, where = np.unique([row["provnum"] for row in rows], return_inverse=True)
    return los, fitted, list(providers), np.bincount(where, los), np.bincount(where, fitted)


def test_days_in_hospital_are_dispersed_as_published():
    los, fitted, *_ = medpar()
    assert round(dispersion(los, fitted, 6), 4) == 6.2405


@pytest.mark.parametrize("scale", ["root", "log"])
def test_25_of_54_providers_are_outside_before_overdispersion_as_published(scale):
    *_, units, observed, expected = medpar()
    found = ratios(observed, expected, units, scale=scale)
    assert len(found.points) == 54
    assert len(found.outside(0.998, adjusted=False)) == 25


def test_9_of_54_providers_are_outside_after_overdispersion_as_published():
    """As published with the NHS's SHMI: logarithm, ten per cent of each end left out, additive."""
    *_, units, observed, expected = medpar()
    found = ratios(observed, expected, units, scale="log", asked=Asked(ends="trimmed"))
    assert len(found.outside(0.998, adjusted=True)) == 9
    assert set(found.outside(0.998, adjusted=True)) <= set(found.outside(0.998, adjusted=False))


def test_where_only_chance_is_at_work_units_lie_outside_as_often_as_the_level_says():
    draw = np.random.default_rng(7)
    before, after, phis = [], [], []
    for _ in range(200):
        n = draw.integers(50, 400, 60)
        found = shares(draw.binomial(n, 0.3), n, names(60))
        before.append(len(found.outside(0.95, adjusted=False)) / 60)
        after.append(len(found.outside(0.95, adjusted=True)) / 60)
        phis.append(found.phi)
    assert np.mean(before) == pytest.approx(0.05, abs=0.007)
    assert np.mean(after) == pytest.approx(0.05, abs=0.012)
    assert 0.6 < np.mean(phis) < 0.9  # the ends drawn in


def test_units_that_really_differ_widen_the_limits_and_an_odd_one_stays_outside():
    draw = np.random.default_rng(3)
    expected = draw.uniform(40, 300, 60)
    observed = draw.poisson(expected * np.exp(draw.normal(0, 0.2, 60)))
    expected[0], observed[0] = 200, 520
    for adjust in ("additive", "multiplicative"):
        found = ratios(observed, expected, names(60), asked=Asked(adjust=adjust))
        assert found.phi > 2
        assert found.tau2 == pytest.approx(0.01, abs=0.006)  # on the root scale half of 0.2, squared
        assert len(found.outside(0.998, adjusted=False)) > 8
        assert found.outside(0.998, adjusted=True) == ("u000",)


def test_overdispersion_is_what_its_formula_gives_by_hand():
    z, error = np.array([-2.0, -1.0, 0.0, 1.0, 6.0]), np.array([1.0, 1.0, 0.5, 0.5, 0.5])
    phi, tau2 = overdispersion(z, error, ends="trimmed", end=0.2)
    assert phi == pytest.approx(2 / 3)
    assert tau2 == 0
    phi, tau2 = overdispersion(z, error, end=0.0)
    assert phi == pytest.approx(42 / 5)
    assert tau2 == pytest.approx((42 - 4) / (14 - 50 / 14))


def test_points_stand_by_size_or_name_and_never_by_figure():
    y, n = [1, 40, 3, 12, 9], [50, 80, 60, 30, 20]
    by_size = shares(y, n, list("edcba"))
    assert by_size.order == "size"
    assert [p.size for p in by_size.points] == sorted(n)
    by_name = shares(y, n, list("edcba"), asked=Asked(order="name"))
    assert [p.unit for p in by_name.points] == list("abcde")


def test_rates_are_ratios_in_their_own_unit():
    events, months = [4, 10, 9, 30, 20], [12, 30, 20, 100, 50]
    rate = sum(events) / sum(months)
    one, other = rates(events, months, names(5)), ratios(events, np.array(months) * rate, names(5))
    assert one.target == rate
    assert [p.value for p in one.points] == pytest.approx([p.value * rate for p in other.points])
    assert [p.z for p in one.points] == pytest.approx([p.z for p in other.points])


def test_means_lie_in_limits_of_the_pooled_spread():
    found = means([10, 12, 11, 9, 10], [2, 2, 2, 2, 2], [16, 16, 16, 16, 64], names(5))
    assert found.target == pytest.approx((16 * 42 + 640) / 128)
    assert found.points[-1].z == pytest.approx((10 - found.target) / (2 / 8))
    band = found.points[-1].bands[0]
    assert (band.low, band.high) == pytest.approx((found.target - 1.96 / 4, found.target + 1.96 / 4), abs=1e-4)


counts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 200)), min_size=5, max_size=20)


@settings(deadline=None)
@given(counts, st.sampled_from(["additive", "multiplicative"]))
def test_a_unit_is_outside_exactly_when_its_figure_is_beyond_the_limits(pairs, adjust):
    y, n = [a for a, _ in pairs], [a + b + 1 for a, b in pairs]
    if sum(y) == 0:
        return
    found = shares(y, n, names(len(y)), asked=Asked(adjust=adjust))
    for point in found.points:
        for band in point.bands:
            assert band.adjusted_low <= band.low <= found.target <= band.high <= band.adjusted_high
            if point.value < band.low - 1e-9 or point.value > band.high + 1e-9:
                assert band.level in point.outside
        assert set(point.adjusted_outside) <= set(point.outside)


@pytest.mark.parametrize(
    ("y", "n"), [([-1, 2, 3, 4, 5], [9] * 5), ([1, 2, 3, 4, 50], [9] * 5), ([1, 2, 3, 4, 5], [9, 9, 9, 9, 0])]
)
def test_counts_that_are_none_are_refused(y, n):
    with pytest.raises(ValueError, match=r"counts|trials"):
        shares(y, n, names(5))


def test_what_the_data_cannot_tell_is_said():
    with pytest.raises(CannotTell, match="3 units"):
        shares([1, 2, 3], [5, 5, 5], names(3))
    with pytest.raises(CannotTell, match="0 units"):
        shares([], [], [])
    with pytest.raises(CannotTell, match="same everywhere"):
        shares([0] * 6, [5] * 6, names(6))
    with pytest.raises(CannotTell, match="Nothing was observed"):
        rates([0] * 6, [5] * 6, names(6))
    with pytest.raises(CannotTell, match="same for all"):
        means([1] * 6, [0] * 6, [5] * 6, names(6))
    with pytest.raises(CannotTell, match="3 rows"):
        dispersion([1, 2, 3], [1, 2, 3], 3)


def test_other_bad_input_is_refused():
    nan = float("nan")
    with pytest.raises(ValueError, match="numbers"):
        ratios([nan] * 6, [5] * 6, names(6))
    with pytest.raises(ValueError, match="nothing is expected"):
        ratios([1] * 6, [0] * 6, names(6))
    with pytest.raises(ValueError, match="named twice"):
        ratios([1] * 6, [1] * 6, ["a"] * 6)
    with pytest.raises(ValueError, match="exposure"):
        rates([1] * 6, [0] * 6, names(6))
    with pytest.raises(ValueError, match="means must be"):
        means([nan] * 6, [1] * 6, [5] * 6, names(6))
    with pytest.raises(ValueError, match="no unit has two"):
        means([1] * 6, [0] * 6, [1] * 6, names(6))
    with pytest.raises(ValueError, match="levels"):
        ratios([1] * 6, [1] * 6, names(6), asked=Asked(levels=(1.0,)))
    with pytest.raises(ValueError, match="of each end"):
        ratios([1] * 6, [1] * 6, names(6), asked=Asked(end=0.5))
    with pytest.raises(ValueError, match="observed and fitted"):
        dispersion([1, nan], [1, 2], 1)
    with pytest.raises(KeyError):
        ratios([1] * 6, [1] * 6, names(6)).outside(0.9, adjusted=True)


def test_a_unit_with_nothing_observed_has_a_place_on_either_scale():
    for scale in ("root", "log"):
        found = ratios([0, 5, 4, 6, 5], [5] * 5, names(5), scale=scale)
        assert found.points[0].value == 0
        assert 0.95 in found.points[0].outside
