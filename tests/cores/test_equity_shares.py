"""Shares with their intervals: the published figures, statsmodels as the slow reference, and what bad input gets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from samsyn.equity.estimate import CannotTell
from samsyn.equity.shares import NoRecords, ZeroCount, difference, mantel_haenszel, ratio, share
from tests.published import rows_of

groups = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tables = st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=8)


def test_newcombes_published_difference():
    found = difference(56, 70, 48, 80)
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)
    assert found.n == 150


def test_wilsons_published_share():
    found = share(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_berkeley_admissions():
    """Fewer women are admitted; within departments it is not so (Bickel, Hammel and O'Connell 1975)."""
    rows = rows_of("equity/ucb_admissions.csv")
    counts = {(r["Gender"], r["Admit"], r["Dept"]): int(r["Freq"]) for r in rows}
    departments = sorted({r["Dept"] for r in rows})
    columns = [
        [counts[gender, outcome, department] for department in departments]
        for gender in ("Male", "Female")
        for outcome in ("Admitted", "Rejected")
    ]
    men_in, men_out, women_in, women_out = map(sum, columns)
    men, women = share(men_in, men_in + men_out), share(women_in, women_in + women_out)
    assert (round(100 * men.value, 1), round(100 * women.value, 1)) == (44.5, 30.4)
    found = mantel_haenszel(*columns).odds_ratio
    assert (round(found.value, 4), round(found.low, 3), round(found.high, 3)) == (0.9047, 0.772, 1.060)


def test_call_backs_by_name():
    """The same invented applications, with names taken as white and black (Bertrand and Mullainathan 2004)."""
    rows = rows_of("equity/resume_names.csv")
    counts = {
        who: (sum(r["call"] == "yes" for r in rows if r["ethnicity"] == who), sum(r["ethnicity"] == who for r in rows))
        for who in ("cauc", "afam")
    }
    white, black = share(*counts["cauc"]), share(*counts["afam"])
    assert (round(100 * white.value, 2), round(100 * black.value, 2)) == (9.65, 6.45)
    found = ratio(*counts["cauc"], *counts["afam"])
    assert round(found.value, 2) == 1.50
    assert found.low > 1


@given(groups)
def test_a_share_is_as_the_reference_says(group):
    found = share(*group)
    assert (found.low, found.high) == pytest.approx(proportion_confint(*group, method="wilson"), abs=1e-12)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(groups, groups)
def test_a_difference_turns_its_sign_with_the_groups_and_stays_within_one(one, other):
    found, turned = difference(*one, *other), difference(*other, *one)
    assert (found.value, found.low, found.high) == pytest.approx((-turned.value, -turned.high, -turned.low))
    assert -1 - 1e-12 <= found.low <= found.value <= found.high <= 1 + 1e-12
    expected = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


@given(groups, groups)
def test_a_ratio_is_as_the_reference_says_or_tells_why_not(one, other):
    try:
        found = ratio(*one, *other)
    except ZeroCount:
        assert not one[0] or not other[0] or (one[0] == one[1] and other[0] == other[1])
        return
    expected = confint_proportions_2indep(*one, *other, method="log", compare="ratio")
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-9)


@given(tables)
def test_the_common_odds_ratio_is_as_the_reference_says(strata):
    columns = list(zip(*strata, strict=True))
    try:
        found = mantel_haenszel(*columns)
    except CannotTell:
        return
    telling = [s for s in strata if s[0] + s[1] and s[2] + s[3] and s[0] + s[2] and s[1] + s[3]]
    slow = StratifiedTable([np.array([s[:2], s[2:]], dtype=float) for s in telling])
    assert found.odds_ratio.value == pytest.approx(slow.oddsratio_pooled)
    assert (found.odds_ratio.low, found.odds_ratio.high) == pytest.approx(slow.oddsratio_pooled_confint())
    assert found.odds_ratio.n + found.silent_records == sum(map(sum, strata))


def test_strata_of_one_group_are_counted_not_hidden():
    found = mantel_haenszel([10, 4, 0], [5, 6, 0], [8, 0, 0], [9, 0, 0])
    assert (found.strata, found.silent_strata, found.silent_records) == (1, 1, 10)


@pytest.mark.parametrize("counts", [(-1, 5), (6, 5), (2.5, 5), (float("nan"), 5), (1, float("inf"))])
def test_what_is_no_count_is_refused(counts):
    with pytest.raises(ValueError, match=r"count|more"):
        share(*counts)
    with pytest.raises(ValueError, match=r"count|more"):
        difference(1, 2, *counts)


def test_an_empty_group_tells_nothing():
    with pytest.raises(NoRecords, match="no records"):
        share(0, 0)
    with pytest.raises(NoRecords):
        difference(3, 9, 0, 0)
    with pytest.raises(NoRecords, match="wider strata"):
        mantel_haenszel([3], [2], [0], [0])
    with pytest.raises(NoRecords):
        mantel_haenszel([], [], [], [])


@pytest.mark.parametrize(
    ("one", "other", "who"),
    [((0, 9), (4, 9), "the compared group"), ((4, 9), (0, 9), "the reference group"), ((0, 9), (0, 9), "either group")],
)
def test_a_ratio_at_nought_says_which_group(one, other, who):
    with pytest.raises(ZeroCount, match=who):
        ratio(*one, *other)


def test_a_ratio_where_all_have_it_has_no_interval():
    with pytest.raises(ZeroCount, match="Everybody"):
        ratio(5, 5, 7, 7)


def test_an_endless_common_odds_ratio_is_told():
    with pytest.raises(ZeroCount):
        mantel_haenszel([5], [0], [3], [4])


@pytest.mark.parametrize("columns", [([1], [1, 2], [1], [1]), ([1], [-1], [1], [1]), ([0.5], [1], [1], [1])])
def test_strata_that_are_no_counts_are_refused(columns):
    with pytest.raises(ValueError, match="count"):
        mantel_haenszel(*columns)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_fraction(level):
    with pytest.raises(ValueError, match="level"):
        share(1, 2, level)


def test_the_intervals_cover_what_they_say():
    """Mean coverage over shares: the score intervals stand near 95 per cent, also for small groups."""
    random = np.random.default_rng(5)
    hit = []
    for p, q in random.uniform(0.05, 0.95, size=(2000, 2)):
        one, other = random.binomial(25, p), random.binomial(40, q)
        found = difference(int(one), 25, int(other), 40)
        hit.append(found.low <= p - q <= found.high)
    assert 0.935 <= np.mean(hit) <= 0.97
