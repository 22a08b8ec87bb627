"""Which cells of a table of counts are hidden so that no small count can be worked out from what is shown.

A table is taken with all its margins: one more level, the total, on every axis. Small counts are hidden first. Then
for each of them another whole table of counts is found that agrees with everything shown, as shown (rounded), and
gives the small cell another small count; where there is none, the cells that stand in the way are hidden too, those
with the lowest counts first. So protection is not estimated but proved, cell by cell, by a table that could as well
be the true one. The tables looked through are those that differ from the true one in the corners of one hypercube
(Repsilber 1994; Giessing and Repsilber 2002), where a corner may be a total; more may be hidden than the least
possible, never less than needed. It is cell suppression as linear programming would check it (Fischetti and Salazar
2001), but with whole counts, so it holds for three-way tables too, where linear bounds promise too much.

Who attacks is taken to know the rule, every number shown, which cells are hidden as small, and that no other hidden
cell is small (but for cells that could not be protected so; these are hidden without telling their size).

Protected against: subtraction from totals; any combination of cells and margins of one table; of several tables made
together (`published`), also where they share margins; rounding that happens to leave one count possible.
Not protected against: tables of the same persons made apart from each other, above all one before and one after a
person was added (make them together, with what came between as an axis); and somebody who knows some of the persons.
"""

from dataclasses import dataclass
from itertools import product
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.rounding import steps_to_middle, steps_to_nearest

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
ANY = np.int64(2**40)  # no upper bound
FREE, SHOWN, SMALL, PROTECTED, UNTOLD = range(5)  # FREE: not published at all


class Limits(Protocol):
    """As much of a rule as suppression asks."""

    @property
    def smallest(self) -> int: ...
    @property
    def base(self) -> int: ...
    @property
    def hides_zeros(self) -> bool: ...
    @property
    def possible(self) -> int: ...


def with_totals(counts: Ints) -> Ints:
    """A table with its totals as the last level of every axis."""
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis, keepdims=True)], axis)
    return counts


@dataclass
class _State:
    """What an attacker is told of each cell (of the table with totals): a mark, and bounds of the count."""

    count: Ints
    mark: NDArray[np.int8]
    low: Ints
    high: Ints
    rule: Limits

    @property
    def floor(self) -> int:
        """The least a hidden count can be."""
        return 0 if self.rule.hides_zeros else 1

    def price(self, shift: int) -> Floats:
        """What it costs to let each cell differ by so much: nothing inside its bounds, infinite where it cannot."""
        new = self.count + shift
        dear = 10.0 * float(self.count.max()) + 10
        price = np.where(self.mark == SHOWN, self.count + 1.0, 0.0) + np.where(new < self.rule.smallest, dear, 0.0)
        price = np.where(self.mark == SMALL, dear, price)
        stuck = (self.mark == FREE) | (new < self.floor) | ((self.mark == SHOWN) & (self.count == 0))
        price = np.where(stuck, np.inf, price)
        return np.where((self.low <= new) & (new <= self.high), 0.0, price)

    def widen(self, cell: tuple[int, ...], shift: int) -> None:
        """Hide a cell, or how large it is, so that it may differ by so much."""
        new = int(self.count[cell]) + shift
        if self.low[cell] <= new <= self.high[cell]:
            return
        told = self.mark[cell] == SHOWN and new >= self.rule.smallest
        self.mark[cell] = PROTECTED if told else UNTOLD
        self.low[cell], self.high[cell] = self.rule.smallest if told else self.floor, ANY


def suppressed(
    counts: Ints, rule: Limits, *, published: Marks | None = None, hidden: Marks | None = None, rates: bool = False
) -> NDArray[np.int8]:
    """A mark for each cell of the table with totals: SHOWN, SMALL, PROTECTED, UNTOLD, or FREE where not published.

    `counts` are whole and not negative, one axis for each fact. `published` and `hidden` have the shape of the table
    with totals: which of its cells are shown to anybody (all of them unless told), and which are to be hidden though
    they are large. `rates`: midpoint-6 rounded counts will be shown as well. Raises ValueError for other counts.
    """
    if counts.ndim == 0 or counts.size == 0 or counts.min() < 0:
        raise ValueError("a table needs counts, none of them below zero")
    state = _told(with_totals(counts), rule, published, hidden, rates)
    sought = (state.count < rule.smallest) & (state.count >= state.floor)
    sought |= (state.count > 0) & (state.count < rule.smallest)  # also of those not published
    sought |= state.mark == PROTECTED
    places = np.argwhere(sought)
    order = np.argsort(state.count[sought], kind="stable")
    for place in places[order[::-1]]:
        _protect(state, tuple(int(p) for p in place))
    return state.mark


