"""An alert where pooling turns a difference round: together one group is favoured, within the parts the other.

Simpson, Journal of the Royal Statistical Society B 13 (1951) 238-241. The standardised difference weighs the parts by
how many rows of both groups they hold (direct standardisation, Rothman, Greenland and Lash 2008, ch. 4). The alert says
what the numbers do; which of the two answers the question depends on what the factor is (Pearl 2014).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Cells
from samsyn.equity.estimate import LEVEL, CannotTell, Estimate

Floats = NDArray[np.float64]
FEWEST_ROWS = 10  # of each group in a part, for its sign to count


@dataclass(frozen=True, slots=True)
class Part:
    """The difference in share between the groups within one level of a factor; n is the rows of both."""

    level: str
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Within:
    """A factor: the difference in each of its levels that both groups are in, and standardised over these.

    `left_out` names levels with only one of the groups or too few rows. `reverses`: the crude difference and the
    standardised one have different signs, and no part has the crude sign beyond chance. `certain` when both intervals,
    the crude and the standardised, lie wholly on either side of 0.
    """

    factor: str
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    standardised: Estimate
    reverses: bool
    certain: bool


@dataclass(frozen=True, slots=True)
class Pooling:
    """The crude difference in share, compared minus reference, and what becomes of it within each other factor."""

    compared: str
    reference: str
    crude: Estimate
    within: tuple[Within, ...]

    @property
    def reversals(self) -> tuple[Within, ...]:
        """The factors within which the difference turns round."""
        return tuple(w for w in self.within if w.reverses)


def pooling(
    cells: Cells, group: str, compared: str, reference: str, *, amounts: bool = False, level: float = LEVEL
) -> Pooling:
    """Whether the difference in a share, or in a mean of `amounts`, turns round within any other factor of the cells.

    Unless amounts the outcome must be 0 or 1. Raises KeyError for an unknown factor, ValueError for groups that are not
    among its levels or an outcome that is no share, CannotTell where a group has too few rows or nothing varies.
    """
    names = cells.factors[cells.place(group)].levels
    if compared == reference or not {compared, reference} <= set(names):
        raise ValueError(f"{compared!r} and {reference!r} are not two levels of {group}: {', '.join(names)}")
    if not amounts:
        _shares_only(cells)
    pair = [names.index(compared), names.index(reference)]
    whole = _tables(cells.by([group]), pair, 1, amounts=amounts)
    n, y = whole.n, whole.y
    if n.min() < FEWEST_ROWS:
        raise CannotTell("few_in_a_group", rows=int(n.min()), least=FEWEST_ROWS)
    if y.sum() == 0 or (not amounts and y.sum() == n.sum()):
        raise CannotTell("outcome_never_varies")
    crude = _overall(whole, level)
    others = [f.name for f in cells.factors if f.name != group]
    found = (_within(cells.by([group, name]), pair, crude, amounts=amounts) for name in others)
    return Pooling(compared, reference, crude, tuple(w for w in found if w is not None))


def _shares_only(cells: Cells) -> None:
    finite = np.isfinite(cells.n).all() and np.isfinite(cells.total).all()
    if not finite or (cells.n < 0).any() or (cells.total < 0).any() or (cells.total > cells.n).any():
        raise ValueError(f"{cells.outcome} is not a share: every row must be 0 or 1")
    if not np.allclose(cells.squares, cells.total):
        raise ValueError(f"{cells.outcome} is not a share: every row must be 0 or 1")


@dataclass(frozen=True, slots=True)
class _Tables:
    """Rows, sums and, of amounts, sums of squares, (2 groups, levels)."""

    n: Floats
    y: Floats
    squares: Floats | None

    def of(self, kept: NDArray[np.bool_]) -> "_Tables":
        return _Tables(self.n[:, kept], self.y[:, kept], None if self.squares is None else self.squares[:, kept])


def _tables(cells: Cells, pair: list[int], levels: int, *, amounts: bool) -> _Tables:
    """The tables of cells: the first factor is the group, the second (if any) the other."""
    other = cells.codes[1] if len(cells.codes) > 1 else np.zeros_like(cells.codes[0])
    found = np.zeros((3, 2, levels))
    for row, code in enumerate(pair):
        mine = cells.codes[0] == code
        for place, values in enumerate((cells.n, cells.total, cells.squares)):
            found[place, row] = np.bincount(other[mine], values[mine], minlength=levels)
    return _Tables(found[0], found[1], found[2] if amounts else None)


def _differences(of: _Tables) -> tuple[Floats, Floats]:
    """Differences and their variances: of shares with a success and a failure added to each (Agresti and Caffo 2000),
    of amounts as Welch's."""
    n, y = of.n, of.y
    mean = y / n
    if of.squares is not None:
        spread = np.maximum(of.squares - mean * y, 0.0) / (n - 1) / n
        return mean[0] - mean[1], spread.sum(axis=0)
    drawn_in = (y + 1) / (n + 2)
    return mean[0] - mean[1], (drawn_in * (1 - drawn_in) / (n + 2)).sum(axis=0)


def _overall(of: _Tables, level: float) -> Estimate:
    """The difference weighed by the rows of each part."""
    n = of.n
    difference, variance = _differences(of)
    weight = n.sum(axis=0) / n.sum()
    error = float(np.sqrt((weight * weight * variance).sum()))
    return Estimate.normal(float((weight * difference).sum()), error, round(float(n.sum())), level)


def _within(cells: Cells, pair: list[int], crude: Estimate, *, amounts: bool) -> Within | None:
    factor, level = cells.factors[1], crude.level
    tables = _tables(cells, pair, len(factor.levels), amounts=amounts)
    n = tables.n
    kept = n.min(axis=0) >= FEWEST_ROWS
    here = n.sum(axis=0) > 0
    if kept.sum() < 2:
        return None
    left = tuple(name for name, k, h in zip(factor.levels, kept, here, strict=True) if h and not k)
    difference, variance = _differences(tables.of(kept))
    parts = tuple(
        Part(factor.levels[i], Estimate.normal(float(d), float(np.sqrt(v)), round(float(n[:, i].sum())), level))
        for i, d, v in zip(np.flatnonzero(kept).tolist(), difference, variance, strict=True)
    )
    whole = _overall(tables.of(kept), level)
    sign = np.sign(crude.value)
    beyond_chance = any(np.sign(p.difference.value) == sign and not p.difference.is_none for p in parts)
    turned = bool(sign * whole.value < 0)
    certain = turned and not (crude.is_none or whole.is_none)
    return Within(factor.name, parts, left, whole, turned and not beyond_chance, certain)
