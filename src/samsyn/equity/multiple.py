"""Several tests shown together: which of them still stand.

Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300: of what is called a difference, at
most this share is none, on average. Bonferroni: the risk of calling any at all where there is none.
"""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.estimate import Estimate, quantile


@dataclass(frozen=True, slots=True)
class Judged:
    """The p-values after adjustment and whether each is rejected at the level, in the order given."""

    adjusted: tuple[float, ...]
    rejected: tuple[bool, ...]


def benjamini_hochberg(p_values: ArrayLike, level: float = 0.05) -> Judged:
    """The step-up procedure of 1995 (p. 293), which holds the share of false discoveries at `level`.

    `p_values` (tests,) may be empty. Raises ValueError for what is no p-value.
    """
    p = _checked(p_values, level)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return _judged(adjusted, level)


def bonferroni(p_values: ArrayLike, level: float = 0.05) -> Judged:
    """Each p-value times their number. Raises as `benjamini_hochberg` does."""
    p = _checked(p_values, level)
    return _judged(np.minimum(p * len(p), 1.0), level)


def p_value(estimate: Estimate) -> float:
    """The two-sided p-value of no difference that a normal interval stands for.

    For intervals that are not even about their value (shares) it is the half towards 0 that counts. Raises ValueError
    for an interval without width.
    """
    reach = estimate.value - estimate.low if estimate.value > 0 else estimate.high - estimate.value
    if not reach > 0:
        raise ValueError("an interval without width has no p-value")
    return erfc(abs(estimate.value) / reach * quantile(estimate.level) / sqrt(2))


def _judged(adjusted: NDArray[np.float64], level: float) -> Judged:
    return Judged(tuple(map(float, adjusted)), tuple(map(bool, adjusted <= level)))


def _checked(p_values: ArrayLike, level: float) -> NDArray[np.float64]:
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a p-value is a number from 0 to 1")
    if not 0 < level < 1:
        raise ValueError(f"a level is between 0 and 1, not {level}")
    return p
