"""What is asked of DuckDB about a table of decisions: its columns, what they hold, and each value's number.

A value becomes a number while the file is read. How is chosen by what is quickest for the kind of column: a column of a
Parquet file is looked up once for each value of its dictionary, whole numbers are places in a list, and text as it
stands in a CSV file is compared or hashed. So a file of ten million rows is never held as text.
"""

import os
import re
import tempfile
from codecs import getincrementaldecoder
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from samsyn.equity.note import Unreadable
from samsyn.equity.sheets import Sheet, sheet

try:  # the module of the engine itself: the package around it takes longer to load than a million rows to read
    from _duckdb import Error, InterruptException, connect
except ImportError:
    from duckdb import Error, InterruptException, connect

__all__ = [
    "Error",
    "File",
    "Held",
    "InterruptException",
    "Source",
    "Unreadable",
    "held",
    "labels",
    "located",
    "name_of",
    "opened",
    "quoted",
    "unreadable",
]

WHOLE = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
RANGE = 4096  # whole numbers from the least to the greatest, up to which they are places in a list
COMPARED = 12  # texts that are sooner compared one by one than hashed
GLANCED, SPOTS = 2_000, 8  # rows at each of so many places of a file that are looked at first
LARGEST = 1e15  # numbers from there up are written wrongly, and their squares are lost
TEXT = frozenset({".csv", ".tsv", ".txt"})
AS_IT_STANDS = "all_varchar=true"
TABLE = "table"  # what columns in memory are called
MEMORY = "1GB"  # of the engine; what needs more is written to the system's temporary folder or refused


Columns: TypeAlias = Mapping[str, Sequence[str | float | date | None]]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Columns in memory, as texts: what several readings of the same table share. `twice` are headings there twice."""

    name: str
    texts: dict[str, Any]
    twice: frozenset[str] = frozenset()


Source: TypeAlias = Path | Columns | Held


def unreadable(source: Source, problem: Exception) -> Unreadable:
    """Why the engine cannot read a source: in its own words, unless the text is in another encoding."""
    if isinstance(source, Path) and source.suffix.lower() in TEXT and not _is_utf8(source):
        return Unreadable("not_utf8", file=source.name)
    return Unreadable("cannot_be_read", file=name_of(source), problem=str(problem).splitlines()[0])


def _is_utf8(path: Path) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except OSError:  # it is not there: somebody else says so
        return True
    return True


def opened() -> Any:
    """An engine of its own, in memory. One processor: two spend more in waiting for each other than they save."""
    aside = str(Path(tempfile.gettempdir()) / f"samsyn-{os.getpid()}")  # made only if it is needed, then taken away
    limits: dict[str, str | int | float | list[str]] = {"memory_limit": MEMORY, "temp_directory": aside}
    return connect(config={**limits, "threads": 1, "preserve_insertion_order": False})


def quoted(text: str) -> str:
    """A text in the engine's language."""
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def located(path: Path) -> str:
    """A file's place in the engine's language: this file and no pattern, and nothing taken from its folders' names."""
    plain = re.sub(r"([*?\[])", r"[\1]", str(path.absolute()))
    return f"{quoted(plain)}, hive_partitioning=false"


