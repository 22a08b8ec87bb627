"""A table of decisions, read from CSV, XLSX or Parquet and packed into cells; every row left out is counted by reason.

Needs DuckDB. A column's values become numbers while the file is read, each by a look into a small table that the engine
does once for each value of a column's dictionary, so a file of ten million rows is never held as text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from samsyn.equity.cells import Factor
from samsyn.equity.estimate import CannotTell
from samsyn.equity.fit import Family
from samsyn.equity.note import LeftOut, Note, Noted
from samsyn.equity.packed import Packed, packed

YES = frozenset({"1", "1.0", "true", "ja", "yes", "j", "y", "beviljad", "beviljat", "bifall", "granted", "approved"})
NO = frozenset({"0", "0.0", "false", "nej", "no", "n", "avslag", "avslagen", "avslaget", "refused", "denied"})
MOST_LEVELS, BANDED, BANDS = 2000, 40, 10
TABLE = "table"  # what columns in memory are called
IDENTITY, DAY = "decision_id", "decided_on"  # columns that are looked at when the table has them
Columns: TypeAlias = Mapping[str, Sequence[str | float | date | None]]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Columns in memory, as texts: what several readings of the same table share."""

    name: str
    texts: dict[str, Any]


Source: TypeAlias = Path | Columns | Held


class Unreadable(Noted):
    """The table cannot be used as it is; the note names the column and says what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which columns are compared. `today` is the day after which no decision can have been made.

    `names` are columns that hold names, such as units, also where the names look like numbers; `month` is a column of
    days of which the month is taken.
    """

    outcome: str
    group: str
    reference: str = ""
    facts: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    today: date | None = None
    names: tuple[str, ...] = ()
    month: str = ""

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
    import duckdb

    try:
        with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as engine:
            return _Reading(engine, source, question).table()
    except duckdb.Error as problem:
        raise Unreadable("cannot_be_read", file=_name(source), problem=str(problem).splitlines()[0]) from None


