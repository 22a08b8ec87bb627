"""Whether the gap turns round within any column: facts, need and units."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from samsyn.equity.estimate import CannotTell
from samsyn.equity.fit import Family
from samsyn.equity.note import Note
from samsyn.equity.simpson import Pooling, pooling
from samsyn.equity.table import Table


def reversals(tables: Iterable[tuple[Table, Sequence[str]]]) -> Pooling | Note:
    """The difference within each column of some tables, the first of which gives the crude one."""
    found: Pooling | None = None
    try:
        for table, columns in tables:
            group, amounts = table.data.factors[0].name, table.family is Family.AMOUNT
            for column in columns:
                cells = table.data.by([group, column]).cells()
                one = pooling(cells, group, table.compared, table.reference, amounts=amounts)
                found = one if found is None else replace(found, within=(*found.within, *one.within))
    except CannotTell as problem:
        return problem.note
    return found or Note.of("no_column_to_look_within")
