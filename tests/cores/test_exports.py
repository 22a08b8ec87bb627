# ruff: noqa: DTZ001 - a spreadsheet has no zones; what may be raised is looked at
"""Files of other systems: encodings, separators, values, workbooks, mappings. Any bytes give rows or a sentence."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from samsyn.homecare.exports import KINDS
from samsyn.people.exports import values
from samsyn.people.exports.cells import Fault, Unreadable, shown
from samsyn.people.exports.files import sheets_in
from samsyn.people.exports.guess import guessed, heading_key
from samsyn.people.exports.mapping import Plan, Table, read_plan, write_plan

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
slow = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sheet(folder, content: bytes, name="fil.csv"):
    path = Path(folder) / name
    path.write_bytes(content)
    [found] = sheets_in([(name, path)], Path(folder))
    return found


def table(folder, content: bytes):
    return [[shown(c) for c in cells] for _, cells in sheet(folder, content).rows()]


def assert_says(problem):
    """A refusal has a sentence whose gaps are filled."""
    assert "{" not in str(problem)


def book(*rows, merge=(), **more):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for area in merge:
        made.active.merge_cells(area)
    for title, state in more.items():
        made.create_sheet(title).sheet_state = state
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_swedish_letters_come_through_whatever_the_encoding_and_separator(tmp_path, encoding, separator):
    rows = [
        ["Förnamn", "Ort", "Område"],
        ["Åsa", "Malmö", "Öster"],
        ["Örjan", "Växjö", "Väster"],
        ["Märta", "Åre", "Äng"],
    ]
    content = "\r\n".join(separator.join(r) for r in rows).encode(encoding)
    assert table(tmp_path, content) == rows


def test_quoted_line_breaks_and_separators_stay_in_their_cell(tmp_path):
    content = 'Namn;Anteckning\r\n"Ek; Åsa";"rad ett\nrad ""två"""\r\nBo;-\r\n'.encode()
    assert table(tmp_path, content)[1] == ["Ek; Åsa", 'rad ett\nrad "två"']
    assert [number for number, _ in sheet(tmp_path, content).rows()] == [1, 2, 3]


def test_what_a_spreadsheet_says_of_its_separator_is_believed(tmp_path):
    assert table(tmp_path, b"sep=|\r\na;b|c\r\n") == [["a;b", "c"]]


def test_a_missing_quotation_mark_is_a_sentence_with_its_row(tmp_path):
    content = b'a;b\r\n1;2\r\n"3;4\r\n' + b"x;y\r\n" * 20_000
    with pytest.raises(Unreadable, match="Rad 3"):
        list(sheet(tmp_path, content).rows())


@slow
@given(content=st.one_of(st.binary(max_size=2000), st.builds(lambda b: b"PK\x03\x04" + b, st.binary(max_size=500))))
def test_any_bytes_give_rows_or_a_sentence(content):
    with TemporaryDirectory() as folder:
        try:
            found = sheet(folder, content)
            for _ in found.rows():
                pass
            guessed([found], KINDS, "X")
        except Unreadable as problem:
            assert_says(problem)


@slow
@given(
    cut=st.integers(min_value=0, max_value=6000), at=st.integers(min_value=0, max_value=5000), byte=st.integers(0, 255)
)
def test_a_damaged_workbook_gives_rows_or_a_sentence(cut, at, byte):
    content = bytearray(book(["Personnummer", "Namn"], ["19400115-9807", "Åsa"], merge=["A1:B1"]))
    content[at % len(content)] = byte
    with TemporaryDirectory() as folder:
        try:
            for found in sheets_in([("x", _put(folder, bytes(content[: len(content) - cut])))], Path(folder)):
                list(found.rows())
        except Unreadable as problem:
            assert_says(problem)


def _put(folder, content):
    path = Path(folder) / "x"
    path.write_bytes(content)
    return path


