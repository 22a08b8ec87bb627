"""How the cells of a table lie in memory while a model passes over them, and what it asks of a pass.

Two layouts give the same sums. A `Grid` holds every combination of levels in order, so that a cell's part of a model is
the product of a row's and a column's, and nothing is looked up. A `Listing` holds the cells that there are, each with
the codes of its blocks; it costs what its rows cost, however many combinations there could be. Both are gone through in
portions that stay in the processor's cache. A block is a run of factors that is treated as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Keys = NDArray[np.signedinteger[Any]]
Counts = NDArray[Any]

PORTION = 1 << 13  # cells in one go: what is made of them stays in the cache, and no memory is asked for anew
COLUMNS = 1 << 11  # combinations of a grid's last block
LISTED = 600  # combinations of a listing's block
MULTIPLIED = 64  # rows of a grid that are multiplied at once
WORTH = 4  # a grid's cell costs a fourth of a listing's
HELD = 1 << 22  # numbers in the design of a grid's blocks


@dataclass(frozen=True)
class Block:
    """Factors that follow each other: from `first` up to `after`, and where their coefficients stand in the model.

    `design` is (combinations, coefficients): zeros and ones. A factor has a coefficient for each level but its first.
    """

    first: int
    after: int
    begin: int
    design: Floats

    @property
    def span(self) -> slice:
        return slice(self.begin, self.begin + self.design.shape[1])


def blocks(sizes: Sequence[int], cuts: Sequence[int]) -> tuple[Block, ...]:
    """Blocks that begin at the first factor and at each cut. Coefficient 0 of the model is the constant."""
    found, begin = [], 1
    for first, after in zip([0, *cuts], [*cuts, len(sizes)], strict=True):
        some = sizes[first:after]
        grid = np.indices(some).reshape(len(some), prod(some))
        design = [np.eye(size)[levels][:, 1:] for size, levels in zip(some, grid, strict=True)]
        found.append(Block(first, after, begin, np.concatenate([*design, np.ones((prod(some), 0))], axis=1)))
        begin += found[-1].design.shape[1]
    return tuple(found)


class Portion(Protocol):
    """Some cells. All arrays are (cells,)."""

    n: Counts
    total: Counts
    squares: Counts

    def product(self, tables: Sequence[Floats]) -> Floats:
        """The product of what each block's table, (its combinations,), says of a cell."""

    def plus(self, tables: Sequence[Floats]) -> Floats:
        """The sum of the same."""

    def group(self) -> "Floats | float":
        """1 where the first factor, of two levels, has its second, 0 elsewhere; one number where all are alike."""


class Layout(Protocol):
    """Cells in an order, and how they are summed by coefficient."""

    blocks: tuple[Block, ...]
    n: Counts
    total: Counts
    squares: Counts

    def portions(self, size: int = PORTION) -> Iterator[Any]:
        """All cells, some at a time."""

    def by_block(self, values: Sequence[Floats], portion: Any, into: Sequence[Sequence[Floats]]) -> None:
        """Add some values of a portion to sums by block: `into[v][b]` is (combinations of block b,)."""

    def crossing(self) -> Any:
        """An empty X'WX, to which the weights of portions are added."""


def nothing(layout: Layout) -> list[Floats]:
    """Sums by block before anything is added."""
    return [np.zeros(len(block.design)) for block in layout.blocks]


def by_coefficient(layout: Layout, sums: Sequence[Floats]) -> Floats:
    """X'v, (coefficients,): the sum over all cells, and over those of each coefficient, from the sums by block."""
    return np.concatenate([[sums[0].sum()], *(s @ b.design for s, b in zip(sums, layout.blocks, strict=True))])