@dataclass
class File:
    """A file, or columns in memory, as a table of the engine."""

    engine: Any
    given: Source
    bands: dict[str, str] = field(default_factory=dict)  # of columns that are not taken as they stand

    @property
    def name(self) -> str:
        return name_of(self.given)

    @property
    def is_parquet(self) -> bool:
        return isinstance(self.given, Path) and self.given.suffix.lower() == ".parquet"

    @cached_property
    def source(self) -> str:
        """The table in the engine's language."""
        given = held(self.given)
        if isinstance(given, Held):
            self.engine.register("sheet", given.texts)
            return "sheet"
        kind = given.suffix.lower()
        if not given.is_file():
            raise Unreadable("no_such_file", file=given.name)
        if kind in TEXT:
            return f"read_csv({located(given)}, header=true, {AS_IT_STANDS})"
        if kind == ".parquet":
            return f"read_parquet({located(given)})"
        raise Unreadable("unknown_kind_of_file", file=given.name)

    def is_twice(self, name: str) -> bool:
        """Whether the heading stands over several columns: the engine gives all but the first another name."""
        given = held(self.given)
        if isinstance(given, Held):
            return name in given.twice
        if given.suffix.lower() not in TEXT or f"{name}_1" not in self.kinds:
            return False
        first = self.asked(f"FROM read_csv({located(given)}, header=false, {AS_IT_STANDS}) LIMIT 1").fetchone()
        return [str(cell).strip() for cell in first or ()].count(name.strip()) > 1

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The type of each column."""
        described = self.asked(f"DESCRIBE SELECT * FROM {self.source}")  # noqa: S608 - quoted
        return {row[0]: row[1] for row in described.fetchall()}

    def asked(self, query: str) -> Any:
        return self.engine.execute(query)

    def row(self, what: Sequence[str], where: str = "true", source: str = "") -> tuple[Any, ...]:
        """What is asked of all rows."""
        found: tuple[Any, ...] = self.asked(
            f"SELECT {', '.join(what)} FROM {source or self.source} WHERE {where}"  # noqa: S608 - quoted above
        ).fetchall()[0]
        return found

    def raw(self, name: str) -> str:
        """A column as it is looked up: text as it stands, whole numbers as such, anything else as text."""
        if name in self.bands:
            return self.bands[name]
        column = '"' + name.replace('"', '""') + '"'
        return column if self.kinds[name] in WHOLE | {"VARCHAR"} else f"{column}::VARCHAR"

    def text(self, name: str) -> str:
        """A column as text without spaces around it, or its band; NULL where nothing stands."""
        raw = self.raw(name)
        if name in self.bands:
            return raw
        return f"nullif(trim({raw if self.kinds[name] not in WHOLE else f'{raw}::VARCHAR'}), '')"

    def number(self, name: str) -> str:
        """A column as numbers, with a comma or a point; NULL where there is none."""
        if self.kinds[name] in WHOLE | {"DOUBLE", "FLOAT"}:
            column = '"' + name.replace('"', '""') + '"'
            return _bounded(f"{column}::DOUBLE")
        return _bounded(f"try_cast(replace({self.text(name)}, ',', '.') AS DOUBLE)")

    def months(self, name: str) -> None:
        """Take a column of days by its months, such as 2026-03."""
        self.bands[name] = f"strftime({self.day(name)}, '%Y-%m')"

    def day(self, name: str) -> str:
        """A column as days, also where it is taken by its months; NULL where there is none."""
        column = '"' + name.replace('"', '""') + '"'
        return f"try_cast(trim({column}::VARCHAR) AS DATE)"

    def glance(self, names: Sequence[str]) -> dict[str, set[Any]]:
        """What some columns hold at a few places of the file, as it stands there."""
        some = f"(FROM {self.source} LIMIT {GLANCED * SPOTS})"
        if isinstance(self.given, Path) and self.is_parquet and "file_row_number" not in self.kinds:
            rows = int(self.row(["count(*)"])[0])
            spots = (rows * spot // SPOTS for spot in range(SPOTS))
            where = " OR ".join(f"file_row_number BETWEEN {at} AND {at + GLANCED}" for at in spots)
            some = f"(FROM read_parquet({located(self.given)}, file_row_number=true) WHERE {where})"
        return self._held(names, some)

    def whole(self, names: Sequence[str]) -> dict[str, set[Any]]:
        """What some columns hold anywhere."""
        return self._held(names, self.source)

    def _held(self, names: Sequence[str], source: str) -> dict[str, set[Any]]:
        found = self.row([f"list(DISTINCT {self.raw(name)})" for name in names], source=source) if names else ()
        return {name: set(held or ()) - {None} for name, held in zip(names, found, strict=True)}

    def looked_up(self, name: str, values: Mapping[Any, int], kind: str) -> str:
        """The number of each value of a column, of a `kind` of the engine; NULL for any other."""
        raw, whole = self.raw(name), name not in self.bands and self.kinds[name] in WHOLE
        if not values:
            return f"NULL::{kind}"
        if whole:
            least, most = min(values), max(values)
            if most - least < RANGE:
                places = ", ".join(str(values.get(number, "NULL")) for number in range(least, most + 1))
                inside = f"CASE WHEN {raw} BETWEEN {least} AND {most} THEN {raw}::BIGINT - {least} + 1 END"
                return f"([{places}]::{kind}[])[{inside}]"
        elif self.is_parquet and name not in self.bands:
            pairs = ", ".join(f"{quoted(value)}: {number}::{kind}" for value, number in values.items())
            return f"MAP {{{pairs}}}[{raw}]"
        if len(values) <= COMPARED or whole:
            return _compared(raw, values, kind)
        texts = f"ENUM ({', '.join(map(quoted, values))})"
        return f"([{', '.join(map(str, values.values()))}]::{kind}[])[enum_code(try_cast({raw} AS {texts})) + 1]"


def _bounded(number: str) -> str:
    """A number of the engine, NULL where it is none (nan), or too large to be an amount of anything."""
    return f"(CASE WHEN abs({number}) < {LARGEST!r} THEN {number} END)"


def _compared(raw: str, values: Mapping[Any, int], kind: str) -> str:
    cases = (f"WHEN {quoted(v) if isinstance(v, str) else v} THEN {number}" for v, number in values.items())
    return f"(CASE {raw} {' '.join(cases)} END)::{kind}"


def labels(held: Collection[Any]) -> dict[Any, str]:
    """The text of each value as it stands, without spaces around it; those that are nothing but spaces are left out."""
    told = {value: str(value).strip(" ") for value in held}
    return {value: text for value, text in told.items() if text}


def held(source: Source) -> Path | Held:
    """What is read of a source each time anew: a file, or columns as texts. Raises Unreadable for uneven columns."""
    if isinstance(source, Held):
        return source
    if isinstance(source, Path):
        return _of_sheet(source, sheet(source)) if source.suffix.lower() == ".xlsx" and source.is_file() else source
    return Held(TABLE, _columns(source))


def _of_sheet(path: Path, found: Sheet) -> Held:
    if not found.columns:
        raise Unreadable("no_rows_in_table", file=path.name)
    return Held(path.name, {name: np.array(cells, dtype=object) for name, cells in found.columns.items()}, found.twice)


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


def name_of(source: Source) -> str:
    """What a source is called when something is said about it."""
    return source.name if isinstance(source, Path | Held) else TABLE
