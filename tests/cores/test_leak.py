"""Guesses held against chance: published and hand-worked figures, a planted leak found, and none where none is."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.review.leak import (
    FEWEST,
    Guessed,
    Interval,
    Verdict,
    difference,
    given_away,
    informed,
    leak,
    shuffled,
    verdict,
    wilson,
)
from samsyn.review.leak_ratio import Period, fewer_than_all, middle, periods, rate

# Published


@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(right, number, low, high):
    """Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    found = wilson(right, number)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_interval_is_the_published_one(one, other, low, high):
    """Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10."""
    found = difference(one, other)
    assert (round(found.low, 4), round(min(found.high, 1.0), 4)) == (low, high)


def test_a_share_of_nothing_has_no_interval():
    with pytest.raises(ValueError, match="nothing"):
        wilson(0, 0)


# Worked out by hand


def guesses(*rows, stratum=1):
    """(truth, guess, sure) of a text each."""
    return [Guessed(n, stratum, *row) for n, row in enumerate(rows)]


def test_right_chance_and_beyond_by_hand():
    """Six women and four men; ten guesses of women and men, seven right. A blind layout: 6 × 0.6 + 4 × 0.4 = 5.2."""
    rows = [("K", "K")] * 4 + [("K", "M")] * 2 + [("M", "M")] * 2 + [("M", "K")] * 2
    rows[4] = ("K", "K")  # five women told as women, one as a man; two men as men, two as women
    found = leak(guesses(*rows), seed=1)
    assert (found.texts, found.guesses, found.abstained, found.right) == (10, 10, 0, 0.7)
    assert found.chance == pytest.approx((7 * 0.6 + 3 * 0.4) / 10)
    assert found.beyond == pytest.approx((0.7 - 0.54) / 0.46)
    assert found.verdict is Verdict.UNDECIDED


def test_the_p_of_a_shuffle_is_that_of_all_shuffles():
    """Four women and four men, all told right: one order in C(8, 4) = 70 gives that."""
    rows = guesses(*[("K", "K")] * 4, *[("M", "M")] * 4)
    assert shuffled(rows, seed=3, shuffles=20_000) == pytest.approx(1 / 70, abs=0.002)


def test_who_always_guesses_the_same_gains_nothing():
    """Nine of ten are women, and nine of ten guesses are right: that is chance."""
    found = leak(guesses(*[("K", "K")] * 18, *[("M", "K")] * 2), seed=1)
    assert (found.right, found.chance, found.p) == (0.9, pytest.approx(0.9), 1.0)
    assert found.beyond == pytest.approx(0)
    assert found.verdict is not Verdict.LEAKS


def test_a_unit_with_mostly_women_is_compared_within_itself():
    """In one unit all are women and all are guessed so, in the other all men: nothing is told by that."""
    one, other = guesses(*[("K", "K")] * 10), [Guessed(100 + n, 2, "M", "M") for n in range(10)]
    found = leak([*one, *other], seed=1)
    assert (found.right, found.chance, found.p) == (1.0, 1.0, 1.0)
    assert found.verdict is not Verdict.LEAKS


def test_two_who_are_misled_by_the_same_words_count_as_one_text():
    rows = guesses(*[("K", "K")] * 6, *[("M", "M")] * 6)
    alone, twice = leak(rows, seed=1), leak([g for g in rows for _ in range(2)], seed=1)
    assert (twice.guesses, twice.texts) == (24, 12)
    assert (twice.interval, twice.p) == (alone.interval, alone.p)


def test_who_does_not_guess_is_counted_and_is_no_better_than_blind():
    made = guesses(*[("K", "K", 90)] * 8, *[("M", "", None)] * 4)
    found = leak(made, seed=1)
    assert (found.abstained, found.guesses) == (4, 8)
    only = leak(guesses(*[("K", "K", 100)] * 4, *[("M", "M", 100)] * 4, *[("K", "", None)] * 8), seed=1)
    assert only.brier < only.brier_blind


def test_the_brier_score_by_hand():
    """Half women: blind 0.25. Sure to 80 and right: 0.04; sure to 80 and wrong: 0.64."""
    found = leak(guesses(*[("K", "K", 80)] * 6, *[("M", "M", 80)] * 2, *[("M", "K", 80)] * 4), seed=1)
    assert found.brier_blind == pytest.approx(0.25)
    assert found.brier == pytest.approx((8 * 0.04 + 4 * 0.64) / 12)


def test_without_a_sureness_there_is_no_brier_score():
    assert leak(guesses(*[("K", "K")] * 10), seed=1).brier is None


def test_informedness_by_hand():
    """Of ten women eight are told as women, of ten men three: 0.8 − 0.3."""
    rows = [("K", "K")] * 8 + [("K", "M")] * 2 + [("M", "K")] * 3 + [("M", "M")] * 7
    found = informed(guesses(*rows), "K", "M")
    assert found.value == pytest.approx(0.5)
    assert found.interval == difference((8, 10), (3, 10))
    assert informed(guesses(*[("K", "K")] * 20, *[("M", "M")] * 3), "K", "M") is None


@pytest.mark.parametrize("texts", [0, 1, FEWEST - 1])
def test_of_fewer_than_eight_texts_nothing_is_told(texts):
    assert leak(guesses(*[("K", "K", 90)] * texts, *[("K", "", None)] * 20), seed=1) is None