cell = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@slow
@given(rows=st.lists(st.lists(cell, min_size=3, max_size=3), min_size=2, max_size=8))
def test_what_is_written_as_csv_is_read_as_it_was(rows):
    import csv

    head = ["Personnummer", "Förnamn", "Efternamn"]
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([head, *rows])
    with TemporaryDirectory() as folder:
        assert table(folder, out.getvalue().encode("utf-8-sig")) == [head, *rows]


# Workbooks


def test_a_workbook_gives_numbers_days_times_and_texts(tmp_path):
    row = ["Åsa", 7.5, 12, date(2025, 7, 1), datetime(2025, 7, 1, 8, 30), time(8, 30), True, None]
    [(number, cells)] = sheet(tmp_path, book(row), "b.xlsx").rows()
    assert (number, cells[:7]) == (1, row[:7])


def test_a_merged_area_has_the_value_of_its_first_cell_everywhere(tmp_path):
    content = book(["Ärende", "Insats"], ["A1", "Larm"], [None, "Mat"], ["A2", "X"], merge=["A2:A3"])
    rows = [cells for _, cells in sheet(tmp_path, content, "b.xlsx").rows()]
    assert rows[1:] == [["A1", "Larm"], ["A1", "Mat"], ["A2", "X"]]


def test_a_hidden_sheet_is_marked_and_not_recognised(tmp_path):
    path = tmp_path / "b.xlsx"
    path.write_bytes(book(["Personnummer", "Namn"], gammal="hidden"))
    sheets = sheets_in([("b.xlsx", path)], tmp_path)
    assert [(s.title, s.hidden) for s in sheets] == [("Sheet", False), ("gammal", True)]
    assert {t.sheet for t in guessed(sheets, KINDS, "X").tables} == {"Sheet"}


def test_a_document_type_is_refused_so_that_nothing_is_multiplied(tmp_path):
    out = io.BytesIO(book(["a"]))
    inside = zipfile.ZipFile(out)
    bad = io.BytesIO()
    with zipfile.ZipFile(bad, "w") as again:
        for name in inside.namelist():
            text = inside.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + text.removeprefix(
                    b"<?xml version='1.0'?>"
                )
            again.writestr(name, text)
    with pytest.raises(Unreadable):
        list(sheet(tmp_path, bad.getvalue(), "b.xlsx").rows())


def test_what_unpacks_into_something_enormous_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", b"0" * (120 << 20))
    with pytest.raises(Unreadable, match="orimligt"):
        sheets_in([("bomb.zip", path)], tmp_path)


def test_a_name_in_a_zip_cannot_reach_outside(tmp_path):
    inner = tmp_path / "in"
    inner.mkdir()
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../utanfor.csv", "Personnummer;Namn\n1;2\n")
    [found] = sheets_in([("set.zip", path)], inner)
    assert found.file == "utanfor.csv"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "set.zip"]


# Values


@pytest.mark.parametrize(
    "written",
    ["2025-07-01", "20250701", "250701", "1/7 2025", "1/7/2025", "01.07.2025", "1.7.25", "1 juli 2025",
        "den 1 juli 2025",
     "1 jul. 2025", "2025/07/01", "2025-07-01 00:00:00", "2025-07-01T08:30", "45839", date(2025, 7, 1),
     datetime(2025, 7, 1, 9)],
)  # fmt: skip
def test_a_day_in_every_swedish_form_is_the_same_day(written):
    assert values.day()(written) == "2025-07-01"


@pytest.mark.parametrize("written", ["31 februari 2025", "2025-13-01", "i går", "0", "1/1 1066", "202", Fault("#REF!")])
def test_what_is_no_day_is_a_sentence(written):
    with pytest.raises(values.Wrong):
        values.day()(written)


@given(day=st.dates(date(1930, 1, 1), date(2069, 12, 31)))
def test_every_way_of_writing_a_day_reads_as_that_day(day):
    read = values.day()
    months = [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ]
    for written in (day.isoformat(), f"{day:%Y%m%d}", f"{day.day}/{day.month} {day.year}", f"{day:%d.%m.%Y}",
                    f"{day.day} {months[day.month - 1]} {day.year}"):  # fmt: skip
        assert read(written) == day.isoformat()
    assert values.day("mdy")(f"{day.month}/{day.day}/{day.year}") == day.isoformat()


