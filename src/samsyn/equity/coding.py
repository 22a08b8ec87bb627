"""What a reading of a table asks of whatever engine holds the rows, and how a row becomes a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any, Protocol

from samsyn.equity.cells import Factor
from samsyn.equity.packed import Packed

IDENTITY, DAY = "decision_id", "decided_on"  # columns that are looked at when the table has them
DATED_AHEAD, MISSING, NOT_READ, ANOTHER_GROUP = "dated_ahead", "missing", "not_read", "another_group"
Why = tuple[str, str]  # a reason and its column


@dataclass(frozen=True, slots=True)
class Coding:
    """How rows become cells: `places[f]` is the level of each value of a factor's column, as it stands there.

    `told` is the number of each word of the outcome, 1 and 0 for yes and no; None for an outcome of amounts.
    """

    outcome: str
    factors: tuple[Factor, ...]
    places: Mapping[str, Mapping[Any, str]]
    told: Mapping[Any, int] | None
    today: date | None
    day: str = DAY  # the column of days that `today` is held against, where the table has it

    def codes(self, number: int) -> dict[Any, int]:
        """What each value of a factor adds to a cell's key; the last factor is the fastest."""
        factor, below = self.factors[number], prod(len(f.levels) for f in self.factors[number + 1 :])
        place = {level: code * below for code, level in enumerate(factor.levels)}
        return {value: place[text] for value, text in self.places[factor.name].items() if text in place}

    @property
    def cells(self) -> int:
        """How many there can be."""
        return prod(len(factor.levels) for factor in self.factors)


class Rows(Protocol):
    """A table of decisions in an engine."""

    glances: bool  # whether a look at a few places costs less than one at all

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def kinds(self) -> Mapping[str, str]:
        """The type of each column."""

    def is_twice(self, name: str) -> bool:
        """Whether a heading stands over several columns."""

    def some(self) -> bool:
        """Whether there are rows."""

    def months(self, name: str) -> None:
        """Take a column of days by its months, such as 2026-03."""

    def band(self, name: str, starts: Sequence[float], labels: Sequence[str]) -> None:
        """Take a column of numbers by bands, each from its start."""

    def unband(self, but: str) -> None:
        """Take all columns as they stand, but one."""

    def glance(self, names: Sequence[str]) -> dict[str, set[Any]]:
        """What some columns hold at a few places of the file, as it stands there."""

    def whole(self, names: Sequence[str]) -> dict[str, set[Any]]:
        """What some columns hold anywhere."""

    def is_number(self, name: str) -> bool:
        """Whether whatever stands in a column is a number."""

    def spread(self, name: str, shares: Sequence[float]) -> tuple[list[float], float, float]:
        """The numbers below which these shares of a column lie, the least and the greatest."""

    def extent(self, name: str) -> tuple[float, float] | None:
        """The least and the greatest number of a column, or None where there is none."""

    def repeated(self, coding: Coding) -> int:
        """How many of the rows that are kept repeat a decision's number."""

    def packed(self, coding: Coding) -> tuple[Packed, int]:
        """The rows by cell, and how many were left out."""

    def left_out(self, coding: Coding) -> dict[Why, int]:
        """How many rows were left out, each under the first reason that holds."""

    def unseen(self, coding: Coding) -> bool:
        """Whether a column holds values that the coding does not know."""