def test_a_text_whose_truth_is_not_known_is_left_out():
    assert leak(guesses(*[("", "K")] * 30), seed=1) is None


@pytest.mark.parametrize(
    ("p", "high", "said"),
    [
        (0.01, 0.9, Verdict.LEAKS),
        (0.5, 0.1, Verdict.LITTLE),
        (0.5, 0.4, Verdict.UNDECIDED),
        (0.05, 0.1, Verdict.LITTLE),
    ],
)
def test_what_may_be_said(p, high, said):
    assert verdict(p, Interval(-0.2, high)) is said


# Simulated


def simulated(seed, *, texts, tells, readers=2):
    """Texts of which a share give the sex away, each read by some who guess what the text suggests, right or wrong.

    What a text suggests is the same for its readers, as it is in earnest.
    """
    chance = Random(seed)
    made = []
    for n in range(texts):
        truth = chance.choice("KKKMM")
        suggests = truth if chance.random() < tells else chance.choice("KKM")
        for _ in range(readers):
            guess = suggests if chance.random() < 0.8 else chance.choice("KM")
            made.append(Guessed(n, n % 2, truth, guess, chance.choice((50, 60, 80))))
    return made


def test_a_planted_leak_is_found():
    found = [leak(simulated(seed, texts=60, tells=0.5), seed=seed, shuffles=499) for seed in range(40)]
    assert sum(one.verdict is Verdict.LEAKS for one in found) >= 36  # power 0.9 or more


def test_none_is_found_where_there_is_none():
    """At the 5 per cent level, of 200 at most so many as chance gives: 10 expected, 18 with 99.5 per cent."""
    found = [leak(simulated(seed, texts=40, tells=0), seed=seed, shuffles=199) for seed in range(200)]
    assert sum(one.p < 0.05 for one in found) <= 18


def test_counting_guesses_instead_of_texts_would_cry_wolf():
    """What the careful counting is for: six readers who are led by the same words are not six proofs."""
    naive_alarms = alarms = 0
    for seed in range(100):
        one = leak(simulated(seed, texts=20, tells=0, readers=6), seed=seed, shuffles=99)
        naive_alarms += wilson(one.right * one.guesses, one.guesses).low > one.chance
        alarms += one.interval.low > one.chance
    assert naive_alarms >= 6  # where 2.5 are expected
    assert alarms <= 2


def test_the_same_seed_gives_the_same_p():
    made = simulated(5, texts=30, tells=0.2)
    assert leak(made, seed=9) == leak(made, seed=9)


# Words


def test_a_word_is_shown_when_three_reviews_name_it_and_it_stood_in_the_text():
    masked = "Den enskilde har alltid skött symaskinen och ringer sin väninna."
    named = [(1, "Symaskinen!", masked), (2, "symaskinen, väninna", masked), (3, "SYMASKINEN", masked)]
    named += [(n, "Astrid", masked) for n in range(1, 9)]  # the reviewer's own word: it did not stand there
    assert given_away(named) == [("symaskinen", 3)]
    assert given_away([(1, "symaskinen", masked)] * 5) == []  # one text, named by many


# Rates


def test_a_rate_and_its_interval_by_hand():
    """Eight reviews of 100 words, with 1 and 3 edits by turns: 20 per 1,000 words, standard error 1.0690 / √8 × 10."""
    found = rate([(1, 100), (3, 100)] * 4, per=1000)
    assert (found.value, found.reviews) == (20.0, 8)
    half = 2.364624 * (8 / 7 / 8) ** 0.5 * 10
    assert (found.interval.low, found.interval.high) == (pytest.approx(20 - half), pytest.approx(20 + half))


def test_of_too_few_reviews_or_of_nothing_there_is_no_rate():
    assert rate([(1, 100)] * 7) is None
    assert rate([(0, 0)] * 9) is None


def test_the_median_lies_between_two_of_the_values():
    """Of ten values the second and the ninth hold the median with 97.9 per cent (David and Nagaraja, table 7.1)."""
    found = middle([3, 1, 2, 9, 8, 7, 4, 5, 6, 10])
    assert (found.value, found.interval, found.reviews) == (5.5, Interval(2, 9), 10)
    assert middle(range(7)) is None


def test_small_quarters_are_told_with_those_after_them():
    counts = {(2025, 4): 3, (2026, 1): 4, (2026, 2): 2, (2026, 3): 20, (2026, 4): 5}
    assert periods(counts) == [
        Period(((2025, 4), (2026, 1), (2026, 2)), enough=True),
        Period(((2026, 3),), enough=True),
        Period(((2026, 4),), enough=False),
    ]
    assert periods({}) == []


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(2024, 2027), st.integers(1, 4)), st.integers(0, 12)))
def test_every_review_is_in_one_period_and_none_that_is_told_is_small(counts):
    found = periods(counts)
    told = [q for p in found for q in p.quarters]
    assert len(told) == len(set(told))
    assert all(sum(counts[q] for q in p.quarters) >= FEWEST for p in found if p.enough)
    assert sum(counts[q] for q in set(counts) - set(told)) == 0


def test_a_share_of_persons_with_few_on_either_side_is_not_told():
    assert [fewer_than_all(n, 20) for n in (0, 1, 7, 8, 12, 13, 19, 20)] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip
