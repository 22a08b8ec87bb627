"""An examination is stored as JSON and comes back the same, whatever it holds."""

import json
from dataclasses import is_dataclass, replace
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.equity.codec import VERSION, OtherVersion, decoded, encoded, from_json, to_json
from samsyn.equity.estimate import Estimate
from samsyn.equity.examination import Asked, Examination, StepCount
from samsyn.equity.examine import examine
from samsyn.equity.note import Note
from samsyn.equity.series import Effect
from tests.decided import TODAY, decided

NUMBERS = st.floats(-1e9, 1e9) | st.sampled_from([0.0, -0.0, 1e-300, 0.1, 1 / 3])
WORDS = st.text(max_size=6)
VALUES = st.deferred(
    lambda: (
        WORDS
        | st.integers()
        | NUMBERS
        | st.dates()
        | st.lists(WORDS, max_size=2).map(tuple)
        | st.lists(NOTES, min_size=1, max_size=2).map(tuple)
        | NOTES
    )
)
NOTES = st.builds(Note, WORDS, st.lists(st.tuples(WORDS, VALUES), max_size=2).map(tuple))
ESTIMATES = (
    st.lists(NUMBERS, min_size=3, max_size=3)
    .map(sorted)
    .flatmap(
        lambda three: st.builds(
            Estimate, st.just(three[1]), st.just(three[0]), st.just(three[2]), st.integers(0, 10**7)
        )
    )
)


def drawn(kind):
    """A strategy of everything that the annotations of a dataclass allow."""
    known = {float: NUMBERS, str: WORDS, int: st.integers(), bool: st.booleans(), date: st.dates(), NoneType: st.none()}
    if kind in {Note, Estimate}:
        return NOTES if kind is Note else ESTIMATES
    if kind is StepCount:  # steps grow no larger
        return st.builds(StepCount, WORDS, st.just(0), st.just(0))
    if kind in known:
        return known[kind]
    if isinstance(kind, ForwardRef) or is_dataclass(kind):
        return st.builds(kind, **{name: drawn(hint) for name, hint in get_type_hints(kind).items()})
    members = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:
        return st.one_of([drawn(member) for member in members])
    if get_origin(kind) is Literal:
        return st.sampled_from(members)
    if get_origin(kind) is tuple and members[-1] is Ellipsis:
        by_name = (lambda step: step.name) if members[0] is StepCount else None  # no step is named twice
        return st.lists(drawn(members[0]), max_size=2, unique_by=by_name).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*map(drawn, members))
    assert issubclass(kind, StrEnum), kind
    return st.sampled_from(kind)


EXAMINATIONS = drawn(Examination)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(EXAMINATIONS)
def test_what_is_stored_comes_back_the_same(examination):
    stored = json.loads(json.dumps(to_json(examination), allow_nan=False))
    assert stored["version"] == VERSION
    assert from_json(stored) == examination
    assert to_json(from_json(stored)) == stored


@pytest.fixture(scope="module")
def stored():
    return to_json(examine(decided(300), Asked("beslut", "kön", facts=("område",)), TODAY))


@pytest.mark.parametrize(
    "change",
    [
        {"rows": "many"},
        {"rows": True},
        {"seed": None},
        {"family": "neither"},
        {"on": "yesterday"},
        {"groups": [{}]},
        {"more": 1},
    ],
)
def test_what_does_not_fit_is_refused_and_not_guessed(stored, change):
    with pytest.raises(ValueError):
        from_json({**stored, **change})


def test_another_version_is_told_apart(stored):
    for version in (None, 0, VERSION + 1):
        with pytest.raises(OtherVersion):
            from_json({**stored, "version": version})


def test_no_number_is_stored_that_json_has_not(stored):
    examination = from_json(stored)
    bad = Note("x", (("value", float("nan")),))
    with pytest.raises(ValueError):
        to_json(replace(examination, selection=bad))


def test_a_change_that_was_stored_with_its_lag_can_still_be_read():
    one = Estimate(0.1, 0.0, 0.2, 40)
    effect = Effect("linear", 20, one, None, one, 0.3)
    assert decoded({**encoded(effect, Effect), "lag": 3}, Effect) == effect
    with pytest.raises(ValueError, match="lags"):
        decoded({**encoded(effect, Effect), "lags": 3}, Effect)
