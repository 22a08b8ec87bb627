"""Figures that carry their uncertainty with them through what is computed of them: the delta method, row by row.

A figure is its value and how much each row moved it (its influence; Hampel, Journal of the American Statistical
Association 69, 1974, 383-393). Sums, products and quotients move as derivatives do, so two figures of the same rows
keep what they have in common, and the variance of the last is the sum of its squared influences.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.dense import Design, Fit
from samsyn.equity.estimate import LEVEL, CannotTell, Estimate

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Carried:
    """One or several figures: `value` (figures,) and `parts` (rows, figures), how much each row moved each."""

    value: Floats
    parts: Floats

    def __add__(self, other: "Carried") -> "Carried":
        return Carried(self.value + other.value, self.parts + other.parts)

    def __sub__(self, other: "Carried") -> "Carried":
        return Carried(self.value - other.value, self.parts - other.parts)

    def __mul__(self, other: "Carried") -> "Carried":
        return Carried(self.value * other.value, self.parts * other.value + self.value * other.parts)

    def __truediv__(self, other: "Carried") -> "Carried":
        value = self.value / other.value
        return Carried(value, (self.parts - value * other.parts) / other.value)

    def times(self, number: float) -> "Carried":
        """A fixed number of times this."""
        return Carried(self.value * number, self.parts * number)

    def sum(self) -> "Carried":
        """All figures together, as one."""
        return Carried(self.value.sum(keepdims=True), self.parts.sum(1, keepdims=True))

    def of(self, places: ArrayLike) -> "Carried":
        """Some of the figures."""
        where = np.asarray(places, dtype=np.intp)
        return Carried(self.value[where], self.parts[:, where])

    def spread(self, linear: Floats) -> "Carried":
        """Other figures, each a fixed sum of these: `linear` is (others, figures)."""
        return Carried(linear @ self.value, self.parts @ linear.T)

    def estimate(self, clusters: NDArray[np.int64] | None = None, level: float = LEVEL) -> Estimate:
        """The first figure with its interval; `clusters` (rows,) say which rows hang together."""
        parts: Floats = self.parts[:, 0]
        rows = len(parts)
        if clusters is not None:
            _, where = np.unique(clusters, return_inverse=True)
            sums = np.bincount(where, parts).astype(np.float64)
            parts = sums * np.sqrt(len(sums) / (len(sums) - 1))
        return Estimate.normal(float(self.value[0]), float(np.sqrt(parts @ parts)), rows, level)


def mean(x: Floats, of: Rows) -> Carried:
    """The means of the columns of `x` (rows, figures) over some of the rows."""
    number = float(of.sum())
    value = x[of].mean(0)
    parts = np.where(of[:, None], x - value, 0.0) / np.sqrt(number * (number - 1))
    return Carried(value, parts)


def coefficients(fit: Fit, of: Rows) -> Carried:
    """The coefficients of a model that was fitted to some of the rows; as HC1, each group with its own freedom."""
    rows, columns = fit.parts.shape
    parts = np.zeros((len(of), columns))
    parts[of] = fit.parts * np.sqrt(rows / (rows - columns))
    return Carried(fit.beta, parts)


def mean_outcome(fit: Fit, beta: Carried, design: Design, of: Rows) -> Carried:
    """The mean outcome some of the rows would have with these coefficients, in the family of this model."""
    x = design.x
    eta = x @ beta.value
    own = mean(fit.family.mean(eta)[:, None], of)
    gradient = (x[of] * fit.family.slope(eta)[of, None]).mean(0)
    return Carried(own.value, own.parts + (beta.parts @ gradient)[:, None])


def checked_clusters(clusters: ArrayLike | None, length: int) -> NDArray[np.int64] | None:
    """Clusters as integers. Raises ValueError for a bad shape or type, CannotTell for a single cluster."""
    if clusters is None:
        return None
    found = np.asarray(clusters)
    if found.shape != (length,) or found.dtype.kind not in "iu":
        raise ValueError("clusters are integers, one for each row")
    if len(np.unique(found)) < 2:
        raise CannotTell("one_cluster")
    return found.astype(np.int64)
