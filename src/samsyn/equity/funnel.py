"""Funnel plots: each unit's figure against how far chance alone takes a unit of its size. Never a ranking.

Limits lie on a scale that makes the error depend on size alone: the arcsine root for shares, the root or the logarithm
for ratios and rates, the figure itself for means (Spiegelhalter, Statistics in Medicine 24, 2005, 1185-1202, and
Quality and Safety in Health Care 14, 2005, 347-351). Units always differ a little for reasons that no one has measured:
that overdispersion is estimated from z values whose ends are drawn in (winsorised) or left out, and widens the limits,
by a factor phi or by a variance tau2 between units (DerSimonian and Laird 1986).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import CannotTell, quantile

Floats = NDArray[np.float64]
Adjust = Literal["additive", "multiplicative"]
Ends = Literal["winsorised", "trimmed"]
Scale = Literal["root", "log"]
Order = Literal["size", "name"]
LEVELS = (0.95, 0.998)
FEWEST_UNITS = 5  # with fewer, how much units differ in general is a guess
END = 0.1


@dataclass(frozen=True, slots=True)
class Band:
    """Between which figures a unit of this size lies by chance, at a level; `adjusted` also by overdispersion."""

    level: float
    low: float
    high: float
    adjusted_low: float
    adjusted_high: float


@dataclass(frozen=True, slots=True)
class Point:
    """A unit: how many decisions (or how much was expected), its figure and its distance from all in errors.

    `outside` are the levels whose limits the figure is outside of, `adjusted_outside` those after overdispersion.
    """

    unit: str
    size: float
    value: float
    z: float
    adjusted_z: float
    bands: tuple[Band, ...]
    outside: tuple[float, ...]
    adjusted_outside: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The points in `order` (never by figure), what all have in common and how much more units differ than by chance.

    `phi` is the mean of the squared z values with their ends drawn in, 1 where chance alone is at work; `tau2` the
    variance between units on the scale of the limits.
    """

    points: tuple[Point, ...]
    order: Order
    target: float
    phi: float
    tau2: float
    adjust: Adjust

    def outside(self, level: float, *, adjusted: bool) -> tuple[str, ...]:
        """The units outside the limits of a level that was drawn. Raises KeyError for one that was not."""
        if not any(abs(level - band.level) < 1e-9 for band in self.points[0].bands):
            raise KeyError(level)
        chosen = (p.adjusted_outside if adjusted else p.outside for p in self.points)
        return tuple(p.unit for p, levels in zip(self.points, chosen, strict=True) if level in levels)


