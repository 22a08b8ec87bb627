"""The gap taken apart by column: how much goes with what the groups differ in, and how much is left."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Floats
from samsyn.equity.decompose import Decomposition, threefold, twofold
from samsyn.equity.dense import Design
from samsyn.equity.estimate import CannotTell
from samsyn.equity.examination import Decomposed
from samsyn.equity.fit import Family
from samsyn.equity.note import Note
from samsyn.equity.parts.rows import Rows, rows_of
from samsyn.equity.table import Table

MOST_ROWS = 20_000
FEWEST_OF_LEVEL = 10  # rows of each group that a value needs to stand by itself, half of them of each outcome
OTHER = "…"  # the values of a column put together

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Rows with the columns of a design: one for each value but the first of each factor."""

    rows: Rows
    group: Codes
    design: Design
    factors: dict[str, tuple[str, ...]]
    together: tuple[str, ...]
    left_out: tuple[str, ...]


def decomposed(table: Table, columns: Sequence[str], seed: int) -> Decomposed | Note:
    """Twofold, pooled and threefold, by each column; for shares also by a logistic model.

    Values that few rows have are put together; a column that the others tell is left out, and named.
    """
    if not columns:
        return Note.of("nothing_to_decompose_by")
    cells = table.data.cells()
    rows = rows_of(cells, MOST_ROWS, seed)
    codes = {name: cells.codes[cells.place(name)][rows.cell].astype(np.int64) for name in columns}
    levels = {name: cells.factors[cells.place(name)].levels for name in columns}
    group = cells.codes[0][rows.cell].astype(np.int64)
    left_out: tuple[str, ...] = ()
    while True:
        made = _columns(rows, group, codes, levels, table.family, left_out)
        try:
            return _told(made, table.family)
        except CannotTell as problem:
            worst = _standing_in_the_way(problem, made)
            if worst is None:
                return problem.note
            left_out = (*left_out, worst)


def _told(made: _Columns, family: Family) -> Decomposed:
    y, design, group, factors = made.rows.y, made.design, made.group, made.factors
    return Decomposed(
        len(y),
        made.rows.of,
        twofold(y, design, group, factors=factors),
        twofold(y, design, group, reference="pooled", factors=factors),
        threefold(y, design, group, factors=factors),
        _curved(made, family),
        made.together,
        made.left_out,
    )


def _curved(made: _Columns, family: Family) -> Decomposition | Note:
    if family is Family.AMOUNT:
        return Note.of("curved_for_shares_only")
    try:
        return twofold(made.rows.y, made.design, made.group, "logit", factors=made.factors)
    except CannotTell as problem:
        return problem.note


def _columns(
    rows: Rows,
    group: Codes,
    codes: dict[str, Codes],
    levels: dict[str, tuple[str, ...]],
    family: Family,
    left_out: tuple[str, ...],
) -> _Columns:
    made: dict[str, Floats] = {}
    factors: dict[str, tuple[str, ...]] = {}
    together, silent = [], list(left_out)
    for name in (name for name in codes if name not in left_out):
        code, names = _joined(codes[name], levels[name], group, rows.y, family)
        if len(names) < len(levels[name]):
            together.append(name)
        if len(names) < 2:
            silent.append(name)
            continue
        own = {f"{name}={level}": (code == place).astype(np.float64) for place, level in enumerate(names) if place}
        factors[name] = tuple(own)
        made |= own
    return _Columns(rows, group, Design.of(made, len(rows.y)), factors, tuple(together), tuple(silent))


def _joined(
    code: Codes, levels: tuple[str, ...], group: Codes, y: Floats, family: Family
) -> tuple[Codes, tuple[str, ...]]:
    """Values that few rows have, put together, and, if still few, with the value that most have, which is first."""
    n = np.bincount(code * 2 + group, minlength=2 * len(levels)).reshape(-1, 2)
    enough = n.min(axis=1) >= FEWEST_OF_LEVEL
    most = int(n.sum(axis=1).argmax())
    yes = np.bincount(code * 2 + group, y, minlength=2 * len(levels)).reshape(-1, 2).astype(np.float64)
    fewest = FEWEST_OF_LEVEL / 2 if family is Family.SHARE else -np.inf
    varied = np.minimum(yes, n - yes).min(axis=1) >= fewest
    kept = [place for place in np.flatnonzero(enough & varied).tolist() if place != most]
    rest = [place for place in range(len(levels)) if place != most and place not in kept]
    large = n[rest].sum(axis=0).min(initial=0) >= FEWEST_OF_LEVEL and _varied(n[rest], yes[rest], fewest)
    new = np.zeros(len(levels), dtype=np.int64)
    new[kept] = np.arange(1, len(kept) + 1)
    new[rest] = len(kept) + 1 if rest and large else 0
    names = [levels[most], *(levels[place] for place in kept)]
    if rest and large:
        names.append(levels[rest[0]] if len(rest) == 1 else OTHER)
    return new[code], tuple(names)


def _varied(n: Codes, yes: Floats, fewest: float) -> bool:
    both = yes.sum(axis=0)
    return bool(np.minimum(both, n.sum(axis=0) - both).min() >= fewest)


def _standing_in_the_way(problem: CannotTell, made: _Columns) -> str | None:
    """The column whose part cannot be told from the others', if that is what stopped it."""
    named: tuple[str, ...] = getattr(problem, "columns", ())
    first = named[0] if named else ""
    return next((name for name, own in made.factors.items() if first in own), None)
