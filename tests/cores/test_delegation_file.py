"""What a file says of a delegation order, and what no committee may say in one (KL 6:37–40, 7:5–6; SoL 30:6–11)."""

from datetime import date

import pytest

from samsyn.cases.delegation_changes import changes
from samsyn.cases.delegation_file import EXAMPLES, decoded, example, order_text, read_order
from samsyn.cases.law import paragraphs
from samsyn.cases.mandate import Order

HEADINGS = "punkt;ärende;lagrum;insatser;utfall;högst;enhet;högst_månader;högst_kronor;delegat;vidare_till;anmäls"


def row(**said):
    cells = {"punkt": "1.1", "ärende": "Hemtjänst", "lagrum": "SoL 11:1", "utfall": "alla", "delegat": "enhetschef",
             "anmäls": "ja", **said}  # fmt: skip
    return ";".join(cells.get(column, "") for column in HEADINGS.split(";"))


def reading(*rows, headings=HEADINGS):
    return read_order("\n".join([headings, *rows]))


WRONG = [
    ({"lagrum": "LVU 6"}, "delegat", "SoL 30:7"),
    ({"lagrum": "LVU 6 a"}, "delegat", "SoL 30:7"),
    ({"lagrum": "LVU 11 andra stycket"}, "delegat", "SoL 30:7"),
    ({"lagrum": "SoL 22:4"}, "delegat", "SoL 30:6"),
    ({"lagrum": "SoL 33:4", "delegat": "nämnden"}, "delegat", "SoL 30:6"),
    ({"lagrum": "SoL 33:4", "delegat": "individutskottet, enhetschef"}, "delegat", "SoL 30:6"),
    ({"lagrum": "2024:79 4:1"}, "delegat", "SoL 30:8"),
    ({"lagrum": "LVM 13"}, "delegat", "SoL 30:9"),
    ({"lagrum": "FB 6:13 a"}, "delegat", "SoL 30:10"),
    ({"lagrum": "FB 6:2"}, "delegat", "SoL 30:10"),
    ({"lagrum": "FB 6:2", "delegat": "individutskottet"}, "delegat", "SoL 30:10"),
    ({"lagrum": "SoL 18:11", "delegat": "individutskottet"}, "delegat", "SoL 30:11"),
    ({"lagrum": "SFB 16:18"}, "delegat", "SoL 30:11"),
    ({"lagrum": "KL 6:38"}, "delegat", "KL 6:38"),
    ({"lagrum": "KL 6:38 p 4"}, "delegat", "KL 6:38"),
    ({"delegat": "automatiserad beslutsfunktion"}, "delegat", "KL 6:38"),
    ({"delegat": "enhetschef, privat utförare"}, "delegat", "KL 7:5"),
    ({"vidare_till": "utförare", "delegat": "förvaltningschef"}, "delegat", "KL 7:5"),
    ({"vidare_till": "handläggare"}, "delegat", "KL 7:6"),
    ({"vidare_till": "handläggare", "delegat": "förvaltningschef, enhetschef"}, "delegat", "KL 7:6"),
    ({"lagrum": "KL 6:39"}, "delegat", "KL 6:39"),
    ({"lagrum": "KL 6:39", "delegat": "ordförande", "anmäls": "nej"}, "delegat", "KL 6:40"),
    ({"lagrum": "KL 6:39", "delegat": "ersättare"}, "delegat", "KL 6:39"),
    ({"högst_kronor": "2000"}, "högst_kronor", ""),
    ({"lagrum": "SoL 32:5, SoL 11:1", "högst_kronor": "2000"}, "högst_kronor", ""),
    ({"punkt": ""}, "punkt", ""),
    ({"delegat": ""}, "delegat", ""),
    ({"lagrum": "Socialt 11:1"}, "lagrum", ""),
    ({"insatser": "Hemtjänst, Trolleri"}, "insatser", ""),
    ({"utfall": "kanske"}, "utfall", ""),
    ({"anmäls": "ibland"}, "anmäls", ""),
    ({"högst": "40"}, "högst", ""),
    ({"högst": "fyrtio", "enhet": "timmar i veckan"}, "högst", ""),
    ({"högst": "40", "enhet": "timmar om dagen"}, "enhet", ""),
    ({"högst_månader": "-1"}, "högst_månader", ""),
    ({"punkt": "1" * 13}, "punkt", ""),
]


@pytest.mark.parametrize(("said", "column", "law"), WRONG)
def test_a_row_that_cannot_be_followed_says_row_column_and_reason(said, column, law):
    read = reading(row(punkt="0"), row(**said))
    assert {p.row for p in read.problems} == {3}
    assert column in {p.column for p in read.problems}
    assert law in {p.reason.law for p in read.problems}
    assert all(str(p.reason) for p in read.problems)


@pytest.mark.parametrize("law", sorted({law for _, _, law in WRONG if law}))
def test_each_refusal_names_a_paragraph_of_the_law_table(law):
    assert law in paragraphs()


@pytest.mark.parametrize(
    "said",
    [
        {"lagrum": "LVU 6", "delegat": "individutskottet"},
        {"lagrum": "LVU 11 tredje stycket"},
        {"lagrum": "FB 6:19"},
        {"lagrum": "FB 6:13 a", "delegat": "Sociala utskottet"},
        {"lagrum": "SoL 11:1, LSS 9, SOL_29_7"},
        {"delegat": "Socialchef", "vidare_till": "enhetschef"},
        {"lagrum": "KL 6:39", "delegat": "vice ordförande"},
        {"insatser": "hemtjänst, BOENDESTOD", "högst": "40", "enhet": "Timmar i veckan"},
    ],
)
def test_what_the_law_allows_is_read(said):
    assert reading(row(**said)).problems == ()


def test_the_same_number_twice_is_refused():
    [problem] = reading(row(), row()).problems
    assert (problem.row, problem.column) == (3, "punkt")


@pytest.mark.parametrize(
    ("text", "said"), [("", "tom"), ("punkt;ärende\n1;x", "saknas"), (HEADINGS, "mellan 1 och"), ("\n", "saknas")]
)
def test_a_file_that_is_no_order_says_what_to_do(text, said):
    [problem] = read_order(text).problems
    assert said in str(problem.reason)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_of_other_programs_are_read(encoding, delimiter):
    text = "\r\n".join([HEADINGS, row()]).replace(";", delimiter)
    [item] = read_order(decoded(text.encode(encoding))).items
    assert (item.what, item.holders) == ("Hemtjänst", ("enhetschef",))


@pytest.mark.parametrize("since", EXAMPLES)
def test_the_examples_hold_and_come_back_from_their_file(since):
    read = read_order(example(since))
    assert read.problems == ()
    assert read_order(order_text(read.items)) == read


def test_a_new_version_says_what_it_changed():
    old = Order(1, date(2025, 1, 1), None, reading(row(), row(punkt="2")).items)
    new = reading(row(delegat="områdeschef"), row(punkt="3", ärende="Nytt")).items
    found = changes(old, Order(2, date(2026, 1, 1), None, new))
    assert [(c.number, c.kind, c.before, c.after) for c in found] == [
        ("1.1", "changed", "enhetschef", "områdeschef"),
        ("3", "new", "", "Nytt"),
        ("2", "gone", "Hemtjänst", ""),
    ]
    assert changes(None, old) == []
