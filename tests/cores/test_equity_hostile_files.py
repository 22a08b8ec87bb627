"""Odd and hostile files: what is read is that file and all of it, and what cannot be read is told in a sentence."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from samsyn.equity import sheets
from samsyn.equity.answer import answer
from samsyn.equity.grouped import Grouped
from samsyn.equity.note import Unreadable
from samsyn.equity.table import Question, read

HEAD = ["kön", "beslut", "område"]
ASKED = Question("beslut", "kön", facts=("område",))
SHEET = "xl/worksheets/sheet1.xml"
DRAW = Random(1)
ROWS = [[DRAW.choice(("kvinna", "man")), DRAW.choice(("ja", "nej")), DRAW.choice("ABC")] for _ in range(200)]
Parts = dict[str, bytes]


def text(path: Path, rows: list[list[str]] = ROWS, head: list[str] = HEAD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(";".join(row) for row in [head, *rows]) + "\n", encoding="utf-8")
    return path


def book(
    path: Path, change: Callable[[Parts], Parts] = dict, rows: list[list[str]] = ROWS, head: list[str] = HEAD
) -> Path:
    """A workbook, whose parts are changed after it was written."""
    made = Workbook()
    for row in [head, *rows]:
        made.active.append(row)
    made.save(path)
    with ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in change(parts).items():
            packed.writestr(name, content)
    return path


def sized(said: bytes) -> Callable[[Parts], Parts]:
    """A sheet that says another size of itself."""
    return lambda parts: parts | {SHEET: re.sub(rb"<dimension[^>]*>", said, parts[SHEET])}


# That file and no other


@pytest.mark.parametrize("name", ["beslut[1].csv", "beslut*.csv", "beslut?.csv", "[a-z].csv"])
def test_a_name_is_no_pattern_of_names(tmp_path, name):
    path = text(tmp_path / name)
    for other in ("beslut1.csv", "beslutx.csv", "b.csv"):
        text(tmp_path / other, ROWS[:90])
    assert read(path, ASKED).data.rows == len(ROWS)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_name_of_a_folder_is_no_column(tmp_path, kind):
    import duckdb

    plain, path = text(tmp_path / "a.csv"), tmp_path / "område=X" / f"a.{kind}"
    path.parent.mkdir()
    if kind == "csv":
        text(path)
    else:
        duckdb.sql(f"COPY (FROM read_csv('{plain}', all_varchar=true)) TO '{tmp_path}/b.parquet' (FORMAT parquet)")
        (tmp_path / "b.parquet").rename(path)
    assert read(path, ASKED).data.factors[1].levels == ("A", "B", "C")


@pytest.mark.parametrize(
    "said", [b'<dimension ref="A1"/>', b'<dimension ref="A1:B2"/>', b'<dimension ref="A1:C50"/>', b""]
)
def test_every_row_is_read_whatever_a_sheet_says_of_its_size(tmp_path, said):
    assert read(book(tmp_path / "a.xlsx", sized(said)), ASKED).data.rows == len(ROWS)


def test_a_row_that_ends_early_lacks_the_rest(tmp_path):
    rows = [row[:2] if n < 7 else row for n, row in enumerate(ROWS)]
    assert read(book(tmp_path / "a.xlsx", sized(b""), rows), ASKED).excluded == {"område is missing": 7}


@pytest.mark.parametrize(
    "made", [lambda p, r, h: text(p / "a.csv", r, h), lambda p, r, h: book(p / "a.xlsx", dict, r, h)]
)
def test_a_heading_over_two_columns_is_told_where_it_is_asked_for(tmp_path, made):
    twice = made(tmp_path, [[*row, "nej"] for row in ROWS], [*HEAD, "beslut"])
    with pytest.raises(Unreadable, match="heading beslut stands over several columns"):
        read(twice, ASKED)
    other = made(tmp_path, [[*row, "x", "y"] for row in ROWS], [*HEAD, "not", "not"])
    assert read(other, ASKED).data.rows == len(ROWS)
    like = made(tmp_path, [[*row, "x"] for row in ROWS], [*HEAD, "beslut_1"])
    assert read(like, ASKED).data.rows == len(ROWS)


# What is no number


@pytest.mark.parametrize("word", ["inf", "-inf", "Infinity", "nan", "NaN", "1e400", "1e300", "1e15"])
def test_what_is_no_number_is_left_out_and_counted(tmp_path, word):
    rows = [[row[0], word if n == 3 else str(n % 9 + 1), row[2]] for n, row in enumerate(ROWS)]
    assert read(text(tmp_path / "a.csv", rows), ASKED).excluded == {"beslut cannot be read": 1}


def test_both_ways_of_reading_leave_out_the_same_numbers():
    """As text and as numbers; see test_equity_grouped for what else the two agree on."""
    import duckdb

    odd = ["inf", "nan", "1e400", "1e300", "-1", "7"]
    engine = duckdb.connect()
    engine.execute(
        f"CREATE TABLE decisions AS SELECT unnest({odd}::VARCHAR[]) AS text, try_cast(text AS DOUBLE) AS number"
    )
    kinds = {row[0]: row[1] for row in engine.execute("DESCRIBE decisions").fetchall()}
    grouped = Grouped("a", kinds, "duckdb", lambda query: engine.execute(query).fetchall())
    for column in kinds:
        assert grouped.extent(column) == (-1.0, 7.0)


def test_an_amount_that_is_nought_under_a_value_is_told_as_an_amount(tmp_path):
    rows = [[row[0], "0" if row[2] == "A" else str(n % 9 + 1), row[2]] for n, row in enumerate(ROWS)]
    told = answer(read(text(tmp_path / "a.csv", rows), ASKED), ASKED)
    assert told.facts is None
    assert "område is A" in told.notes[0].text
    assert "the outcome is 0 in every row" in told.notes[0].text


# Workbooks that are broken, and larger than they look

CUT: dict[str, Callable[[Parts], Parts]] = {
    "half a sheet": lambda parts: parts | {SHEET: parts[SHEET][: len(parts[SHEET]) // 2]},
    "no styles": lambda parts: parts | {"xl/styles.xml": b"<a>"},
    "no book": lambda parts: parts | {"xl/workbook.xml": b"<a>"},
    "no sheets": lambda p: p | {"xl/workbook.xml": re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", p["xl/workbook.xml"])},
    "entities": lambda parts: (
        parts
        | {
            SHEET: b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(10))
            + b"]><worksheet><sheetData><row><c><v>&k;</v></c></row></sheetData></worksheet>"
        }
    ),
}


@pytest.mark.parametrize("change", CUT.values(), ids=CUT)
def test_a_broken_workbook_is_told_in_a_sentence(tmp_path, change):
    with pytest.raises(Unreadable, match="is no workbook"):
        read(book(tmp_path / "a.xlsx", change), ASKED)


def test_a_workbook_whose_packing_is_damaged_is_told(tmp_path):
    path = book(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    at = content.find(b"sheet1.xml") + 60
    content[at : at + 50] = b"\xff" * 50
    path.write_bytes(bytes(content))
    with pytest.raises(Unreadable, match="is no workbook"):
        read(path, ASKED)


def test_an_empty_sheet_has_no_rows(tmp_path):
    with pytest.raises(Unreadable, match=r"a\.xlsx has no rows"):
        read(book(tmp_path / "a.xlsx", dict, [], []), ASKED)


def test_a_workbook_that_unpacks_to_more_than_a_sheet_can_hold_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 5_000_000)
    path = book(tmp_path / "a.xlsx", lambda parts: parts | {SHEET: parts[SHEET] + b" " * 5_000_000})
    assert path.stat().st_size < 50_000
    with pytest.raises(Unreadable, match="too large a workbook"):
        read(path, ASKED)


@pytest.mark.parametrize(("limit", "most"), [("MOST_ROWS", 199), ("MOST_CELLS", 599)])
def test_a_sheet_with_more_than_a_sheet_can_hold_is_not_held(tmp_path, monkeypatch, limit, most):
    path = book(tmp_path / "a.xlsx")
    monkeypatch.setattr(sheets, limit, most + 1)
    assert read(path, ASKED).data.rows == len(ROWS)
    monkeypatch.setattr(sheets, limit, most)
    with pytest.raises(Unreadable, match="too large a workbook"):
        read(path, ASKED)
