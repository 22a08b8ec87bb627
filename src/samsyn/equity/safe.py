"""The one type of table that may be shown, printed or exported outside the analyst's role.

A `SafeTable` is made of counts and keeps none of them: only what may be seen. Counts below the rule's smallest are
hidden, and whatever else they could be worked out from (`suppress`); the rest are rounded, and rates are quotients of
midpoint-6 rounded counts (`rounding`). What is and is not protected stands in `suppress`.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from io import StringIO
from itertools import product
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.equity.limits import SMALLEST_SHOWN
from samsyn.equity.rounding import rate, to_nearest
from samsyn.equity.suppress import FREE, SHOWN, SMALL, Ints, Marks, suppressed, with_totals

_MADE = object()  # only this module holds it, so only what it has made safe becomes a table
DIFFERENCING = (
    "Tables of the same persons made at different times are not protected against each other:"
    " show whole periods that do not overlap, or make the tables together."
)


class Reason(StrEnum):
    """Why a cell is hidden."""

    SMALL = "small"
    PROTECTED = "protected"  # a small cell could be worked out from it
    DOMINATED = "dominated"
    EMPTY = "empty"  # a rate of nobody


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as it may be shown, or a rate as a fraction."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Hidden:
    """A cell that is not shown."""

    reason: Reason


Cell = Shown | Hidden
Key = tuple[str | None, ...]  # a level of each axis; None for the total


@dataclass(frozen=True, slots=True)
class Rule:
    """When a count may be shown. The default is the strictest that is offered.

    `smallest`: the least count that is shown. `base`: what shown counts are rounded to (1: not at all).
    `hides_zeros`: whether nobody is as telling as somebody. `possible`: how many small counts a hidden one must be able
    to be, given all that is shown. `dominance`: the greatest share of a cell that one contributor may have, or None.
    Raises ValueError.
    """

    smallest: int = SMALLEST_SHOWN
    base: int = 5
    hides_zeros: bool = True
    possible: int = 3
    dominance: float | None = None
    differencing: str = DIFFERENCING
    version: str = "1"

    def __post_init__(self) -> None:
        if self.smallest < 3:
            raise ValueError(f"the smallest count shown is {self.smallest}: with less than 3 one person can be told")
        if not 1 <= self.base <= 2 * self.smallest:
            raise ValueError(f"counts from {self.smallest} cannot be rounded to {self.base}")
        if not 2 <= self.possible < self.smallest:
            raise ValueError(f"a hidden count below {self.smallest} cannot have {self.possible} possible values")
        if self.dominance is not None and not 0 < self.dominance < 1:
            raise ValueError(f"a share of {self.dominance} is no limit of dominance")

    def enough(self, n: int) -> bool:
        """Whether so many records are enough to compute a figure from."""
        return n >= self.smallest

    def cell(self, count: int) -> Cell:
        """A count that stands alone: no total it is part of is shown, nor any other part of one."""
        if count >= self.smallest or (count == 0 and not self.hides_zeros):
            return Shown(to_nearest(count, self.base))
        return Hidden(Reason.SMALL)


STRICTEST = Rule()
# Within the office, to those who answer for whole units: as counted, and zeros told; small counts never.
OFFICE = Rule(base=1, hides_zeros=False, possible=2)


@dataclass(frozen=True, slots=True)
class Axis:
    """What a table is divided by, and its levels in the order they are shown."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What every figure carries: what it is, of when, how it is counted, and the version of the query."""

    name: str
    period: str
    definition: str
    query: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class SafeTable:
    """Counts, and rates where asked for, that may be shown to anybody. Made by `of`, `rates_of` and `linked` only."""

    about: About
    axes: tuple[Axis, ...]
    rule: Rule
    cells: Mapping[Key, Cell]
    rates: Mapping[Key, Cell] = field(default_factory=dict)
    made: InitVar[object] = None

    def __post_init__(self, made: object) -> None:
        if made is not _MADE:
            raise TypeError("a SafeTable is made by SafeTable.of, SafeTable.rates_of or SafeTable.linked")
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))
        object.__setattr__(self, "rates", MappingProxyType(dict(self.rates)))
        if not 1 <= len(self.axes) <= 3:
            raise ValueError(f"a table has one to three axes, not {len(self.axes)}")

    def __repr__(self) -> str:
        hidden = sum(isinstance(cell, Hidden) for cell in self.cells.values())
        return f"<SafeTable {self.about.name!r}: {len(self.cells)} cells, {hidden} of them hidden>"

    def __iter__(self) -> Iterator[tuple[Key, Cell]]:
        return iter(self.cells.items())

    def __getitem__(self, key: Key) -> Cell:
        """The count of one level of each axis, None for the total. Raises KeyError."""
        return self.cells[key]

    @classmethod
    def of(
        cls,
        counts: ArrayLike,
        axes: Sequence[Axis],
        about: About,
        rule: Rule = STRICTEST,
        *,
        totals: bool = True,
        largest: ArrayLike | None = None,
    ) -> "SafeTable":
        """A table of counts (an integer for each level of each axis), with all its totals unless told otherwise.

        `largest`: how much of each count comes from its greatest contributor, for a rule with `dominance`. Of a total,
        the contributors are taken to be the same, which hides too much rather than too little. Raises ValueError.
        """
        [table] = cls.linked(counts, axes, {tuple(a.name for a in axes): about}, rule, totals=totals, largest=largest)
        return table

    @classmethod
    def linked(
        cls,
        counts: ArrayLike,
        axes: Sequence[Axis],
        views: Mapping[tuple[str, ...], About],
        rule: Rule = STRICTEST,
        *,
        totals: bool = True,
        largest: ArrayLike | None = None,
    ) -> list["SafeTable"]:
        """Several tables of the same records, each by some of the axes, protected as one: shared totals agree.

        `counts` are the records by all the axes. What is hidden stays hidden from whoever has all the tables. To show
        the same table again when records have been added, give what came when as an axis. Raises ValueError.
        """
        found, names = _whole(counts, axes), [a.name for a in axes]
        if unknown := {name for view in views for name in view}.difference(names):
            raise ValueError(f"no such axis: {', '.join(sorted(unknown))}")
        whole = with_totals(found)
        is_total = [np.arange(n) == n - 1 for n in whole.shape]
        published = np.zeros(whole.shape, dtype=bool)
        for view in views:
            told = np.ones(whole.shape, dtype=bool)
            for number, (name, last) in enumerate(zip(names, is_total, strict=True)):
                allowed = np.ones_like(last) if totals and name in view else ~last if name in view else last
                told &= allowed.reshape([-1 if n == number else 1 for n in range(whole.ndim)])
            published |= told
        dominated = _dominated(whole, largest, rule)
        marks = suppressed(found, rule, published=published, hidden=dominated)
        cells = _cells(whole, marks, dominated, rule)
        tables = []
        for view, about in views.items():
            own = tuple(axes[names.index(name)] for name in view)
            keys = product(*((*a.levels, None) if totals else a.levels for a in own))
            tables.append(cls(about, own, rule, {key: cells[_place(key, own, axes)] for key in keys}, made=_MADE))
        return tables

    @classmethod
    def rates_of(
        cls, some: ArrayLike, of: ArrayLike, axes: Sequence[Axis], about: About, rule: Rule = STRICTEST
    ) -> "SafeTable":
        """A table of how many, and of the share of them that `some` are; both are counts of the same shape.

        A rate is hidden where those counted in it, those not, or all of them are too few, or could be worked out. One
        or two axes: the third is whether a record is counted in the rate. Raises ValueError.
        """
        whole, part = _whole(of, axes), _whole(some, axes)
        if np.any(part > whole):
            raise ValueError("more are counted in a rate than there are")
        both = np.stack([part, whole - part], axis=-1)
        counts, marks = with_totals(both), suppressed(both, rule, rates=True)
        cells = _cells(counts, marks, np.zeros(counts.shape, dtype=bool), rule)
        shown: dict[Key, Cell] = {}
        rates: dict[Key, Cell] = {}
        for key in product(*((*a.levels, None) for a in axes)):
            place = _place(key, axes, axes)
            shown[key] = cells[*place, 2]
            hidden = [c for c in (cells[*place, n] for n in (2, 0, 1)) if isinstance(c, Hidden)]
            n = int(counts[*place, 2])
            if n == 0 and not rule.hides_zeros:
                rates[key] = Hidden(Reason.EMPTY)
            else:
                rates[key] = hidden[0] if hidden else Shown(rate(int(counts[*place, 0]), n))
        return cls(about, tuple(axes), rule, shown, rates, made=_MADE)

    def rows(
        self,
        say: Callable[[Reason], str] = str,
        *,
        total: str = "Total",
        rate_say: Callable[[float], str] | None = None,
    ) -> list[list[str | int]]:
        """Head and rows as they are shown: the last axis as columns where there are several, levels first.

        `say` gives the words for a hidden cell. A table with rates has one row for each key, its count and its rate.
        """
        names = [a.name for a in self.axes]
        if self.rates or len(self.axes) == 1:
            head: list[str | int] = [*names, "n", *(["rate"] if self.rates else [])]
            told = rate_say or "{:.3f}".format
            return [
                head,
                *(
                    [
                        *(total if k is None else k for k in key),
                        _said(cell, say),
                        *([_said(self.rates[key], say, told)] if self.rates else []),
                    ]
                    for key, cell in self
                ),
            ]
        columns = list(dict.fromkeys(key[-1] for key in self.cells))
        body = [
            [*(total if k is None else k for k in key), *(_said(self.cells[*key, c], say) for c in columns)]
            for key in dict.fromkeys(key[:-1] for key in self.cells)
        ]
        return [[*names[:-1], *(total if c is None else c for c in columns)], *body]

    def csv(self, say: Callable[[Reason], str] = str, *, total: str = "Total", delimiter: str = ";") -> str:
        """The table as a text file: exactly what is shown, then what it is, its period, definition and query."""
        out = StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        about = self.about
        notes: list[list[str | int]] = [
            [text] for text in (about.name, about.period, about.definition, about.query) if text
        ]
        for row in (*self.rows(say, total=total), [], *notes):
            writer.writerow([_harmless(cell) for cell in row])
        return out.getvalue()


