"""The one type that leaves the analyst's role: what it shows, what it refuses, and what it does not keep."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.equity.rounding import rate, steps_to_middle, steps_to_nearest, to_middle, to_nearest
from samsyn.equity.safe import OFFICE, STRICTEST, About, Axis, Hidden, Reason, Rule, SafeTable, Shown
from samsyn.equity.suppress import with_totals
from tests.cores.disclosure_attack import drawn, reach

ABOUT = About("Granted", "2025-10-01 to 2025-12-31", "Each intervention once", "granted 1.2")
SEX = Axis("sex", ("women", "men"))
AREA = Axis("area", ("North", "South", "East"))
COUNTS = [[13, 22, 41], [3, 28, 57]]


def table(counts=COUNTS, rule=STRICTEST, **more):
    return SafeTable.of(counts, [SEX, AREA], ABOUT, rule, **more)


# Rounding


@pytest.mark.parametrize(
    ("count", "five", "middle"),
    [(0, 0, 0), (1, 0, 3), (2, 0, 3), (3, 5, 3), (6, 5, 3), (7, 5, 9), (8, 10, 9), (12, 10, 9), (13, 15, 15)],
)
def test_counts_are_rounded_to_five_and_to_the_middle_of_six(count, five, middle):
    assert (to_nearest(count), to_middle(count)) == (five, middle)


@given(st.integers(0, 10_000))
def test_the_middle_is_that_of_roundmid_any(count):
    """ceiling(x/6)*6 - (floor(6/2) * (x != 0)), as OpenSAFELY's studies have it."""
    assert to_middle(count) == int(np.ceil(count / 6)) * 6 - 3 * (count != 0)


@given(st.integers(0, 500), st.integers(1, 12))
def test_a_step_holds_exactly_the_counts_that_are_rounded_alike(count, base):
    some = np.array([count])
    for steps, rounded in ((steps_to_nearest, to_nearest), (steps_to_middle, to_middle)):
        [low], [high] = steps(some, base)
        alike = [n for n in range(count + 3 * base) if rounded(n, base) == rounded(count, base)]
        assert (alike[0], alike[-1]) == (low, high)


@given(st.integers(1, 5000), st.data())
def test_a_rate_is_a_share_of_middles(of, data):
    some = data.draw(st.integers(0, of))
    assert 0 <= rate(some, of) <= 1
    assert rate(some, of) == to_middle(some) / to_middle(of)


@pytest.mark.parametrize(("some", "of"), [(1, 0), (5, 4), (-1, 3)])
def test_what_is_no_share_has_no_rate(some, of):
    with pytest.raises(ValueError, match="no share"):
        rate(some, of)


def test_counts_below_zero_are_not_rounded():
    with pytest.raises(ValueError, match="below zero"):
        to_nearest(-1)


# Made only by its own makers


def test_nobody_else_makes_one():
    made = table()
    with pytest.raises(TypeError, match=r"SafeTable\.of"):
        SafeTable(ABOUT, (SEX,), STRICTEST, {("women",): Shown(3)})
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(made, cells={("women",): Shown(3)})


def test_nothing_in_it_can_be_changed():
    made = table()
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.cells = {}
    with pytest.raises(TypeError):
        made.cells["women", "North"] = Shown(3)


def test_it_keeps_no_count_that_it_does_not_show():
    counts = np.array([[13, 22, 41], [3, 28, 57]]) + 1_000_003
    counts[1, 0] = 3
    made = table(counts)
    kept = " ".join(repr(getattr(made, f.name)) for f in dataclasses.fields(made))
    assert [n for n in with_totals(counts).ravel() if n % 5 and f"={n})" in kept] == []
    assert "=3)" not in kept
    assert {f.name for f in dataclasses.fields(made)} == {"about", "axes", "rule", "cells", "rates"}


def test_its_name_in_a_log_tells_how_much_is_hidden_and_no_count():
    assert repr(table()) == "<SafeTable 'Granted': 12 cells, 1 of them hidden>"


def test_it_is_not_copied_round_its_makers():
    """What cannot be made cannot be unpickled either."""
    with pytest.raises(TypeError):
        pickle.dumps(table())
    with pytest.raises(TypeError):
        copy.deepcopy(table())


# What it shows


def test_small_counts_are_hidden_and_the_rest_rounded_with_totals():
    made = table()
    assert made["men", "North"] == Hidden(Reason.SMALL)
    assert made["women", "North"] == Shown(15)
    assert made["women", None] == Shown(75)
    assert made[None, None] == Shown(165)


def test_it_is_shown_as_rows_in_the_readers_words():
    rows = table().rows({"small": "färre än 8", "protected": "visas inte"}.__getitem__, total="Alla")
    assert rows == [
        ["sex", "North", "South", "East", "Alla"],
        ["women", 15, 20, 40, 75],
        ["men", "färre än 8", 30, 55, 90],
        ["Alla", 15, 50, 100, 165],
    ]


def test_its_file_holds_what_is_shown_and_how_it_was_counted():
    lines = table().csv().splitlines()
    assert lines[2] == "men;small;30;55;90"
    assert lines[-4:] == ["Granted", "2025-10-01 to 2025-12-31", "Each intervention once", "granted 1.2"]


def test_a_level_that_a_spreadsheet_would_compute_is_text():
    made = SafeTable.of([20, 30], [Axis("unit", ("=1+1", "B"))], ABOUT)
    assert "'=1+1;20" in made.csv()


def test_a_table_within_the_office_shows_counts_as_they_are_and_never_small_ones():
    made = table(rule=OFFICE, totals=False)
    assert made.rows(str)[1:] == [["women", 13, 22, 41], ["men", "small", 28, 57]]


