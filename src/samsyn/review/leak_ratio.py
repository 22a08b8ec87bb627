"""Figures of many reviews: rates and medians, each with an interval, over periods that are large enough. Pure.

A period is one quarter, or as many in a row as are needed for eight reviews: every review is in one period only, so no
small quarter can be found by taking one figure from another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import comb, sqrt

from samsyn.equity.student import t_quantile
from samsyn.review.leak import FEWEST, Interval

Quarter = tuple[int, int]


@dataclass(frozen=True)
class Period:
    """Quarters in a row that are told as one; `enough` is whether there is anything to tell yet."""

    quarters: tuple[Quarter, ...]
    enough: bool


def periods(counts: Mapping[Quarter, int]) -> list[Period]:
    """The periods of so many reviews a quarter, the oldest first. Quarters without any go with the next.

    What is left at the end, of fewer than eight, waits for coming quarters.
    """
    found: list[Period] = []
    waiting: list[Quarter] = []
    held = 0
    for quarter in sorted(counts):
        waiting.append(quarter)
        held += counts[quarter]
        if held >= FEWEST:
            found.append(Period(tuple(waiting), enough=True))
            waiting, held = [], 0
    return [*found, Period(tuple(waiting), enough=False)] if held else found


@dataclass(frozen=True)
class Rate:
    """So many of something for each of something else, over so many reviews."""

    value: float
    interval: Interval
    reviews: int


def rate(pairs: Sequence[tuple[float, float]], *, per: float = 1) -> Rate | None:
    """The sum of the first over the sum of the second, times `per`; each pair is a review.

    The interval is that of a ratio of sums over independent reviews (Cochran, Sampling Techniques, 3rd ed., 6.3), by
    Student's t, and never below 0. None for fewer than eight reviews, or when the second is nothing.
    """
    number, whole = len(pairs), sum(of for _, of in pairs)
    if number < FEWEST or whole <= 0:
        return None
    value = sum(some for some, _ in pairs) / whole
    spread = sum((some - value * of) ** 2 for some, of in pairs) / (number - 1)
    half = t_quantile(number - 1) * sqrt(spread / number) / (whole / number)
    return Rate(per * value, Interval(per * max(0.0, value - half), per * (value + half)), number)


def middle(values: Iterable[float]) -> Rate | None:
    """The median with an interval between two of the values that holds it with at least 95 per cent.

    None for fewer than eight. David and Nagaraja, Order Statistics, 3rd ed., 7.1.
    """
    ordered = sorted(values)
    number = len(ordered)
    if number < FEWEST:
        return None
    below = list(accumulate(comb(number, k) / 2**number for k in range(number + 1)))
    at = max((k for k in range(number // 2) if below[k] <= 0.025), default=0)
    half = number // 2
    value = ordered[half] if number % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Rate(value, Interval(ordered[at], ordered[number - 1 - at]), number)


def fewer_than_all(some: int, of: int) -> bool:
    """Whether a count of persons, or what is left of it, is 1–7, so that a share may not be told."""
    return 0 < some < FEWEST or 0 < of - some < FEWEST
