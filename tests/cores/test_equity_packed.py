"""Cells and their layouts: however a table is packed, its sums are those of its rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity import packed as module
from samsyn.equity.cells import Factor
from samsyn.equity.layout import Grid, Listing, by_coefficient, nothing
from samsyn.equity.packed import Packed, packed, packed_yes

SIZES = st.lists(st.integers(1, 7), min_size=1, max_size=6)


def rows_of(sizes, count, seed):
    random = np.random.default_rng(seed)
    codes = [random.integers(size, size=count) for size in sizes]
    key = np.zeros(count, np.int64)
    for code, size in zip(codes, sizes, strict=True):
        key = key * size + code
    yes = (random.random(count) < 0.4).astype(np.int64)
    factors = [Factor(f"c{n}", tuple(f"v{k}" for k in range(size))) for n, size in enumerate(sizes)]
    return codes, key, yes, factors


def counted(data: Packed):
    listed = data.listed
    found = {}
    for key, n, total in zip(listed.keys, listed.n, listed.total, strict=True):
        before = found.get(int(key), (0, 0))
        found[int(key)] = (before[0] + int(n), before[1] + int(total))
    return found


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(1, 400), st.integers(0, 9999))
def test_rows_sorted_or_not_become_the_same_cells(sizes, count, seed):
    _, key, yes, factors = rows_of(sizes, count, seed)
    one = packed("y", factors, key, None, yes, yes)
    other = packed_yes("y", factors, np.sort(key * 2 + yes))
    assert counted(one) == counted(other)
    assert one.rows == other.rows == count
    for a, b in zip(one.margins, other.margins, strict=True):
        assert np.array_equal(a.n, b.n)
        assert np.array_equal(a.total, b.total)


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(1, 400), st.integers(0, 9999))
def test_a_grid_and_a_list_have_the_sums_and_crossings_of_the_design(sizes, count, seed):
    codes, key, yes, factors = rows_of(sizes, count, seed)
    grid = packed("y", factors, key, None, yes, yes)
    whole = Packed("y", grid.factors, None, *(np.bincount(key, w, np.prod(sizes)) for w in (None, yes, yes)))
    listed = whole.listed
    each = [np.eye(size)[code][:, 1:] for size, code in zip(sizes, codes, strict=True)]
    design = np.concatenate([np.ones((count, 1)), *each], 1)
    for layout in (Grid(sizes, whole.n, whole.total, whole.squares), listed.layout):
        sums, crossing = nothing(layout), layout.crossing()
        for portion in layout.portions(5):
            layout.by_block([portion.total.astype(float)], portion, [sums])
            crossing.add(portion, portion.n)
        assert by_coefficient(layout, sums) == pytest.approx(design.T @ yes)
        assert crossing.result() == pytest.approx(design.T @ design)
    assert isinstance(listed.layout, Listing)


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(1, 300), st.integers(0, 9999), st.data())
def test_fewer_factors_are_the_same_rows(sizes, count, seed, data):
    codes, key, yes, factors = rows_of(sizes, count, seed)
    kept = data.draw(st.permutations(range(len(sizes))).map(lambda p: p[: max(1, len(p) // 2)]))
    found = packed_yes("y", factors, np.sort(key * 2 + yes)).by([f"c{n}" for n in kept])
    again = np.zeros(count, np.int64)
    for n in kept:
        again = again * sizes[n] + codes[n]
    assert counted(found) == counted(packed("y", [factors[n] for n in kept], again, None, yes, yes))


def test_a_cell_of_very_many_rows_is_counted_in_full():
    key = np.repeat([0, 1, 3], [200_000, 70_000, 5])
    yes = np.zeros(len(key), np.int64)
    yes[:150_000] = 1
    data = packed_yes("y", [Factor("a", ("x", "y")), Factor("b", ("x", "y"))], np.sort(key * 2 + yes))
    assert counted(data) == {0: (200_000, 150_000), 1: (70_000, 0), 3: (5, 0)}


def test_rows_that_are_no_others_like_are_left_as_they_are(monkeypatch):
    monkeypatch.setattr(module, "DENSE", 1)
    _, key, yes, factors = rows_of([7, 7, 7, 7, 7, 7], 50, 3)
    data = packed_yes("y", factors, np.sort(key * 2 + yes))
    assert len(data.keys) == 50
    assert counted(data) == counted(packed("y", factors, key, None, yes, yes))
