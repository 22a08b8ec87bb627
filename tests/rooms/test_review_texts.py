"""The texts of a packet: every change keeps its place, hidden words are gone, and what leaves says what was changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.deidentify import header_of
from samsyn.review.draw import Candidate, drawn
from samsyn.review.packet_text import (
    Choice,
    Section,
    answered,
    counts,
    left_to_answer,
    masked_sections,
    shown,
    with_hidden,
)
from samsyn.review.reading import Answer, Decided, age_band, departs, side_by_side
from samsyn.review.rule import Rule, asked_by, is_drawn

HEADER = header_of({"person": {"first": "Astrid", "last": "Lind"}})
WORDS = st.sampled_from(
    ["Astrid", "Lind", "hon", "Hennes", "make", "duschar", "84 år", "och", "trappan", "barnmorska", "é", "ﬁ", "İ", "."]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def sections(*texts: str) -> list[Section]:
    return masked_sections({f"asked_for:{n}": text for n, text in enumerate(texts, 1)}, HEADER)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_change_stands_where_it_says_and_the_rest_is_untouched(texts):
    for text, section in zip(texts, sections(*texts), strict=True):
        assert section.original == text
        assert all(text[c.start : c.end] == c.original for c in section.changes)
        out, at = "", 0
        for piece, kind in shown(section).pieces():
            out += piece
            assert kind or piece in text[at:]
        assert out == shown(section).text


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(["trappan", "duschar", "hon", "och"]), max_size=3))
def test_a_hidden_word_is_gone_and_hiding_twice_is_hiding_once(text, words):
    [section] = sections(text)
    once = with_hidden(section, words)
    for word in words:
        assert word not in [w.lower() for w in shown(once).text.split()]
    assert with_hidden(once, words) == once


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_what_is_stored_reads_back_as_it_was(text):
    [section] = sections(text)
    assert Section.read(section.stored()) == section


def test_people_keep_their_labels_from_text_to_text():
    first, second = sections("Dottern Ulla Berg ringer.", "Ulla Berg bor nära.")
    label = shown(first).text.split(" ringer")[0].removeprefix("Barnet ")
    assert "Ulla" not in shown(first).text + shown(second).text
    assert label.split()[-1] in shown(second).text


def test_a_doubtful_word_is_hidden_until_it_is_answered_and_stays_if_it_is_kept():
    [section] = sections("Har arbetat som barnmorska.")
    assert left_to_answer([section]) == 1
    assert "barnmorska" not in shown(section).text
    number = next(n for n, c in enumerate(section.changes) if c.waits)
    kept = answered(section, number, Choice.KEEP)
    assert "barnmorska" in shown(kept).text
    assert "vårdyrke" in shown(answered(section, number, Choice.HIDE, "vårdyrke")).text
    assert counts([kept]).by_hand == 1


def test_a_place_is_hidden_also_with_the_s_of_whose_it_is():
    [section] = sections("Björkhöjdens centrum ligger nära Björkhöjden, inte vid Björkhöjdenbacken.")
    hidden = with_hidden(section, ["Björkhöjden"], "place")
    assert shown(hidden).text.startswith("[dolt] centrum")
    assert "Björkhöjden," not in shown(hidden).text
    assert "Björkhöjdenbacken" in shown(hidden).text
    assert counts([hidden]).by_hand == 0


def test_half_a_word_is_never_left_by_what_is_hidden():
    [section] = sections("Astrid Lind bor här.")
    text = shown(with_hidden(section, ["Lind bor"])).text
    assert "Lind" not in text
    assert "bor" not in text


class TestTheDraw:
    def test_the_same_seed_draws_the_same_share_of_cases(self):
        rule = Rule("share", 30, seed=4)
        lots = [is_drawn(rule, n) for n in range(20_000)]
        assert lots == [is_drawn(rule, n) for n in range(20_000)]
        assert sum(lots) / 20_000 == pytest.approx(0.30, abs=0.01)  # three standard errors

    def test_all_is_all_and_a_request_is_none(self):
        assert all(is_drawn(Rule("share", 100, seed=s), n) for s in range(3) for n in range(500))
        assert asked_by(Rule("request"), 1, ["HEMTJANST"]) is None

    def test_every_reader_is_drawn_as_often(self):
        people = [Candidate(n, 1) for n in range(10)]
        told = {"barred": set(), "own_unit": 2, "source": "any", "readers": 2}
        times = [one.staff for seed in range(5_000) for one in drawn(people, seed=seed, **told)]
        assert all(times.count(n) / 10_000 == pytest.approx(0.10, abs=0.01) for n in range(10))

    def test_whoever_also_works_at_the_cases_unit_counts_as_of_it(self):
        people = [Candidate(1, 1), Candidate(1, 2), Candidate(2, 2)]
        found = drawn(people, barred=set(), own_unit=1, source="others", readers=2, seed=1)
        assert [one.staff for one in found] == [2]

    def test_whoever_has_the_fewest_unread_reads_first(self):
        people = [Candidate(1, 2, 3), Candidate(2, 2, 0)]
        assert drawn(people, barred=set(), own_unit=1, source="any", readers=1, seed=1)[0].staff == 2


class TestComparing:
    HELP = Answer("HEMTJANST", "granted", "minutes_week", 360)

    @pytest.mark.parametrize(
        ("decided", "departing"),
        [
            ([Decided("HEMTJANST", "granted", "minutes_week", 360)], []),
            ([Decided("HEMTJANST", "granted", "minutes_week", 300)], ["HEMTJANST"]),
            ([Decided("HEMTJANST", "partly", "minutes_week", 360)], ["HEMTJANST"]),
            ([], ["HEMTJANST"]),
            (
                [Decided("HEMTJANST", "granted", "minutes_week", 360), Decided("TRYGGHETSLARM", "granted", "count", 1)],
                [],  # the review said nothing of an alarm
            ),
            (
                [
                    Decided("HEMTJANST", "granted", "minutes_week", 300),
                    Decided("HEMTJANST", "granted", "minutes_week", 60),
                ],
                [],  # care and service are two lines of one help
            ),
            (
                [
                    Decided("HEMTJANST", "granted", "minutes_week", 360),
                    Decided("HEMTJANST", "refused", "minutes_week", 0),
                ],
                ["HEMTJANST"],
            ),
        ],
    )
    def test_another_outcome_amount_or_intervention_departs(self, decided, departing):
        assert departs([self.HELP], decided) == departing

    def test_a_refusal_is_the_same_whatever_it_is_counted_in(self):
        refused = Answer("HEMTJANST", "refused", "minutes_week")
        assert departs([refused], [Decided("HEMTJANST", "refused", "minutes_month", 0)]) == []

    def test_side_by_side_says_where_readings_agree(self):
        less = Answer("HEMTJANST", "granted", "minutes_week", 300)
        [row, alarm] = side_by_side([[self.HELP], [less, Answer("TRYGGHETSLARM", "granted", "count", 1)]])
        assert row.agree_on_outcome
        assert not row.agree
        assert alarm.answers[0] is None
        assert not alarm.agree_on_outcome


@pytest.mark.parametrize(("years", "band"), [(18, "18-39"), (39, "18-39"), (40, "40-64"), (79, "65-79"), (101, "90-")])
def test_ages_fall_in_their_band(years, band):
    assert age_band(years) == band
