"""A table of decisions, read from CSV, XLSX or Parquet and packed into cells; every row left out is counted by reason.

What the columns hold is first looked at in a few places. When every row turns out to hold one of that, the file has
been read once; otherwise it is gone through for all values, and read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samsyn.equity.cells import Factor
from samsyn.equity.coded import Coded
from samsyn.equity.coding import DATED_AHEAD, DAY, IDENTITY, Coding, Rows, Why
from samsyn.equity.engine import Error, Held, InterruptException, Source, held, labels, opened, unreadable
from samsyn.equity.estimate import CannotTell
from samsyn.equity.fit import Family
from samsyn.equity.note import LeftOut, Note, Unreadable
from samsyn.equity.packed import Packed

__all__ = ["Held", "Question", "Source", "Table", "Unreadable", "held", "read"]

YES = frozenset({"1", "1.0", "true", "ja", "yes", "j", "y", "beviljad", "beviljat", "bifall", "granted", "approved"})
NO = frozenset({"0", "0.0", "false", "nej", "no", "n", "avslag", "avslagen", "avslaget", "refused", "denied"})
MOST_LEVELS, BANDED, BANDS = 2000, 40, 10
MOST_WORDS = 10  # for a yes and a no


@dataclass(frozen=True, slots=True)
class Question:
    """Which columns are compared. `today` is the day after which no decision can have been made.

    `names` are columns that hold names, such as units, also where the names look like numbers; `month` is a column of
    days of which the month is taken, `day` the column of days that none may be after today.
    """

    outcome: str
    group: str
    reference: str = ""
    facts: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    today: date | None = None
    names: tuple[str, ...] = ()
    month: str = ""
    day: str = DAY

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.group, *self.facts, *self.need, *self.names, *([self.month] if self.month else []))


@dataclass(frozen=True)
class Table:
    """The packed rows of two groups (level 0 of the first factor is the reference), and what was left out and why."""

    data: Packed
    family: Family
    compared: str
    reference: str
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]

    @property
    def excluded(self) -> dict[str, int]:
        """How many rows were left out, by the reason in English."""
        return {left.reason.text: left.rows for left in self.left_out}


def read(source: Source, question: Question) -> Table:
    """Read a table from a file, or from columns of one length. Raises Unreadable, whose note names what to do."""
    try:
        with opened() as engine:
            return read_rows(Coded(engine, source), question)
    except (InterruptException, RuntimeError) as problem:
        if isinstance(problem, RuntimeError) and "interrupted" not in str(problem):
            raise
        raise KeyboardInterrupt from None  # as the engine tells it
    except Error as problem:
        raise unreadable(source, problem) from None


def read_rows(rows: Rows, question: Question) -> Table:
    """Read a table from whatever engine holds its rows. Raises Unreadable, and what the engine raises."""
    _check_columns(rows, question)
    if not rows.some():
        raise Unreadable("no_rows_in_table", file=rows.name)
    if question.month:
        rows.months(question.month)
    asked = [question.outcome, *question.columns]
    seen: dict[str, set[Any]] = {}
    try:
        if rows.glances:
            glance = rows.glance(asked)
            seen = {name: held for name, held in glance.items() if len(held) > BANDED}
            return _Reading(rows, question, glance, known=False).table()
    except _Unseen:
        rows.unband(question.month)
    try:
        held = rows.whole([name for name in asked if name not in seen])
        return _Reading(rows, question, seen | held, known=True).table()
    except _Unseen:
        raise Unreadable("cannot_be_read", file=rows.name, problem="it changed while it was read") from None


def _check_columns(file: Rows, question: Question) -> None:
    asked = [question.outcome, *question.columns]
    if missing := [name for name in asked if name not in file.kinds]:
        raise Unreadable("no_such_column", column=tuple(missing), has=tuple(file.kinds))
    if twice := sorted({name for name in asked if asked.count(name) > 1}):
        raise Unreadable("asked_for_twice", column=tuple(twice))
    if several := [name for name in asked if file.is_twice(name)]:
        raise Unreadable("column_twice", column=several[0])


class _Unseen(Exception):  # noqa: N818 - it is how a glance ends that did not see enough
    """The table holds what the few places that were looked at did not."""


@dataclass
class _Reading:
    """One reading of a file. `held` is what each column holds, as it stands there: `known` or as far as was seen."""

    file: Rows
    question: Question
    held: dict[str, set[Any]]
    known: bool
    notes: list[Note] = field(default_factory=list)
    places: dict[str, dict[Any, str]] = field(default_factory=dict)  # the level of each value of a column
    words: dict[Any, str] = field(default_factory=dict)  # for yes and no

    def table(self) -> Table:
        """The table. Raises _Unseen where it holds values that were not seen."""
        asked = self.question
        levels = {name: self._levels(name) for name in asked.columns}
        reference, compared = self._groups(levels[asked.group])
        levels[asked.group] = [reference, compared]
        family = self._outcome()
        factors = tuple(Factor(name, tuple(levels[name])) for name in asked.columns)
        told = {value: int(word in YES) for value, word in self.words.items()} if family is Family.SHARE else None
        coding = Coding(asked.outcome, factors, self.places, told, asked.today, asked.day)
        if coding.cells >= 1 << 61:
            raise Unreadable("many_combinations")
        data, left_out = self._kept(coding)
        return Table(data, family, compared, reference, left_out, tuple(self.notes))

    def _kept(self, coding: Coding) -> tuple[Packed, tuple[LeftOut, ...]]:
        """The rows that are kept, by cell, and how many were left out for which reason. Raises _Unseen."""
        if twice := self.file.repeated(coding):
            raise Unreadable("decided_twice", column=IDENTITY, rows=twice)
        data, lost = self.file.packed(coding)
        if not lost:
            return data, ()
        if not self.known and self.file.unseen(coding):
            raise _Unseen
        counts = self.file.left_out(coding)
        if sum(counts.values()) != lost:
            raise _Unseen
        left_out = tuple(LeftOut(_reason(why, coding), n) for why, n in counts.items())
        if not data.rows:
            raise Unreadable("no_row_left", reasons=tuple(left.reason for left in left_out))
        return data, left_out

    def _levels(self, name: str) -> list[str]:
        """What a column holds, sorted. A column of one value tells nothing; one of very many is no fact."""
        self.places[name] = labels(self.held[name])
        levels = sorted({*self.places[name].values()})
        if len(levels) < 2 and not self.known:
            raise _Unseen
        if not levels:
            raise Unreadable("empty_column", column=name)
        if len(levels) == 1 and name != self.question.group:
            self.notes.append(Note.of("constant", column=name, value=levels[0]))
        if len(levels) > BANDED and name not in self.question.names and self.file.is_number(name):
            return self._banded(name)
        if len(levels) > MOST_LEVELS:
            raise Unreadable("many_values", column=name, values=len(levels))
        if len(levels) > BANDED and self.known:  # only a glance, so far
            self.places[name] = labels(self.file.whole([name])[name])
            levels = sorted({*self.places[name].values()})
            if len(levels) > MOST_LEVELS:
                raise Unreadable("many_values", column=name, values=len(levels))
        return levels

    def _banded(self, name: str) -> list[str]:
        """A column of many numbers in bands that hold about as many rows each, sorted by their lowest."""
        quantiles, low, high = self.file.spread(name, [n / BANDS for n in range(1, BANDS)])
        starts = [low, *(cut for cut in sorted({*quantiles}) if low < cut <= high)]
        labels = [f"{start:g}–" for start in starts]
        self.file.band(name, starts, labels)
        self.places[name] = {label: label for label in labels}
        self.notes.append(Note.of("banded", column=name, bands=len(labels), first=labels[0]))
        return labels

    def _groups(self, levels: Sequence[str]) -> tuple[str, str]:
        """The reference and the compared group."""
        name = self.question.group
        if len(levels) < 2:
            raise Unreadable("one_group", column=name, value=levels[0])
        reference = self.question.reference or levels[-1]
        if reference not in levels:
            raise Unreadable("no_such_group", column=name, value=reference, has=tuple(levels[:20]))
        others = [level for level in levels if level != reference]
        if len(others) > 1:
            note = Note.of("more_groups", column=name, groups=len(levels), compared=others[0], reference=reference)
            self.notes.append(note)
        return reference, others[0]

    def _outcome(self) -> Family:
        """What the outcome is."""
        name = self.question.outcome
        words = {value: text.lower() for value, text in labels(self.held[name]).items()}
        some = sorted({*words.values()})
        if len(some) < 2 and not self.known:
            raise _Unseen
        if not some:
            raise Unreadable("empty_outcome", column=name)
        if len(some) <= MOST_WORDS and set(some) <= YES | NO:
            if len({word in YES for word in some}) < 2:
                raise CannotTell("same_outcome", column=name, value=some[0])
            self.words = words
            return Family.SHARE
        self._check_amounts(name, some)
        return Family.AMOUNT

    def _check_amounts(self, name: str, words: Sequence[str]) -> None:
        extent = self.file.extent(name)
        if extent is None:
            unknown = sorted(set(words) - YES - NO)[:5]
            raise Unreadable("unknown_outcome", column=name, value=tuple(unknown))
        low, high = extent
        if low < 0:
            raise Unreadable("below_zero", column=name, lowest=low)
        if low == high:
            raise CannotTell("same_outcome", column=name, value=low)


def _reason(why: Why, coding: Coding) -> Note:
    code, column = why
    return (
        Note.of(code, column=column, day=coding.today)
        if code == DATED_AHEAD and coding.today
        else Note.of(code, column=column)
    )
