"""A table of decisions, read from CSV, XLSX or Parquet and packed into cells; every row left out is counted by reason.

Needs DuckDB. A column's values become numbers while the file is read, each by a look into a small table that the engine
does once for each value of a column's dictionary, so a file of ten million rows is never held as text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from samsyn.equity.cells import Factor
from samsyn.equity.estimate import CannotTell
from samsyn.equity.fit import Family
from samsyn.equity.packed import Packed, packed

YES = frozenset({"1", "1.0", "true", "ja", "yes", "j", "y", "beviljad", "beviljat", "bifall", "granted", "approved"})
NO = frozenset({"0", "0.0", "false", "nej", "no", "n", "avslag", "avslagen", "avslaget", "refused", "denied"})
MOST_LEVELS, BANDED, BANDS = 2000, 40, 10
IDENTITY, DAY = "decision_id", "decided_on"  # columns that are looked at when the table has them


class Unreadable(ValueError):  # noqa: N818 - what is wrong is the table
    """The table cannot be used as it is; the message names the column and says what to do."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of the figures must know: a stable code, and a sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Which columns are compared. `today` is the day after which no decision can have been made."""

    outcome: str
    group: str
    reference: str = ""
    facts: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    today: date | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.group, *self.facts, *self.need)


@dataclass(frozen=True)
class Table:
    """The packed rows of two groups (level 0 of the first factor is the reference), and what was left out and why."""

    data: Packed
    family: Family
    compared: str
    reference: str
    excluded: dict[str, int]
    notes: tuple[Note, ...]


def read(path: Path, question: Question) -> Table:
    """Read a table. Raises Unreadable with a sentence that names the column, the rows and the remedy."""
    import duckdb

    try:
        with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as engine:
            return _Reading(engine, path, question).table()
    except duckdb.Error as problem:
        raise Unreadable(f"{path.name} cannot be read: {str(problem).splitlines()[0]}") from None


