"""A table of decisions looked at before anything is asked of it: its columns, what they hold, what each may be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from samsyn.equity.engine import Error, File, Held, held, name_of, opened, quoted, unreadable
from samsyn.equity.note import Unreadable

Role = Literal["outcome", "group", "fact", "need", "unit", "day"]
FEW = 20  # values of a column up to which they are told one by one
MOST_COLUMNS = 200
# What columns are called in docs/equity.md and in exports, in lower case; the first of a kind is the one that is meant.
NAMED: dict[Role, tuple[str, ...]] = {
    "outcome": ("beslut", "utfall", "beviljad", "beviljat", "timmar", "outcome", "granted", "decision", "hours"),
    "group": ("kön", "kon", "grupp", "sex", "gender", "group"),
    "fact": ("ålder", "alder", "åldersgrupp", "område", "omrade", "hushåll", "hushall", "språk", "sprak", "år",
             "age", "area", "household", "language", "year"),
    "need": ("behov", "bedömt behov", "behovsnivå", "need"),
    "unit": ("handläggare", "handlaggare", "enhet", "team", "utförare", "utforare", "caseworker", "unit", "provider"),
    "day": ("decided_on", "beslutsdatum", "beslutsdag", "beslutad"),
}  # fmt: skip
SEVERAL: frozenset[Role] = frozenset({"fact", "need", "unit"})  # what more than one column may be


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how many different values it holds, how many rows have none, and the values where they are few.

    `twice`: its heading stands over several columns, so that nobody can know which is meant.
    """

    name: str
    distinct: int
    missing: int
    values: tuple[str, ...]
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a table holds."""

    rows: int
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of a name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


def looked_at(source: Path) -> Look:
    """Look at every column of a file, one at a time. Raises Unreadable, as a question to it would."""
    try:
        with opened() as engine:
            return _look(File(engine, held(source)))
    except Error as problem:
        raise unreadable(source, problem) from None


def _look(file: File) -> Look:
    names = [*file.kinds]
    if len(names) > MOST_COLUMNS:
        raise Unreadable("many_columns", file=file.name, columns=len(names), most=MOST_COLUMNS)
    rows = int(file.row(["count(*)"])[0])
    if not rows:
        raise Unreadable("no_rows_in_table", file=file.name)
    return Look(rows, tuple(_column(file, name, rows) for name in names))


def _column(file: File, name: str, rows: int) -> Column:
    text = file.text(name)
    distinct, there = file.row([f"count(DISTINCT {text})", f"count({text})"])
    values = file.row([f"list(DISTINCT {text})"])[0] if 0 < distinct <= FEW else ()
    return Column(name, distinct, rows - there, tuple(sorted(value for value in values if value is not None)))


def as_parquet(source: Path, target: Path) -> Look:
    """Write a CSV file or the first sheet of a workbook as Parquet, every cell as the text it is there, and look at it.

    A question to the one gets the same answer as to the other, many times faster. Raises Unreadable.
    """
    given = held(source)
    if isinstance(given, Held) and not given.texts:
        raise Unreadable("no_rows_in_table", file=name_of(source))
    try:
        with opened() as engine:
            file = File(engine, given)
            table, twice = file.source, [name for name in file.kinds if file.is_twice(name)]
            engine.execute(f"COPY (SELECT * FROM {table}) TO {quoted(str(target))} (FORMAT parquet)")  # noqa: S608
    except Error as problem:
        raise unreadable(source, problem) from None
    look = looked_at(target)
    return Look(look.rows, tuple(replace(column, twice=column.name in twice) for column in look.columns))


def guessed(columns: Iterable[Column]) -> Mapping[str, Role]:
    """What each column may be, by its name; a column of one value or none is nothing."""
    found: dict[str, Role] = {}
    usable = {column.name: column.name.strip().casefold() for column in columns if column.distinct > 1}
    for role, names in NAMED.items():
        known = sorted((names.index(folded), name) for name, folded in usable.items() if folded in names)
        for _, name in known if role in SEVERAL else known[:1]:
            found.setdefault(name, role)
    return found
