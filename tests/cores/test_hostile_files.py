"""Files made to break what reads exports, orders, mappings and situations: each is answered with a sentence."""

import io
import zipfile
from datetime import date

import pytest

from samsyn.cases.bench_lines import Question, answers, as_line
from samsyn.cases.delegation_file import COLUMNS, read_order
from samsyn.homecare.exports import KINDS
from samsyn.people.exports.cells import Unreadable
from samsyn.people.exports.fields import Setting
from samsyn.people.exports.files import sheets_in
from samsyn.people.exports.mapping import read_plan
from samsyn.people.exports.rows import Problem, read_table

HEADINGS = ("Tidnummer", "Beställning", "Datum", "Minuter")
PLAN = """version = 1
system = "Prov"
[[table]]
kind = "time"
sheet = "{sheet}"
[table.columns]
number = "Tidnummer"
order = "Beställning"
day = "Datum"
minutes = "Minuter"
"""
DATED = '<styles><cellXfs><xf numFmtId="14"/></cellXfs></styles>'


def cell(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def workbook(*rows, after="", begins=""):
    """A workbook of one sheet, Tid, with the headings and some rows as they are written in the file."""
    kept = io.BytesIO()
    head = row(1, *map(cell, HEADINGS))
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns:r="r">{begins}<sheets><sheet name="Tid" r:id="a"/></sheets></workbook>',
        )
        book.writestr("xl/_rels/workbook.xml.rels", '<R><Relationship Id="a" Target="worksheets/sheet1.xml"/></R>')
        book.writestr("xl/styles.xml", DATED)
        sheet = f"<worksheet><sheetData>{head}{''.join(rows)}</sheetData>{after}</worksheet>"
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    return kept.getvalue()


def read(tmp_path, content, name):
    """The rows of one file as performed time: the reasons of those that are wrong, else what was read."""
    path = tmp_path / "file-0"
    path.write_bytes(content)
    sheets = sheets_in([(name, path)], tmp_path)
    plan = read_plan(PLAN.format(sheet=sheets[0].name), KINDS)
    setting = Setting(date(2026, 3, 1), only_test_numbers=True)
    found = read_table(sheets[0], plan.tables[0], KINDS, setting, {}, is_shared=False)
    return [str(one.reason) if isinstance(one, Problem) else {**one.body, "key": one.key} for one in found]


def told(minutes):
    return row(2, cell("T1"), cell("O1"), cell("2026-01-01"), minutes)


@pytest.mark.parametrize("number", ["NaN", "1e999", "-1e999", "9" * 400])
def test_a_number_that_cannot_be_counted_with_is_the_rows_fault(tmp_path, number):
    assert read(tmp_path, workbook(told(f"<c><v>{number}</v></c>")), "tid.xlsx") == [
        "Det är inget tal. Skriv det som 7,5."
    ]


@pytest.mark.parametrize("number", ["9" * 400, "9" * 400 + " tim", "9" * 5000])
def test_four_hundred_digits_in_a_text_file_are_no_minutes(tmp_path, number):
    content = f"{';'.join(HEADINGS)}\nT1;O1;2026-01-01;{number}\n".encode()
    assert read(tmp_path, content, "tid.csv") == ["Det är inget tal. Skriv det som 7,5."]


def test_the_last_day_of_the_calendar_counted_from_1904_is_no_day(tmp_path):
    content = workbook(
        row(2, cell("T1"), cell("O1"), '<c s="0"><v>2958465</v></c>', cell("5")), begins='<workbookPr date1904="1"/>'
    )
    assert read(tmp_path, content, "tid.xlsx") == ["Det är inget datum. Skriv det som 2025-07-01."]


@pytest.mark.parametrize("area", ["A1:B" + "9" * 5000, "A1:" + "Z" * 20_000 + "2"])
def test_a_merged_area_beyond_every_sheet_is_not_merged(tmp_path, area):
    content = workbook(told(cell("5")), after=f'<mergeCells><mergeCell ref="{area}"/></mergeCells>')
    assert read(tmp_path, content, "tid.xlsx")[0]["minutes"] == 5


@pytest.mark.parametrize("number", ["9" * 30, "1048577"])
def test_a_row_beyond_the_last_is_damage(tmp_path, number):
    with pytest.raises(Unreadable, match="skadad"):
        read(tmp_path, workbook(row(number, cell("T1"))), "tid.xlsx")


def test_very_many_empty_cells_end_the_reading(tmp_path):
    with pytest.raises(Unreadable, match="långt ut till höger"):
        read(tmp_path, workbook(f'<row r="2">{"<c/>" * 5_000}</row>'), "tid.xlsx")


@pytest.mark.parametrize("sign", ['"', "\r", "\0"])
def test_a_separator_that_separates_nothing_is_not_believed(tmp_path, sign):
    content = f"sep={sign}\r\n{';'.join(HEADINGS)}\r\nT1;O1;2026-01-01;5\r\n".encode()
    try:
        found = read(tmp_path, content, "tid.csv")
    except Unreadable:
        return
    assert found[0]["minutes"] == 5


def test_a_nul_late_in_a_file_is_left_out(tmp_path):
    lines = [";".join(HEADINGS), *["T1;O1;2026-01-01;5"] * 5000, "T\0 2;O\0;2026-01-01;5"]
    assert read(tmp_path, "\n".join(lines).encode(), "tid.csv")[-1]["key"] == "T 2"


@pytest.mark.parametrize(
    "text", [f"version = {'9' * 5000}", "a = " + "[" * 50_000, "version = 1e400", "d = 2025-02-30"]
)
def test_nonsense_in_a_mapping_is_said(text):
    with pytest.raises(Unreadable, match=r"Mappning"):
        read_plan(text, KINDS)


@pytest.mark.parametrize(
    "cells",
    ["1.1;Allt;SoL 11:1;;alla;" + "9" * 5000 + ";timmar i veckan;;;enhetschef;;ja;", '1.1;"' + "x" * 200_000],
)
def test_nonsense_in_a_delegation_order_is_said(cells):
    assert read_order("\n".join([";".join(COLUMNS), cells])).problems
    assert read_order(f'punkt;"{"x" * 200_000}').problems


@pytest.mark.parametrize("question", Question)
@pytest.mark.parametrize("line", ['{"law": "\\ud800"}', '{"amount": ' + "9" * 5000 + "}", '{"a":' * 50_000, "[1e999]"])
def test_one_line_of_nonsense_does_not_end_the_lawyers_file(question, line):
    first, second = answers(question, [line, '{"law": "SoL", "section": "11:1"}'])
    assert "error" in first
    assert second["line"] == 2
    for said in (first, second):
        as_line(said).encode()
