"""A table of decisions as few numbers: each cell's place among all combinations of levels, its rows and its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Cells, Factor, Floats
from samsyn.equity.layout import WORTH, Counts, Grid, Keys, Layout, Listing, Margins, fits_grid, held, margins

DENSE = 1 << 25  # combinations of levels up to which a table of all of them is made
FEW = 1 << 20  # combinations of which a table is made whatever it holds
AT_ONCE = 1 << 16  # rows that are counted in one go
ALONE = 0.8  # of the rows are no others' like: it costs less to leave the rest so, too
SMALL = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class Packed:
    """Decisions by cell. `key` is a cell's place in a table of all combinations of levels, the last factor fastest.

    `key` None means every combination in order, also those that hold no row. `n`, `total` and `squares` are as in
    `Cells`, whole numbers or not; `squares` is `total` itself for an outcome of 0 and 1. Cells need not be unique:
    where there are more combinations than rows are worth, each row may be a cell.
    """

    outcome: str
    factors: tuple[Factor, ...]
    key: Keys | None
    n: Counts
    total: Counts
    squares: Counts

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(factor.levels) for factor in self.factors)

    @cached_property
    def rows(self) -> int:
        """How many decisions the cells hold."""
        return round(float(self.n.sum(dtype=np.float64)))

    def place(self, name: str) -> int:
        """The number of a factor. Raises KeyError."""
        return {factor.name: number for number, factor in enumerate(self.factors)}[name]

    @property
    def keys(self) -> Keys:
        """The key of each cell that holds rows."""
        return np.flatnonzero(self.n) if self.key is None else self.key

    @cached_property
    def listed(self) -> "Packed":
        """The same, with only the cells that hold rows, each with its key."""
        if self.key is not None:
            return self
        key = self.keys
        n, total = self.n[key], self.total[key]
        squares = total if self.squares is self.total else self.squares[key]
        return Packed(self.outcome, self.factors, key, n, total, squares)

    @cached_property
    def layout(self) -> Layout:
        """How a model passes over the cells."""
        if self.key is None:
            return Grid(self.sizes, self.n, self.total, self.squares)
        return Listing(self.sizes, self.key, self.n, self.total, self.squares)

    @cached_property
    def held(self) -> tuple[list[Floats], list[Floats], list[Floats]]:
        """The sums by block of the layout: rows, outcome and its square."""
        return held(self.layout)

    @cached_property
    def margins(self) -> tuple[Margins, ...]:
        """The sums by level of each factor."""
        return margins(self.layout, self.held, self.sizes)

    def cells(self) -> Cells:
        """The same, with a code of its own for each factor."""
        listed, codes = self.listed, []
        rest = listed.keys
        for size in reversed(self.sizes):
            rest, code = np.divmod(rest, size)
            codes.append(code.astype(np.int32))
        n, total, squares = (a.astype(np.float64) for a in (listed.n, listed.total, listed.squares))
        return Cells(self.outcome, self.factors, tuple(reversed(codes)), n, total, squares)

    def by(self, names: Sequence[str]) -> "Packed":
        """The same decisions by fewer factors, or by the same in another order."""
        places = [self.place(name) for name in names]
        factors = tuple(self.factors[p] for p in places)
        if places == list(range(len(self.factors))):
            return self
        if self.key is None and places == list(range(len(places))):
            kept = prod(self.sizes[: len(places)])
            n, total = (_summed(a, kept) for a in (self.n, self.total))
            squares = total if self.squares is self.total else _summed(self.squares, kept)
            return _as_worth(Packed(self.outcome, factors, None, n, total, squares))
        listed, sizes = self.listed, self.sizes
        key, whole = np.zeros(len(listed.n), dtype=np.int64), listed.keys
        for place in places:
            below = prod(sizes[place + 1 :])
            key = key * sizes[place] + whole // below % sizes[place]
        return packed(self.outcome, factors, key, listed.n, listed.total, listed.squares)

    def some(self, step: int) -> "Packed":
        """Every so many of the cells."""
        n, total, squares = (a[::step] for a in (self.listed.n, self.listed.total, self.listed.squares))
        return Packed(self.outcome, self.factors, self.listed.keys[::step], n, total, squares)


def packed(
    outcome: str, factors: Sequence[Factor], key: Keys, n: Counts | None, total: Counts, squares: Counts
) -> Packed:
    """Rows, or cells, put together where they are the same. `n` is None for rows: one each."""
    size = prod(len(f.levels) for f in factors)
    if size > min(DENSE, max(FEW, WORTH * len(key))):
        return Packed(outcome, tuple(factors), key, np.ones(len(key)) if n is None else n, total, squares)
    counts = np.bincount(key, n, minlength=size)
    found = np.bincount(key, total, minlength=size)
    more = found if squares is total else np.bincount(key, squares, minlength=size)
    return _as_worth(Packed(outcome, tuple(factors), None, counts, found, more))


def packed_yes(outcome: str, factors: Sequence[Factor], joint: Keys) -> Packed:
    """Rows with a yes or no put together. `joint`, (rows,), is twice the key and 1 more for a yes, and sorted."""
    size = prod(len(f.levels) for f in factors)
    if size <= DENSE and fits_grid([len(f.levels) for f in factors], len(joint)):
        n, yes = _counted(joint, size)
        return _as_worth(Packed(outcome, tuple(factors), None, n, yes, yes))
    yes = (joint & 1).astype(np.uint8)
    joint >>= 1
    new = np.append(True, joint[1:] != joint[:-1])[: len(joint)]
    if int(np.count_nonzero(new)) > ALONE * len(joint):
        return Packed(outcome, tuple(factors), joint, np.ones(len(joint), np.uint8), yes, yes)
    first = np.flatnonzero(new)
    n = np.diff(first, append=len(joint)).astype(np.int32)
    found = np.add.reduceat(yes, first, dtype=np.int32)
    return Packed(outcome, tuple(factors), joint[first], n, found, found)


def _counted(joint: Keys, size: int) -> tuple[Counts, Counts]:
    """Rows and yeses of each combination, from sorted rows: a portion of them lies close together in the tables."""
    n, yes = np.zeros(size, np.uint16), np.zeros(size, np.uint16)
    for at in range(0, len(joint), AT_ONCE):
        some = joint[at : at + AT_ONCE]
        first = int(some[0]) >> 1
        counts = np.bincount(some - 2 * first)
        counts = np.append(counts, 0) if len(counts) % 2 else counts
        place = slice(first, first + len(counts) // 2)
        if n.dtype == np.uint16 and int(n[place].max()) + 2 * int(counts.max()) > SMALL:
            n, yes = n.astype(np.uint32), yes.astype(np.uint32)
        n[place] += (counts[::2] + counts[1::2]).astype(n.dtype)
        yes[place] += counts[1::2].astype(n.dtype)
    return n, yes


def _summed(values: NDArray[Any], kept: int) -> NDArray[Any]:
    """The sums over the last factors."""
    whole = np.uint64 if values.dtype.kind == "u" else values.dtype
    found: NDArray[Any] = values.reshape(kept, -1).sum(axis=1, dtype=whole)
    return found


def _as_worth(grid: Packed) -> Packed:
    """A table of all combinations, or of the cells that there are: whichever is passed over sooner."""
    return grid if fits_grid(grid.sizes, int(np.count_nonzero(grid.n))) else grid.listed