@dataclass
class _Reading:
    engine: Any
    given: Source
    question: Question
    notes: list[Note] = field(default_factory=list)
    left_out: tuple[LeftOut, ...] = ()
    bands: dict[str, str] = field(default_factory=dict)  # of columns of many numbers, in the engine's language

    def table(self) -> Table:
        asked, family = self.question, Family.SHARE
        self._check_columns()
        if not self._one("count(*)"):
            raise Unreadable("no_rows_in_table", file=_name(self.given))
        if asked.month:
            self.bands[asked.month] = f"strftime(try_cast({self._text(asked.month)} AS DATE), '%Y-%m')"
        levels = {name: self._levels(name) for name in asked.columns}
        reference, compared = self._groups(levels[asked.group])
        levels[asked.group] = [reference, compared]
        family, value = self._outcome()
        factors = [Factor(name, tuple(levels[name])) for name in asked.columns]
        self._count_excluded(levels, value)
        data = self._packed(factors, value)
        if not data.rows:
            raise Unreadable("no_row_left", reasons=tuple(left.reason for left in self.left_out))
        return Table(data, family, compared, reference, self.left_out, tuple(self.notes))

    @cached_property
    def source(self) -> str:
        """The file as a table in the engine's language."""
        given = held(self.given)
        if isinstance(given, Held):
            self.engine.register("sheet", given.texts)
            return "sheet"
        kind, name = given.suffix.lower(), str(given).replace("'", "''")
        if not given.is_file():
            raise Unreadable("no_such_file", file=given.name)
        if kind in {".csv", ".tsv", ".txt"}:
            return f"read_csv('{name}', all_varchar=true, header=true)"
        if kind == ".parquet":
            return f"read_parquet('{name}')"
        raise Unreadable("unknown_kind_of_file", file=given.name)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The type of each column."""
        rows = self.engine.execute(f"DESCRIBE SELECT * FROM {self.source}").fetchall()  # noqa: S608 - quoted above
        return {row[0]: row[1] for row in rows}

    def _check_columns(self) -> None:
        asked = [self.question.outcome, *self.question.columns]
        if missing := [name for name in asked if name not in self.kinds]:
            raise Unreadable("no_such_column", column=tuple(missing), has=tuple(self.kinds))
        if twice := sorted({name for name in asked if asked.count(name) > 1}):
            raise Unreadable("asked_for_twice", column=tuple(twice))

    def _text(self, name: str) -> str:
        """A column as text without spaces around it, or its band; NULL where nothing stands."""
        if name in self.bands:
            return self.bands[name]
        quoted = '"' + name.replace('"', '""') + '"'
        return f"nullif(trim({quoted if self.kinds[name] == 'VARCHAR' else f'{quoted}::VARCHAR'}), '')"

    def _number(self, name: str) -> str:
        return f"try_cast(replace({self._text(name)}, ',', '.') AS DOUBLE)"

    def _one(self, what: str, where: str = "true") -> Any:
        return self.engine.execute(f"SELECT {what} FROM {self.source} WHERE {where}").fetchall()[0][0]  # noqa: S608

    def _levels(self, name: str) -> list[str]:
        """What a column holds, sorted. A column of one value tells nothing; one of very many is no fact."""
        text = self._text(name)
        levels = sorted(self._one(f"list(DISTINCT {text})", f"{text} IS NOT NULL") or [])
        if not levels:
            raise Unreadable("empty_column", column=name)
        if len(levels) == 1 and name != self.question.group:
            self.notes.append(Note.of("constant", column=name, value=levels[0]))
        if len(levels) > BANDED and name not in self._names and self._is_number(name):
            return self._banded(name)
        if len(levels) > MOST_LEVELS:
            raise Unreadable("many_values", column=name, values=len(levels))
        return levels

    def _banded(self, name: str) -> list[str]:
        """A column of many numbers in bands that hold about as many rows each, sorted by their lowest."""
        number, shares = self._number(name), [n / BANDS for n in range(1, BANDS)]
        cuts = sorted({float(cut) for cut in self._one(f"quantile_disc({number}, {shares})")})
        low, high = self._one(f"[min({number}), max({number})]")
        starts = [low, *(cut for cut in cuts if low < cut <= high)]
        labels = [f"{start:g}–" for start in starts]
        cases = " ".join(f"WHEN {number} >= {s!r} THEN '{t}'" for s, t in reversed([*zip(starts, labels, strict=True)]))
        self.bands[name] = f"(CASE {cases} END)"
        self.notes.append(Note.of("banded", column=name, bands=len(labels), first=labels[0]))
        return labels

    @cached_property
    def _names(self) -> frozenset[str]:
        """The columns whose values are names, whatever they look like."""
        return frozenset({*self.question.names, self.question.month})

    def _is_number(self, name: str) -> bool:
        return bool(self._one(f"count({self._text(name)}) = count({self._number(name)})"))

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

    def _outcome(self) -> tuple[Family, str]:
        """What the outcome is, and its number in the engine's language."""
        name = self.question.outcome
        text = f"lower({self._text(name)})"
        if not self._one(f"count({text})"):
            raise Unreadable("empty_outcome", column=name)
        some = self._one(f"list(DISTINCT {text})", f"{text} IS NOT NULL") if self._few(text) else None
        if some is not None and set(some) <= YES | NO:
            if len({word in YES for word in some}) < 2:
                raise CannotTell("same_outcome", column=name, value=some[0])
            pairs = {word: int(word in YES) for word in some}
            return Family.SHARE, f"{_looked_up(pairs)}[{text}]"
        number = self._number(name)
        low, high = self._one(f"[min({number}), max({number})]")
        if low is None:
            unknown = sorted(set(some or []) - YES - NO)[:5]
            raise Unreadable("unknown_outcome", column=name, value=tuple(unknown))
        if low < 0:
            raise Unreadable("below_zero", column=name, lowest=low)
        if low == high:
            raise CannotTell("same_outcome", column=name, value=low)
        return Family.AMOUNT, number

    def _few(self, text: str) -> bool:
        return bool(self._one(f"approx_count_distinct({text})") <= 10)

    def _rules(self, levels: dict[str, list[str]], value: str) -> Iterable[tuple[Note, str]]:
        """Why a row is left out, in the order in which it is asked."""
        asked = self.question
        if DAY in self.kinds and asked.today:
            yield (
                Note.of("dated_ahead", column=DAY, day=asked.today),
                f"coalesce(try_cast({self._text(DAY)} AS DATE) > '{asked.today}', false)",
            )
        yield Note.of("missing", column=asked.outcome), f"{self._text(asked.outcome)} IS NULL"
        yield Note.of("not_read", column=asked.outcome), f"({value}) IS NULL"
        for name in asked.columns:
            yield Note.of("missing", column=name), f"{self._text(name)} IS NULL"
        known = _looked_up(dict.fromkeys(levels[asked.group], 1))
        yield Note.of("another_group", column=asked.group), f"{known}[{self._text(asked.group)}] IS NULL"

    def _count_excluded(self, levels: dict[str, list[str]], value: str) -> None:
        """Count every row that is left out under the first reason that holds."""
        before, kept = "true", []
        rules = dict(self._rules(levels, value))
        for rule in rules.values():
            kept.append(f"count(*) FILTER ({before} AND {rule})")
            before = f"{before} AND NOT ({rule})"
        counts = self.engine.execute(f"SELECT {', '.join(kept)} FROM {self.source}").fetchall()[0]  # noqa: S608
        self.left_out = tuple(LeftOut(why, n) for why, n in zip(rules, counts, strict=True) if n)
        self.kept = before
        if IDENTITY in self.kinds:
            twice = self._one(f"count({self._text(IDENTITY)}) - count(DISTINCT {self._text(IDENTITY)})", before)
            if twice:
                raise Unreadable("decided_twice", column=IDENTITY, rows=twice)

    def _packed(self, factors: Sequence[Factor], value: str) -> Packed:
        size, parts = prod(len(f.levels) for f in factors), []
        if size >= 1 << 62:
            raise Unreadable("many_combinations")
        for factor in factors:
            size //= len(factor.levels)
            places = {level: number * size for number, level in enumerate(factor.levels)}
            parts.append(f"{_looked_up(places)}[{self._text(factor.name)}]")
        columns = f"{' + '.join(parts)} AS cell, ({value}) AS value"
        found = self.engine.execute(f"SELECT {columns} FROM {self.source} WHERE {self.kept}").fetchnumpy()  # noqa: S608
        key, total = np.asarray(found["cell"]), np.asarray(found["value"], dtype=np.float64)
        squares = total if value.startswith("MAP") else total**2
        return packed(self.question.outcome, factors, key, None, total, squares)


