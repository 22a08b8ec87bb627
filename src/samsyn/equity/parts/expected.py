"""What the facts let expect of each cell, and by unit: who they met is counted before units are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Cells, Floats
from samsyn.equity.fit import Family, Fit, fitted
from samsyn.equity.table import Table

BINS = 10  # of the score, in which a unit's decisions are counted together


@dataclass(frozen=True, slots=True)
class ByUnit:
    """Of each unit: rows, the sum of the outcome, the sum expected, and the sum of squares about it; (units,)."""

    names: tuple[str, ...]
    n: Floats
    observed: Floats
    expected: Floats
    squares: Floats

    @property
    def apart(self) -> Floats:
        """The mean of what was decided less what was expected."""
        return np.asarray((self.observed - self.expected) / self.n, dtype=np.float64)

    def some(self, kept: NDArray[np.bool_]) -> "ByUnit":
        """Some of the units."""
        names = tuple(name for name, yes in zip(self.names, kept, strict=True) if yes)
        return ByUnit(names, self.n[kept], self.observed[kept], self.expected[kept], self.squares[kept])


@dataclass(frozen=True, slots=True)
class Expected:
    """The cells of a table with their score (the linear predictor of a model of group and facts) and expected mean."""

    cells: Cells
    unit: int
    score: Floats
    mean: Floats

    def by_unit(self) -> ByUnit:
        """The sums of each unit."""
        c, mean, where = self.cells, self.mean, self.cells.codes[self.unit]
        names = c.factors[self.unit].levels
        squares = c.squares - 2 * mean * c.total + c.n * mean * mean
        columns = (c.n, c.total, c.n * mean, squares)
        return ByUnit(names, *(_by(where, column, len(names)) for column in columns))

    def by_score(self) -> tuple[Floats, Floats, list[str], Floats]:
        """Successes, trials, unit and mean score of each unit's decisions with about the same score."""
        c, where = self.cells, self.cells.codes[self.unit].astype(np.int64)
        order = np.argsort(self.score, kind="stable")
        share = np.empty(len(order))
        share[order] = np.cumsum(c.n[order]) / c.n.sum()
        place = where * BINS + np.minimum((share * BINS).astype(np.int64), BINS - 1)
        size = BINS * len(c.factors[self.unit].levels)
        n, total, score = (_by(place, column, size) for column in (c.n, c.total, c.n * self.score))
        kept = np.flatnonzero(n)
        names = [c.factors[self.unit].levels[number // BINS] for number in kept.tolist()]
        return total[kept], n[kept], names, np.asarray(score[kept] / n[kept], dtype=np.float64)


def expected(table: Table, unit: str, facts: Sequence[str]) -> Expected:
    """By a model of the group and the facts, of all units together. Raises CannotTell where it cannot be fitted."""
    columns = [table.data.factors[0].name, *facts]
    fit = fitted(table.data.by(columns), table.family)
    cells = table.data.cells()
    values = dict(zip(_names(fit), fit.coefficients.tolist(), strict=True))
    score = np.full(len(cells.n), values["constant"])
    for column in columns:
        place = cells.place(column)
        levels = [values.get(f"{column}={level}", 0.0) for level in cells.factors[place].levels]
        score += np.array(levels)[cells.codes[place]]
    mean = 1 / (1 + np.exp(-score)) if table.family is Family.SHARE else np.exp(score)
    return Expected(cells, cells.place(unit), score, mean)


def _names(fit: Fit) -> tuple[str, ...]:
    return fit.model.names


def _by(place: NDArray[np.signedinteger[Any]], values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(place, values, minlength=size), dtype=np.float64)
