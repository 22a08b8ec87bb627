"""The distance between need profiles, the quick search against the slow one, and figures that single nobody out."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.review.alike import Row, distance, nearest_slowly, packed, reach, unpacked
from samsyn.review.alike_counts import FEWEST, Line, Part, Spread, quartiles, rounded, safe
from samsyn.review.alike_counts import given as what_was_given
from samsyn.review.alike_index import Index

LEVELS = st.sampled_from([None, 0, 1, 2, 3, 4, 8, 9])
PROFILES = st.dictionaries(st.sampled_from(["d450", "d510", "d540", "d620"]), st.tuples(LEVELS, LEVELS), min_size=1)


@pytest.mark.parametrize(
    ("one", "other", "half_steps"),
    [
        ({"d510": (3, 1)}, {"d510": (3, 1)}, 0),
        ({"d510": (3, 1)}, {"d510": (2, 1)}, 2),  # a step in the level now counts twice one in the level meant
        ({"d510": (3, 1)}, {"d510": (3, 0)}, 1),
        ({"d510": (4, 0)}, {"d510": (0, 4)}, 8 + 4),
        ({"d510": (3, None)}, {"d510": (3, 1)}, 2),  # unknown meant: two steps
        ({"d510": (8, 1)}, {"d510": (0, 1)}, 4),  # unknown now: two steps, and no zero
        ({"d510": (8, 9)}, {"d510": (None, None)}, 0),  # three ways to say nothing
        ({"d510": (3, 1)}, {"d510": (3, 1), "d620": (2, 1)}, 4 + 2),  # a need that only one has
        ({"d510": (3, 1)}, {"d620": (3, 1)}, 2 * (4 + 2)),
    ],
)
def test_the_distance_worked_out_by_hand(one, other, half_steps):
    assert distance(one, other) == distance(other, one) == half_steps


def test_an_unknown_level_is_no_short_cut():
    """Two steps is the lowest price with which this holds: with less, 0 → unknown → 4 would be shorter than 0 → 4."""
    said = [None, *range(5)]
    for a, b, c in product(product(said, said), repeat=3):
        one, two, three = ({"d510": levels} for levels in (a, b, c))
        assert distance(one, three) <= distance(one, two) + distance(two, three)


@settings(deadline=None)
@given(PROFILES, PROFILES, PROFILES)
def test_it_is_a_metric(one, two, three):
    assert distance(one, two) == distance(two, one) >= 0
    assert distance(one, one) == 0
    assert distance(one, three) <= distance(one, two) + distance(two, three)


@settings(deadline=None)
@given(PROFILES)
def test_a_profile_is_packed_and_unpacked_without_loss_of_distance(profile):
    assert distance(profile, unpacked(packed(profile))) == 0
    assert packed(unpacked(packed(profile))) == packed(profile)


@pytest.mark.parametrize("line", ["d510", "d510=", "d510=3", "d510=35", "=31", "d510=311"])
def test_what_is_no_packed_profile_is_refused(line):
    with pytest.raises(ValueError, match="is no area"):
        unpacked(line)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), PROFILES), min_size=1, max_size=40),
    PROFILES,
    st.integers(1, 12),
    st.integers(0, 20),
    st.integers(0, 9),
)
def test_the_quick_search_finds_what_the_slow_one_does(held, profile, count, within, own):
    rows = [Row(key * 7, f"p{person}", packed(of)) for key, (person, of) in enumerate(held)]
    own_rows = frozenset(row.key for row in rows if row.person == f"p{own}")
    slow = nearest_slowly(rows, profile, count=count, within=within, but=frozenset({f"p{own}"}))
    assert Index(rows).nearest(profile, count=count, within=within, but=own_rows) == slow
    assert own_rows.isdisjoint(slow)


def test_ties_are_kept_and_a_person_counts_once():
    same, near = packed({"d510": (3, 1)}), packed({"d510": (2, 1)})
    rows = [
        Row(1, "a", same),
        Row(2, "a", near),
        Row(3, "b", near),
        Row(4, "c", near),
        Row(5, "d", packed({"d620": (1, 1)})),
    ]
    assert Index(rows).nearest({"d510": (3, 1)}, count=2, within=9) == {1: 0, 3: 2, 4: 2}


def test_nobody_is_found_in_an_empty_index():
    assert Index([]).nearest({"d510": (3, 1)}, count=5, within=100) == {}


def test_the_reach_grows_with_the_needs():
    assert [reach(dict.fromkeys("abcde"[:n], (1, 1)), 10) for n in (1, 2, 5)] == [2, 4, 10]
    assert reach({"a": (1, 1), "b": (1, 1)}, 5) == 2


@settings(deadline=None)
@given(PROFILES, PROFILES)
def test_nobody_is_alike_who_shares_no_area_or_of_whom_nothing_is_known(one, other):
    within = reach(one, 1000)
    assert distance(dict.fromkeys(one, (1, 1)), {}) > within
    apart = {f"x{area}": levels for area, levels in other.items()}
    known = {area: levels for area, levels in one.items() if all(level in range(5) for level in levels)}
    assert distance(known, apart) > reach(known, 1000) or not known


# What is shown


def persons(*groups):
    """So many persons, each with one line: (count, outcome, amount)."""
    return [
        [Line("HEMTJANST", outcome, "minutes_week", amount)] if outcome else []
        for count, outcome, amount in groups
        for _ in range(count)
    ]


def test_outcomes_are_told_apart_when_none_is_rare():
    [told] = what_was_given(persons((20, "granted", 360), (8, "partly", 180), (12, "refused", 0)))
    assert told.parts == (Part(("granted",), 20, 50), Part(("partly",), 10, 25), Part(("refused",), 10, 25))


def test_a_rare_outcome_is_told_with_its_neighbour():
    [told] = what_was_given(persons((30, "granted", 360), (3, "partly", 180), (8, "refused", 0)))
    assert told.parts == (Part(("granted", "partly"), 35, 90), Part(("refused",), 10, 25))


def test_where_the_others_are_too_few_it_is_said_that_nearly_all_had_it():
    assert what_was_given(persons((30, "granted", 360), (3, None, 0)))[0].parts == (Part(("granted", "partly")),)
    parts = what_was_given(persons((30, "granted", 360), (4, "refused", 0), (3, None, 0)))[0].parts
    assert parts == (Part(("granted", "partly")),)
    parts = what_was_given(persons((30, "granted", 360), (7, "refused", 0), (7, None, 0)))[0].parts
    assert [part.about for part in parts] == [30, 15]


def test_what_fewer_than_eight_have_had_tried_is_not_told():
    assert what_was_given(persons((7, "granted", 360), (30, None, 0))) == []


def test_what_the_own_decision_holds_is_named_without_figures_when_it_is_rare():
    told = what_was_given(persons((20, "granted", 360)), also=["TRYGGHETSLARM"])
    assert [(g.intervention, bool(g.parts)) for g in told] == [("HEMTJANST", True), ("TRYGGHETSLARM", False)]


def test_fewer_than_eight_are_refused():
    with pytest.raises(ValueError, match="too few"):
        what_was_given(persons((7, "granted", 360)))


def test_amounts_are_quartiles_on_a_coarse_grid():
    """1–8 hours: quartiles 2.75, 4.5 and 6.25 hours by R's type 7; to the nearest half hour 3, 4.5 and 6.5."""
    [told] = what_was_given([[Line("HEMTJANST", "granted", "minutes_week", 60 * h)] for h in range(1, 9)])
    assert told.spread == Spread("minutes_week", 10, 180, 270, 390)


