"""Every method of this core on one outcome: what the figures say, how sure, and what they cannot say.

Each part reads what it needs of the table: a row without a unit is counted in the gaps and left out of the units alone,
where it is told. A part that cannot be told is a note of why, and the others are told all the same.
"""

from dataclasses import dataclass
from datetime import date

from samsyn.equity.answer import answer
from samsyn.equity.coding import DAY
from samsyn.equity.estimate import CannotTell
from samsyn.equity.examination import (
    Asked,
    Examination,
    GroupMean,
    Monthly,
    Period,
    Starts,
    UnitColumn,
)
from samsyn.equity.note import Note
from samsyn.equity.parts.decomposed import decomposed
from samsyn.equity.parts.hidden import hidden
from samsyn.equity.parts.monthly import monthly
from samsyn.equity.parts.reversals import reversals
from samsyn.equity.parts.selection import selection
from samsyn.equity.parts.starts import starts
from samsyn.equity.parts.sums import of_groups
from samsyn.equity.parts.units import unit_column
from samsyn.equity.plain import mean
from samsyn.equity.simpson import Pooling
from samsyn.equity.table import Question, Source, Table, Unreadable, held, read

SEED = 1972


def examine(source: Source, asked: Asked, today: date | None = None, *, seed: int = SEED) -> Examination:
    """Examine an outcome. `today` is the day after which no decision can have been made, `seed` what rows are drawn by.

    Raises Unreadable and CannotTell, as `table.read`, where not even the plain gap can be looked for.
    """
    source = held(source)
    question = Question(
        asked.outcome, asked.group, asked.reference, asked.facts, asked.need, today, day=asked.month or DAY
    )
    table = read(source, question)
    told = answer(table, question)
    few = told.verdict if told.crude is None else None
    parts = _Readings(source, asked, today, table, few)
    units = {column: parts.read(facts=asked.facts, names=(column,)) for column in asked.units}
    by_month = parts.monthly()
    months = () if isinstance(by_month, Note) else by_month.months
    return Examination(
        asked=asked,
        on=today,
        seed=seed,
        family=table.family,
        rows=table.data.rows,
        period=Period(months[0].month, months[-1].month) if months else None,
        answer=told,
        groups=() if few else _groups(table),
        pooling=few or _reversals(table, asked, units),
        hidden=few or hidden(table, told, asked),
        decomposed=few or decomposed(table, (*asked.facts, *asked.need), seed),
        units=tuple(_unit_column(found, column, asked) for column, found in units.items()),
        monthly=by_month,
        starts=parts.starts(),
        selection=few or selection(table, asked),
    )


def _groups(table: Table) -> tuple[GroupMean, ...]:
    """The compared group, then the reference."""
    n, total, squares = of_groups(table.data.by([table.data.factors[0].name]).cells())
    return tuple(
        GroupMean(name, mean((float(n[place]), float(total[place]), float(squares[place])), table.family))
        for name, place in ((table.compared, 1), (table.reference, 0))
    )


def _reversals(table: Table, asked: Asked, units: dict[str, Table | Note]) -> Pooling | Note:
    """Within each fact, need and unit."""
    by_unit = [(found, (column,)) for column, found in units.items() if isinstance(found, Table)]
    return reversals([(table, (*asked.facts, *asked.need)), *by_unit])


def _unit_column(found: Table | Note, column: str, asked: Asked) -> UnitColumn:
    if isinstance(found, Note):
        return UnitColumn(column, found, found, (), ())
    return unit_column(found, column, asked.facts)


@dataclass(frozen=True, slots=True)
class _Readings:
    """Further readings of the same table, of the same two groups. `few` is why there are none, if so."""

    source: Source
    asked: Asked
    today: date | None
    table: Table
    few: Note | None

    def read(self, *, facts: tuple[str, ...] = (), names: tuple[str, ...] = (), month: str = "") -> Table | Note:
        """The table by group and some other columns, or why it cannot be read so."""
        if self.few:
            return self.few
        others = tuple(fact for fact in facts if fact not in names)
        asked, reference = self.asked, self.table.reference
        question = Question(
            asked.outcome, asked.group, reference, others, (), self.today, names, month, asked.month or DAY
        )
        try:
            found = read(self.source, question)
        except (Unreadable, CannotTell) as problem:
            return problem.note
        same = found.compared == self.table.compared and found.family is self.table.family
        return found if same else Note.of("other_groups_there", column=(*names, *([month] if month else ())))

    def monthly(self) -> Monthly | Note:
        """The gap by month."""
        found = self.read(month=self.asked.month) if self.asked.month else Note.of("no_month_named")
        try:
            return found if isinstance(found, Note) else monthly(found, self.asked)
        except CannotTell as problem:
            return problem.note

    def starts(self) -> Starts | Note:
        """The gap by unit and month, where units began at different times."""
        asked = self.asked
        if not asked.starts or not asked.starts_of:
            return Note.of("no_starts_named")
        found = self.read(names=(asked.starts_of,), month=asked.month)
        try:
            return found if isinstance(found, Note) else starts(found, asked)
        except CannotTell as problem:
            return problem.note
