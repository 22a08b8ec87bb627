"""Tables of decisions as municipalities export them: every row is counted, and what is wrong is said."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from openpyxl import Workbook

from samsyn.cli.equity import spoken
from samsyn.equity.estimate import CannotTell
from samsyn.equity.fit import Family
from samsyn.equity.table import Question, Unreadable, read

ASKED = Question("beslut", "kön", facts=("ålder", "område"))


def rows_drawn(count=400, seed=1):
    random = np.random.default_rng(seed)
    sex = np.where(random.random(count) < 0.6, "kvinna", "man")
    yes = np.where(random.random(count) < 0.7, "beviljad", "avslag")
    age, area = random.integers(65, 99, count), random.choice(["Centrum", "Norr", "Öster"], count)
    return [list(map(str, row)) for row in zip(sex, yes, age, area, strict=True)]


HEAD = ["kön", "beslut", "ålder", "område"]


def csv_of(path: Path, rows, head=HEAD, mark=";", encoding="utf-8") -> Path:
    path.write_text("\n".join(mark.join(row) for row in [head, *rows]) + "\n", encoding=encoding)
    return path


def test_a_csv_a_workbook_and_a_parquet_file_say_the_same(tmp_path):
    rows = rows_drawn()
    one = csv_of(tmp_path / "beslut.csv", rows)
    book = Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    book.save(tmp_path / "beslut.xlsx")
    duckdb.sql(f"COPY (FROM read_csv('{one}', all_varchar=true)) TO '{tmp_path}/beslut.parquet' (FORMAT parquet)")
    found = [read(tmp_path / f"beslut.{kind}", ASKED) for kind in ("csv", "xlsx", "parquet")]
    for table in found:
        assert (table.compared, table.reference, table.family) == ("kvinna", "man", Family.SHARE)
        assert table.data.rows == 400
        assert np.array_equal(table.data.total, found[0].data.total)


def test_every_row_left_out_is_counted_by_its_reason(tmp_path):
    rows = rows_drawn()
    rows[0][1], rows[1][1], rows[2][0], rows[3][2], rows[4][3] = "", "kanske", "", "", " "
    table = read(csv_of(tmp_path / "a.csv", [r if r[1] != "kanske" else [r[0], "", *r[2:]] for r in rows]), ASKED)
    assert table.excluded == {
        "beslut is missing": 2,
        "kön is missing": 1,
        "ålder is missing": 1,
        "område is missing": 1,
    }
    assert table.data.rows + sum(table.excluded.values()) == len(rows)


def test_a_third_group_is_counted_and_told(tmp_path):
    rows = [*rows_drawn(), ["okänt", "avslag", "80", "Norr"]]
    table = read(csv_of(tmp_path / "a.csv", rows), ASKED)
    assert (table.compared, table.reference) == ("kvinna", "okänt")
    named = read(csv_of(tmp_path / "a.csv", rows), Question("beslut", "kön", "man"))
    assert named.excluded == {"kön is another group": 1}
    assert [note.code for note in named.notes] == ["more_groups"]


def test_a_decision_of_tomorrow_is_left_out(tmp_path):
    rows = [[*row, "2026-05-01"] for row in rows_drawn()]
    rows[7][4] = "2027-01-01"
    asked = Question("beslut", "kön", today=date(2026, 11, 29))
    table = read(csv_of(tmp_path / "a.csv", rows, [*HEAD, "decided_on"]), asked)
    assert table.excluded == {"decided_on is after 2026-11-29": 1}


def test_many_numbers_are_put_in_bands_and_it_is_said(tmp_path):
    random = np.random.default_rng(2)
    rows = [[*row[:2], f"{random.normal(20, 5):.2f}".replace(".", ","), row[3]] for row in rows_drawn()]
    table = read(csv_of(tmp_path / "a.csv", rows), ASKED)
    assert len(table.data.factors[1].levels) == 10
    assert [note.code for note in table.notes] == ["banded"]
    assert table.data.rows == 400


@pytest.mark.parametrize(
    ("head", "change", "says"),
    [
        (["kön", "beslut", "alder", "område"], lambda row: row, "lacks the column ålder; it has kön, beslut, alder"),
        (HEAD, lambda row: ["kvinna", *row[1:]], "kön holds kvinna alone"),
        (HEAD, lambda row: [row[0], "", *row[2:]], "beslut is empty in every row"),
        (HEAD, lambda row: [row[0], "kanske", *row[2:]], "holds kanske, which is neither yes or no nor a number"),
        (HEAD, lambda row: [row[0], "-3", *row[2:]], "amounts below zero"),
    ],
)
def test_what_is_wrong_is_told_with_the_column(tmp_path, head, change, says):
    with pytest.raises(Unreadable, match=says):
        read(csv_of(tmp_path / "a.csv", [change(row) for row in rows_drawn(50)], head), ASKED)


def test_an_outcome_that_never_varies_cannot_be_compared(tmp_path):
    with pytest.raises(CannotTell, match="beslut is beviljad in every row"):
        read(csv_of(tmp_path / "a.csv", [[r[0], "Beviljad", *r[2:]] for r in rows_drawn(50)]), ASKED)


def test_a_decision_told_twice_is_told(tmp_path):
    rows = [[*row, str(n // 2)] for n, row in enumerate(rows_drawn(50))]
    with pytest.raises(Unreadable, match="25 rows repeat a decision_id"):
        read(csv_of(tmp_path / "a.csv", rows, [*HEAD, "decision_id"]), ASKED)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet", "a.pdf"])
def test_a_file_that_is_no_table_is_told(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\xff\x00 no table")
    with pytest.raises(Unreadable):
        read(tmp_path / name, ASKED)


@pytest.mark.parametrize("value", ["a'b", 'a"b', "a; DROP TABLE x", "{", "å\\n"])
def test_signs_of_the_engines_language_are_only_signs(tmp_path, value):
    rows = [[value if row[0] == "man" else row[0], *row[1:]] for row in rows_drawn(60)]
    path = tmp_path / "it's.csv"
    duckdb.execute("CREATE OR REPLACE TEMP TABLE t (kön VARCHAR, beslut VARCHAR)")
    duckdb.executemany("INSERT INTO t VALUES (?, ?)", [row[:2] for row in rows])
    duckdb.execute(f"COPY t TO '{tmp_path}/its.parquet' (FORMAT parquet)")
    (tmp_path / "its.parquet").rename(path.with_suffix(".parquet"))
    table = read(path.with_suffix(".parquet"), Question("beslut", "kön", "kvinna"))
    assert table.compared == value


def command(*arguments, language="en"):
    whole = [sys.executable, "-m", "samsyn", "equity", *map(str, arguments), "--language", language]
    return subprocess.run(whole, capture_output=True, text=True)


def test_the_command_answers_in_json(tmp_path):
    path = csv_of(tmp_path / "a.csv", rows_drawn(3000))
    done = command(path, "--outcome", "beslut", "--group", "kön", "--facts", "område", "--need", "ålder", "--json")
    told = json.loads(done.stdout)
    assert told["groups"] == ["kvinna", "man"]
    assert {*told["gaps"]} == {"crude", "facts", "need"}
    for gap in told["gaps"].values():
        low, high = gap["ci95"]
        assert low < gap["estimate"] < high
        assert gap["n"] == 3000
    assert told["verdict"]["code"] in {"no_difference_seen", "unexplained_difference", "cannot_be_decided"}


def test_ten_rows_give_no_figure_and_say_so(tmp_path):
    path = csv_of(tmp_path / "a.csv", rows_drawn(10))
    told = json.loads(command(path, "--outcome", "beslut", "--group", "kön", "--facts", "område", "--json").stdout)
    assert told["gaps"] == {"crude": None, "facts": None, "need": None}
    assert told["verdict"]["code"] == "cannot_be_decided"
    assert [note["code"] for note in told["warnings"]] == ["too_few"]


def test_a_value_under_which_all_are_granted_is_named_and_nothing_is_guessed(tmp_path):
    rows = [[r[0], "beviljad" if r[3] == "Norr" else r[1], *r[2:]] for r in rows_drawn(3000)]
    done = command(
        csv_of(tmp_path / "a.csv", rows), "--outcome", "beslut", "--group", "kön", "--facts", "område", "--json"
    )
    told = json.loads(done.stdout)
    assert told["gaps"]["facts"] is None
    assert "område is Norr" in told["warnings"][0]["text"]


def test_a_mistake_ends_with_a_sentence_and_no_trace(tmp_path):
    done = command(tmp_path / "no.csv", "--outcome", "a", "--group", "b")
    assert (done.returncode, done.stderr) == (2, "samsyn: no.csv is not there.\n")


def test_a_mistake_is_told_in_the_language_asked_for(tmp_path):
    done = command(tmp_path / "no.csv", "--outcome", "a", "--group", "b", language="sv")
    assert (done.returncode, done.stderr) == (2, "samsyn: no.csv finns inte.\n")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "sv"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "C.UTF-8"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "sv_SE", "LANG": "en_GB"}, "sv"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "sv_SE"}, "en"),
    ],
)
def test_the_language_is_swedish_unless_the_locale_is_english(environment, language):
    assert spoken(environment) == language


def test_codes_and_keys_are_the_same_in_either_language(tmp_path):
    path = csv_of(tmp_path / "a.csv", [*rows_drawn(500), ["", "avslag", "80", "Norr"]])
    asked = (path, "--outcome", "beslut", "--group", "kön", "--need", "ålder", "--json")
    swedish, english = (json.loads(command(*asked, language=language).stdout) for language in ("sv", "en"))
    assert swedish["warnings"][0]["text"] != english["warnings"][0]["text"]
    for told in (swedish, english):
        for text in (*told["warnings"], told["verdict"]):
            del text["text"]
    assert swedish == english


def test_the_text_tells_the_five_steps_with_reversals_and_what_could_hide(tmp_path):
    path = csv_of(tmp_path / "a.csv", rows_drawn(3000))
    done = command(path, "--outcome", "beslut", "--group", "kön", "--facts", "område", language="sv")
    for words in (
        "Mönster",
        "Problemformulering",
        "Möjliga orsaker",
        "Prövning av orsakerna",
        "Åtgärd",
        "vänder",
        "omätt",
    ):
        assert words in done.stdout
    assert done.stderr == ""


def xlsx_and_memory():
    rows = rows_drawn(200)
    rows[0][1], rows[1][0] = "", " "
    return rows, {name: [row[place] for row in rows] for place, name in enumerate(HEAD)}


def test_columns_in_memory_go_through_the_same_checks_as_a_file(tmp_path):
    rows, columns = xlsx_and_memory()
    file, memory = read(csv_of(tmp_path / "a.csv", rows), ASKED), read(columns, ASKED)
    assert (memory.excluded, memory.notes, memory.compared) == (file.excluded, file.notes, file.compared)
    for mine, other in zip(memory.data.cells().codes, file.data.cells().codes, strict=True):
        assert np.array_equal(mine, other)
    assert np.array_equal(memory.data.cells().total, file.data.cells().total)


def test_numbers_days_and_nothing_in_memory_are_read_as_they_stand():
    days = [date(2025, 1, 1 + n % 28) for n in range(200)]
    hours = [None, float("nan"), *(n / 4 for n in range(198))]
    sex = [("kvinna", "man")[n % 2] for n in range(200)]
    columns = {"timmar": hours, "kön": sex, "decided_on": days, "ålder": [float(65 + n % 5) for n in range(200)]}
    table = read(columns, Question("timmar", "kön", facts=("ålder",), today=date(2025, 1, 20), month="decided_on"))
    assert table.family is Family.AMOUNT
    assert table.data.factors[1].levels == ("65", "66", "67", "68", "69")
    assert table.data.factors[2].levels == ("2025-01",)
    assert table.excluded == {"decided_on is after 2025-01-20": 56, "timmar is missing": 2}


def test_names_that_look_like_numbers_are_not_put_in_bands():
    _, columns = xlsx_and_memory()
    columns["handläggare"] = [str(100 + n % 50) for n in range(200)]
    table = read(columns, Question("beslut", "kön", names=("handläggare",)))
    assert len(table.data.factors[1].levels) == 50
    assert table.notes == ()


def test_columns_of_several_lengths_are_told():
    with pytest.raises(Unreadable, match="a: 2, b: 1"):
        read({"a": ["x", "y"], "b": ["x"]}, Question("a", "b"))
    with pytest.raises(Unreadable, match="no rows"):
        read({}, Question("a", "b"))
