"""Mean amounts of many units drawn in towards all: the more, the less data a unit has.

d_j is normal about the unit's own mean with a known error, and these means are normal about a common one. The spread
between units is that of the largest restricted likelihood, its interval by the profile. A unit's interval uses t with
one degree of freedom less than there are units and holds that the spread itself is not known (Morris, Journal of the
American Statistical Association 78, 1983, 47-55; Kass and Steffey 1989, eq. 3.4), as `mixed` does for shares.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import LEVEL, CannotTell, Estimate, quantile
from samsyn.equity.mixed import FEWEST_UNITS
from samsyn.equity.student import t_quantile

Floats = NDArray[np.float64]
GRID = 400


@dataclass(frozen=True, slots=True)
class DrawnIn:
    """How much units differ (a standard deviation in the outcome's unit) and each unit's effect, in the order given."""

    sd: Estimate
    units: tuple[Estimate, ...]


def drawn_in(means: ArrayLike, errors: ArrayLike, n: ArrayLike, level: float = LEVEL) -> DrawnIn:
    """Draw means in, (units,) with their standard errors and numbers of rows.

    Raises ValueError for means or errors that are none, CannotTell for fewer than five units.
    """
    d, e, rows = (np.asarray(a, dtype=np.float64) for a in (means, errors, n))
    if d.ndim != 1 or d.shape != e.shape or d.shape != rows.shape or not np.isfinite(d).all() or not (e > 0).all():
        raise ValueError("each unit has a mean, an error above 0 and a number of rows")
    if len(d) < FEWEST_UNITS:
        raise CannotTell("few_units", units=len(d), least=FEWEST_UNITS)
    low, best, high = _spread(d, e, level)
    whole = round(float(rows.sum()))
    at = best if best > 0 else high
    wide = at**2 + e**2
    centre = _middle(d, 1 / wide)
    left = e**2 / wide  # the share of a unit's distance that is taken to be chance
    middle = (1 - left) * (d - centre)
    unsure = max(high - best, best - low) / quantile(level) if best > 0 else 0.0  # of the spread itself
    grows = 2 * at * left / wide * (d - centre)  # how an effect changes with the spread
    error = np.sqrt(at**2 * left + left**2 * np.pi / 2 / (1 / wide).sum() + (grows * unsure) ** 2)
    reach = t_quantile(len(d) - 1, level) * error
    value = middle if best > 0 else np.zeros_like(middle)
    columns = (value, np.minimum(middle - reach, value), np.maximum(middle + reach, value), np.rint(rows))
    units = tuple(Estimate(v, a, b, int(k), level) for v, a, b, k in zip(*(c.tolist() for c in columns), strict=True))
    return DrawnIn(Estimate(best, low, high, whole, level), units)


def _spread(d: Floats, e: Floats, level: float) -> tuple[float, float, float]:
    """The spread of the largest likelihood and where it has fallen by half the squared quantile."""
    top = 4 * float(d.std()) + 4 * float(e.max())
    grid = np.linspace(0.0, top, GRID)
    for _ in range(3):
        best = int(np.argmax(_profile(grid, d, e)))
        peak, step = float(grid[best]), float(grid[1] - grid[0])
        grid = np.linspace(max(0.0, peak - step), peak + step, GRID)
    limit = float(_profile(np.array([peak]), d, e)[0]) - quantile(level) ** 2 / 2
    below, above = np.linspace(0.0, peak, GRID), np.linspace(peak, 2 * top, 4 * GRID)
    low = below[_profile(below, d, e) >= limit]
    high = above[_profile(above, d, e) >= limit]
    peak = 0.0 if peak < 1e-6 * top else peak
    return float(low[0]) if len(low) else peak, peak, max(peak, float(high[-1]))


def _middle(d: Floats, weight: Floats) -> float:
    """The weighted median: one unit far off must not make all the others differ from what is usual."""
    order = np.argsort(d, kind="stable")
    share = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return float(np.interp(0.5, share, d[order]))


def _profile(spread: Floats, d: Floats, e: Floats) -> Floats:
    """The restricted log-likelihood of each spread: that the common mean was found from the same units is counted."""
    weight = 1 / (spread[:, None] ** 2 + e**2)
    centre = (weight * d).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
    whole = (np.log(weight) - weight * (d - centre) ** 2).sum(axis=1) - np.log(weight.sum(axis=1))
    return np.asarray(0.5 * whole, dtype=np.float64)
