"""The group-by as it is written for Ibis gives the cells that the command's own reading gives, on DuckDB and on Spark.

Spark is asked where it is installed with a Java to run on (`make test-spark`, a step of its own in CI).
"""

import os
import shutil
from datetime import date

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.estimate import CannotTell
from samsyn.equity.grouped import Grouped, read_spark
from samsyn.equity.table import Question, Unreadable, read, read_rows

NO_JAVA = not (shutil.which("java") or os.environ.get("JAVA_HOME"))
TODAY = date(2026, 11, 29)
PLAIN = Question("granted", "sex", facts=("area", "children"), need=("need",), today=TODAY)
HOURS = Question("hours", "sex", facts=("age", "area"), today=TODAY)
MONTHS = Question("granted", "sex", facts=("area",), today=TODAY, names=("unit",), month="decided_on")


def decisions(path, count=900, seed=1):
    """A table with what tables have: things missing, spaces, a third group, days ahead, numbers as numbers and text."""
    random = np.random.default_rng(seed)
    engine = duckdb.connect()
    engine.execute(f"SELECT setseed({random.random()})").fetchall()
    drawn = {
        "sex": random.choice(["kvinna", "man", "man ", "", "okänt"], count, p=[0.5, 0.3, 0.1, 0.05, 0.05]),
        "granted": random.choice(["beviljad", "Avslag", "avslag", ""], count, p=[0.6, 0.2, 0.15, 0.05]),
        "area": random.choice(["Norr", "Söder", "Ö'st"], count),
        "children": random.integers(-1, 4, count),
        "need": random.choice(["1", "2", "3"], count),
        "age": [f"{value:.1f}".replace(".", ",") for value in random.normal(80, 6, count)],
        "hours": random.gamma(2, 10, count).round(1),
        "unit": random.choice([str(number) for number in range(60)], count),
        "decided_on": [f"2026-{month:02}-{day:02}" for month, day in random.integers((1, 1), (13, 29), (count, 2))],
    }
    engine.register("drawn", {name: np.array(column) for name, column in drawn.items()})
    children = "CASE WHEN random() < 0.03 THEN NULL ELSE children END::INTEGER AS children"
    engine.execute(f"COPY (SELECT * REPLACE ({children}) FROM drawn) TO '{path}' (FORMAT parquet)")
    return path


def said(reader):
    """What a reading says: everything that it answers, or why it does not."""
    try:
        table = reader()
    except (Unreadable, CannotTell) as problem:
        return problem.note
    cells = table.data.listed
    order = np.argsort(cells.keys)
    rows = zip(cells.keys[order].tolist(), cells.n[order].tolist(), cells.total[order].tolist(), strict=True)
    squares = np.round(cells.squares[order].astype(float), 6).tolist()
    by_cell = {}
    for (key, n, total), square in zip(
        rows, squares, strict=True
    ):  # where rows are cells, one key stands several times
        before = by_cell.get(key, (0, 0.0, 0.0))
        by_cell[key] = (before[0] + n, round(before[1] + total, 6), round(before[2] + square, 6))
    excluded = {(left.reason, left.rows) for left in table.left_out}
    return table.family, table.compared, table.reference, table.data.factors, by_cell, excluded, set(table.notes)


def by_ibis(path, question, name=""):
    engine = duckdb.connect()
    engine.execute(f"CREATE VIEW decisions AS FROM read_parquet('{path}')")
    kinds = {row[0]: row[1] for row in engine.execute("DESCRIBE decisions").fetchall()}
    rows = Grouped(name or path.name, kinds, "duckdb", lambda text: engine.execute(text).fetchall())
    return read_rows(rows, question)


@pytest.mark.parametrize("question", [PLAIN, HOURS, MONTHS], ids=["shares", "amounts", "months"])
def test_ibis_on_duckdb_gives_the_cells_of_the_commands_own_reading(tmp_path, question):
    path = decisions(tmp_path / "a.parquet")
    own = said(lambda: read(path, question))
    assert len(own) == 7
    assert said(lambda: by_ibis(path, question)) == own