class Grid:
    """Every combination of levels in order, rows for the first block and columns for the second."""

    def __init__(self, sizes: Sequence[int], n: Counts, total: Counts, squares: Counts) -> None:
        self.blocks = blocks(sizes, [_cut(sizes)])
        self.n, self.total, self.squares = n, total, squares

    def portions(self, size: int = PORTION) -> Iterator["GridPortion"]:
        rows, columns = (len(block.design) for block in self.blocks)
        step = max(1, size // columns)
        for row in range(0, rows, step):
            yield GridPortion(self, row, min(row + step, rows), columns)

    def by_block(self, values: Sequence[Floats], portion: "GridPortion", into: Sequence[Sequence[Floats]]) -> None:
        for value, (by_row, by_column) in zip(values, into, strict=True):
            square = value.reshape(-1, portion.columns)
            by_row[portion.row : portion.after] += square.sum(1)
            by_column += square.sum(0)

    def crossing(self) -> "GridCrossing":
        return GridCrossing(self)


class GridPortion:
    """Some rows of a grid."""

    def __init__(self, grid: Grid, row: int, after: int, columns: int) -> None:
        self.row, self.after, self.columns, self._design = row, after, columns, grid.blocks[0].design
        cells = slice(row * columns, after * columns)
        self.n, self.total, self.squares = _taken(grid, cells)

    def product(self, tables: Sequence[Floats]) -> Floats:
        return (tables[0][self.row : self.after, None] * tables[1]).reshape(-1)

    def plus(self, tables: Sequence[Floats]) -> Floats:
        return (tables[0][self.row : self.after, None] + tables[1]).reshape(-1)

    def group(self) -> Floats | float:
        of = self._design[self.row : self.after, 0]
        return float(of[0]) if of[0] == of[-1] else np.repeat(of, self.columns)


class GridCrossing:
    """X'WX of a grid: products with the second block's design, for many rows at once, then one with the first's.

    Portions come in order.
    """

    def __init__(self, grid: Grid) -> None:
        self._first, self._second = grid.blocks
        self._wide = np.concatenate([np.ones((len(self._second.design), 1)), self._second.design], axis=1)
        self._by_row = np.zeros((len(self._first.design), self._wide.shape[1]))
        self._by_column = np.zeros(len(self._second.design))
        self._waiting = np.empty((max(MULTIPLIED, PORTION // len(self._by_column) + 1), len(self._by_column)))
        self._from = self._until = 0  # rows that wait to be multiplied

    def add(self, portion: GridPortion, weights: Floats) -> None:
        if portion.after - self._from > len(self._waiting):
            self._multiply()
        self._waiting[portion.row - self._from : portion.after - self._from] = weights.reshape(-1, portion.columns)
        self._until = portion.after

    def _multiply(self) -> None:
        square = self._waiting[: self._until - self._from]
        self._by_row[self._from : self._until] = square @ self._wide
        self._by_column += square.sum(0)
        self._from = self._until

    def result(self) -> Floats:
        """(coefficients, coefficients)."""
        self._multiply()
        one, other = self._first, self._second
        found = np.empty((1 + one.design.shape[1] + other.design.shape[1],) * 2)
        by_row = self._by_row[:, 0]
        found[0, 0] = by_row.sum()
        found[0, one.span] = found[one.span, 0] = by_row @ one.design
        found[0, other.span] = found[other.span, 0] = self._by_column @ other.design
        found[one.span, one.span] = one.design.T @ (by_row[:, None] * one.design)
        found[other.span, other.span] = other.design.T @ (self._by_column[:, None] * other.design)
        found[one.span, other.span] = one.design.T @ self._by_row[:, 1:]
        found[other.span, one.span] = found[one.span, other.span].T
        return found


class Listing:
    """The cells that there are, in any order, each with a code for each block."""

    def __init__(self, sizes: Sequence[int], key: Keys, n: Counts, total: Counts, squares: Counts) -> None:
        self.blocks = blocks(sizes, _cuts(sizes))
        self.n, self.total, self.squares = n, total, squares
        self.codes = _codes(key, [len(block.design) for block in self.blocks])

    def portions(self, size: int = PORTION) -> Iterator["ListedPortion"]:
        for first in range(0, len(self.n), size):
            yield ListedPortion(self, slice(first, first + size))

    def by_block(self, values: Sequence[Floats], portion: "ListedPortion", into: Sequence[Sequence[Floats]]) -> None:
        for value, sums in zip(values, into, strict=True):
            for code, total in zip(portion.codes, sums, strict=True):
                total += np.bincount(code, value, minlength=len(total))

    def crossing(self) -> "ListedCrossing":
        return ListedCrossing(self)


class ListedPortion:
    """Some cells of a listing."""

    def __init__(self, listing: Listing, cells: slice) -> None:
        self.codes = [code[cells].astype(np.intp) for code in listing.codes]
        self.n, self.total, self.squares = _taken(listing, cells)
        self._design = listing.blocks[0].design

    def product(self, tables: Sequence[Floats]) -> Floats:
        found = tables[0].take(self.codes[0], mode="clip")
        for table, code in zip(tables[1:], self.codes[1:], strict=True):
            found *= table.take(code, mode="clip")
        return found

    def plus(self, tables: Sequence[Floats]) -> Floats:
        found = tables[0].take(self.codes[0], mode="clip")
        for table, code in zip(tables[1:], self.codes[1:], strict=True):
            found += table.take(code, mode="clip")
        return found

    def group(self) -> Floats | float:
        return self._design[:, 0].take(self.codes[0], mode="clip")


class ListedCrossing:
    """X'WX of a listing: one table of combinations for each two blocks."""

    def __init__(self, listing: Listing) -> None:
        self._blocks = listing.blocks
        sizes = [len(block.design) for block in self._blocks]
        self._alone = np.zeros(sizes[0])  # of a single block
        self._pairs = {(a, b): np.zeros(sizes[a] * sizes[b]) for a, b in combinations(range(len(sizes)), 2)}

    def add(self, portion: ListedPortion, weights: Floats) -> None:
        if not self._pairs:
            self._alone += np.bincount(portion.codes[0], weights, minlength=len(self._alone))
        for (a, b), table in self._pairs.items():
            place = portion.codes[a] * len(self._blocks[b].design) + portion.codes[b]
            np.add.at(table, place, weights)

    def result(self) -> Floats:
        """(coefficients, coefficients)."""
        found = np.empty((1 + sum(block.design.shape[1] for block in self._blocks),) * 2)
        alone = [self._alone] if not self._pairs else [self._of(number) for number in range(len(self._blocks))]
        found[0, 0] = alone[0].sum()
        for block, total in zip(self._blocks, alone, strict=True):
            found[0, block.span] = found[block.span, 0] = total @ block.design
            found[block.span, block.span] = block.design.T @ (total[:, None] * block.design)
        for (a, b), table in self._pairs.items():
            one, other = self._blocks[a], self._blocks[b]
            part = one.design.T @ (table.reshape(len(one.design), -1) @ other.design)
            found[one.span, other.span], found[other.span, one.span] = part, part.T
        return found

    def _of(self, number: int) -> Floats:
        """The sums of a block, from a table of it with another."""
        other = 0 if number else 1
        table = self._pairs[min(number, other), max(number, other)].reshape(
            -1, len(self._blocks[max(number, other)].design)
        )
        total: Floats = table.sum(axis=0 if number else 1)
        return total


def _taken(layout: Grid | Listing, cells: slice) -> tuple[Floats, Counts, Counts]:
    """What some cells hold: their rows as numbers to reckon with, the rest as it is stored."""
    return layout.n[cells].astype(np.float64), layout.total[cells], layout.squares[cells]


def fits_grid(sizes: Sequence[int], cells: int) -> bool:
    """Whether so many cells are passed over sooner as a grid than as a listing."""
    cut = _cut(sizes)
    rows, width = prod(sizes[:cut]), 1 + sum(sizes) - len(sizes)
    return prod(sizes) <= WORTH * max(cells, PORTION) and max(rows, prod(sizes[cut:])) * width <= HELD


def _cut(sizes: Sequence[int]) -> int:
    """Where the columns of a grid begin: as many last factors as the most allows, one at least but the first."""
    at = max(1, len(sizes) - 1)
    while at > 1 and prod(sizes[at - 1 :]) <= COLUMNS:
        at -= 1
    return at


def _cuts(sizes: Sequence[int]) -> list[int]:
    """Where the blocks of a listing begin, but for the first."""
    found, size = [], 1
    for at, levels in enumerate(sizes):
        if at and size * levels > LISTED:
            found.append(at)
            size = 1
        size *= levels
    return found


def _codes(key: Keys, sizes: Sequence[int]) -> tuple[NDArray[Any], ...]:
    """The code of each block: the key taken apart from its end."""
    found = tuple(np.empty(len(key), np.uint16 if size < 1 << 16 else np.int32) for size in sizes)
    for at in range(0, len(key), PORTION):
        cells = slice(at, at + PORTION)
        rest = key[cells]
        for codes, size in reversed([*zip(found, sizes, strict=True)]):
            above = rest // size
            codes[cells] = rest - above * size
            rest = above
    return found


@dataclass(frozen=True)
class Margins:
    """Sums by level of one factor: rows, outcome and its square."""

    n: Floats
    total: Floats
    squares: Floats


def held(layout: Layout) -> tuple[list[Floats], list[Floats], list[Floats]]:
    """The sums by block of rows, outcome and its square."""
    n, total = nothing(layout), nothing(layout)
    squares = total if layout.squares is layout.total else nothing(layout)
    for portion in layout.portions():
        layout.by_block([portion.n, portion.total.astype(np.float64)], portion, [n, total])
        if squares is not total:
            layout.by_block([portion.squares], portion, [squares])
    return n, total, squares


def margins(layout: Layout, sums: Sequence[Sequence[Floats]], sizes: Sequence[int]) -> tuple[Margins, ...]:
    """The sums by level of each factor, from those by block."""
    found = []
    for number, block in enumerate(layout.blocks):
        some = sizes[block.first : block.after]
        for at in range(len(some)):
            rest = tuple(n for n in range(len(some)) if n != at)
            found.append(Margins(*(s[number].reshape(some).sum(axis=rest) for s in sums)))
    return tuple(found)
