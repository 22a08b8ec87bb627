"""Shares of units with a random intercept: against lme4's published fit, a slow integral, and what bad input gets."""

import warnings
from math import log, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize, minimize_scalar

from samsyn.equity.estimate import CannotTell
from samsyn.equity.mixed import Likelihood, mixed
from tests.as_lme4 import found_as_lme4
from tests.published import rows_of


@pytest.fixture(autouse=True)
def no_warning_is_let_through():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def drawn(seed, *, units=30, size=40, sd=0.8, intercept=-0.5):
    draw = np.random.default_rng(seed)
    effect = draw.normal(0, sd, units)
    n = np.full(units, size)
    return draw.binomial(n, 1 / (1 + np.exp(-intercept - effect))), n, [f"u{i:03}" for i in range(units)], effect


def herds():
    """Animals that fell ill and how many there were, the herd, and the periods after the first."""
    rows = rows_of("equity/cbpp.csv")
    period = np.array([[row["period"] == p for p in "234"] for row in rows], dtype=float)
    ill, size = (np.array([float(row[name]) for row in rows]) for name in ("incidence", "size"))
    return ill, size, [row["herd"] for row in rows], period


def cbpp(nodes):
    return mixed(*herds(), names=("period 2", "period 3", "period 4"), nodes=nodes)


def likelihood_of_the_herds():
    ill, size, herd, period = herds()
    _, unit = np.unique(herd, return_inverse=True)
    design = np.column_stack([np.ones(len(ill)), period])
    return Likelihood(ill, size, design, unit, len(set(herd)), np.polynomial.hermite.hermgauss(1))


def test_the_herds_are_as_lme4_published_them():
    found = cbpp(nodes=1)
    assert round(found.sd.value, 3) == 0.642
    assert [f.estimate.value for f in found.fixed] == pytest.approx([-1.398, -0.992, -1.128, -1.580], abs=8e-4)
    assert [f.error for f in found.fixed] == pytest.approx([0.231, 0.303, 0.323, 0.422], abs=6e-3)
    assert len(found.units) == 15


def test_the_herds_are_printed_to_the_last_digit_where_lme4_ends_its_search():
    """Our likelihood is asked of the 285 places that glmer (version 1.1-31) asks of, each within 2e-8 of its own."""
    found = found_as_lme4(likelihood_of_the_herds())
    assert [f"{b:.4f}" for b in found.b] == ["-1.3983", "-0.9919", "-1.1282", "-1.5797"]
    assert [f"{b:.3f}" for b in found.b] == ["-1.398", "-0.992", "-1.128", "-1.580"]
    assert [f"{e:.4f}" for e in found.errors] == ["0.2312", "0.3032", "0.3228", "0.4220"]
    assert (f"{found.s**2:.4f}", f"{found.s:.4f}") == ("0.4123", "0.6421")
    assert found.asked == 285


def test_the_same_search_with_settled_modes_ends_at_our_maximum():
    """What makes lme4's last digit is its tolerance of the modes: with tolPwrss = 1e-12 it prints -1.3985 as we do."""
    found, ours = found_as_lme4(likelihood_of_the_herds(), tolerance=1e-12), cbpp(nodes=1)
    assert found.b == pytest.approx([-1.3985320, -0.9923159, -1.1286641, -1.5803156], abs=2e-7)
    assert found.s == pytest.approx(0.6422699, abs=2e-7)
    assert found.b == pytest.approx([f.estimate.value for f in ours.fixed], abs=2e-5)
    assert found.s == pytest.approx(ours.sd.value, abs=1e-5)


def test_the_herds_intercept_is_where_a_separate_laplace_fit_has_its_maximum():
    """lme4 prints -1.398, since its modes are not settled to the end; the maximum of the same function is -1.3985."""
    rows = rows_of("equity/cbpp.csv")
    herds = sorted({row["herd"] for row in rows})
    table = [
        (
            np.array([[1.0, *(row["period"] == p for p in "234")] for row in rows if row["herd"] == herd], dtype=float),
            np.array([float(row["incidence"]) for row in rows if row["herd"] == herd]),
            np.array([float(row["size"]) for row in rows if row["herd"] == herd]),
        )
        for herd in herds
    ]

    def lost(theta):
        total = 0.0
        for x, y, n in table:

            def inner(u, x=x, y=y, n=n):
                eta = x @ theta[:4] + theta[4] * u
                return -(y @ eta - n @ np.logaddexp(0, eta) - u * u / 2)

            best = minimize_scalar(inner, bracket=(-1, 1), tol=1e-12)
            p = 1 / (1 + np.exp(-x @ theta[:4] - theta[4] * best.x))
            total += best.fun + 0.5 * log(theta[4] ** 2 * float(n @ (p * (1 - p))) + 1)
        return total

    published = np.array([-1.3983, -0.9919, -1.1282, -1.5797, 0.6421])
    found = minimize(lost, published, method="Nelder-Mead", options={"xatol": 2e-5, "fatol": 1e-9})
    ours = cbpp(nodes=1)
    assert [f.estimate.value for f in ours.fixed] == pytest.approx(found.x[:4].tolist(), abs=1e-4)
    assert ours.sd.value == pytest.approx(found.x[4], abs=1e-4)
    assert found.fun == pytest.approx(lost(published), abs=1e-5)


