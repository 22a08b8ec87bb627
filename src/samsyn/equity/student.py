"""Student's t distribution, by the incomplete beta function as a continued fraction (Lentz; Press et al. 2007, 6.4)."""

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p
from statistics import NormalDist

TINY = 1e-300
NORMAL_FROM = 1e7  # from this many degrees of freedom the normal distribution is the same to eight digits


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function for positive a and b and x from 0 to 1. Raises ValueError."""
    if not (a > 0 and b > 0 and 0 <= x <= 1):
        raise ValueError(f"no incomplete beta function of {a}, {b} at {x}")
    if x in (0, 1):
        return float(x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 100_000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _away(1 + step * d), _away(1 + step / c)
            value *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > TINY else TINY


def t_tail(t: float, freedom: float) -> float:
    """How likely a t at least this far from 0 is, to either side (the p value)."""
    if not freedom > 0:
        raise ValueError(f"{freedom} degrees of freedom")
    if freedom >= NORMAL_FROM:
        return 2 * NormalDist().cdf(-abs(t))
    if t * t < freedom:  # near 0 the other share would be lost beside 1
        return 1 - incomplete_beta(0.5, freedom / 2, t * t / (freedom + t * t))
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) if abs(t) < inf else 0.0


@lru_cache(maxsize=1024)
def t_quantile(freedom: float, level: float = 0.95) -> float:
    """How far from 0 a two-sided interval of this level reaches, by bisection."""
    if not 0 < level < 1:
        raise ValueError(f"a level of {level}")
    low, high = 0.0, 2.0
    while t_tail(high, freedom) > 1 - level:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, freedom) > 1 - level else (low, middle)
    return (low + high) / 2