def _looked_up(values: dict[str, int]) -> str:
    """A small table in the engine's language, from a text to a number."""
    kind = "INTEGER" if max(values.values()) < 1 << 31 else "BIGINT"
    pairs = ", ".join(f"'{text.replace(chr(39), chr(39) * 2)}': {number}::{kind}" for text, number in values.items())
    return f"MAP {{{pairs}}}"


def _sheet(path: Path) -> dict[str, Any]:
    """The first sheet of a workbook, a column of texts for each that has a heading."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        rows = load_workbook(path, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError):
        raise Unreadable("no_workbook", file=path.name) from None
    head = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
    columns: list[list[str]] = [[] for _ in head]
    for row in rows:
        for column, cell in zip(columns, row, strict=False):
            column.append("" if cell is None else str(cell))
    return {name: np.array(column, dtype=object) for name, column in zip(head, columns, strict=True) if name}


def held(source: Source) -> Path | Held:
    """What is read of a source each time anew: a file, or columns as texts. Raises Unreadable for uneven columns."""
    if isinstance(source, Held):
        return source
    if isinstance(source, Path):
        return Held(source.name, _sheet(source)) if source.suffix.lower() == ".xlsx" and source.is_file() else source
    return Held(TABLE, _columns(source))


def _columns(given: Columns) -> dict[str, Any]:
    """Nothing stands where there is nothing."""
    if not given:
        raise Unreadable("no_rows_in_table", file=TABLE)
    if len({len(column) for column in given.values()}) > 1:
        raise Unreadable("uneven_columns", lengths=tuple(f"{name}: {len(column)}" for name, column in given.items()))
    return {name: np.array([_as_text(value) for value in column], dtype=object) for name, column in given.items()}


def _as_text(value: str | float | date | None) -> str:
    if value is None or value != value:  # nothing, or no number
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _name(source: Source) -> str:
    return source.name if isinstance(source, Path | Held) else TABLE
