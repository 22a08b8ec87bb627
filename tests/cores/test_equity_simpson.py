"""Pooling that turns a difference round: where it does, where it does not, and what bad input gets."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.equity.cells import Cells, Factor
from samsyn.equity.estimate import CannotTell
from samsyn.equity.simpson import pooling
from tests.published import rows_of


@pytest.fixture(autouse=True)
def no_warning_is_let_through():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def cells(table, *factors, outcome="granted"):
    """Cells of {(level, ...): (rows, successes)}; factors are names."""
    levels = [sorted({key[k] for key in table}) for k in range(len(factors))]
    codes = [np.array([levels[k].index(key[k]) for key in table], dtype=np.int32) for k in range(len(factors))]
    n, y = (np.array([value[k] for value in table.values()], dtype=float) for k in (0, 1))
    named = tuple(Factor(name, tuple(found)) for name, found in zip(factors, levels, strict=True))
    return Cells(outcome, named, tuple(codes), n, y, y.copy())


def admissions():
    table = {}
    for row in rows_of("equity/ucb_admissions.csv"):
        key, freq = (row["Gender"], row["Dept"]), int(row["Freq"])
        n, y = table.get(key, (0, 0))
        table[key] = (n + freq, y + (freq if row["Admit"] == "Admitted" else 0))
    return cells(table, "Gender", "Dept", outcome="admitted")


def test_admissions_turn_round_within_departments():
    found = pooling(admissions(), "Gender", "Female", "Male")
    assert round(found.crude.value, 2) == -0.14
    assert not found.crude.is_none
    [department] = found.reversals
    assert department.factor == "Dept"
    assert department.standardised.value > 0 > found.crude.value
    assert [p.level for p in department.parts] == list("ABCDEF")
    assert sum(p.difference.value > 0 for p in department.parts) == 4
    assert round(department.parts[0].difference.value, 3) == round(89 / 108 - 512 / 825, 3)


def test_shares_of_women_and_men_admitted_are_as_published():
    table = admissions().by(["Gender"])
    assert [round(v, 3) for v in (table.total / table.n).tolist()] == [0.304, 0.445]


def test_where_the_parts_say_the_same_as_the_whole_nothing_is_told():
    same = cells(
        {("f", "a"): (100, 50), ("m", "a"): (100, 60), ("f", "b"): (80, 20), ("m", "b"): (90, 30)}, "sex", "area"
    )
    found = pooling(same, "sex", "f", "m")
    assert found.reversals == ()
    assert found.within[0].standardised.value < 0


def test_a_reversal_in_a_third_factor_is_found_and_named():
    table = {}
    for area in ("n", "s"):
        table |= {("f", "hard", area): (200, 66), ("m", "hard", area): (50, 15)}
        table |= {("f", "easy", area): (50, 42), ("m", "easy", area): (200, 160)}
    found = pooling(cells(table, "sex", "kind", "area"), "sex", "f", "m")
    assert [w.factor for w in found.reversals] == ["kind"]
    assert found.crude.value < -0.2
    assert [w.factor for w in found.within] == ["kind", "area"]


def test_a_part_with_one_group_or_few_rows_is_left_out_and_named():
    table = {
        ("f", "a"): (50, 20),
        ("m", "a"): (50, 25),
        ("f", "b"): (50, 20),
        ("m", "b"): (50, 25),
        ("f", "c"): (40, 9),
    }
    found = pooling(cells(table | {("m", "d"): (9, 1)}, "sex", "area"), "sex", "f", "m")
    assert found.within[0].left_out == ("c", "d")
    assert found.within[0].standardised.n == 200


sizes = st.tuples(st.integers(10, 200), st.floats(0, 1))


@settings(deadline=None)
@given(st.lists(st.tuples(sizes, sizes), min_size=2, max_size=5))
def test_swapping_the_groups_turns_every_sign_and_keeps_the_alert(strata):
    table = {}
    for k, (one, other) in enumerate(strata):
        table[("f", f"a{k}")] = (one[0], round(one[0] * one[1]))
        table[("m", f"a{k}")] = (other[0], round(other[0] * other[1]))
    if sum(y for _, y in table.values()) in (0, sum(n for n, _ in table.values())):
        return
    data = cells(table, "sex", "area")
    one, other = pooling(data, "sex", "f", "m"), pooling(data, "sex", "m", "f")
    assert one.crude.value == pytest.approx(-other.crude.value)
    assert [w.reverses for w in one.within] == [w.reverses for w in other.within]
    assert one.within[0].standardised.value == pytest.approx(-other.within[0].standardised.value)


def test_bad_input_is_refused_with_a_sentence():
    fine = {("f", "a"): (50, 20), ("m", "a"): (50, 25)}
    with pytest.raises(KeyError):
        pooling(cells(fine, "sex", "area"), "age", "f", "m")
    with pytest.raises(ValueError, match="not two levels"):
        pooling(cells(fine, "sex", "area"), "sex", "f", "x")
    with pytest.raises(ValueError, match="not a share"):
        pooling(cells({("f", "a"): (50, 60), ("m", "a"): (50, 25)}, "sex", "area"), "sex", "f", "m")
    with pytest.raises(ValueError, match="not a share"):
        pooling(cells({("f", "a"): (50, float("nan")), ("m", "a"): (50, 25)}, "sex", "area"), "sex", "f", "m")
    with pytest.raises(CannotTell, match="has 5 decisions"):
        pooling(cells({("f", "a"): (5, 2), ("m", "a"): (50, 25)}, "sex", "area"), "sex", "f", "m")
    with pytest.raises(CannotTell, match="same for all"):
        pooling(cells({("f", "a"): (50, 0), ("m", "a"): (50, 0)}, "sex", "area"), "sex", "f", "m")
    hours = cells(fine, "sex", "area")
    with pytest.raises(ValueError, match="not a share"):
        pooling(Cells("hours", hours.factors, hours.codes, hours.n, hours.total, hours.total * 3), "sex", "f", "m")