def _told(count: Ints, rule: Limits, published: Marks | None, hidden: Marks | None, rates: bool) -> _State:
    """What is told when only what must be hidden is."""
    low, high = steps_to_nearest(count, rule.base)
    if rates:
        from_, to = steps_to_middle(count)
        low, high = np.maximum(low, from_), np.minimum(high, to)
    low = np.maximum(low, rule.smallest)
    low, high = np.where(count == 0, 0, low), np.where(count == 0, 0, high)
    mark = np.full(count.shape, SHOWN, dtype=np.int8)
    small = (count < rule.smallest) & ((count > 0) | rule.hides_zeros)
    large = np.zeros_like(small) if hidden is None else hidden & (count >= rule.smallest)
    free = np.zeros_like(small) if published is None else ~published
    floor = 0 if rule.hides_zeros else 1
    for which, name, least, most in (
        (small, SMALL, floor, rule.smallest - 1),
        (large, PROTECTED, rule.smallest, int(ANY)),
        (free, FREE, 0, int(ANY)),
    ):
        mark[which], low[which], high[which] = name, least, most
    return _State(count, mark, low, high, rule)


def _protect(state: _State, cell: tuple[int, ...]) -> None:
    """Hide what it takes for a cell to have `possible` counts (small ones, if it is small), as cheaply as it goes.

    A small sum of cells that are each known to be somebody may have no lower count: then its size is not told, and it
    may have larger ones.
    """
    count, rule = int(state.count[cell]), state.rule
    is_small = count < rule.smallest
    least = (0 if state.mark[cell] == FREE else state.floor) if is_small else rule.smallest
    most = rule.smallest - 1 if is_small else int(ANY)
    reach = rule.possible - 1
    ups = [up for up in range(reach + 1) if count + up <= most and count - (reach - up) >= least]
    best = min((_way(state, cell, up, reach - up) for up in ups), default=(np.inf, []))
    if best[0] == np.inf:
        best = _way(state, cell, reach, 0)
    for shift, other in best[1] if best[0] else []:
        for corner, sign in _corners(state.count.shape, cell, other):
            state.widen(corner, sign * shift)


def _way(state: _State, cell: tuple[int, ...], up: int, down: int) -> tuple[float, list[tuple[int, tuple[int, ...]]]]:
    """What it costs that a cell may be so much larger and so much smaller, and by which hypercubes."""
    found = [(shift, *_cheapest(state, cell, shift)) for shift in (up, -down) if shift]
    return sum(price for _, price, _ in found), [(shift, other) for shift, _, other in found]


def _cheapest(state: _State, cell: tuple[int, ...], shift: int) -> tuple[float, tuple[int, ...]]:
    """The hypercube with a corner in a cell that may shift at the lowest price, and the corner opposite."""
    shape = state.count.shape
    same, other = state.price(shift), state.price(-shift)
    total = np.zeros(shape)
    for varied in product((False, True), repeat=len(shape)):
        sign = np.ones([1] * len(shape), dtype=np.int64)
        for axis, moves in enumerate(varied):
            if moves:
                line = np.full(shape[axis], -1 if cell[axis] < shape[axis] - 1 else 1)
                line[-1] = 1
                sign = sign * line.reshape([-1 if a == axis else 1 for a in range(len(shape))])
        part = tuple(slice(None) if m else slice(cell[a], cell[a] + 1) for a, m in enumerate(varied))
        total = total + np.where(sign > 0, same[part], other[part])
    for axis, place in enumerate(cell):
        total[tuple(place if a == axis else slice(None) for a in range(len(shape)))] = np.inf
    best = int(np.argmin(total))
    return float(total.flat[best]), tuple(int(p) for p in np.unravel_index(best, shape))


def _corners(
    shape: tuple[int, ...], cell: tuple[int, ...], other: tuple[int, ...]
) -> list[tuple[tuple[int, ...], int]]:
    """The corners of a hypercube, and whether each moves as its first does (1) or against it (-1).

    Two levels of an axis move against each other, but a level and the total along with each other, so that every
    total remains the sum of its levels.
    """
    found = []
    for varied in product((False, True), repeat=len(shape)):
        corner = tuple(o if m else c for c, o, m in zip(cell, other, varied, strict=True))
        last = (max(c, o) == n - 1 for c, o, n in zip(cell, other, shape, strict=True))
        against = sum(m and not is_total for m, is_total in zip(varied, last, strict=True))
        found.append((corner, -1 if against % 2 else 1))
    return found