@pytest.mark.parametrize(
    "question",
    [
        Question("granted", "lön"),
        Question("granted", "sex", reference="ingen"),
        Question("area", "sex"),
        Question("granted", "sex", facts=("sex",)),
    ],
)
def test_what_is_wrong_is_said_alike(tmp_path, question):
    path = decisions(tmp_path / "a.parquet", 60)
    assert said(lambda: by_ibis(path, question)) == said(lambda: read(path, question))


VALUES = st.sampled_from(["a", "b", " b", "c  ", "", "d'"])
TABLES = st.lists(st.tuples(VALUES, VALUES, st.sampled_from(["ja", "nej", "JA", "", "ja"])), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_any_rows_are_grouped_alike_however_they_are_held(tmp_path_factory, rows):
    names = ["group", "fact", "granted"]
    columns = {name: [row[n] for row in rows] for n, name in enumerate(names)}
    path = tmp_path_factory.getbasetemp() / "any.parquet"
    engine = duckdb.connect()
    engine.register("held", {name: np.array(column, dtype=object) for name, column in columns.items()})
    engine.execute(f"COPY held TO '{path}' (FORMAT parquet)")
    asked = Question("granted", "group", facts=("fact",))
    in_parquet, in_memory = said(lambda: read(path, asked)), said(lambda: read(columns, asked))
    by_group = said(lambda: by_ibis(path, asked, "table"))
    assert in_memory == by_group
    assert in_parquet == by_group or in_parquet.code in {"no_rows_in_table", "cannot_be_read"}


def test_a_value_that_the_glance_did_not_see_is_found(tmp_path):
    """The first look is at some places of a file; a value that stands elsewhere makes the reading begin anew."""
    rows, path = 200_000, tmp_path / "a.parquet"
    rare = "CASE WHEN range = 13777 THEN 'sällsynt' WHEN range = 13888 THEN NULL ELSE 'vanlig' || (range % 3) END"
    numbers = "CASE WHEN range = 13999 THEN -7 ELSE range % 2 END::INTEGER"
    select = f"'g' || (range % 2) AS sex, {rare} AS area, {numbers} AS number, range % 7 < 3 AS granted"
    duckdb.sql(f"COPY (SELECT {select} FROM range({rows})) TO '{path}' (FORMAT parquet)")
    table = read(path, Question("granted", "sex", facts=("area", "number")))
    assert [factor.levels for factor in table.data.factors[1:]] == [
        ("sällsynt", "vanlig0", "vanlig1", "vanlig2"),
        ("-7", "0", "1"),
    ]
    assert table.excluded == {"area is missing": 1}
    assert table.data.rows == rows - 1


@pytest.mark.spark
@pytest.mark.skipif(NO_JAVA, reason="Java is missing: apt-get install default-jre-headless")
def test_spark_gives_the_same_cells_and_a_session_that_was_there_goes_on(tmp_path):
    from pyspark.sql import SparkSession

    path = decisions(tmp_path / "a.parquet")
    mine = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        for question in (PLAIN, HOURS, MONTHS):
            asked_spark = said(lambda asked=question: read_spark(path, asked))
            assert asked_spark == said(lambda asked=question: read(path, asked))
        assert mine.range(3).count() == 3
    finally:
        mine.stop()


@pytest.mark.spark
@pytest.mark.skipif(NO_JAVA, reason="Java is missing: apt-get install default-jre-headless")
def test_spark_reads_a_folder_of_files_and_says_what_it_does_not_read(tmp_path):
    (tmp_path / "whole").mkdir()
    duckdb.sql(f"COPY (FROM '{decisions(tmp_path / 'a.parquet')}' LIMIT 400) TO '{tmp_path}/whole/1.parquet'")
    duckdb.sql(f"COPY (FROM '{tmp_path}/a.parquet' OFFSET 400) TO '{tmp_path}/whole/2.parquet'")
    whole = said(lambda: read_spark(tmp_path / "whole", PLAIN))
    assert whole == said(lambda: read(tmp_path / "a.parquet", PLAIN))
    (tmp_path / "a.csv").write_text("sex;granted\n", encoding="utf-8")
    assert said(lambda: read_spark(tmp_path / "a.csv", PLAIN)).code == "not_by_spark"