def _whole(counts: ArrayLike, axes: Sequence[Axis]) -> Ints:
    """Counts as whole numbers of the right shape. Raises ValueError."""
    given = np.asarray(counts)
    shape = tuple(len(a.levels) for a in axes)
    if given.shape != shape:
        raise ValueError(f"counts of shape {given.shape} for axes of {shape}")
    if any(len(set(a.levels)) < len(a.levels) for a in axes) or len({a.name for a in axes}) < len(axes):
        raise ValueError("an axis, or a level of one, is named twice")
    if given.dtype.kind not in "iuf" or not np.all(np.isfinite(given)) or np.any(given != np.floor(given)):
        raise ValueError("a count is not a whole number")
    if given.size == 0 or given.min() < 0:
        raise ValueError("a table needs counts, none of them below zero")
    return given.astype(np.int64)


def _dominated(whole: Ints, largest: ArrayLike | None, rule: Rule) -> Marks:
    """Which cells one contributor makes up too much of. Raises ValueError where the rule cannot be followed."""
    if rule.dominance is None:
        return np.zeros(whole.shape, dtype=bool)
    if largest is None:
        raise ValueError("the rule limits what one contributor may make up, and the greatest contributors are not told")
    return with_totals(np.asarray(largest)) > rule.dominance * whole


