"""The units of a column, compared given whom they met: caseworkers, teams, providers. Never a league table."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from samsyn.equity import funnel
from samsyn.equity.drawn_in import drawn_in
from samsyn.equity.estimate import CannotTell
from samsyn.equity.examination import UnitColumn
from samsyn.equity.fit import Family
from samsyn.equity.mixed import FEWEST_UNITS
from samsyn.equity.multiple import benjamini_hochberg, p_value
from samsyn.equity.note import Note
from samsyn.equity.parts.expected import ByUnit, Expected, expected
from samsyn.equity.table import Table
from samsyn.equity.units import UnitReading, UnitReadings, readings

FEWEST_OF_UNIT = 30  # decisions below which no figure of a unit is given
BY_NAME = funnel.Asked(order="name")


def unit_column(table: Table, column: str, facts: Sequence[str]) -> UnitColumn:
    """The funnel and the readings of a column's units; those with few decisions are named and get no figure."""
    try:
        found = expected(table, column, [fact for fact in facts if fact != column])
    except CannotTell as problem:
        return UnitColumn(column, problem.note, problem.note, (), table.left_out)
    units = found.by_unit()
    large = units.n >= FEWEST_OF_UNIT
    small = tuple(name for name, yes in zip(units.names, large, strict=True) if not yes)
    if large.sum() < FEWEST_UNITS:
        few = Note.of("few_large_units", units=int(large.sum()), smallest=FEWEST_OF_UNIT, least=FEWEST_UNITS)
        return UnitColumn(column, few, few, small, table.left_out)
    shown = units.some(large)
    middle = float(units.observed.sum() / units.n.sum())
    return UnitColumn(column, _funnel(shown, middle, table.family), _readings(found, shown), small, table.left_out)


def _funnel(units: ByUnit, middle: float, family: Family) -> funnel.Funnel | Note:
    """Each unit's mean had it met whom all met: that of all, and how far from expectation the unit is."""
    try:
        if family is Family.SHARE:
            successes = np.clip(units.n * (middle + units.apart), 0, units.n)
            return funnel.shares(successes, units.n, units.names, target=middle, asked=BY_NAME)
        return funnel.means(middle + units.apart, _spread(units), units.n, units.names, asked=BY_NAME)
    except CannotTell as problem:
        return problem.note


def _readings(found: Expected, shown: ByUnit) -> UnitReadings | Note:
    try:
        if np.array_equal(found.cells.squares, found.cells.total):
            yes, n, names, score = found.by_score()
            facts = (score - score.mean())[:, None] if np.ptp(score) > 0 else None
            return _together(readings(yes, n, names, facts, smallest=FEWEST_OF_UNIT))
        return _together(_of_amounts(shown))
    except CannotTell as problem:
        return problem.note


def _together(told: UnitReadings) -> UnitReadings:
    """A unit differs only where it still does among all that are shown: one in twenty would else do so by chance."""
    judged = benjamini_hochberg([1.0 if unit.effect.is_none else p_value(unit.effect) for unit in told.units])
    units = (
        replace(unit, reading="differs" if stands and not unit.effect.is_none else "does not differ")
        for unit, stands in zip(told.units, judged.rejected, strict=True)
    )
    return replace(told, units=tuple(units))


def _of_amounts(units: ByUnit) -> UnitReadings:
    """By the error that one spread within units, that of all, gives."""
    freedom = float((units.n - 1).sum())
    spread = float(np.sqrt(((units.n - 1) * _spread(units) ** 2).sum() / freedom)) if freedom > 0 else 0.0
    if len(units.names) and spread == 0:
        raise CannotTell("alike_within_units")
    told = drawn_in(units.apart, spread / np.sqrt(units.n), units.n)
    read = tuple(
        UnitReading(name, "does not differ" if effect.is_none else "differs", effect, effect.n)
        for name, effect in zip(units.names, told.units, strict=True)
    )
    return UnitReadings(read, told.sd, ())


def _spread(units: ByUnit) -> "np.typing.NDArray[np.float64]":
    """The standard deviation within each unit."""
    within = units.squares - units.n * units.apart**2
    return np.asarray(np.sqrt(np.maximum(within, 0.0) / np.maximum(units.n - 1, 1)), dtype=np.float64)
