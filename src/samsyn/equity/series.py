"""Did a change work? A monthly series before and after it, with what the answer owes to the trend that is assumed.

Segmented regression (Bernal, Cummins and Gasparrini 2017): level, trend, a step and a change of slope at the start,
and the season. The interval is robust to autocorrelation: the residuals' first autocorrelation is estimated without the
and the season. The interval is robust to autocorrelation: the residuals' first one is estimated without the
and West 1994), and t has the degrees of freedom that remain. The main estimate is never given alone: the same effect
under other trends and at dates at which nothing happened comes with it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import LEVEL, CannotTell, Estimate
from samsyn.equity.student import t_quantile

Floats = NDArray[np.float64]
Season = Literal["none", "harmonic", "monthly"]
Trend = Literal["none", "linear", "quadratic", "piecewise"]
FEWEST_BEFORE = 12  # a year, so that a season is not taken for a trend
FEWEST_AFTER = 6
FEWEST_SPARE = 10  # degrees of freedom that remain; with fewer no interval is worth its name
MOST_RHO = 0.97
OTHER_TRENDS: tuple[Trend, ...] = ("none", "quadratic", "piecewise")


@dataclass(frozen=True, slots=True)
class Effect:
    """The change at the start: `level` is the step in the outcome's unit, `slope` the change a month, `after` the
    mean effect over the months after the start (the figure to read). `trend` is what was assumed, `start` the month's
    place in the series, `rho` the residuals' autocorrelation, `lag` how many months back the interval looks.
    """

    trend: Trend
    start: int
    level: Estimate
    slope: Estimate | None
    after: Estimate
    rho: float
    lag: int


@dataclass(frozen=True, slots=True)
class Series:
    """The main effect with its sensitivity: `trends` under other trends, `placebos` at dates before the start, of the
    months before it alone. `robust` is whether all trends agree in sign and in whether 0 is inside the interval;
    `placebo_found` how many placebo dates show an effect beyond chance, which none should (one in twenty does).
    `fitted` and `without` are the fitted series and what it would have been without the change, (months,).
    """

    main: Effect
    trends: tuple[Effect, ...]
    placebos: tuple[Effect, ...]
    fitted: tuple[float, ...]
    without: tuple[float, ...]

    @property
    def robust(self) -> bool:
        """Whether every trend gives the same answer as the main one: the same sign, and 0 inside or not."""
        same = (
            e.after.is_none == self.main.after.is_none and e.after.value * self.main.after.value > 0
            for e in self.trends
        )
        return all(same)

    @property
    def placebo_found(self) -> int:
        """How many dates at which nothing happened show an effect all the same."""
        return sum(not e.after.is_none for e in self.placebos)


@dataclass(frozen=True, slots=True)
class _Fit:
    coefficients: Floats
    cover: Floats
    freedom: float
    rho: float
    lag: int


def interrupted(
    values: ArrayLike,
    start: int,
    *,
    first_month: int = 1,
    season: Season = "harmonic",
    harmonics: int = 1,
    slope: bool = True,
    lag: int | None = None,
    level: float = LEVEL,
) -> Series:
    """What changed at month number `start` (from 0) of a monthly series without gaps.

    `values` are (months,); `first_month` is the calendar month of the first (1-12); `harmonics` how many waves a year
    the harmonic season has; `lag` the given Newey-West lag (months), else chosen by the length. Raises ValueError for
    values that are no numbers or a start outside the series; CannotTell, which says how many months are needed, where
    there are too few or nothing varies.
    """
    y = _checked(values, start, first_month, harmonics, lag)
    ask = _Ask(first_month, season, harmonics, slope, lag, level)
    _enough(len(y), start, ask)
    if np.ptp(y) == 0:
        raise CannotTell("still_series")
    main, fit, design = _effect(y, start, "linear", ask)
    # The base model is linear already. A piecewise trend bends halfway through the months before the start.
    others = tuple(_effect(y, start, trend, ask)[0] for trend in OTHER_TRENDS)
    fitted = design @ fit.coefficients
    without = fitted - _change(len(y), start, ask) @ fit.coefficients[: ask.changes]
    return Series(main, others, _placebos(y, start, ask), tuple(fitted.tolist()), tuple(without.tolist()))


def months_needed(season: Season = "harmonic", harmonics: int = 1, *, slope: bool = True) -> int:
    """How many months the model with its sensitivity needs in all."""
    waves = {"none": 0, "harmonic": 2 * harmonics, "monthly": 11}[season]
    return max(FEWEST_BEFORE + FEWEST_AFTER, 3 + (2 if slope else 1) + waves + FEWEST_SPARE)


def newey_west(design: Floats, residuals: Floats, lag: int) -> Floats:
    """Covariance of least-squares coefficients with Bartlett weights up to a lag, without small-sample factors.

    `design` is (months, coefficients), `residuals` (months,). Newey and West 1987, eq. 5.
    """
    bread = np.linalg.inv(design.T @ design)
    return np.asarray(bread @ _meat(design * residuals[:, None], lag) @ bread, dtype=np.float64)


def automatic_lag(months: int) -> int:
    """The lag chosen by the length alone: 4 (T / 100)^(2/9) (Newey and West 1994)."""
    return max(1, int(4 * (months / 100) ** (2 / 9)))


@dataclass(frozen=True, slots=True)
class _Ask:
    first_month: int
    season: Season
    harmonics: int
    slope: bool
    lag: int | None
    level: float

    @property
    def changes(self) -> int:
        return 2 if self.slope else 1


def _checked(values: ArrayLike, start: int, first_month: int, harmonics: int, lag: int | None) -> Floats:
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 1 or not np.isfinite(y).all():
        raise ValueError("the series must be one number for each month, without gaps")
    if not 0 < start < max(len(y), 1):
        raise ValueError(f"the start is month {start} of a series of {len(y)}")
    if not 1 <= first_month <= 12:
        raise ValueError(f"{first_month} is no month")
    if not 1 <= harmonics <= 5:
        raise ValueError(f"{harmonics} waves a year; from 1 to 5")
    if lag is not None and not 0 <= lag < len(y):
        raise ValueError(f"a lag of {lag} months in a series of {len(y)}")
    return y


def _enough(months: int, start: int, ask: _Ask) -> None:
    needed = months_needed(ask.season, ask.harmonics, slope=ask.slope)
    if start < FEWEST_BEFORE or months - start < FEWEST_AFTER or months < needed:
        least = {"least_before": FEWEST_BEFORE, "least_after": FEWEST_AFTER, "least": needed}
        raise CannotTell("few_months", before=start, after=months - start, **least)


def _change(months: int, start: int, ask: _Ask) -> Floats:
    """Step and slope, (months, 1 or 2)."""
    since = np.arange(months) - start
    step = (since >= 0).astype(np.float64)
    return np.column_stack([step, step * since] if ask.slope else [step])


def _seasonal(months: int, ask: _Ask) -> Floats:
    month = (np.arange(months) + ask.first_month - 1) % 12
    if ask.season == "none":
        return np.empty((months, 0))
    if ask.season == "monthly":
        return np.asarray((month[:, None] == np.arange(1, 12)) * 1.0 - (month[:, None] == 0), dtype=np.float64)
    angle = 2 * np.pi * month[:, None] * np.arange(1, ask.harmonics + 1) / 12
    return np.asarray(np.hstack([np.sin(angle), np.cos(angle)]), dtype=np.float64)


def _trends(months: int, start: int, trend: Trend) -> Floats:
    t = (np.arange(months) - start) / 12
    bend = np.maximum(np.arange(months) - start / 2, 0) / 12
    columns = {"none": [], "linear": [t], "quadratic": [t, t * t], "piecewise": [t, bend]}[trend]
    return np.column_stack([np.ones(months), *columns])


def _effect(y: Floats, start: int, trend: Trend, ask: _Ask) -> tuple[Effect, _Fit, Floats]:
    months = len(y)
    change = _change(months, start, ask)
    design = np.hstack([change, _trends(months, start, trend), _seasonal(months, ask)])
    fit = _fit(y, design, ask.lag)
    reach = t_quantile(fit.freedom, ask.level)
    mean = np.zeros(design.shape[1])
    mean[: ask.changes] = change[start:].mean(axis=0)
    rows = np.vstack([np.eye(design.shape[1])[: ask.changes], mean])
    values, errors = rows @ fit.coefficients, np.sqrt(np.einsum("ij,jk,ik->i", rows, fit.cover, rows))
    found = [
        Estimate(v, v - reach * e, v + reach * e, months, ask.level)
        for v, e in zip(values.tolist(), errors.tolist(), strict=True)
    ]
    return Effect(trend, start, found[0], found[1] if ask.slope else None, found[-1], fit.rho, fit.lag), fit, design


def _placebos(y: Floats, start: int, ask: _Ask) -> tuple[Effect, ...]:
    """Moved starts in the months before the change, none of which had one: a quarter, a half and three quarters in."""
    before, simple = y[:start], _Ask(ask.first_month, ask.season, ask.harmonics, ask.slope, ask.lag, ask.level)
    places = sorted({round(start * share) for share in (0.35, 0.5, 0.65)})
    spare = start - (months_needed(ask.season, ask.harmonics, slope=ask.slope) - FEWEST_SPARE) >= FEWEST_SPARE
    if not spare or np.ptp(before) == 0:
        return ()
    return tuple(_effect(before, place, "linear", simple)[0] for place in places if 6 <= place <= start - 6)


def _fit(y: Floats, design: Floats, lag: int | None) -> _Fit:
    months, size = design.shape
    if np.linalg.matrix_rank(design) < size:
        raise CannotTell("trend_and_season")
    coefficients = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=np.float64)
    residuals = y - design @ coefficients
    if float(np.abs(residuals).max()) <= 1e-10 * max(1.0, float(np.abs(y).max())):
        raise CannotTell("no_chance_in_months")
    rho = unbiased_rho(design, residuals)
    back = automatic_lag(months) if lag is None else lag
    cover = _prewhitened(design, residuals, rho, back)
    freedom = max((months - size) * (1 - rho) / (1 + rho), 3.0) if rho > 0 else float(months - size)
    return _Fit(coefficients, cover, freedom, rho, back)


def unbiased_rho(design: Floats, residuals: Floats) -> float:
    """The first autocorrelation of the errors from that of residuals, which is too low by what the design takes away.

    The expected value of the residuals' quadratic forms under a first-order process is solved for rho on a grid.
    """
    seen = float((residuals[1:] * residuals[:-1]).sum() / (residuals * residuals).sum())
    apart = np.abs(np.subtract.outer(np.arange(len(residuals)), np.arange(len(residuals))))
    hat = np.eye(len(residuals)) - design @ np.linalg.pinv(design)
    neighbour = hat[1:].T @ hat[:-1]
    grid = np.linspace(0.0, MOST_RHO, 40)
    expected = np.array([_expected(hat, neighbour, rho**apart) for rho in grid])
    return float(np.interp(seen, np.maximum.accumulate(expected), grid))


def _expected(hat: Floats, neighbour: Floats, correlation: Floats) -> float:
    return float((neighbour * correlation).sum() / (hat * correlation).sum())


def _meat(scores: Floats, lag: int) -> Floats:
    total = scores.T @ scores
    for back in range(1, lag + 1):
        cross = scores[back:].T @ scores[:-back]
        total = total + (1 - back / (lag + 1)) * (cross + cross.T)
    return np.asarray(total, dtype=np.float64)


def _prewhitened(design: Floats, residuals: Floats, rho: float, lag: int) -> Floats:
    """The covariance from a first-order process whose remaining, whitened scores are weighed as Newey and West do."""
    months, size = design.shape
    apart = np.abs(np.subtract.outer(np.arange(months), np.arange(months)))
    bread = np.linalg.inv(design.T @ design)
    whole = bread @ design.T @ rho**apart @ design @ bread
    hat = np.eye(months) - design @ bread @ design.T
    variance = float(residuals @ residuals) / float((hat * rho**apart).sum())
    white = residuals[1:] - rho * residuals[:-1]
    whitened = design[1:] - rho * design[:-1]
    inner = np.linalg.pinv(whitened.T @ whitened)
    robust = inner @ _meat(whitened * white[:, None], lag) @ inner * months / (months - size)
    plain = inner * float(white @ white) / (months - size)
    # What is left after whitening widens the interval and never narrows it: in short series it is mostly noise.
    extra = np.sqrt(np.maximum(np.diag(robust) / np.maximum(np.diag(plain), 1e-300), 1.0))
    return np.asarray(variance * whole * np.outer(extra, extra), dtype=np.float64)