@dataclass(frozen=True, slots=True)
class _Units:
    """Figures, sizes, figures on the scale of the limits with their errors, and the way back; (units,) arrays."""

    names: tuple[str, ...]
    size: Floats
    value: Floats
    scaled: Floats
    error: Floats
    centre: float
    target: float
    back: Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a funnel is drawn: levels, how overdispersion widens it, what is done with the ends, and the order."""

    levels: tuple[float, ...] = LEVELS
    adjust: Adjust = "additive"
    ends: Ends = "winsorised"
    end: float = END
    order: Order = "size"


def shares(
    successes: ArrayLike,
    trials: ArrayLike,
    units: Sequence[str],
    *,
    target: float | None = None,
    asked: Asked | None = None,
) -> Funnel:
    """Shares around that of all together, or around a target. One count of successes and trials for each unit."""
    y, n = _numbers(successes, units), _numbers(trials, units)
    if (n <= 0).any() or (y > n).any():
        raise ValueError("a unit has no trials, or more successes than trials")
    middle = float(y.sum() / n.sum()) if target is None else target
    if not 0 < middle < 1:
        raise CannotTell("units_alike")
    root = np.arcsin(np.sqrt(y / n))
    return _funnel(
        _Units(
            tuple(units), n, y / n, root, 0.5 / np.sqrt(n), float(np.arcsin(np.sqrt(middle))), middle, _from_arcsine
        ),
        asked or Asked(),
    )


def ratios(
    observed: ArrayLike, expected: ArrayLike, units: Sequence[str], *, scale: Scale = "root", asked: Asked | None = None
) -> Funnel:
    """What was observed over what a model expects (as standardised mortality ratios), around 1.

    `scale` "log" is the way of the NHS's SHMI; there, a unit with nothing observed counts as half a case.
    """
    o, e = _numbers(observed, units), _numbers(expected, units)
    return _counts(o, e, units, 1.0, scale, asked or Asked())


def rates(
    events: ArrayLike, exposure: ArrayLike, units: Sequence[str], *, scale: Scale = "root", asked: Asked | None = None
) -> Funnel:
    """Events for each unit of exposure (persons, months), around the rate of all. `size` is expected events."""
    o, time = _numbers(events, units), _numbers(exposure, units)
    if (time <= 0).any():
        raise ValueError("a unit has no exposure")
    if o.sum() == 0:
        raise CannotTell("nothing_observed")
    rate = float(o.sum() / time.sum())
    return _counts(o, time * rate, units, rate, scale, asked or Asked())


def means(
    mean: ArrayLike, spread: ArrayLike, n: ArrayLike, units: Sequence[str], *, asked: Asked | None = None
) -> Funnel:
    """Means around that of all rows, from each unit's mean, standard deviation and number of rows.

    The errors use one standard deviation for all (pooled over units), since that of a small unit is known badly.
    """
    values, sds, size = np.asarray(mean, dtype=np.float64), _numbers(spread, units), _numbers(n, units)
    if values.shape != size.shape or not np.isfinite(values).all():
        raise ValueError("means must be numbers, one for each unit")
    if (size < 1).any() or size.sum() <= len(size):
        raise ValueError("a unit has no rows, or no unit has two")
    pooled = float(np.sqrt(((size - 1) * sds * sds).sum() / (size - 1).sum()))
    if pooled == 0:
        raise CannotTell("alike_within_units")
    middle = float((size * values).sum() / size.sum())
    return _funnel(
        _Units(tuple(units), size, values, values, pooled / np.sqrt(size), middle, middle, lambda v: v),
        asked or Asked(),
    )


def dispersion(observed: ArrayLike, fitted: ArrayLike, parameters: int, variance: ArrayLike | None = None) -> float:
    """Pearson's dispersion of a fitted model: 1 where rows vary as the model says (McCullagh and Nelder 1989, 4.5).

    `variance` is what the model says of each row, as the fitted value itself (Poisson) unless given.
    """
    o, f = np.asarray(observed, dtype=np.float64), np.asarray(fitted, dtype=np.float64)
    v = f if variance is None else np.asarray(variance, dtype=np.float64)
    if (
        o.shape != f.shape
        or v.shape != f.shape
        or not (np.isfinite(o).all() and np.isfinite(f).all() and (v > 0).all())
    ):
        raise ValueError("observed and fitted must be numbers, with a variance above 0 for each")
    if len(o) <= parameters:
        raise CannotTell("few_rows_for_columns", rows=len(o), columns=parameters)
    return float(((o - f) ** 2 / v).sum() / (len(o) - parameters))


def overdispersion(z: Floats, error: Floats, *, ends: Ends = "winsorised", end: float = END) -> tuple[float, float]:
    """phi and tau2 of z values with these errors (Spiegelhalter 2005, eq. 2 and 4)."""
    if not 0 <= end < 0.5:
        raise ValueError(f"{end} of each end; from 0 to below one half")
    if ends == "winsorised":
        kept = np.clip(z, *np.quantile(z, [end, 1 - end]))
        weight = 1 / error**2
    else:
        cut = int(end * len(z))
        inside = np.argsort(z, kind="stable")[cut : len(z) - cut]
        kept, weight = z[inside], 1 / error[inside] ** 2
    phi = float((kept * kept).mean())
    room = float(weight.sum() - (weight * weight).sum() / weight.sum())
    return phi, max(0.0, (len(kept) * phi - (len(kept) - 1)) / room)


def _numbers(values: ArrayLike, units: Sequence[str]) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if found.shape != (len(units),) or not np.isfinite(found).all() or (found < 0).any():
        raise ValueError("counts must be numbers from 0, one for each unit")
    if len(set(units)) != len(units):
        raise ValueError("a unit is named twice")
    if len(units) < FEWEST_UNITS:
        raise CannotTell("few_units", units=len(units), least=FEWEST_UNITS)
    return found


def _counts(o: Floats, e: Floats, units: Sequence[str], factor: float, scale: Scale, asked: Asked) -> Funnel:
    if (e <= 0).any():
        raise ValueError("nothing is expected of a unit")
    if scale == "log":
        shown, error, centre = np.log(np.maximum(o, 0.5) / e), 1 / np.sqrt(e), 0.0
        return _funnel(
            _Units(tuple(units), e, o / e * factor, shown, error, centre, factor, lambda v: factor * np.exp(v)), asked
        )
    shown, error = np.sqrt(o / e), 0.5 / np.sqrt(e)
    return _funnel(
        _Units(tuple(units), e, o / e * factor, shown, error, 1.0, factor, lambda v: factor * np.maximum(v, 0) ** 2),
        asked,
    )


def _from_arcsine(values: Floats) -> Floats:
    return np.asarray(np.sin(np.clip(values, 0, np.pi / 2)) ** 2, dtype=np.float64)


def _funnel(units: _Units, asked: Asked) -> Funnel:
    if not asked.levels or any(not 0 < level < 1 for level in asked.levels):
        raise ValueError(f"levels {asked.levels}; each between 0 and 1")
    distance = units.scaled - units.centre
    z = distance / units.error
    phi, tau2 = overdispersion(z, units.error, ends=asked.ends, end=asked.end)
    wide = np.sqrt(units.error**2 + tau2) if asked.adjust == "additive" else units.error * np.sqrt(max(phi, 1.0))
    adjusted = distance / wide
    reach = np.array([quantile(level) for level in asked.levels])
    limits = [
        units.back(units.centre + sign * reach[:, None] * error) for error in (units.error, wide) for sign in (-1, 1)
    ]
    places = range(len(z))
    order = sorted(places, key=lambda i: units.names[i] if asked.order == "name" else (units.size[i], units.names[i]))
    points = tuple(_point(units, asked, i, (z[i], adjusted[i]), [limit[:, i] for limit in limits]) for i in order)
    return Funnel(points, asked.order, units.target, phi, tau2, asked.adjust)


def _point(units: _Units, asked: Asked, i: int, z: tuple[float, float], limits: Sequence[Floats]) -> Point:
    bands = tuple(Band(level, *(float(limit[k]) for limit in limits)) for k, level in enumerate(asked.levels))
    outside, adjusted = (tuple(level for level in asked.levels if abs(far) > quantile(level)) for far in z)
    return Point(
        units.names[i], float(units.size[i]), float(units.value[i]), float(z[0]), float(z[1]), bands, outside, adjusted
    )
