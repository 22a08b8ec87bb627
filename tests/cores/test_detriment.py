"""Changing what runs to the person's detriment: a table of cases on each side of the law, and what always holds.

SoL 14:9, FL 36, FL 37.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cases.detriment import LABELS, LAWS, Given, Ground, Held, How, lowered, why_not_lower
from samsyn.cases.law import paragraphs

TABLE = Path(__file__).parent / "tables" / "detriment.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
BEGAN = date(2025, 7, 1)


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", ROWS, ids=[row["case"] for row in ROWS])
def test_a_case_of_the_table(row):
    held = Held(
        1, row["act"], "X", row["held_unit"], int(row["held_amount"]), day(row["decided"]), day(row["valid_to"])
    )
    new = Given("X", row["new_unit"], int(row["new_amount"]), day(row["new_from"]), day(row["new_to"]))
    correcting = row["correcting"] == "yes"
    found = lowered([held], [new], correcting=correcting)
    assert [f.how for f in found] == ([How(row["lowered"])] if row["lowered"] else [])
    if found:
        refusal = why_not_lower(found[0], row["ground"], row["reasons"], correcting=correcting)
        assert (refusal.law if refusal else "") == row["law"]


def test_the_table_is_as_large_as_it_should_be():
    assert len(ROWS) >= 30


def test_every_ground_has_a_name_and_a_paragraph_in_the_law():
    assert set(LABELS) == set(LAWS) == set(Ground)
    assert set(LAWS.values()) <= set(paragraphs())


def test_what_a_new_decision_does_not_speak_of_goes_on():
    held = Held(1, "SoL", "HEMTJANST", "minutes_week", 360, BEGAN)
    other = Given("TRYGGHETSLARM", "count", 1, date(2026, 1, 1))
    assert lowered([held], [other]) == []


def test_what_comes_in_many_years_does_not_make_up_for_what_is_taken_now():
    """SoL 14:9: six hours are six hours every week, not three now and three in ten years."""
    held = Held(1, "SoL", "HEMTJANST", "minutes_week", 360, BEGAN)
    now, then = (Given("HEMTJANST", "minutes_week", 180, date(year, 1, 1)) for year in (2026, 2036))
    assert [f.how for f in lowered([held], [now, then])] == [How.AMOUNT]
    both = [now, Given("HEMTJANST", "minutes_week", 180, date(2026, 1, 1))]
    assert lowered([held], both) == []


def test_a_correction_takes_the_place_of_every_line():
    held = Held(1, "SoL", "HEMTJANST", "minutes_week", 360, BEGAN)
    other = Given("TRYGGHETSLARM", "count", 1, date(2026, 1, 1))
    assert [f.held.key for f in lowered([held], [other], correcting=True)] == [1]


def test_two_lines_of_one_intervention_are_looked_at_together():
    held = [Held(n, "SoL", "X", "minutes_week", 100, BEGAN) for n in (1, 2)]
    one = [Given("X", "minutes_week", 200, date(2026, 1, 1))]
    assert lowered(held, one) == []
    less = [Given("X", "minutes_week", 120, date(2026, 1, 1)), Given("X", "minutes_week", 79, date(2026, 1, 1))]
    assert [f.held.key for f in lowered(held, less)] == [1, 2]


days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
UNITS = ("minutes_week", "minutes_month", "times_week", "count")
helds = st.builds(
    Held, st.integers(1, 9), st.sampled_from(["SoL", "LSS", "SoL 2001:453"]), st.sampled_from("XY"),
    st.sampled_from(UNITS), st.integers(1, 500), days, st.none() | days,
).filter(lambda h: h.act != "SoL 2001:453" or h.decided < BEGAN)  # fmt: skip
givens = st.builds(Given, st.sampled_from("XY"), st.sampled_from(UNITS), st.integers(0, 500), days, st.none())


@given(helds, st.lists(givens, max_size=3))
def test_whoever_is_given_less_of_one_unit_is_seen_to_be(held, new):
    theirs = [g for g in new if g.intervention == held.intervention]
    runs = theirs and (held.valid_to is None or held.valid_to >= min(g.valid_from for g in theirs))
    less = theirs and all(g.unit == held.unit for g in theirs) and sum(g.amount for g in theirs) < held.amount
    assert not (runs and less) or lowered([held], new)


@given(helds, givens, st.sampled_from(list(Ground)), st.text(max_size=5))
def test_changed_circumstances_lower_only_what_the_law_lets_them(held, new, ground, reasons):
    for found in lowered([held], [new]):
        allowed = why_not_lower(found, ground, reasons) is None
        if allowed and ground is Ground.CHANGED:
            assert held.act == "SoL"
            assert held.valid_to is None
            assert held.decided >= BEGAN
        assert not (allowed and ground in {Ground.GUIDELINES, Ground.CLERICAL})
        assert not allowed or reasons.strip()


@given(helds, st.integers(0, 800))
def test_as_much_for_as_long_is_never_less(held, more):
    new = Given(held.intervention, held.unit, held.amount + more, date(2026, 1, 1), held.valid_to)
    assert lowered([held], [new]) == []


@given(days)
def test_the_day_of_the_decision_decides(decided):
    held = Held(1, "SoL", "X", "count", 2, decided)
    [found] = lowered([held], [Given("X", "count", 1, decided + timedelta(1))])
    assert (why_not_lower(found, "changed", "Skäl") is None) == (decided >= BEGAN)
