"""Shares of two groups in closed form: a share, a difference, a ratio, and one odds ratio over many strata.

Wilson, Journal of the American Statistical Association 22 (1927) 209-212. Newcombe, Statistics in Medicine 17 (1998)
873-890, method 10. Katz, Baptista, Azen and Pike, Biometrics 34 (1978) 469-474. Mantel and Haenszel, Journal of the
National Cancer Institute 22 (1959) 719-748, with the variance of Robins, Breslow and Greenland, Biometrics 42 (1986)
311-323.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import LEVEL, CannotTell, Estimate, quantile
from samsyn.equity.note import Note
from samsyn.equity.wilson import wilson

Floats = NDArray[np.float64]


class NoRecords(CannotTell):
    """A group or all of it is empty."""


class ZeroCount(CannotTell):
    """A count is nought (or all) where a ratio needs some on both sides."""


def _checked(yes: float, n: float) -> tuple[int, int]:
    """The two counts as integers. Raises ValueError for what is no count, NoRecords for an empty group."""
    for count in (yes, n):
        if not 0 <= count < inf or count != int(count):
            raise ValueError(f"{count} is not a count: give whole numbers from 0 up")
    if yes > n:
        raise ValueError(f"{yes} of {n}: there cannot be more with the outcome than there are records")
    if n == 0:
        raise NoRecords("empty_group")
    return int(yes), int(n)


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a level is between 0 and 1, not {level}")
    return quantile(level)


def share(yes: float, n: float, level: float = LEVEL) -> Estimate:
    """The share `yes` of `n` with Wilson's score interval (1927), which is right also near 0 and 1.

    Raises ValueError for what is no count and NoRecords without records.
    """
    yes, n = _checked(yes, n)
    low, high = wilson(yes, n, _level(level))
    return Estimate(yes / n, low, high, n, level)


def difference(yes: float, n: float, reference_yes: float, reference_n: float, level: float = LEVEL) -> Estimate:
    """The share of the group less that of the reference, with Newcombe's hybrid score interval (1998, method 10).

    The groups are different records. `n` of the answer is both groups' records. Raises as `share` does.
    """
    (yes, n), (reference_yes, reference_n) = _checked(yes, n), _checked(reference_yes, reference_n)
    z = _level(level)
    one, other = yes / n, reference_yes / reference_n
    low, high = wilson(yes, n, z)
    other_low, other_high = wilson(reference_yes, reference_n, z)
    return Estimate(
        one - other,
        one - other - sqrt((one - low) ** 2 + (other_high - other) ** 2),
        one - other + sqrt((high - one) ** 2 + (other - other_low) ** 2),
        n + reference_n,
        level,
    )


def ratio(yes: float, n: float, reference_yes: float, reference_n: float, level: float = LEVEL) -> Estimate:
    """The share of the group divided by that of the reference, with the interval on the log scale (Katz et al. 1978).

    Raises ZeroCount where a group has none with the outcome (the ratio is then 0, infinite or no number, and its
    interval has no end) or where all in both have it (the interval would have no width), and as `share` does.
    """
    (yes, n), (reference_yes, reference_n) = _checked(yes, n), _checked(reference_yes, reference_n)
    z = _level(level)
    if not yes or not reference_yes:
        where = "either_group" if yes == reference_yes else "the_reference_group" if yes else "the_compared_group"
        raise ZeroCount("nobody_in_a_group", where=Note.of(where))
    if yes == n and reference_yes == reference_n:
        raise ZeroCount("everybody_in_both")
    error = sqrt((1 / yes - 1 / n) + (1 / reference_yes - 1 / reference_n))
    return _of_log(log(yes / n) - log(reference_yes / reference_n), z * error, n + reference_n, level)


def _of_log(value: float, reach: float, n: int, level: float) -> Estimate:
    return Estimate(exp(value), exp(value - reach), exp(value + reach), n, level)


@dataclass(frozen=True, slots=True)
class Pooled:
    """One odds ratio over all strata; the strata and records of a single group or outcome, which tell nothing of it."""

    odds_ratio: Estimate
    strata: int
    silent_strata: int
    silent_records: int


def mantel_haenszel(
    yes: ArrayLike, no: ArrayLike, reference_yes: ArrayLike, reference_no: ArrayLike, level: float = LEVEL
) -> Pooled:
    """The odds of the outcome in the group against the reference, the same in all strata (Mantel and Haenszel 1959).

    All four are counts, (strata,): with and without the outcome in the group, then in the reference. The interval is on
    the log scale (Robins, Breslow and Greenland 1986, eq. 3), right for few large strata and for many small ones.
    Raises ValueError for what is no count, NoRecords where no stratum holds both groups and both outcomes, ZeroCount
    where the ratio is 0 or infinite.
    """
    z = _level(level)
    a, b, c, d = _columns([yes, no, reference_yes, reference_no])
    total = a + b + c + d
    telling = (a + b > 0) & (c + d > 0) & (a + c > 0) & (b + d > 0)
    if not telling.any():
        raise NoRecords("no_stratum_of_both")
    a, b, c, d, n = a[telling], b[telling], c[telling], d[telling], total[telling]
    r, s = a * d / n, b * c / n
    if not r.sum() or not s.sum():
        raise ZeroCount("no_stratum_both_ways")
    value = float(log(r.sum() / s.sum()))
    error = sqrt(_robins_breslow_greenland((a + d) / n, (b + c) / n, r, s))
    odds = _of_log(value, z * error, int(n.sum()), level)
    return Pooled(odds, len(n), int((~telling & (total > 0)).sum()), int(total[~telling].sum()))


def _robins_breslow_greenland(p: Floats, q: Floats, r: Floats, s: Floats) -> float:
    """The variance of the log odds ratio."""
    all_r, all_s = r.sum(), s.sum()
    parts = (p @ r) / (2 * all_r**2), (p @ s + q @ r) / (2 * all_r * all_s), (q @ s) / (2 * all_s**2)
    return float(sum(parts))


def _columns(counts: Sequence[ArrayLike]) -> list[Floats]:
    found = [np.asarray(column, dtype=np.float64) for column in counts]
    if len({column.shape for column in found}) != 1 or found[0].ndim != 1:
        raise ValueError("the four columns of counts are not of one length")
    for column in found:
        if not np.isfinite(column).all() or (column < 0).any() or (column != np.floor(column)).any():
            raise ValueError("a column holds what is not a count: give whole numbers from 0 up")
    return found
