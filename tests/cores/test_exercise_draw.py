"""The draw of versions: even for each vignette and each assessor, and the same again from its seed."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.review.exercise_draw import draw, redraw, ways
from samsyn.review.vignette import SWAPS


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**48), st.integers(1, 25), st.lists(st.sampled_from(list(SWAPS)), min_size=1, max_size=12))
def test_each_vignette_and_each_assessor_has_as_many_of_each_version(seed, assessors, swaps):
    drawn = draw(seed, range(assessors), swaps)
    assert set(drawn) == {(a, v) for a in range(assessors) for v in range(len(swaps))}
    for v in range(len(swaps)):
        count = Counter(drawn[a, v] for a in range(assessors))
        assert abs(count["a"] - count["b"]) <= 1
    for a in range(assessors):
        for swap in set(swaps):
            count = Counter(drawn[a, v] for v in range(len(swaps)) if swaps[v] == swap)
            assert abs(count["a"] - count["b"]) <= 1


def test_the_same_seed_draws_the_same_and_another_seed_another():
    swaps = ["sex", "sex", "age", "sex"]
    assert draw(5, range(12), swaps) == draw(5, range(12), swaps)
    assert draw(5, range(12), swaps) != draw(6, range(12), swaps)


def test_a_draw_that_was_made_once_is_drawn_so_for_ever():
    drawn = draw(20261129, range(4), ["sex", "sex", "age"])
    assert "".join(drawn[a, v] for a in range(4) for v in range(3)) == "baaabbababab"


@pytest.mark.parametrize("assessors", [4, 5])
def test_every_half_is_as_likely(assessors):
    random, seen = Random(3), Counter()
    for _ in range(6000):
        first = redraw(random, range(assessors), ["sex"], "sex")[0]
        seen["".join("ab"[a not in first] for a in range(assessors))] += 1
    assert len(seen) == ways(assessors, ["sex"])
    assert min(seen.values()) > 0.7 * 6000 / len(seen)
    assert max(seen.values()) < 1.3 * 6000 / len(seen)


def test_ways_are_counted_by_pairs_of_vignettes_that_swap_the_same():
    assert ways(4, ["sex"]) == 6
    assert ways(4, ["sex", "sex"]) == 6
    assert ways(4, ["sex", "sex", "sex"]) == 36
    assert ways(5, ["sex", "age"]) == 400