def _cells(whole: Ints, marks: NDArray[np.int8], dominated: Marks, rule: Rule) -> dict[tuple[int, ...], Cell]:
    """What is published of each cell, by its place."""
    found: dict[tuple[int, ...], Cell] = {}
    for place, mark in np.ndenumerate(marks):
        if mark == SHOWN:
            found[place] = Shown(to_nearest(int(whole[place]), rule.base))
        elif mark != FREE:
            small = Reason.SMALL if mark == SMALL else Reason.PROTECTED
            found[place] = Hidden(Reason.DOMINATED if dominated[place] and mark != SMALL else small)
    return found


def _place(key: Key, own: Sequence[Axis], axes: Sequence[Axis]) -> tuple[int, ...]:
    """Where a cell of a table stands among the counts by all the axes."""
    level = {axis.name: k for axis, k in zip(own, key, strict=True)}
    told = [level.get(axis.name) for axis in axes]
    return tuple(len(a.levels) if k is None else a.levels.index(k) for a, k in zip(axes, told, strict=True))


def _said(cell: Cell, say: Callable[[Reason], str], rate_said: Callable[[float], str] | None = None) -> str | int:
    if isinstance(cell, Hidden):
        return say(cell.reason)
    return rate_said(cell.value) if rate_said else int(cell.value)


def _harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
