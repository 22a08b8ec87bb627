"""Decisions compressed to cells: all rows that are the same in every fact become one row with a number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Factor:
    """A column by which rows are grouped: its name and what it holds, sorted; a code is a place in `levels`."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of decisions by cell. All arrays have one entry for each cell that holds any row.

    `codes[f]` are the codes of factor number f, (cells,) integers. `n` is how many rows a cell holds, `total` the sum
    of their outcome and `squares` the sum of its square (in its unit; `total` again for an outcome of 0 and 1).
    """

    outcome: str
    factors: tuple[Factor, ...]
    codes: tuple[Codes, ...]
    n: Floats
    total: Floats
    squares: Floats

    def __post_init__(self) -> None:
        shapes = {*(codes.shape for codes in self.codes), self.n.shape, self.total.shape, self.squares.shape}
        if len(shapes) != 1 or len(self.codes) != len(self.factors):
            raise ValueError(
                f"cells of {len(self.factors)} factors with arrays of {len(self.codes)} and shapes {shapes}"
            )

    @property
    def rows(self) -> int:
        """How many decisions the cells hold."""
        return round(float(self.n.sum()))

    def place(self, name: str) -> int:
        """The number of a factor. Raises KeyError."""
        for number, factor in enumerate(self.factors):
            if factor.name == name:
                return number
        raise KeyError(name)

    def by(self, names: Sequence[str]) -> "Cells":
        """The same decisions by fewer factors."""
        places = [self.place(name) for name in names]
        sizes = [len(self.factors[p].levels) for p in places]
        key = np.zeros(len(self.n), dtype=np.int64)
        for place, size in zip(places, sizes, strict=True):
            key = key * size + self.codes[place]
        kept, where = np.unique(key, return_inverse=True)
        codes, rest = [], kept
        for size in reversed(sizes):
            rest, code = np.divmod(rest, size)
            codes.append(code.astype(np.int32))
        n, total, squares = (
            np.bincount(where, a, minlength=len(kept)).astype(np.float64) for a in (self.n, self.total, self.squares)
        )
        factors = tuple(self.factors[p] for p in places)
        return Cells(self.outcome, factors, tuple(reversed(codes)), n, total, squares)
