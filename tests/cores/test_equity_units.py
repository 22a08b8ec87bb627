"""Officers and teams are read as differing or not, by name, and small ones not at all."""

import numpy as np
import pytest

from samsyn.equity.estimate import CannotTell
from samsyn.equity.units import readings

ALIKE, TRIALS = [20, 18, 22, 19, 21, 20, 18, 20], [40] * 8


def names(count):
    return [f"u{i}" for i in range(count)]


def test_an_odd_unit_differs_and_the_others_do_not():
    found = readings([*ALIKE, 72], [*TRIALS, 80], names(9), smallest=20)
    assert [u.unit for u in found.units if u.reading == "differs"] == ["u8"]
    assert found.units[8].reading == "differs"
    assert found.units[0].reading == "does not differ"


def test_units_stand_by_name_whatever_their_figures():
    found = readings([5, 30, 10, 25, 15, 20], [40] * 6, list("fedcba"), smallest=10)
    assert [u.unit for u in found.units] == list("abcdef")


def test_a_unit_under_the_smallest_size_is_named_and_has_no_figure():
    found = readings([*ALIKE, 5], [*TRIALS, 5], names(9), smallest=10)
    assert found.too_small == ("u8",)
    assert "u8" not in [u.unit for u in found.units]


def test_where_units_are_alike_hardly_any_is_called_different():
    draw = np.random.default_rng(2)
    called = [
        sum(
            u.reading == "differs"
            for u in readings(draw.binomial(60, 0.4, 20), [60] * 20, names(20), smallest=20, nodes=1).units
        )
        for _ in range(10)
    ]
    assert sum(called) <= 10


def test_bad_input_is_refused_with_a_sentence():
    with pytest.raises(CannotTell, match="0 units have 50 decisions"):
        readings(ALIKE, TRIALS, names(8), smallest=50)
    with pytest.raises(ValueError, match="smallest size"):
        readings(ALIKE, TRIALS, names(8), smallest=0)
    with pytest.raises(ValueError, match="one for each row"):
        readings(ALIKE, TRIALS, names(7), smallest=5)
    with pytest.raises(CannotTell, match="0 units"):
        readings([], [], [], smallest=5)
