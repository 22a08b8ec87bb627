"""Did a change work? A monthly series before and after it, with what the answer owes to the trend that is assumed.

Segmented regression (Bernal, Cummins and Gasparrini 2017): level, trend, a step and a change of slope at the start,
and the season. The interval is robust to months that resemble the month before, without taking as known how much
(`autocorrelated`). The main estimate is never given alone: the same effect under other trends and at dates at which
nothing happened comes with it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.autocorrelated import remembered
from samsyn.equity.estimate import LEVEL, CannotTell, Estimate

Floats = NDArray[np.float64]
Season = Literal["none", "harmonic", "monthly"]
Trend = Literal["none", "linear", "quadratic", "piecewise"]
FEWEST_BEFORE = 12  # a year, so that a season is not taken for a trend
FEWEST_AFTER = 6
FEWEST_SPARE = 10  # degrees of freedom that remain; with fewer no interval is worth its name
OTHER_TRENDS: tuple[Trend, ...] = ("none", "quadratic", "piecewise")


@dataclass(frozen=True, slots=True)
class Effect:
    """The change at the start: `level` is the step in the outcome's unit, `slope` the change a month, `after` the
    mean effect over the months after the start (the figure to read). `trend` is what was assumed, `start` the month's
    place in the series, `rho` how much a month's error keeps of the month before.
    """

    trend: Trend
    start: int
    level: Estimate
    slope: Estimate | None
    after: Estimate
    rho: float


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


def interrupted(
    values: ArrayLike,
    start: int,
    *,
    first_month: int = 1,
    season: Season = "harmonic",
    harmonics: int = 1,
    slope: bool = True,
    level: float = LEVEL,
) -> Series:
    """What changed at month number `start` (from 0) of a monthly series without gaps.

    `values` are (months,); `first_month` is the calendar month of the first (1-12); `harmonics` how many waves a year
    the harmonic season has. Raises ValueError for values that are no numbers or a start outside the series; CannotTell,
    which says how many months are needed, where there are too few or nothing varies.
    """
    y = _checked(values, start, first_month, harmonics)
    ask = _Ask(first_month, season, harmonics, slope, level)
    _enough(len(y), start, ask)
    if np.ptp(y) == 0:
        raise CannotTell("still_series")
    main, beta, design = _effect(y, start, "linear", ask)
    # The base model is linear already. A piecewise trend bends halfway through the months before the start.
    others = tuple(_effect(y, start, trend, ask)[0] for trend in OTHER_TRENDS)
    fitted = design @ beta
    without = fitted - _change(len(y), start, ask) @ beta[: ask.changes]
    return Series(main, others, _placebos(y, start, ask), tuple(fitted.tolist()), tuple(without.tolist()))


def months_needed(season: Season = "harmonic", harmonics: int = 1, *, slope: bool = True) -> int:
    """How many months the model with its sensitivity needs in all."""
    waves = {"none": 0, "harmonic": 2 * harmonics, "monthly": 11}[season]
    return max(FEWEST_BEFORE + FEWEST_AFTER, 3 + (2 if slope else 1) + waves + FEWEST_SPARE)


@dataclass(frozen=True, slots=True)
class _Ask:
    first_month: int
    season: Season
    harmonics: int
    slope: bool
    level: float

    @property
    def changes(self) -> int:
        return 2 if self.slope else 1


def _checked(values: ArrayLike, start: int, first_month: int, harmonics: int) -> Floats:
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 1 or not np.isfinite(y).all():
        raise ValueError("the series must be one number for each month, without gaps")
    if not 0 < start < max(len(y), 1):
        raise ValueError(f"the start is month {start} of a series of {len(y)}")
    if not 1 <= first_month <= 12:
        raise ValueError(f"{first_month} is no month")
    if not 1 <= harmonics <= 5:
        raise ValueError(f"{harmonics} waves a year; from 1 to 5")
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


def _effect(y: Floats, start: int, trend: Trend, ask: _Ask) -> tuple[Effect, Floats, Floats]:
    """The change under a trend, with the coefficients and the design (months, coefficients)."""
    months = len(y)
    change = _change(months, start, ask)
    design = np.hstack([change, _trends(months, start, trend), _seasonal(months, ask)])
    _check_chance(y, design)
    fit = remembered(y, design)
    mean = np.zeros(design.shape[1])
    mean[: ask.changes] = change[start:].mean(axis=0)
    rows = np.vstack([np.eye(design.shape[1])[: ask.changes], mean])
    limits = zip((rows @ fit.mean).tolist(), *(limit.tolist() for limit in fit.interval(rows, ask.level)), strict=True)
    found = [Estimate(v, min(low, v), max(high, v), months, ask.level) for v, low, high in limits]
    slope = found[1] if ask.slope else None
    return Effect(trend, start, found[0], slope, found[-1], fit.memory), fit.mean, design


def _placebos(y: Floats, start: int, ask: _Ask) -> tuple[Effect, ...]:
    """Moved starts in the months before the change, none of which had one: a quarter, a half and three quarters in."""
    before = y[:start]
    places = sorted({round(start * share) for share in (0.35, 0.5, 0.65)})
    spare = start - (months_needed(ask.season, ask.harmonics, slope=ask.slope) - FEWEST_SPARE) >= FEWEST_SPARE
    if not spare or np.ptp(before) == 0:
        return ()
    return tuple(_effect(before, place, "linear", ask)[0] for place in places if 6 <= place <= start - 6)


def _check_chance(y: Floats, design: Floats) -> None:
    """Raises CannotTell where columns cannot be told apart or the model leaves nothing to chance."""
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise CannotTell("trend_and_season")
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    if float(np.abs(left).max()) <= 1e-10 * max(1.0, float(np.abs(y).max())):
        raise CannotTell("no_chance_in_months")