def test_the_quartiles_are_those_of_hyndman_and_fan_type_7():
    assert quartiles([1, 2, 3, 4, 5, 6, 7, 8]) == [2.75, 4.5, 6.25]
    assert quartiles([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49]) == [25.5, 40, 42.5]  # Wikipedia, Quartile, method 2


def test_how_many_is_not_told_where_it_would_tell_how_few_have_another_unit():
    most = persons((20, "granted", 360))
    few = [[Line("HEMTJANST", "granted", "minutes_month", 1200)]] * 3
    assert what_was_given(most + few)[0].spread == Spread("minutes_week", 0, 360, 360, 360)
    assert what_was_given(most + few * 3)[0].spread.about == 20


def test_several_lines_of_one_intervention_are_one_answer():
    both = [Line("HEMTJANST", "granted", "minutes_week", 60), Line("HEMTJANST", "refused", "minutes_week", 0)]
    [told] = what_was_given([both] * 9)
    assert told.parts == (Part(("partly",), 10, 100),)
    assert told.spread.middle == 60


COUNTS = st.tuples(*[st.integers(0, 25)] * 4)


@settings(deadline=None)
@given(COUNTS)
def test_no_group_that_is_shown_is_small_and_together_they_are_all(counts):
    """Nothing is left over from which a small group could be worked out: the groups part everybody among them."""
    granted, partly, refused, untried = counts
    everybody = sum(counts)
    if everybody < FEWEST:
        return
    for told in what_was_given(
        persons((granted, "granted", 60), (partly, "partly", 60), (refused, "refused", 0), (untried, None, 0))
    ):
        sizes = dict(zip(("granted", "partly", "refused", "untried"), counts, strict=True))
        exact = [sum(sizes[o] for o in part.outcomes) for part in told.parts]
        if any(part.about is None for part in told.parts):
            assert (len(exact), 0 < everybody - exact[0] < FEWEST) == (1, True)
            continue
        assert all(safe(n) and n for n in exact)
        assert sum(exact) == everybody
        assert [part.about for part in told.parts] == [rounded(n) for n in exact]


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_counts_are_rounded_to_the_nearest_five(count):
    assert rounded(count) % 5 == 0
    assert abs(rounded(count) - count) <= 2
