"""Three gaps side by side: crude, adjusted for facts that the unit did not assess, and for assessed need as well.

Each is the difference in the outcome between two groups: the compared minus the reference, as a share or in the
outcome's unit. An adjusted gap is standardised (g-computation, Robins 1986; Snowden et al. 2011): everybody's mean as
if they were in the one group, minus the same in the other, over the facts that the two groups have together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from samsyn.equity.cells import Floats
from samsyn.equity.estimate import CannotTell, Estimate
from samsyn.equity.fit import Family, Fit, fitted, moments
from samsyn.equity.packed import Packed
from samsyn.equity.shares import difference


@dataclass(frozen=True, slots=True)
class Two:
    """The rows of two groups: `data` has the group as its first factor, the reference as level 0, the compared as 1."""

    data: Packed
    compared: str
    reference: str
    family: Family


def crude(two: Two) -> Estimate:
    """The plain difference: shares by Newcombe's hybrid of Wilson intervals (1998, method 10), amounts by Welch."""
    (n0, y0, s0), (n1, y1, s1) = (_sums(two.data, level) for level in (0, 1))
    if not n0 or not n1:
        raise CannotTell("empty_group")
    if two.family is Family.SHARE:
        return difference(y1, n1, y0, n0)
    p0, p1, n = y0 / n0, y1 / n1, round(n0 + n1)
    if min(n0, n1) < 2:
        raise CannotTell("single_row")
    spread = [max(0.0, s - m * y) / (k - 1) / k for k, y, s, m in ((n0, y0, s0, p0), (n1, y1, s1, p1))]
    return Estimate.normal(p1 - p0, sqrt(sum(spread)), n)


def adjusted(two: Two, facts: Sequence[str]) -> Estimate:
    """The standardised difference, adjusted for some facts.

    Its interval counts what is uncertain in the model and in who is in the table, and holds when the spread is not as
    the model says (the influence of each row, squared; Tsiatis 2006, ch. 3). Raises CannotTell.
    """
    group = two.data.factors[0].name
    data = two.data.by([group, *facts])
    fit = fitted(data, two.family)
    name = f"{group}={two.compared}"
    if name in fit.left_out:
        raise CannotTell("facts_say_group", column=tuple(facts), compared=two.compared)
    at = fit.tables.names.index(name)
    other, one = (_had_been(fit, data, at, level) for level in (0, 1))
    rows = float(data.n.sum())
    unlike = one[0] - other[0]
    value = float(data.n @ unlike) / rows
    slope = fit.tables.summed(data.n * (one[1] - other[1])) / rows
    slope[at] = float(data.n @ one[1]) / rows
    error = sqrt(_variance(data, fit, (unlike - value) / rows, fit.inverse @ slope))
    return Estimate.normal(value, error * sqrt(rows / max(1.0, rows - len(slope))), round(rows))


def _had_been(fit: Fit, data: Packed, at: int, level: int) -> tuple[Floats, Floats]:
    """Each cell's mean had all been in one group, and how it changes with the predictor."""
    own = data.code(0)
    shift = (level - own) * fit.coefficients[at]
    means = fit.tables.exponential(fit.coefficients) * np.exp(shift)
    if fit.family is Family.AMOUNT:
        return means, means
    means = means / (1 + means)
    return means, means * (1 - means)


def _variance(data: Packed, fit: Fit, own: Floats, reach: Floats) -> float:
    """The sum over rows of the square of their influence: `own` and the score's times `reach`."""
    means, divisor, _ = moments(fit.family, fit.tables, fit.coefficients)
    through = fit.tables.predictor(reach) / divisor
    left = data.total - data.n * means
    spread = data.squares - 2 * means * data.total + data.n * means**2
    return float(data.n @ own**2 + 2 * (own * through) @ left + through**2 @ spread)


def _sums(data: Packed, level: int) -> tuple[float, float, float]:
    """Rows, sum and sum of squares of a group."""
    of = data.of(0, level)
    return float(data.n[of].sum()), float(data.total[of].sum()), float(data.squares[of].sum())
