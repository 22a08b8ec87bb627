"""Rounding of counts that leave the analyst's role: to the nearest five, and to the middle of six for rates.

Midpoint-6 rounding is the practice of OpenSAFELY ("Applying statistical disclosure control",
docs.opensafely.org/outputs/sdc; `roundmid_any` of its studies: ceiling(n/6)*6 - 3 where n is not 0): counts of 1-6
become 3, 7-12 become 9, and so on. Unlike rounding to the nearest it takes no count above zero to zero, and each step
is as wide as the next, so a quotient of two such counts is about right on average and moves only when a count passes
a step.
"""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
BASE, MIDDLE = 5, 6


@overload
def to_nearest(counts: int, base: int = BASE) -> int: ...
@overload
def to_nearest(counts: Ints, base: int = BASE) -> Ints: ...
def to_nearest(counts: int | Ints, base: int = BASE) -> int | Ints:
    """Counts rounded to the nearest multiple of `base`, halves upwards. Raises ValueError for negative counts."""
    _checked(counts, base)
    return (2 * counts + base) // (2 * base) * base


@overload
def to_middle(counts: int, width: int = MIDDLE) -> int: ...
@overload
def to_middle(counts: Ints, width: int = MIDDLE) -> Ints: ...
def to_middle(counts: int | Ints, width: int = MIDDLE) -> int | Ints:
    """Counts as the middle of the step they stand in: (0, 6] is 3, (6, 12] is 9; zero stays. Raises ValueError."""
    _checked(counts, width)
    return -(-counts // width) * width - (width // 2) * (counts != 0)


def rate(some: int, of: int, width: int = MIDDLE) -> float:
    """The share `some` is of `of` as a fraction, both rounded to the middle first. Raises ValueError where none are.

    Never above 1, as rounding keeps the order of counts.
    """
    if not 0 <= some <= of or of == 0:
        raise ValueError(f"{some} of {of} is no share")
    return to_middle(some, width) / to_middle(of, width)


def steps_to_nearest(counts: Ints, base: int = BASE) -> tuple[Ints, Ints]:
    """The least and the greatest count that are rounded to the same multiple as each of these."""
    shown = to_nearest(counts, base)
    return np.maximum(shown - base // 2, 0), shown + (base + 1) // 2 - 1


def steps_to_middle(counts: Ints, width: int = MIDDLE) -> tuple[Ints, Ints]:
    """The least and the greatest count that have the same middle as each of these."""
    last = -(-counts // width) * width
    return np.where(counts == 0, 0, last - width + 1), last


def _checked(counts: ArrayLike, step: int) -> None:
    if step < 1:
        raise ValueError(f"counts cannot be rounded to {step}")
    if np.any(np.asarray(counts) < 0):
        raise ValueError("a count is below zero")
