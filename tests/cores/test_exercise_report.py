"""What a closed round tells, and what it keeps to itself."""

from random import Random

import pytest

from samsyn.review.exercise_draw import draw
from samsyn.review.exercise_report import MANY, Given, Round, grouped, report, shown
from samsyn.review.swap import Cause


def a_round(assessors=9, *, handed_in=None, swaps=("sex",) * 4, seed=3, alike=False, words=()):
    random, who = Random(seed), tuple(range(assessors))
    inside = who[:handed_in] if handed_in is not None else who
    drawn = draw(seed, who, swaps)
    answers = []
    for v in range(len(swaps)):
        for q in range(2):
            for a in inside:
                outcome = "granted" if alike else random.choice(["granted", "partly", "refused"])
                amount = 0 if outcome == "refused" else 60 if alike else random.randrange(30, 300, 30)
                said = tuple(words[a]) if q == 0 and a < len(words) else ()
                answers.append(Given(a, v, q, outcome, amount, 2 if alike else random.randrange(5), said))
    scales = tuple(((v, q), 120.0) for v in range(len(swaps)) for q in range(2))
    return Round(seed, who, inside, tuple(swaps), tuple(drawn.items()), scales, tuple(answers))


def test_a_round_tells_agreement_the_effect_of_each_swap_and_each_questions_spread():
    found = report((a_round(swaps=("sex", "sex", "sex", "age")),))
    assert (found.assessors, found.questions) == (9, 8)
    assert {(a.what, a.kind) for a in found.agreement} == {
        ("outcome", "alpha nominal"), ("outcome", "alpha ordinal"), ("outcome", "gwet linear"),
        ("level", "alpha ordinal"), ("level", "gwet quadratic"), ("amount", "alpha interval"),
    }  # fmt: skip
    assert all(a.value is not None and a.interval and a.drawn_anew for a in found.agreement)
    assert {(e.swap, e.what) for e in found.effects} == {
        (s, w) for s in ("sex", "age") for w in ("outcome", "amount", "level")
    }
    assert len(found.spreads) == 8
    assert report((a_round(swaps=("sex", "sex", "sex", "age")),)) == found


@pytest.mark.parametrize("handed_in", [0, 1, 2])
def test_of_fewer_than_three_nothing_is_told(handed_in):
    found = report((a_round(handed_in=handed_in),))
    assert found.too_few
    assert (found.assessors, found.agreement, found.effects, found.spreads, found.words) == (None, (), (), (), ())


def test_of_few_over_few_questions_nothing_is_told():
    assert report((a_round(handed_in=4, swaps=("sex",)),)).too_few
    assert not report((a_round(handed_in=4, swaps=("sex", "sex")),)).too_few
    assert not report((a_round(handed_in=8, swaps=("sex",)),)).too_few


@pytest.mark.parametrize("handed_in", [3, 7])
def test_of_fewer_than_eight_neither_spread_nor_number_nor_words_are_told(handed_in):
    found = report((a_round(handed_in=handed_in, words=[["bor ensam"]] * 7),))
    assert found.agreement
    assert (found.assessors, found.spreads, found.words) == (None, (), ())


def test_rounds_laid_together_tell_no_spread_and_leave_out_those_of_too_few():
    small, one, other = a_round(handed_in=2, seed=5), a_round(seed=6), a_round(seed=7)
    together = report((small, one, other))
    assert (together.spreads, together.words) == ((), ())
    assert together.agreement == report((one, other)).agreement
    assert (together.assessors, together.questions) == (18, 16)


def test_the_number_of_a_small_round_is_not_had_by_taking_the_others_from_the_sum():
    """Of nine and three laid together, nine are told by the one round's own report."""
    together = report((a_round(), a_round(handed_in=3, seed=4)))
    assert (together.assessors, together.is_many, together.too_few) == (None, True, False)
    small = report((a_round(handed_in=3), a_round(handed_in=3, seed=4)))
    assert (small.assessors, small.is_many) == (None, False)


def test_a_dot_is_the_mean_of_at_least_three():
    values = [1, 2, 3, 10, 20, 30, 40, 900]
    found = grouped(values)
    assert len(found) == len(values)
    assert sum(found) == pytest.approx(sum(values))
    assert max(found) < max(values)
    assert min(found) > min(values)
    assert all(found.count(v) >= 3 for v in set(found))


def test_words_are_told_when_three_wrote_them_and_without_a_number():
    words = [["Bor ensam"], ["bor ensam", "rullator"], ["bor ensam"], ["rullator"]]
    found = report((a_round(words=words),))
    assert {word for _, word in found.words} == {"bor ensam"}


def test_what_all_answered_alike_is_said_to_be_undecided_rather_than_perfect():
    found = report((a_round(alike=True),))
    assert all(a.value is None for a in found.agreement if a.kind.startswith("alpha"))
    assert all(a.value == pytest.approx(1) for a in found.agreement if a.kind.startswith("gwet"))
    assert {e.effect.undecided for e in found.effects} == {Cause.ALIKE}


def test_numbers_from_one_to_seven_are_not_told():
    assert [shown(n) for n in (0, 1, 7, 8, 20)] == [0, None, None, MANY, 20]
