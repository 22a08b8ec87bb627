"""The reading of rows and their grouping into cells, written once as expressions of Ibis, for any engine it speaks.

DuckDB embedded reads a file faster by ways of its own (`coded`), and loading Ibis alone costs what a million rows do.
So the command takes this way for a table that does not fit one machine, on Spark. The tests hold both ways, and this
one on DuckDB and on Spark, to the same cells (docs/decisions/0015).
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.equity.coding import ANOTHER_GROUP, DATED_AHEAD, IDENTITY, MISSING, NOT_READ, Coding, Why
from samsyn.equity.engine import LARGEST
from samsyn.equity.note import Unreadable
from samsyn.equity.packed import Packed, packed
from samsyn.equity.table import MOST_LEVELS, Question, Table, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
Row = tuple[Any, ...]
TABLE = "decisions"  # as the engine knows it
A_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
PARTS = "16"  # of what is grouped; cells are few, and each part costs its starting
MASTER = "SAMSYN_SPARK"  # names the cluster, as spark://…; this machine's processors where it is not set


class Grouped:
    """A table of an engine that Ibis speaks: its columns' types, and `ask`, which runs a text in the engine's language.

    `dialect` is Ibis's name of it (duckdb, pyspark); the engine knows the rows as `decisions`. It is a `coding.Rows`.
    """

    glances = False

    def __init__(self, name: str, kinds: Mapping[str, str], dialect: str, ask: Callable[[str], list[Row]]) -> None:
        import ibis
        from ibis.backends.sql import datatypes

        getattr(ibis, dialect)  # Ibis learns of an engine when its name is spoken
        self._ibis, self._dialect, self._ask, self.name, self.kinds = ibis, dialect, ask, name, dict(kinds)
        types = {"duckdb": datatypes.DuckDBType, "pyspark": datatypes.PySparkType}[dialect]
        self._table = ibis.table({column: types.from_string(kind) for column, kind in kinds.items()}, name=TABLE)
        self._bands: dict[str, Any] = {}

    def _asked(self, expression: Any) -> list[Row]:
        """The rows of the answer."""
        return self._ask(str(self._ibis.to_sql(expression, dialect=self._dialect)))

    def _one(self, **sums: Any) -> Row:
        """Some sums over all rows, in their order."""
        return self._asked(self._table.aggregate(**sums))[0]

    def _stands(self, name: str) -> Any:
        """A column as text without spaces around it; nothing where nothing stands."""
        return self._table[name].cast("string").re_replace("^ +| +$", "").nullif("")

    def _text(self, name: str) -> Any:
        return self._bands[name] if name in self._bands else self._stands(name)

    def _number(self, name: str) -> Any:
        """A column as numbers, with a comma or a point; nothing where there is none."""
        column = self._table[name]
        if column.type().is_numeric():
            number = column.cast("float64")
        else:
            text = self._stands(name).replace(",", ".")
            number = text.re_search(NUMBER).ifelse(text, None).cast("float64")
        return (number.abs() < LARGEST).ifelse(number, None)  # neither nan nor inf is below it

    def _day(self, name: str) -> Any:
        """A column of days as text, which sorts as the days do."""
        text = self._stands(name)
        return text.re_search(A_DAY).ifelse(text.substr(0, 10), None)

    def is_twice(self, name: str) -> bool:  # noqa: ARG002 - the file names each column once
        return False

    def some(self) -> bool:
        return bool(self._one(n=self._table.count())[0])

    def months(self, name: str) -> None:
        self._bands[name] = self._day(name).substr(0, 7)

    def band(self, name: str, starts: Sequence[float], labels: Sequence[str]) -> None:
        number = self._number(name)
        falling = reversed([*zip(starts, labels, strict=True)])
        self._bands[name] = self._ibis.cases(*((number >= start, label) for start, label in falling))

    def unband(self, but: str) -> None:
        self._bands = {name: band for name, band in self._bands.items() if name == but}

    def glance(self, names: Sequence[str]) -> dict[str, set[Any]]:
        return self.whole(names)

    def whole(self, names: Sequence[str]) -> dict[str, set[Any]]:
        """What some columns hold; of very many values one more than a fact may have."""
        found = {}
        for name in names:
            held = self._table.select(held=self._text(name)).distinct()
            found[name] = {row[0] for row in self._asked(held.filter(held.held.notnull()).limit(MOST_LEVELS + 1))}
        return found

    def is_number(self, name: str) -> bool:
        stands, numbers = self._one(stands=self._text(name).count(), numbers=self._number(name).count())
        return bool(stands == numbers)

    def spread(self, name: str, shares: Sequence[float]) -> tuple[list[float], float, float]:
        """From how many rows hold each number, so that all engines say the same."""
        numbers = self._table.select(number=self._number(name))
        numbers = numbers.filter(numbers.number.notnull())
        held = sorted(self._asked(numbers.group_by("number").aggregate(n=numbers.count())))
        number, below = np.array([row[0] for row in held]), np.cumsum([row[1] for row in held])
        places = [int(np.searchsorted(below, np.ceil(share * below[-1] - 1e-9))) for share in shares]
        return number[places].tolist(), float(number[0]), float(number[-1])

    def extent(self, name: str) -> tuple[float, float] | None:
        number = self._number(name)
        low, high = self._one(low=number.min(), high=number.max())
        return None if low is None else (float(low), float(high))

    def repeated(self, coding: Coding) -> int:
        if IDENTITY not in self.kinds:
            return 0
        kept = self._coded(coding, told=self._stands(IDENTITY))
        kept = kept.filter(kept.cell.notnull() & kept.value.notnull())
        n, different = self._asked(kept.aggregate(n=kept.told.count(), different=kept.told.nunique()))[0]
        return int(n - different)

    def packed(self, coding: Coding) -> tuple[Packed, int]:
        found = self._asked(self.cells(coding))
        key, n = (np.array([row[at] for row in found], np.int64) for at in (0, 1))
        total, squares = (np.array([row[at] for row in found], np.float64) for at in (2, 3))
        rows = int(self._one(n=self._table.count())[0])
        squares = total if coding.told is not None else squares
        return packed(coding.outcome, coding.factors, key, n, total, squares), rows - int(n.sum())

    def cells(self, coding: Coding) -> Any:
        """The group-by: the key of each cell that holds rows, how many, and the sum of the outcome and its square."""
        rows = self._coded(coding)
        kept = rows.filter(rows.cell.notnull() & rows.value.notnull())
        value = kept.value
        return kept.group_by("cell").aggregate(n=kept.count(), total=value.sum(), squares=(value * value).sum())

    def _coded(self, coding: Coding, **more: Any) -> Any:
        """Each row's cell and outcome; nothing where a column lacks something, or where it is left out."""
        parts = [self._looked_up(f.name, coding.codes(number)) for number, f in enumerate(coding.factors)]
        cell = sum(parts[1:], parts[0])
        if (ahead := self._ahead(coding)) is not None:
            cell = ahead.ifelse(None, cell)
        return self._table.select(cell=cell, value=self._told(coding), **more)

    def _looked_up(self, name: str, values: dict[Any, int]) -> Any:
        if not values:
            return self._ibis.literal(None, "int64")
        text = self._text(name)
        return text.cases(*((value, self._ibis.literal(number, "int64")) for value, number in values.items()))

    def _told(self, coding: Coding) -> Any:
        if coding.told is None:
            return self._number(coding.outcome)
        return self._looked_up(coding.outcome, dict(coding.told)).cast("float64")

    def _ahead(self, coding: Coding) -> Any:
        if coding.day not in self.kinds or not coding.today:
            return None
        return (self._day(coding.day) > coding.today.isoformat()).fill_null(False)

    def left_out(self, coding: Coding) -> dict[Why, int]:
        rules, before = dict(self._rules(coding)), self._ibis.literal(True)
        counted = {}
        for number, rule in enumerate(rules.values()):
            counted[f"rule{number}"] = (before & rule).ifelse(1, 0).sum()
            before = before & ~rule
        found = self._one(**counted)
        return {why: int(n) for why, n in zip(rules, found, strict=True) if n}

    def _rules(self, coding: Coding) -> Iterable[tuple[Why, Any]]:
        """Why a row is left out, in the order in which it is asked."""
        if (ahead := self._ahead(coding)) is not None:
            yield (DATED_AHEAD, coding.day), ahead
        yield (MISSING, coding.outcome), self._stands(coding.outcome).isnull()
        yield (NOT_READ, coding.outcome), self._told(coding).isnull()
        for factor in coding.factors:
            yield (MISSING, factor.name), self._text(factor.name).isnull()
        group = coding.factors[0]
        yield (ANOTHER_GROUP, group.name), ~self._text(group.name).isin(group.levels).fill_null(False)

    def unseen(self, coding: Coding) -> bool:  # noqa: ARG002 - all values were asked for
        return False