@dataclass
class _Reading:
    engine: Any
    path: Path
    question: Question
    notes: list[Note] = field(default_factory=list)
    excluded: dict[str, int] = field(default_factory=dict)
    bands: dict[str, str] = field(default_factory=dict)  # of columns of many numbers, in the engine's language

    def table(self) -> Table:
        asked, family = self.question, Family.SHARE
        self._check_columns()
        if not self._one("count(*)"):
            raise Unreadable(f"{self.path.name} has no rows")
        levels = {name: self._levels(name) for name in asked.columns}
        reference, compared = self._groups(levels[asked.group])
        levels[asked.group] = [reference, compared]
        family, value = self._outcome()
        factors = [Factor(name, tuple(levels[name])) for name in asked.columns]
        self._count_excluded(levels, value)
        data = self._packed(factors, value)
        if not data.rows:
            raise Unreadable(f"no row is left: {'; '.join(f'{why}: {n}' for why, n in self.excluded.items())}")
        return Table(data, family, compared, reference, dict(self.excluded), tuple(self.notes))

    @cached_property
    def source(self) -> str:
        """The file as a table in the engine's language, without decisions told twice or dated ahead."""
        kind, name = self.path.suffix.lower(), str(self.path).replace("'", "''")
        if not self.path.is_file():
            raise Unreadable(f"{self.path.name} is not there")
        if kind in {".csv", ".tsv", ".txt"}:
            return f"read_csv('{name}', all_varchar=true, header=true)"
        if kind == ".parquet":
            return f"read_parquet('{name}')"
        if kind == ".xlsx":
            self.engine.register("sheet", _sheet(self.path))
            return "sheet"
        raise Unreadable(f"{self.path.name} is no table this reads: save it as .csv, .xlsx or .parquet")

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The type of each column."""
        rows = self.engine.execute(f"DESCRIBE SELECT * FROM {self.source}").fetchall()  # noqa: S608 - quoted above
        return {row[0]: row[1] for row in rows}

    def _check_columns(self) -> None:
        asked = [self.question.outcome, *self.question.columns]
        if missing := [name for name in asked if name not in self.kinds]:
            raise Unreadable(f"the table lacks the column {', '.join(missing)}; it has {', '.join(self.kinds)}")
        if twice := sorted({name for name in asked if asked.count(name) > 1}):
            raise Unreadable(f"the column {', '.join(twice)} is asked for twice; name each once")

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
            raise Unreadable(f"the column {name} is empty in every row; leave it out")
        if len(levels) == 1 and name != self.question.group:
            self.notes.append(Note("constant", f"the column {name} holds {levels[0]} in every row and tells nothing"))
        if len(levels) > BANDED and self._is_number(name):
            return self._banded(name)
        if len(levels) > MOST_LEVELS:
            raise Unreadable(f"the column {name} has {len(levels)} different values: group them to a few first")
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
        self.notes.append(
            Note("banded", f"the column {name} holds many numbers: put in {len(labels)} bands, {labels[0]} first")
        )
        return labels

    def _is_number(self, name: str) -> bool:
        return bool(self._one(f"count({self._text(name)}) = count({self._number(name)})"))

    def _groups(self, levels: Sequence[str]) -> tuple[str, str]:
        """The reference and the compared group."""
        name = self.question.group
        if len(levels) < 2:
            raise Unreadable(f"the column {name} holds {levels[0]} alone: there is nobody to compare with")
        reference = self.question.reference or levels[-1]
        if reference not in levels:
            raise Unreadable(f"nobody in the column {name} is {reference}; it holds {', '.join(levels[:20])}")
        others = [level for level in levels if level != reference]
        if len(others) > 1:
            self.notes.append(
                Note(
                    "more_groups",
                    f"{name} has {len(levels)} groups; {others[0]} is compared with {reference}, no other",
                )
            )
        return reference, others[0]

    def _outcome(self) -> tuple[Family, str]:
        """What the outcome is, and its number in the engine's language."""
        name = self.question.outcome
        text = f"lower({self._text(name)})"
        if not self._one(f"count({text})"):
            raise Unreadable(f"the column {name} is empty in every row")
        some = self._one(f"list(DISTINCT {text})", f"{text} IS NOT NULL") if self._few(text) else None
        if some is not None and set(some) <= YES | NO:
            if len({word in YES for word in some}) < 2:
                raise CannotTell(f"the outcome {name} is {some[0]} in every row: there is no difference to look for")
            pairs = {word: int(word in YES) for word in some}
            return Family.SHARE, f"{_looked_up(pairs)}[{text}]"
        number = self._number(name)
        low, high = self._one(f"[min({number}), max({number})]")
        if low is None:
            unknown = sorted(set(some or []) - YES - NO)[:5]
            raise Unreadable(
                f"the column {name} holds {', '.join(unknown)}, which is neither yes or no nor a number: say what each "
                "is (beviljad or avslag, 1 or 0), or leave those rows out"
            )
        if low < 0:
            raise Unreadable(
                f"the column {name} has amounts below zero, down to {low:g}: put them right or leave them out"
            )
        if low == high:
            raise CannotTell(f"the outcome {name} is {low:g} in every row: there is no difference to look for")
        return Family.AMOUNT, number

    def _few(self, text: str) -> bool:
        return bool(self._one(f"approx_count_distinct({text})") <= 10)

    def _rules(self, levels: dict[str, list[str]], value: str) -> Iterable[tuple[str, str]]:
        """Why a row is left out, in the order in which it is asked."""
        asked = self.question
        if DAY in self.kinds and asked.today:
            yield (
                f"{DAY} is after {asked.today}",
                f"coalesce(try_cast({self._text(DAY)} AS DATE) > '{asked.today}', false)",
            )
        yield f"{asked.outcome} is missing", f"{self._text(asked.outcome)} IS NULL"
        yield f"{asked.outcome} cannot be read", f"({value}) IS NULL"
        for name in asked.columns:
            yield f"{name} is missing", f"{self._text(name)} IS NULL"
        known = _looked_up(dict.fromkeys(levels[asked.group], 1))
        yield f"{asked.group} is another group", f"{known}[{self._text(asked.group)}] IS NULL"

    def _count_excluded(self, levels: dict[str, list[str]], value: str) -> None:
        """Count every row that is left out under the first reason that holds."""
        before, kept = "true", []
        rules = dict(self._rules(levels, value))
        for rule in rules.values():
            kept.append(f"count(*) FILTER ({before} AND {rule})")
            before = f"{before} AND NOT ({rule})"
        counts = self.engine.execute(f"SELECT {', '.join(kept)} FROM {self.source}").fetchall()[0]  # noqa: S608
        self.excluded = {why: n for why, n in zip(rules, counts, strict=True) if n}
        self.kept = before
        if IDENTITY in self.kinds:
            twice = self._one(f"count({self._text(IDENTITY)}) - count(DISTINCT {self._text(IDENTITY)})", before)
            if twice:
                raise Unreadable(f"{twice} rows repeat a {IDENTITY}: keep one row for each decision")

    def _packed(self, factors: Sequence[Factor], value: str) -> Packed:
        size, parts = prod(len(f.levels) for f in factors), []
        if size >= 1 << 62:
            raise Unreadable("the columns have more combinations than can be counted: ask for fewer facts")
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
        raise Unreadable(f"{path.name} is no workbook: open it in your spreadsheet and save it as .xlsx") from None
    head = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
    columns: list[list[str]] = [[] for _ in head]
    for row in rows:
        for column, cell in zip(columns, row, strict=False):
            column.append("" if cell is None else str(cell))
    return {name: np.array(column, dtype=object) for name, column in zip(head, columns, strict=True) if name}