def test_more_nodes_come_close_to_the_integral_itself():
    """One unit's likelihood by a fine sum over u, against nine nodes and Laplace."""
    y, n, names, _ = drawn(4, units=12, size=6, sd=1.2)
    found = mixed(y, n, names)
    grid = np.linspace(-9, 9, 40001)
    normal = np.exp(-grid * grid / 2) / sqrt(2 * pi)
    b, s = found.fixed[0].estimate.value, found.sd.value
    eta = b + s * grid
    slow = sum(
        log(float((np.exp(k * eta - m * np.logaddexp(0, eta)) * normal).sum() * (grid[1] - grid[0])))
        for k, m in zip(y.tolist(), n.tolist(), strict=True)
    )
    assert found.log_likelihood == pytest.approx(slow, abs=1e-4)
    assert mixed(y, n, names, nodes=1).log_likelihood != pytest.approx(slow, abs=1e-3)


def test_a_unit_with_few_decisions_is_drawn_in_more_than_one_with_many():
    y, n, names, _ = drawn(1)
    few, many = mixed([*y, 4, 400], [*n, 5, 500], [*names, "few", "many"]).units[:2]
    assert (few.unit, many.unit) == ("few", "many")
    assert few.share == many.share == 0.8
    assert 0 < few.effect.value < many.effect.value
    assert few.effect.high - few.effect.low > many.effect.high - many.effect.low


def test_intervals_of_units_hold_their_truth_as_often_as_they_say():
    held, sds = [], []
    for seed in range(20):
        y, n, names, effect = drawn(seed)
        found = mixed(y, n, names, nodes=3)
        held += [u.effect.low <= e <= u.effect.high for u, e in zip(found.units, effect, strict=True)]
        sds.append(found.sd.low <= 0.8 <= found.sd.high)
    assert 0.93 <= np.mean(held) <= 0.97
    assert np.mean(sds) >= 0.75


def test_units_that_are_alike_have_no_spread_and_intervals_that_still_have_a_width():
    found = mixed([10] * 8, [20] * 8, list("abcdefgh"))
    assert found.sd.value == found.sd.low == 0
    assert found.sd.high > 0
    assert all(u.effect.low < 0 < u.effect.high for u in found.units)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 19), min_size=6, max_size=10), st.randoms())
def test_order_of_rows_and_what_is_called_success_change_nothing(counts, random):
    n, names = [20] * len(counts), [f"u{i}" for i in range(len(counts))]
    one = mixed(counts, n, names, nodes=3)
    order = list(range(len(counts)))
    random.shuffle(order)
    other = mixed([20 - counts[i] for i in order], n, [names[i] for i in order], nodes=3)
    assert one.sd.value == pytest.approx(other.sd.value, abs=2e-3)
    assert [u.effect.value for u in one.units] == pytest.approx([-u.effect.value for u in other.units], abs=2e-3)


@pytest.mark.parametrize(
    ("y", "n", "units"),
    [
        ([-1, 2], [3, 3], ["a", "b"]),
        ([4, 2], [3, 3], ["a", "b"]),
        ([float("nan"), 2], [3, 3], ["a", "b"]),
        ([1, 2, 3], [3, 3], ["a", "b"]),
        ([1, 2], [3, 3], ["a"]),
    ],
)
def test_counts_that_are_none_are_refused(y, n, units):
    with pytest.raises(ValueError, match="successes"):
        mixed(y, n, units)


@pytest.mark.parametrize(
    ("y", "covariates", "says"),
    [
        ([], None, "0 units"),
        ([1, 2, 3], None, "3 units"),
        ([0] * 6, None, "same everywhere"),
        ([5] * 6, None, "same everywhere"),
        ([1, 2, 3, 4, 3, 2], [[1.0]] * 6, "constant"),
        ([0, 0, 0, 5, 5, 5], [[0.0]] * 3 + [[1.0]] * 3, "settles"),
    ],
)
def test_what_the_data_cannot_tell_is_said(y, covariates, says):
    with pytest.raises(CannotTell, match=says):
        mixed(y, [5] * len(y), [f"u{i}" for i in range(len(y))], covariates)


def test_the_binomial_coefficients_are_left_out_of_the_likelihood():
    """So that a table of units and the single decisions it was counted from give the same."""
    y, n, names, _ = drawn(9, units=8, size=5)
    single = [(int(i < k), name) for k, m, name in zip(y, n, names, strict=True) for i in range(m)]
    rows = mixed([s for s, _ in single], [1] * len(single), [name for _, name in single], nodes=5)
    table = mixed(y, n, names, nodes=5)
    assert rows.log_likelihood == pytest.approx(table.log_likelihood)
    assert rows.sd.value == pytest.approx(table.sd.value, abs=1e-5)


def test_units_far_apart_with_many_decisions_are_told():
    """Some grant all and some nothing of 400: the modes were never found, and it was said that there are too few."""
    y, n = np.array([0.0, 400, 3, 390, 200, 0]), np.full(6, 400.0)
    found = mixed(y, n, [f"unit {number}" for number in range(6)])
    theta = np.array([found.fixed[0].estimate.value, found.sd.value])
    u = np.linspace(-12, 12, 200_001)
    eta = theta[0] + theta[1] * u
    each = [k * eta - m * np.logaddexp(0, eta) - u * u / 2 - np.log(2 * np.pi) / 2 for k, m in zip(y, n, strict=True)]
    tops = [one.max() for one in each]
    plain = sum(top + np.log(np.exp(one - top).sum() * (u[1] - u[0])) for one, top in zip(each, tops, strict=True))
    assert found.log_likelihood == pytest.approx(plain, abs=0.2)  # what nine nodes miss where a unit has no yes at all
    assert found.sd.low < found.sd.value < found.sd.high < 50
    order = [unit.effect.value for unit in found.units]
    assert [int(at) for at in np.argsort(order)][-1] == 1
