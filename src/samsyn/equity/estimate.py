"""What every figure of this core is: an estimate with its interval and what it was computed from."""

from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist

from samsyn.equity.note import Noted

LEVEL = 0.95


def quantile(level: float = LEVEL) -> float:
    """The quantile of the standard normal distribution that a two-sided interval of this level reaches to (1.96)."""
    return NormalDist().inv_cdf(0.5 + level / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, the interval of its uncertainty, and how many records it stands on.

    `value`, `low` and `high` share a unit: shares are fractions. `low` and `high` are equal to `value` only where
    nothing is uncertain. Raises ValueError for an interval that does not hold its value or is no number.
    """

    value: float
    low: float
    high: float
    n: int
    level: float = LEVEL

    def __post_init__(self) -> None:
        if not all(map(isfinite, (self.value, self.low, self.high))):
            raise ValueError(f"not a number: {self.value} ({self.low} to {self.high})")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} is not between {self.low} and {self.high}")

    @classmethod
    def normal(cls, value: float, error: float, n: int, level: float = LEVEL) -> "Estimate":
        """The estimate of a normally distributed figure with this standard error."""
        reach = quantile(level) * error
        return cls(value, value - reach, value + reach, n, level)

    @property
    def is_none(self) -> bool:
        """Whether no difference (0) is inside the interval."""
        return self.low <= 0 <= self.high


class CannotTell(Noted):
    """The data cannot answer the question. The note says why, and what data would."""