def test_three_axes():
    made = SafeTable.of([COUNTS, COUNTS], [Axis("year", ("2024", "2025")), SEX, AREA], ABOUT)
    assert len(list(made)) == 3 * 3 * 4
    assert made.rows()[0] == ["year", "sex", "North", "South", "East", "Total"]


@pytest.mark.parametrize(("count", "told"), [(0, Hidden(Reason.SMALL)), (7, Hidden(Reason.SMALL)), (8, Shown(10))])
def test_a_count_that_stands_alone(count, told):
    assert STRICTEST.cell(count) == told
    assert STRICTEST.enough(count) == (count >= 8)


def test_a_cell_that_one_contributor_makes_up_is_hidden_where_the_rule_says_so():
    rule = Rule(dominance=0.8)
    made = SafeTable.of([40, 50, 60], [AREA], ABOUT, rule, largest=[36, 10, 10])
    assert made["North",] == Hidden(Reason.DOMINATED)
    assert made["South",] == Shown(50)
    with pytest.raises(ValueError, match="contributor"):
        SafeTable.of([40, 50, 60], [AREA], ABOUT, rule)


# Rates


def test_rates_are_quotients_of_middles_and_hidden_where_few_are_in_them_or_out_of_them():
    made = SafeTable.rates_of([20, 3, 38], [40, 40, 40], [AREA], ABOUT, Rule(hides_zeros=False))
    assert made.rates["North",] == Shown(21 / 39)
    assert made.rates["South",] == Hidden(Reason.SMALL)
    assert made.rates["East",] == Hidden(Reason.SMALL)  # two were refused
    assert [made[a,] for a in AREA.levels] == [Shown(40)] * 3


def test_a_rate_of_nobody_is_said_to_be_one():
    made = SafeTable.rates_of([20, 0], [40, 0], [SEX], ABOUT, Rule(hides_zeros=False))
    assert made.rates["men",] == Hidden(Reason.EMPTY)
    assert made.rows()[2] == ["men", 0, "empty"]


def test_counts_and_rates_together_do_not_tell_a_small_count():
    """18 is both in 18-22 (shown as 20) and in 13-18 (its middle is 15): whoever has both knows it."""
    rng = np.random.default_rng(8)
    for n in range(60):
        rule = [STRICTEST, OFFICE, Rule(hides_zeros=False)][n % 3]
        some, others = drawn(rng, (3,)), drawn(rng, (3,))
        made = SafeTable.rates_of(some, some + others, [AREA], ABOUT, rule)
        true = with_totals(np.stack([some, others], axis=1))
        sums = with_totals(np.eye(6, dtype=int).reshape(3, 2, 6))[..., :-1]
        matrix, low, high = _told(made, true, sums)
        for place in np.argwhere((true > 0) & (true < rule.smallest)):
            least, most = reach(matrix, low, high, sums[tuple(place)], whole=False)
            assert most - least >= 1, (some, others, rule, place)


def _told(made, true, sums):
    """All that counts and rates say: of a rate, the middles of both its counts."""
    rows, low, high = [], [], []
    for n, (key, cell) in enumerate(made):
        if isinstance(cell, Shown):
            of = true[n, 2:]
            [least], [most] = steps_to_nearest(of, made.rule.base)
            rows, low, high = [*rows, sums[n, 2]], [*low, least], [*high, most]
        if isinstance(made.rates[key], Shown):
            for column in (0, 2):
                [least], [most] = steps_to_middle(true[n, column : column + 1])
                rows, low, high = [*rows, sums[n, column]], [*low, least], [*high, most]
    rows = rows or [sums[-1, -1]]
    return np.array(rows), np.array(low or [0]), np.array(high or [10_000])


# What is refused


@pytest.mark.parametrize(
    ("counts", "says"),
    [([[1, 2], [3, 4]], "shape"), ([[1, 2, 3], [4, -5, 6]], "below zero"), ([[1, 2, 3], [4, 5.5, 6]], "whole"),
     ([[1, 2, 3], [4, float("nan"), 6]], "whole"), ([["a", "b", "c"]] * 2, "whole")],
)  # fmt: skip
def test_what_is_no_table_of_counts_is_refused(counts, says):
    with pytest.raises(ValueError, match=says):
        table(counts)


def test_names_are_given_once_and_axes_are_one_to_three():
    with pytest.raises(ValueError, match="twice"):
        SafeTable.of([9, 9], [Axis("a", ("x", "x"))], ABOUT)
    with pytest.raises(ValueError, match="no such axis"):
        SafeTable.linked([9, 9], [SEX], {("area",): ABOUT})
    with pytest.raises(ValueError, match="one to three"):
        SafeTable.of(np.full((2, 2, 2, 2), 9), [Axis(n, ("x", "y")) for n in "abcd"], ABOUT)
    with pytest.raises(ValueError, match="more are counted"):
        SafeTable.rates_of([9, 9], [8, 9], [SEX], ABOUT)


@pytest.mark.parametrize(
    "wrong", [{"smallest": 2}, {"base": 0}, {"base": 20}, {"possible": 1}, {"possible": 8}, {"dominance": 1.5}]
)
def test_a_rule_that_protects_nobody_is_refused(wrong):
    with pytest.raises(ValueError, match=r"\d"):
        Rule(**wrong)


def test_the_rule_unless_told_otherwise_is_the_strictest():
    assert Rule() == STRICTEST == Rule(smallest=8, base=5, hides_zeros=True, possible=3)
    assert "overlap" in STRICTEST.differencing