@pytest.mark.parametrize(
    ("written", "number"),
    [("7,5", 7.5), ("7.5", 7.5), ("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("1.234,5", 1234.5), ("1.234.567",
        1234567),
     ("\u22123", -3), ("12", 12), (12.25, 12.25)],
)  # fmt: skip
def test_numbers_with_decimal_comma_and_thousands(written, number):
    assert values.number()(written) == number


@pytest.mark.parametrize(
    ("written", "meant", "minutes"),
    [("7,5", "hours", 450), ("450", "minutes", 450), ("7:30", "minutes", 450), ("7 tim 30 min", "minutes", 450),
     ("7h", "minutes", 420), ("30 min", "hours", 30), ("0,5 timmar", "minutes", 30), (time(0, 45), "minutes", 45)],
)  # fmt: skip
def test_time_is_kept_in_minutes(written, meant, minutes):
    assert values.minutes(meant)(written) == minutes


@given(minutes=st.integers(0, 1440))
def test_minutes_written_as_hours_and_minutes_come_back(minutes):
    read = values.minutes("minutes")
    assert read(f"{minutes // 60}:{minutes % 60:02d}") == minutes
    assert read(f"{minutes // 60} tim {minutes % 60} min") == minutes


@pytest.mark.parametrize("written", ["08:30", "8.30", "0830", "kl. 8.30", time(8, 30), 0.3541666666])
def test_a_time_of_day(written):
    assert values.clock(written) == "08:30"


# Mappings

texts = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=15)
plans = st.builds(
    Plan,
    system=texts.map(str.strip).filter(bool),
    unit=st.just("") | texts,
    new_units=st.booleans(),
    tables=st.lists(
        st.builds(
            Table, kind=st.just("line"), sheet=texts,
            columns=st.dictionaries(st.sampled_from(["application", "intervention", "goal"]),
                st.tuples(texts) | st.tuples(texts, texts)),
            key=st.tuples() | st.tuples(texts), header=st.integers(0, 20),
            values=st.dictionaries(st.just("outcome"), st.dictionaries(texts, texts, min_size=1, max_size=3)),
            defaults=st.dictionaries(st.just("goal"), texts), dates=st.sampled_from(["dmy", "mdy"]),
            decimal=st.sampled_from(["", ",", "."]), time=st.sampled_from(["minutes", "hours"]),
        ), min_size=1, max_size=3,
    ).map(tuple),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(plan=plans)
def test_a_mapping_that_is_saved_reads_as_it_was(plan):
    assert read_plan(write_plan(plan), KINDS) == plan


@given(text=st.text(max_size=200))
def test_any_text_as_a_mapping_gives_a_sentence(text):
    with pytest.raises(Unreadable):
        read_plan(text, KINDS)


@pytest.mark.parametrize("name", ["flat-file", "workbook", "set-of-files"])
def test_the_samples_are_what_their_mappings_say(name):
    """docs/samples: what is recognised is what was saved."""
    files = [(p.name, p) for p in sorted((SAMPLES / name).iterdir()) if p.suffix != ".toml"]
    saved = read_plan((SAMPLES / name / "mapping.toml").read_text(encoding="utf-8"), KINDS)
    found = guessed(sheets_in(files, SAMPLES), KINDS, saved.system)
    assert [(t.kind, dict(t.columns), t.key) for t in found.tables] == [
        (t.kind, dict(t.columns), t.key) for t in saved.tables
    ]


def test_no_two_fields_of_a_kind_go_under_one_heading():
    for kind in KINDS.values():
        names = [heading_key(n) for f in kind.fields for n in {f.label, f.name.replace("_", " ")}]
        assert len(names) - len(set(names)) <= 2, kind.name


def test_a_day_far_ahead_of_a_spreadsheet_is_a_number_not_a_crash():
    assert values.day_of_serial(99_999_999.0) == 99_999_999.0
