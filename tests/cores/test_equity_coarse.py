"""Columns are made coarser by their rows alone."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.equity.coarse import REST, banded, merged

AGES = ("–64", "65–74", "75–79", "80–84", "85–89", "90–")


@given(st.lists(st.one_of(st.none(), st.sampled_from(AGES)), max_size=400), st.integers(1, 60))
def test_values_with_an_order_keep_it_and_hold_enough_rows(values, least):
    found = merged(values, AGES, least=least)
    assert [v is None for v in found.values] == [v is None for v in values]
    counts = Counter(v for v in found.values if v is not None)
    assert len(counts) <= 1 or min(counts.values()) >= least
    lows = {}  # what comes before stays before
    for old, new in zip(values, found.values, strict=True):
        if old is not None:
            lows.setdefault(new, set()).add(AGES.index(old))
    spans = sorted((min(places), max(places)) for places in lows.values())
    assert all(one[1] < two[0] for one, two in pairwise(spans))


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=300), st.integers(1, 40))
def test_bands_hold_enough_rows_and_follow_the_numbers(values, least):
    found = banded(values, least=least)
    counts = Counter(v for v in found.values if v is not None)
    assert len(counts) <= 1 or min(counts.values()) >= least
    assert [v is None for v in found.values] == [v is None for v in values]
    known = sorted((old, new) for old, new in zip(values, found.values, strict=True) if old is not None)
    assert len(dict.fromkeys(new for _, new in known)) <= 11
    names = [new for _, new in known]
    assert names == sorted(names, key=names.index)  # each band is one stretch of numbers


def test_a_small_age_band_goes_with_its_smaller_neighbour():
    values = ["–64"] * 80 + ["65–74"] * 20 + ["75–79"] * 60 + ["80–84"] * 130 + ["85–89"] * 97 + ["90–"] * 80
    found = merged(values, AGES)
    assert found.told == {"65–79": ("65–74", "75–79")}
    assert Counter(found.values)["65–79"] == 80


def test_open_bands_stay_open():
    assert merged(["–64"] * 10 + ["65–74"] * 70 + ["85–89"] * 90 + ["90–"] * 9, AGES).told == {
        "–74": ("–64", "65–74"),
        "85–": ("85–89", "90–"),
    }


def test_values_without_an_order_become_the_rest():
    found = merged(["Norr"] * 90 + ["Söder"] * 70 + ["Öster"] * 30 + ["Väster"] * 25)
    assert found.told == {REST: ("Väster", "Öster")}
    assert Counter(found.values) == {"Norr": 90, "Söder": 70, REST: 55}


def test_a_rest_that_is_too_small_takes_the_smallest_of_the_others_with_it():
    assert merged(["Norr"] * 90 + ["Söder"] * 70 + ["Öster"] * 3).told == {REST: ("Söder", "Öster")}


def test_too_few_numbers_are_one_value():
    assert banded([1.0, 2.0, None, 3.0]).values == ["1–3", "1–3", None, "1–3"]


def test_numbers_in_bands_are_named_by_what_they_hold():
    found = banded([float(n % 4) for n in range(400)], least=100)
    assert Counter(found.values) == {"0": 100, "1": 100, "2": 100, "3": 100}


def test_text_is_no_number():
    with pytest.raises(ValueError, match="could not convert"):
        banded(["a"] * 200)
