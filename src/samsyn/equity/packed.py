"""A table of decisions as few numbers: each cell's place among all combinations of levels, its rows and its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Cells, Factor, Floats

Keys = NDArray[np.signedinteger[Any]]
DENSE = 1 << 25  # combinations of levels up to which a table of all of them is made; beyond it rows are cells
BLOCK = 1 << 14  # combinations of the levels of the factors that are fitted as one
CROSSED = 1 << 24  # combinations of two blocks


@dataclass(frozen=True)
class Packed:
    """Decisions by cell. `key` is the cell's place in a table of all combinations of levels, the last factor fastest.

    `n`, `total` and `squares` are as in `Cells`. Cells need not be unique: where there are more combinations than rows
    are worth, each row is a cell.
    """

    outcome: str
    factors: tuple[Factor, ...]
    key: Keys
    n: Floats
    total: Floats
    squares: Floats

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(factor.levels) for factor in self.factors)

    @property
    def rows(self) -> int:
        """How many decisions the cells hold."""
        return round(float(self.n.sum()))

    def place(self, name: str) -> int:
        """The number of a factor. Raises KeyError."""
        return {factor.name: number for number, factor in enumerate(self.factors)}[name]

    def code(self, first: int, after: int | None = None) -> Keys:
        """The joint code of some factors that follow each other, the last fastest: (cells,) integers."""
        after = first + 1 if after is None else after
        below, size = prod(self.sizes[after:]), prod(self.sizes[first:after])
        found = self.key if below == 1 else self.key // below
        return found if first == 0 else found % size

    def cells(self) -> Cells:
        """The same, with a code of its own for each factor."""
        codes = tuple(self.code(number).astype(np.int32) for number in range(len(self.factors)))
        return Cells(self.outcome, self.factors, codes, self.n, self.total, self.squares)

    def by(self, names: Sequence[str]) -> "Packed":
        """The same decisions by fewer factors, or by the same in another order."""
        places = [self.place(name) for name in names]
        if places == list(range(len(self.factors))):
            return self
        key = np.zeros(len(self.key), dtype=np.int64)
        for place in places:
            key = key * self.sizes[place] + self.code(place)
        return packed(self.outcome, [self.factors[p] for p in places], key, self.n, self.total, self.squares)

    def of(self, factor: int, level: int) -> NDArray[np.bool_]:
        """Which cells have a level of a factor: (cells,)."""
        return np.asarray(self.code(factor) == level)

    def some(self, kept: NDArray[np.bool_] | slice) -> "Packed":
        """Some of the cells."""
        n, total, squares = (a[kept] for a in (self.n, self.total, self.squares))
        return Packed(self.outcome, self.factors, self.key[kept], n, total, squares)

    @cached_property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """Factors that follow each other and are fitted as one: (first, after) of each block.

        The fewer the blocks the fewer crossings; two of them must not have more combinations than can be held.
        """
        found: list[tuple[int, int]] = []
        first, size, before = 0, 1, 1
        for at, levels in enumerate(self.sizes):
            if at > first and (size * levels > BLOCK or size * levels * before > CROSSED):
                found.append((first, at))
                first, before, size = at, max(before, size), 1
            size *= levels
        return (*found, (first, len(self.sizes)))


def packed(
    outcome: str, factors: Sequence[Factor], key: Keys, n: Floats | None, total: Floats, squares: Floats
) -> Packed:
    """Rows, or cells, put together where they are the same. `n` is None for rows: one each."""
    size = prod(len(f.levels) for f in factors)
    if size > DENSE:
        return Packed(outcome, tuple(factors), key, np.ones(len(key)) if n is None else n, total, squares)
    counts = np.bincount(key, n, minlength=size)
    kept = np.flatnonzero(counts)
    found: Floats = np.bincount(key, total, minlength=size)[kept].astype(np.float64)
    more: Floats = found if squares is total else np.bincount(key, squares, minlength=size)[kept].astype(np.float64)
    return Packed(outcome, tuple(factors), kept.astype(np.int32), counts[kept].astype(np.float64), found, more)
