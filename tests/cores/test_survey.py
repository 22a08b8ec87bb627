"""What may be told of a survey: shares as the national figures count them, few never, and nothing by subtraction."""

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.improvement.survey import (
    KINDS,
    LEAST,
    Counted,
    Share,
    as_rows,
    hidden_units,
    newest_version,
    own_counts,
    questions,
    sexes_counted,
    told,
)

FLOOR = 5
[ASKED] = [q for q in questions("HT", 1) if q.code == "HT-TIDER"]
DO_NOT_KNOW = 6


def counted(*rows):
    """Both margins of rows of unit, sex, answer and count."""
    units = [Counted(unit, "", answer, count) for unit, _sex, answer, count in rows]
    return units + [Counted(None, sex, answer, count) for _unit, sex, answer, count in rows]


def test_do_not_know_is_outside_and_the_two_best_answers_are_positive():
    """Kolada U21462: always or often, of all but those without an opinion."""
    found = told(ASKED, counted((1, "K", 1, 6), (1, "K", 2, 3), (1, "K", 3, 3), (1, "K", DO_NOT_KNOW, 40)), floor=FLOOR)
    assert (found.whole.yes, found.whole.n) == (9, 12)
    low, high = found.whole.interval
    assert (round(low, 3), round(high, 3)) == (0.468, 0.911)  # Wilson, 9 of 12


def test_fewer_than_the_floor_is_never_told():
    assert told(ASKED, counted((1, "K", 1, 4)), floor=FLOOR).whole is None


def test_a_unit_without_answers_is_not_told_and_divides_nothing():
    found = told(ASKED, counted((1, "K", 1, 9), (2, "K", 1, 0), (2, "", 1, 0)), floor=FLOOR)
    assert (found.units[1].n, found.units[2]) == (9, None)


def test_women_and_men_are_told_apart_only_where_every_cell_allows_it():
    cells = [(1, "K", 1, 9), (1, "K", 5, 6), (1, "M", 1, 7), (1, "M", 5, 5)]
    shares = told(ASKED, counted(*cells), floor=FLOOR).by_sex
    assert {sex: (s.yes, s.n) for sex, s in shares.items()} == {"K": (9, 15), "M": (7, 12)}
    assert told(ASKED, counted(*cells[:3], (1, "M", 5, 4)), floor=FLOOR).by_sex is None
    assert told(ASKED, counted(*cells[:3]), floor=FLOOR).by_sex is None  # that nobody says no is as telling
    assert told(ASKED, counted(*cells, (1, "", 1, 1)), floor=FLOOR).by_sex is None


def test_the_table_for_equity_says_what_the_four_counts_say():
    rows = as_rows(told(ASKED, counted((1, "K", 1, 9), (1, "K", 5, 6), (1, "M", 1, 7), (1, "M", 5, 5)), floor=FLOOR))
    assert (len(rows), rows.count(("K", 1)), rows.count(("M", 0))) == (27, 9, 5)
    with pytest.raises(ValueError, match="too few"):
        as_rows(told(ASKED, counted((1, "K", 1, 9)), floor=FLOOR))


@given(st.dictionaries(st.integers(1, 8), st.integers(0, 30), min_size=1))
def test_what_is_hidden_cannot_be_worked_out_from_the_whole(sizes):
    hidden = hidden_units(sizes, FLOOR)
    assert all(unit in hidden for unit, n in sizes.items() if 0 < n < FLOOR)
    together = sum(sizes[unit] for unit in hidden)
    assert together == 0 or together >= FLOOR or not set(sizes) - hidden - {u for u, n in sizes.items() if not n}


@given(st.dictionaries(st.integers(1, 8), st.integers(1, 30), min_size=1))
def test_no_counts_are_kept_of_a_small_group_nor_can_they_be_worked_out(sizes):
    kept = own_counts(sizes)
    left = sum(n for unit, n in sizes.items() if unit not in kept)
    assert all(sizes[unit] >= LEAST for unit in kept)
    assert left == 0 or left >= LEAST or not kept


def test_a_unit_too_small_to_be_counted_is_hidden_and_not_worked_out_from_the_whole():
    counts = [Counted(None, "K", 1, 30), Counted(1, "", 1, 12), Counted(2, "", 1, 16)]  # two answered at unit 3
    found = told(ASKED, counts, floor=FLOOR, invited=[1, 2, 3]).units
    assert {unit: share and share.n for unit, share in found.items()} == {1: None, 2: 16, 3: None}


@pytest.mark.parametrize(
    ("invited", "apart"),
    [({"K": 9, "M": 5}, True), ({"K": 9, "M": 4}, False), ({"K": 9, "M": 9, "": 1}, False)],
    ids=str,
)
def test_sexes_are_counted_apart_only_where_none_is_small(invited, apart):
    assert ("M" in sexes_counted(invited)) is apart


def test_almost_all_is_told_in_no_figure_and_is_not_worked_out_from_the_whole():
    """Two units of twenty, where one is of a mind: the other's figure would tell it."""
    rows = [(1, "K", 1, 20), (2, "K", 1, 12), (2, "K", 5, 8), (3, "K", 1, 15), (3, "K", 5, 10)]
    units = told(ASKED, counted(*rows), floor=FLOOR).units
    assert units[1].is_near
    assert units[2] is None
    assert not units[3].is_near


@pytest.mark.parametrize(("yes", "near"), [(0, True), (2, True), (3, False), (17, False), (18, True), (20, True)])
def test_a_share_is_near_where_fewer_than_three_said_otherwise(yes, near):
    assert Share(yes, 20).is_near is near


def test_every_question_has_its_answers_in_each_language_and_a_source():
    for kind in KINDS:
        for question in questions(kind, newest_version(kind)):
            assert len({len(answers) for answers in question.answers.values()}) == 1
            assert 1 <= question.positive < question.size - question.outside + 1
    text = (files("samsyn.improvement") / "data" / "survey.csv").read_text(encoding="utf-8")
    assert all(row["source"] for row in csv.DictReader(text.splitlines()))
