"""Rows and sums of the outcome by group and by another column, as small tables."""

from dataclasses import dataclass

import numpy as np

from samsyn.equity.cells import Cells, Floats
from samsyn.equity.table import Table


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows, sums and sums of squares, (2 groups, levels): row 0 is the reference, row 1 the compared."""

    levels: tuple[str, ...]
    n: Floats
    total: Floats
    squares: Floats

    def of(self, group: int, level: int) -> tuple[float, float, float]:
        """Rows, sum and sum of squares of a group in a level."""
        return float(self.n[group, level]), float(self.total[group, level]), float(self.squares[group, level])


def sums_by(table: Table, column: str) -> Sums:
    """The sums of a table by its group and a column."""
    group = table.data.factors[0].name
    cells = table.data.by([group, column]).cells()
    levels = cells.factors[1].levels
    place = cells.codes[0].astype(np.int64) * len(levels) + cells.codes[1]
    return Sums(levels, *(_table(a, place, len(levels)) for a in (cells.n, cells.total, cells.squares)))


def _table(values: Floats, place: np.typing.NDArray[np.int64], levels: int) -> Floats:
    return np.asarray(np.bincount(place, values, minlength=2 * levels).reshape(2, levels), dtype=np.float64)


def of_groups(cells: Cells) -> tuple[Floats, Floats, Floats]:
    """Rows, sums and sums of squares of each group, (2,) each."""
    columns = (cells.n, cells.total, cells.squares)
    n, total, squares = (np.bincount(cells.codes[0], a, minlength=2).astype(np.float64) for a in columns)
    return n, total, squares
