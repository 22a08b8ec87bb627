"""What a swapped fact did: by hand, by the test's own size and by what must hold of any round."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.review.exercise_draw import draw
from samsyn.review.swap import Answer, Cause, Trial, effect


def trial(seed=1, *, assessors=8, swaps=("sex",) * 4, difference=0.0, noise=0.2, questions=2, silent=()):
    """Each answer: its question's level, its assessor's leaning, what the version does, and noise."""
    random, who = Random(seed), tuple(range(assessors))
    drawn = draw(seed, who, swaps)
    leaning = [random.gauss(0, 0.3) for _ in who]
    answers = tuple(
        Answer(a, v, q, v + q / 2 + leaning[a] + (difference if drawn[a, v] == "a" else 0) + random.gauss(0, noise))
        for v in range(len(swaps))
        for q in range(questions)
        for a in who
        if a not in silent
    )  # fmt: skip
    return Trial(who, tuple(swaps), tuple(drawn.items()), answers)


def test_a_difference_without_noise_is_found_exactly_whatever_assessors_and_questions_are():
    found = effect([trial(difference=0.4, noise=0.0, silent=(3,))], "sex", seed=1, redraws=400)
    assert found.difference == pytest.approx(0.4)
    assert found.is_found
    assert found.interval.low == pytest.approx(0.4, abs=0.01)
    assert found.interval.high == pytest.approx(0.4, abs=0.01)
    assert (found.assessors, found.questions) == (7, 8)


def test_the_p_value_is_the_share_of_every_possible_draw():
    """One vignette, one question, eight assessors: seventy ways to halve them, each tried (Fisher 1935)."""
    values = [1.0, 2.0, 2.5, 3.0, 6.0, 7.0, 9.0, 11.0]
    firsts = {1, 4, 6, 7}
    drawn = tuple(((a, 0), "a" if a in firsts else "b") for a in range(8))
    one = Trial(tuple(range(8)), ("sex",), drawn, tuple(Answer(a, 0, 0, v) for a, v in enumerate(values)))

    def apart(chosen):
        return sum(v if a in chosen else -v for a, v in enumerate(values)) / 4

    seen = apart(firsts)
    exact = sum(abs(apart(c)) >= abs(seen) - 1e-9 for c in combinations(range(8), 4)) / 70
    found = effect([one], "sex", seed=2, redraws=4000)
    assert found.difference == pytest.approx(seen)
    assert found.p == pytest.approx(exact, abs=0.02)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 1000), st.floats(-3, 3), st.floats(0.1, 5))
def test_adding_to_all_changes_nothing_and_stretching_stretches(seed, more, times):
    first = trial(seed, difference=0.2)
    moved = tuple(Answer(a.assessor, a.vignette, a.question, a.value * times + more) for a in first.answers)
    other = Trial(first.assessors, first.swaps, first.drawn, moved)
    one, two = (effect([t], "sex", seed=3, redraws=200) for t in (first, other))
    assert two.difference == pytest.approx(one.difference * times, abs=1e-6)
    assert two.p == one.p
    assert two.smallest == pytest.approx(one.smallest * times, rel=1e-3)


def test_the_same_seed_gives_the_same_numbers():
    round_ = trial(difference=0.1)
    assert effect([round_], "sex", seed=9, redraws=200) == effect([round_], "sex", seed=9, redraws=200)


def test_rounds_together_find_smaller_differences_than_one():
    rounds = [trial(n, difference=0.1) for n in range(4)]
    alone, together = effect(rounds[:1], "sex", seed=1, redraws=400), effect(rounds, "sex", seed=1, redraws=400)
    assert together.smallest < 0.7 * alone.smallest
    assert together.interval.high - together.interval.low < alone.interval.high - alone.interval.low


def test_what_the_test_is_likely_to_find_is_found_and_a_third_of_it_seldom():
    """The seeded figures for more sizes are printed by tools/calibrate_exercises.py."""
    smallest = effect([trial(5)], "sex", seed=1, redraws=400).smallest
    found = [effect([trial(n, difference=smallest)], "sex", seed=n, redraws=200, tried=0).is_found for n in range(60)]
    assert 0.6 < sum(found) / 60 < 0.97
    seldom = [
        effect([trial(n, difference=smallest / 3)], "sex", seed=n, redraws=200, tried=0).is_found for n in range(60)
    ]
    assert sum(seldom) / 60 < 0.45


def test_without_a_difference_one_of_twenty_is_called_one():
    found = [effect([trial(n)], "sex", seed=n, redraws=200, tried=0).is_found for n in range(150)]
    assert sum(found) / 150 < 0.11


def test_another_swap_in_the_round_tells_how_assessors_lean_and_nothing_else():
    mixed = trial(4, swaps=("sex", "age", "sex", "partner"), difference=0.4, noise=0.0)
    assert effect([mixed], "age", seed=1, redraws=400).difference == pytest.approx(0.4, abs=0.25)
    assert effect([mixed], "background", seed=1).undecided is Cause.FEW


@pytest.mark.parametrize("assessors", [2, 3])
def test_a_round_of_few_cannot_be_decided(assessors):
    found = effect([trial(assessors=assessors, swaps=("sex", "sex"))], "sex", seed=1)
    assert (found.undecided, found.difference, found.p, found.smallest) == (Cause.FEW, None, None, None)


def test_answers_that_are_all_alike_cannot_be_decided():
    round_ = trial()
    alike = Trial(
        round_.assessors,
        round_.swaps,
        round_.drawn,
        tuple(Answer(a.assessor, a.vignette, a.question, 1.0) for a in round_.answers),
    )
    assert effect([alike], "sex", seed=1, redraws=100).undecided is Cause.ALIKE
    assert effect([], "sex", seed=1).undecided is Cause.FEW
