"""Nobody works out a small count: every hidden cell of random tables is attacked with linear programming.

`tools/calibrate_disclosure.py` attacks thousands in the same way.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.safe import OFFICE, STRICTEST, About, Axis, Hidden, Rule, SafeTable, Shown
from samsyn.equity.suppress import SHOWN, SMALL, suppressed, with_totals
from tests.cores.disclosure_attack import attacked, axes_of, drawn, exposed, reach, system, values

ABOUT = About("Decisions", "2025", "Every decision once", "1")
ZEROS_TOLD = Rule(hides_zeros=False)
EXACT = Rule(base=1)
RULES = [STRICTEST, OFFICE, ZEROS_TOLD, EXACT]


def test_no_hidden_cell_of_one_way_tables_can_be_told():
    found, hidden = attacked(np.random.default_rng(1), [(2,), (3,), (5,), (1,), (7,)], RULES, 200)
    assert found == []
    assert hidden > 130


def test_no_hidden_cell_of_two_way_tables_can_be_told():
    """Two-way tables with all their totals: linear bounds are whole numbers there, and exact."""
    found, hidden = attacked(np.random.default_rng(2), [(2, 2), (2, 3), (3, 3), (1, 4), (3, 4)], RULES, 120)
    assert found == []
    assert hidden > 90


def test_no_hidden_cell_of_three_way_tables_can_be_told_even_in_whole_numbers():
    """In three ways linear bounds promise too much: the attacker is told that counts are whole."""
    found, hidden = attacked(np.random.default_rng(3), [(2, 2, 2), (2, 3, 2)], RULES, 12, whole=True)
    assert found == []
    assert hidden > 8


def test_the_attacker_finds_what_was_hidden_too_carelessly():
    """The attack itself bites: with small cells hidden and nothing else, subtraction tells them."""
    counts, axes = np.array([[3, 20, 30], [25, 40, 50]]), axes_of((2, 3))
    table = SafeTable.of(counts, axes, ABOUT, OFFICE)
    matrix, low, high, places = system([table], axes)
    true = with_totals(counts)
    for n, place in enumerate(places):
        if place != (0, 0):
            low[n] = high[n] = true[place]
    assert reach(matrix, low, high, matrix[places.index((0, 0))], whole=False) == (3, 3)
    assert exposed([table], axes, counts) == []


def test_a_hidden_cell_stays_hidden_when_its_row_and_column_are_subtracted():
    table = SafeTable.of([[3, 20, 30], [25, 40, 50]], axes_of((2, 3)), ABOUT, OFFICE)
    row = [table["a0", b] for b in ("b0", "b1", "b2", None)]
    column = [table[a, "b0"] for a in ("a0", "a1", None)]
    for line in (row, column):
        assert sum(isinstance(cell, Hidden) for cell in line) >= 2


def test_rounding_that_already_protects_hides_nothing_more():
    """3 of 24: shown as 10 + 10 of 25 leaves 1-7 possible, so no large cell need go."""
    table = SafeTable.of([3, 9, 12], axes_of((3,)), ABOUT)
    assert [isinstance(cell, Hidden) for _, cell in table] == [True, False, False, False]


def test_counts_that_must_all_be_one_are_hidden_with_their_total():
    """Seven ones of a total known to be at most seven would be told: its size is hidden too."""
    counts = [1] * 7
    table = SafeTable.of(counts, axes_of((7,)), ABOUT, OFFICE)
    assert exposed([table], axes_of((7,)), counts) == []
    assert table[None,] != table["a0",]


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=4), st.sampled_from(RULES))
@settings(max_examples=60, deadline=None)
def test_small_counts_are_hidden_and_shown_ones_are_multiples(counts, rule):
    table = SafeTable.of(counts, axes_of((len(counts), 3)), ABOUT, rule)
    true = with_totals(np.array(counts))
    for cell, n in zip((cell for _, cell in table), true.ravel(), strict=True):
        if isinstance(cell, Shown):
            assert n >= rule.smallest or (n == 0 and not rule.hides_zeros)
            assert cell.value % rule.base == 0
            assert abs(cell.value - n) <= rule.base // 2


def test_zeros_are_hidden_where_the_rule_says_so():
    strict, told = (SafeTable.of([0, 40, 50], axes_of((3,)), ABOUT, r) for r in (STRICTEST, ZEROS_TOLD))
    assert isinstance(strict["a0",], Hidden)
    assert told["a0",] == Shown(0)


@pytest.mark.parametrize("counts", [[], [-1, 2], np.zeros((0, 3))])
def test_what_is_no_table_of_counts_is_refused(counts):
    with pytest.raises(ValueError, match="counts"):
        suppressed(np.array(counts, dtype=np.int64), STRICTEST)


# Several tables of the same persons


def test_tables_that_share_totals_are_hidden_alike_and_protected_as_one():
    """By sex and area, by sex and age, by area and age: whoever has all three has one system of equations."""
    rng = np.random.default_rng(4)
    for n in range(12):
        shape, rule = (2, 3, 3), RULES[n % len(RULES)]
        counts, axes = drawn(rng, shape), axes_of(shape)
        views = {("a", "b"): ABOUT, ("a", "c"): ABOUT, ("b", "c"): ABOUT}
        tables = SafeTable.linked(counts, axes, views, rule)
        assert exposed(tables, axes, counts) == []
        first, second, _ = tables
        assert all(first[a, None] == second[a, None] for a in ("a0", "a1", None))


def test_one_person_more_is_not_told_by_the_difference_when_both_tables_are_made_together():
    """What came between is an axis: the table before, and the table of all, are then levels and totals of one."""
    areas = Axis("area", ("North", "South", "East"))
    batch = Axis("batch", ("before", "later"))
    counts = np.array([[12, 30, 25], [1, 0, 0]]).T
    for rule in RULES:
        [table] = SafeTable.linked(counts, [areas, batch], {("area", "batch"): ABOUT}, rule)
        assert isinstance(table["North", "later"], Hidden)
        assert exposed([table], [areas, batch], counts) == []


def test_tables_made_apart_are_not_protected_from_each_other():
    """What is promised not to hold does not: the reason to make tables together, or of periods apart."""
    areas = Axis("area", ("North", "South"))
    exact = Rule(base=1)
    before, after = (values(SafeTable.of(c, [areas], ABOUT, exact)) for c in ([12, 30], [13, 30]))
    assert after["North",] - before["North",] == 1


def test_an_unpublished_small_count_is_not_told_by_the_tables_made_of_it():
    counts, axes = np.array([[[9, 0], [0, 20]], [[30, 0], [0, 3]]]), axes_of((2, 2, 2))
    views = {("a", "b"): ABOUT, ("a", "c"): ABOUT, ("b", "c"): ABOUT}
    tables = SafeTable.linked(counts, axes, views, OFFICE)
    matrix, low, high, _ = system(tables, axes)
    inner = np.zeros(8)
    inner[7] = 1
    least, most = reach(matrix, low, high, inner, whole=True)
    assert most - least >= 1


# How much is hidden


def test_not_much_more_is_hidden_than_must_be():
    """A table of ordinary counts keeps most of what it may show."""
    rng = np.random.default_rng(5)
    shown = may = 0
    for _ in range(30):
        counts = rng.poisson(25, (6, 5)) * (rng.random((6, 5)) > 0.1)
        marks = suppressed(counts, STRICTEST)
        shown += int((marks == SHOWN).sum())
        may += int((marks != SMALL).sum())
    assert shown / may > 0.95