def read_spark(path: Path, question: Question) -> Table:
    """Read a Parquet file, or a folder of them, by Spark. Raises Unreadable, whose note names what to do."""
    if not path.exists():
        raise Unreadable("no_such_file", file=path.name)
    if path.suffix.lower() != ".parquet" and not path.is_dir():
        raise Unreadable("not_by_spark", file=path.name)
    with _spark() as engine:
        from pyspark.errors import PySparkException

        try:
            rows = engine.read.parquet(str(path))
            rows.createOrReplaceTempView(TABLE)
            grouped = Grouped(
                path.name, dict(rows.dtypes), "pyspark", lambda text: [*map(tuple, engine.sql(text).collect())]
            )
            return read_rows(grouped, question)
        except PySparkException as problem:
            raise Unreadable("cannot_be_read", file=path.name, problem=str(problem).splitlines()[0]) from None


@contextmanager
def _spark() -> "Iterator[Any]":
    """A session of Spark. It is ended afterwards, but for one that the caller had."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unreadable("no_spark") from None
    builder = SparkSession.builder.appName("samsyn equity").master(os.environ.get(MASTER, "local[*]"))
    quiet = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.log.level": "ERROR"}
    quiet |= {"spark.sql.shuffle.partitions": PARTS, "spark.ui.showConsoleProgress": "false"}
    for name, value in quiet.items():
        builder = builder.config(name, value)
    try:
        had = SparkSession.getActiveSession()
        session = builder.getOrCreate()
    except Exception as problem:
        raise Unreadable("no_java", problem=str(problem).splitlines()[0]) from None
    try:
        yield session
    finally:
        if had is None:
            session.stop()
