"""The rows of a site that a query is about, in the query's own levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.equity.cells import Cells, Codes, Factor, Floats
from samsyn.equity.sites.query import NotShared, Query, Rule

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some cells: codes in the query's own levels, (factors, cells), -1 for others, and what each cell holds."""

    codes: tuple[Codes, ...]
    n: Floats
    total: Floats
    squares: Floats


def which(cells: Cells, rule: Rule) -> Marks:
    """Which cells a row rule keeps, (cells,) of bool. Raises NotShared for a column that is not there."""
    kept: Marks = np.not_equal(cells.n, 0)
    for name, levels in rule:
        column = _place(cells, name)
        wanted = [code for code, level in enumerate(cells.factors[column].levels) if level in levels]
        kept &= np.isin(cells.codes[column], wanted)
    return kept


def rows_of(cells: Cells, query: Query, factors: Sequence[Factor]) -> Rows:
    """The cells that the query keeps, by these factors. Raises NotShared where they do not fit its declaration."""
    if cells.outcome != query.outcome:
        raise NotShared("other_outcome", f"The cells hold {cells.outcome}, the query asks for {query.outcome}.")
    kept = which(cells, query.keep)
    for factor in factors:
        place = _place(cells, factor.name)
        held = {cells.factors[place].levels[code] for code in np.unique(cells.codes[place][kept])}
        if unknown := sorted(held - {*factor.levels}):
            raise NotShared(
                "unknown_level", f"{factor.name} holds {', '.join(unknown)}, which the query does not declare."
            )
    found = _by(cells, kept, factors)
    _check(query, found)
    return found


def rows_apart(cells: Cells, rule: Rule, earlier: Rule, factors: Sequence[Factor]) -> Rows:
    """The cells that one rule keeps and the other does not, by these factors. Raises NotShared as `which`."""
    return _by(cells, which(cells, rule) ^ which(cells, earlier), factors)


def _by(cells: Cells, at: Marks, factors: Sequence[Factor]) -> Rows:
    codes = tuple(c[at] for c in cells.codes)
    some = Cells(cells.outcome, cells.factors, codes, cells.n[at], cells.total[at], cells.squares[at])
    few = some.by([cells.factors[_place(cells, f.name)].name for f in factors])
    own = tuple(_declared(*each) for each in zip(few.factors, few.codes, factors, strict=True))
    return Rows(own, few.n, few.total, few.squares)


def _place(cells: Cells, name: str) -> int:
    try:
        return cells.place(name)
    except KeyError:
        raise NotShared("no_column", f"The cells have no column {name}.") from None


def _declared(held: Factor, codes: Codes, asked: Factor) -> Codes:
    place = {level: code for code, level in enumerate(asked.levels)}
    to = np.array([place.get(level, -1) for level in held.levels], dtype=np.int32)
    return to[codes] if len(codes) else codes


def _check(query: Query, rows: Rows) -> None:
    arrays = (rows.n, rows.total, rows.squares)
    if not all(np.isfinite(a).all() for a in arrays) or (rows.n < 0).any():
        raise NotShared("not_numbers", "A cell holds what is no number, or a negative count.")
    if query.family == "logit" and ((rows.total < 0).any() or (rows.total > rows.n).any()):
        raise NotShared("not_yes_or_no", f"{query.outcome} is not 0 or 1 in every row, as logit needs.")
    if query.family == "gamma-log" and (rows.total <= 0).any():
        raise NotShared("not_positive", f"{query.outcome} is not above 0 in every row, as gamma-log needs.")
