"""A linear model of a series whose errors remember the one before; its intervals do not take that memory as known.

The memory (the first-order autocorrelation) is not estimated and then believed, which makes intervals of short series
too narrow. Each memory is tried, its generalised least squares are weighed by how well the memory fits with the
coefficients and the spread integrated out (the restricted likelihood: Harville 1974; Tunnicliffe Wilson 1989), every
memory being as likely beforehand, and the interval is that of the mixture (Zellner and Tiao 1964).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MEMORIES = 0.97 * np.linspace(-1, 1, 65)
ANGLES = np.linspace(-np.pi / 2, np.pi / 2, 20_001)
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Mixture:
    """Coefficients under each memory, (memories, coefficients), their covariances and the weights of the memories."""

    beta: Floats
    cover: Floats
    weight: Floats
    freedom: int

    @property
    def mean(self) -> Floats:
        """The coefficients, (coefficients,), over all memories."""
        return np.asarray(self.weight @ self.beta, dtype=np.float64)

    @property
    def memory(self) -> float:
        """The first-order autocorrelation of the errors, over all that could be."""
        return float(self.weight @ MEMORIES)

    def interval(self, combinations: Floats, level: float) -> tuple[Floats, Floats]:
        """The limits of some combinations of coefficients, (combinations, coefficients), with even tails."""
        middle = self.beta @ combinations.T
        error = np.sqrt(np.einsum("ci,mij,cj->mc", combinations, self.cover, combinations))
        far = 1 + np.abs(middle).max() + 1e4 * error.max(axis=0)
        below = np.array([[0.5 - level / 2], [0.5 + level / 2]])
        low, high = -far + 0 * below, far + 0 * below
        for _ in range(HALVINGS):
            at = (low + high) / 2
            less = np.einsum("m,lmc->lc", self.weight, self._below(at, middle, error)) < below
            low, high = np.where(less, at, low), np.where(less, high, at)
        return low[0], high[1]

    def _below(self, at: Floats, middle: Floats, error: Floats) -> Floats:
        """The share below each of some limits (limits, combinations), (limits, memories, combinations)."""
        return t_below((at[:, None] - middle) / error, self.freedom)


def t_below(t: Floats, freedom: int) -> Floats:
    """The share of Student's t distribution below each of these, to seven digits (t is √freedom times a tangent)."""
    return np.asarray(np.interp(np.arctan(t / np.sqrt(freedom)), ANGLES, _table(freedom)), dtype=np.float64)


@lru_cache(maxsize=64)
def _table(freedom: int) -> Floats:
    """The share below each of the angles."""
    heights = np.cos(ANGLES) ** (freedom - 1)
    below = np.concatenate([[0.0], np.cumsum(heights[1:] + heights[:-1])])
    return np.asarray(below / below[-1], dtype=np.float64)


def remembered(y: Floats, design: Floats) -> Mixture:
    """The model of `y` (times,) by the columns of `design` (times, coefficients), which are not dependent."""
    freedom = len(y) - design.shape[1]
    memory = MEMORIES[:, None]
    white_y = _whitened(np.broadcast_to(y, (len(MEMORIES), len(y))), memory)
    white_x = _whitened(np.broadcast_to(design, (len(MEMORIES), *design.shape)), memory[:, :, None])
    gram = np.einsum("mti,mtj->mij", white_x, white_x)
    inverse = np.linalg.inv(gram)
    beta = np.einsum("mij,mtj,mt->mi", inverse, white_x, white_y, optimize=True)
    left = white_y - np.einsum("mti,mi->mt", white_x, beta)
    squares = (left * left).sum(axis=1)
    fit = -np.linalg.slogdet(gram)[1] / 2 - freedom / 2 * np.log(squares) + np.log1p(-(MEMORIES**2)) / 2
    weight = np.exp(fit - fit.max())
    cover = inverse * (squares / freedom)[:, None, None]
    return Mixture(beta, cover, weight / weight.sum(), freedom)


def _whitened(values: Floats, memory: Floats) -> Floats:
    """Each time less what the errors remember of the one before (Prais and Winsten 1954), (memories, times, …)."""
    first = values[:, :1] * np.sqrt(1 - memory * memory)
    return np.concatenate([first, values[:, 1:] - memory * values[:, :-1]], axis=1)
