"""Interrupted time series: planted changes, coverage with autocorrelation, the slow reference, and bad input."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm

from samsyn.equity.estimate import CannotTell
from samsyn.equity.series import interrupted, months_needed


@pytest.fixture(autouse=True)
def no_warning_is_let_through():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def series(seed, *, months=60, start=30, step=3.0, slope=0.1, rho=0.3, trend=0.1):
    draw = np.random.default_rng(seed)
    noise = np.empty(months)
    noise[0] = draw.normal() / np.sqrt(1 - rho * rho)
    for i in range(1, months):
        noise[i] = rho * noise[i - 1] + draw.normal()
    t = np.arange(months)
    after = t >= start
    return 50 + trend * t + 2 * np.sin(2 * np.pi * t / 12) + step * after + slope * after * (t - start) + noise


def test_a_planted_step_and_slope_are_found_and_the_season_is_not_taken_for_one():
    found = interrupted(series(1, rho=0.0), 30)
    assert found.main.level.low <= 3 <= found.main.level.high
    assert found.main.slope is not None
    assert found.main.slope.low <= 0.1 <= found.main.slope.high
    assert not found.main.after.is_none
    gap = np.array(found.fitted) - np.array(found.without)
    assert gap[:30].tolist() == pytest.approx([0] * 30, abs=1e-9)
    assert gap[30:].mean() == pytest.approx(found.main.after.value)


def test_the_main_estimate_never_comes_without_its_sensitivity():
    found = interrupted(series(2), 30)
    assert {e.trend for e in found.trends} == {"none", "quadratic", "piecewise"}
    assert len(found.placebos) == 3
    assert all(e.start < 30 for e in found.placebos)


def test_a_trend_that_went_on_is_told_from_a_change_by_the_sensitivity():
    found = interrupted(series(3, step=0, slope=0, trend=0.3), 30)
    assert found.main.after.is_none
    without_trend = next(e for e in found.trends if e.trend == "none")
    assert without_trend.after.value > found.main.after.high
    assert without_trend.rho > 0.8  # what the missing trend leaves behind, for which the interval is wide


def test_intervals_hold_the_truth_as_often_as_they_say_with_autocorrelation():
    """The small version of tools/calibrate_series.py."""
    held = []
    for seed in range(100):
        found = interrupted(series(seed, months=48, start=24, rho=0.4), 24)
        held.append(found.main.after.low <= 3 + 0.1 * 23 / 2 <= found.main.after.high)
    assert 0.90 <= np.mean(held) <= 0.99


@pytest.mark.parametrize("season", ["none", "harmonic", "monthly"])
def test_without_noise_to_speak_of_the_change_is_that_of_least_squares(season):
    t = np.arange(60)
    since, step = t - 30, (t >= 30).astype(float)
    month = (t % 12)[:, None]
    terms = {
        "none": np.empty((60, 0)),
        "harmonic": np.hstack([np.sin(2 * np.pi * month / 12), np.cos(2 * np.pi * month / 12)]),
        "monthly": (month == np.arange(1, 12)).astype(float),
    }[season]
    design = np.column_stack([step, step * since, np.ones(60), t, terms])
    y = design @ np.arange(1.0, design.shape[1] + 1) + 1e-4 * np.random.default_rng(1).normal(size=60)
    slow = sm.OLS(y, design).fit()
    found = interrupted(y, 30, season=season)
    assert found.main.level.value == pytest.approx(slow.params[0], abs=1e-3)
    assert found.main.slope.value == pytest.approx(slow.params[1], abs=1e-4)


def test_another_unit_or_level_changes_the_figures_alike():
    y = series(8)
    one, other = interrupted(y, 30), interrupted(5 - 10 * y, 30)
    assert other.main.after.value == pytest.approx(-10 * one.main.after.value)
    assert other.main.after.low == pytest.approx(-10 * one.main.after.high)
    assert one.robust == other.robust


@pytest.mark.parametrize(("months", "start"), [(10, 5), (23, 11), (40, 36), (17, 9)])
def test_too_few_months_say_how_many_are_needed(months, start):
    with pytest.raises(CannotTell, match=r"at least 12 before, 6 after and 18 in all"):
        interrupted(np.arange(months) % 3, start)


def test_a_richer_season_needs_more_months():
    assert months_needed("monthly") == 26
    with pytest.raises(CannotTell, match="26 in all"):
        interrupted(series(1, months=24, start=14), 14, season="monthly")


def test_bad_input_is_refused_with_a_sentence():
    y = series(1)
    for values, start, more, says in (
        ([], 1, {}, "start is month"),
        (np.where(np.arange(60) == 7, np.nan, y), 30, {}, "without gaps"),
        (y, 0, {}, "start is month"),
        (y, 60, {}, "start is month"),
        (y, 30, {"first_month": 13}, "no month"),
        (y, 30, {"harmonics": 6}, "waves"),
    ):
        with pytest.raises(ValueError, match=says):
            interrupted(values, start, **more)
    with pytest.raises(CannotTell, match="same in every month"):
        interrupted([4.0] * 60, 30)
    with pytest.raises(CannotTell, match="without any chance"):
        interrupted(np.arange(60.0), 30)
