"""The plain gap, and the mean of a group, from sums."""

from math import sqrt

from samsyn.equity.estimate import CannotTell, Estimate
from samsyn.equity.fit import Family
from samsyn.equity.shares import difference, share

OfGroup = tuple[float, float, float]  # rows, sum of the outcome, sum of its squares


def gap(compared: OfGroup, reference: OfGroup, family: Family) -> Estimate:
    """The difference with its interval: shares by Newcombe's method 10 (1998), amounts by Welch. Raises CannotTell."""
    (n, y, _), (n0, y0, _) = compared, reference
    if not n or not n0:
        raise CannotTell("empty_group")
    if family is Family.SHARE:
        return difference(y, n, y0, n0)
    return Estimate.normal(y / n - y0 / n0, sqrt(_variance(compared) + _variance(reference)), round(n + n0))


def mean(of: OfGroup, family: Family) -> Estimate:
    """The share, or the mean amount, with its interval: Wilson's, or the normal one. Raises CannotTell."""
    n, y, _ = of
    if family is Family.SHARE:
        return share(y, n)
    return Estimate.normal(y / n, sqrt(_variance(of)), round(n))


def _variance(of: OfGroup) -> float:
    """Of the mean of a group."""
    n, y, squares = of
    if n < 2:
        raise CannotTell("single_row")
    return max(0.0, squares - y * y / n) / (n - 1) / n
