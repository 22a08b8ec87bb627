"""Rows again from cells, for methods that need them: as many as there are, or some drawn by lot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Cells, Floats

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """The cell of each row and its outcome; `of` is how many rows there are in all."""

    cell: Places
    y: Floats
    of: int


def rows_of(cells: Cells, most: int, seed: int) -> Rows:
    """The rows of the cells, or `most` of them drawn without replacement by the seed.

    Within a cell of amounts only the mean and the spread are known; its rows are made so that both are kept, which is
    all that least squares and its robust errors ask of them.
    """
    n = np.rint(cells.n).astype(np.int64)
    whole = int(n.sum())
    cell = np.repeat(np.arange(len(n)), n)
    place = np.arange(whole) - np.repeat(np.cumsum(n) - n, n)
    if whole > most:
        kept = np.sort(np.random.default_rng(seed).choice(whole, most, replace=False))
        cell, place = cell[kept], place[kept]
    return Rows(cell, _outcome(cells, n, cell, place), whole)


def _outcome(cells: Cells, n: Places, cell: Places, place: Places) -> Floats:
    if np.array_equal(cells.squares, cells.total):
        return (place < cells.total[cell]).astype(np.float64)
    mean = cells.total / cells.n
    half = n // 2
    reach = np.sqrt(np.maximum(cells.squares - mean * cells.total, 0.0) / np.maximum(2 * half, 1))
    side = (place < half[cell]).astype(np.float64) - (place >= (n - half)[cell])
    return np.asarray(mean[cell] + side * reach[cell], dtype=np.float64)
