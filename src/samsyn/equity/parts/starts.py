"""What a change did to the gap within units that made it at different times."""

import numpy as np

from samsyn.equity.cells import Floats
from samsyn.equity.examination import Asked, Starts
from samsyn.equity.note import Note
from samsyn.equity.parts.monthly import between
from samsyn.equity.staggered import FEWEST_UNITS, staggered
from samsyn.equity.table import Table

FEWEST_OF_PERIOD = 5  # decisions of each group in each period of a unit
LENGTHS = (1, 3, 6)  # months of a period, the shortest that leaves units enough


def starts(table: Table, asked: Asked) -> Starts | Note:
    """The gap of each unit by period; the change counts from the period that holds the unit's start.

    `table` has the group, the unit and the month. Units with too few decisions of either group in a period are left
    out, and named; months after the last whole period are not used. Raises CannotTell, as `staggered` and `between` do.
    """
    names, months, n, total = _by_unit(table)
    for length in LENGTHS:
        periods = len(months) // length
        counts, sums = (_by_period(a, periods, length) for a in (n, total))
        kept = counts.min(axis=(0, 2)) >= FEWEST_OF_PERIOD if periods > 1 else np.zeros(len(names), dtype=bool)
        if kept.sum() >= FEWEST_UNITS:
            share = sums[:, kept] / counts[:, kept]
            units = tuple(name for name, yes in zip(names, kept, strict=True) if yes)
            begun = [_start(unit, asked, months, length, periods) for unit in units]
            left_out = tuple(name for name, yes in zip(names, kept, strict=True) if not yes)
            first = tuple(months[: periods * length : length])
            return Starts(staggered(share[1] - share[0], begun), length, first, units, left_out)
    return Note.of("few_units_by_period", least=FEWEST_UNITS, decisions=FEWEST_OF_PERIOD, months=LENGTHS[-1])


def _by_unit(table: Table) -> tuple[tuple[str, ...], tuple[str, ...], Floats, Floats]:
    """The units, all months, and rows and sums, (2 groups, units, months)."""
    cells = table.data.cells()
    names, seen = cells.factors[1].levels, cells.factors[2].levels
    months = between(seen[0], seen[-1])
    where = np.array([months.index(month) for month in seen])[cells.codes[2]]
    place = (cells.codes[0].astype(np.int64) * len(names) + cells.codes[1]) * len(months) + where
    shape = (2, len(names), len(months))
    n, total = (np.bincount(place, a, minlength=2 * len(names) * len(months)) for a in (cells.n, cells.total))
    return names, months, n.reshape(shape).astype(np.float64), total.reshape(shape).astype(np.float64)


def _by_period(values: Floats, periods: int, length: int) -> Floats:
    whole = values[:, :, : periods * length]
    return np.asarray(whole.reshape(*values.shape[:2], periods, length).sum(axis=3), dtype=np.float64)


def _start(unit: str, asked: Asked, months: tuple[str, ...], length: int, periods: int) -> int:
    """The number of the period in which a unit begins, beyond the last for one that does not."""
    day = next((start.on for start in asked.starts if start.unit == unit), None)
    if day is None:
        return periods
    since = (day.year - int(months[0][:4])) * 12 + day.month - int(months[0][5:])
    return min(periods, max(0, since // length))
