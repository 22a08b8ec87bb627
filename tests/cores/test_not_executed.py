"""A line that is not carried out never loses its clock, whatever happens to it, and a remedy is total."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samsyn.cases.bench import remedy
from samsyn.cases.clocks import Clock, Facts, Outcome, answer, answers, close_reasons, reasons, rules
from samsyn.cases.clocks.charge import limits
from samsyn.cases.clocks.history import CLOSES, Event, Kind, Running, Since, standing
from samsyn.cases.clocks.unexecuted import elapsed_days, limit
from samsyn.cases.law import paragraph, paragraphs
from samsyn.cases.regimes import Remedy, Starts, regime, regimes, regimes_on, why_not_automate

DECIDED = date(2026, 1, 15)
KINDS = list(Kind)
HISTORIES = st.lists(
    st.builds(Event, st.integers(0, 900).map(lambda n: DECIDED + timedelta(days=n)), st.sampled_from(KINDS)),
    max_size=12,
)
TOLD = frozenset({Kind.OFFERED, Kind.DECLINED, Kind.WAITS, Kind.POSTPONED, Kind.REPORTED})
DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))


@settings(deadline=None)
@given(HISTORIES)
def test_only_execution_or_closing_leaves_a_line_without_a_clock(events):
    now = standing(DECIDED, events)
    if now.closed:
        assert now.running == ()
        assert any(e.kind in CLOSES and e.day == now.closed for e in events)
    elif not now.running:
        assert any(e.kind is Kind.EXECUTED for e in events)


@settings(deadline=None)
@given(HISTORIES, st.sampled_from([Kind.INTERRUPTED, Kind.EXECUTED_PART]))
def test_what_ceases_after_it_was_carried_out_has_a_clock_from_that_day(events, ceases):
    open_ = [e for e in events if e.kind not in CLOSES]
    day = max((e.day for e in open_), default=DECIDED) + timedelta(days=1)
    then = [*open_, Event(day, Kind.EXECUTED), Event(day + timedelta(days=7), ceases)]
    assert standing(DECIDED, then).running == (Running(day + timedelta(days=7), Since.INTERRUPTION),)
    assert standing(DECIDED, [*then, Event(day + timedelta(days=8), Kind.RESUMED)]).running == ()


@settings(deadline=None)
@given(HISTORIES)
def test_a_line_without_execution_or_closing_runs_from_its_decision(events):
    assume(not any(e.kind in {Kind.EXECUTED, *CLOSES} for e in events))
    assert Running(DECIDED, Since.DECISION) in standing(DECIDED, events).running


@settings(deadline=None)
@given(HISTORIES)
def test_offers_wishes_and_postponements_change_no_clock(events):
    silent = [e for e in events if e.kind not in TOLD]
    assert standing(DECIDED, events).running == standing(DECIDED, silent).running


@settings(deadline=None)
@given(HISTORIES, st.integers(0, 900))
def test_what_comes_later_changes_nothing_before_it(events, days):
    on = DECIDED + timedelta(days=days)
    assert standing(DECIDED, events, on) == standing(DECIDED, [e for e in events if e.day <= on])


@settings(deadline=None)
@given(HISTORIES)
def test_every_running_clock_starts_at_the_decision_or_later_and_ends_after_its_start(events):
    for run in standing(DECIDED, events).running:
        clock = limit(run, regime("SOL_11_1"))
        assert DECIDED <= run.start == clock.start < clock.last_day
        assert [(day - clock.start).days for day in clock.warn_on] == [60, 80]
        assert clock.is_open


def test_an_event_before_the_decision_is_refused():
    with pytest.raises(ValueError, match="before the decision"):
        standing(DECIDED, [Event(DECIDED - timedelta(days=1), Kind.EXECUTED)])


def test_a_part_that_never_began_and_one_that_was_interrupted_have_a_clock_each():
    events = [Event(date(2026, 2, 1), Kind.EXECUTED_PART), Event(date(2026, 3, 1), Kind.INTERRUPTED)]
    assert standing(DECIDED, events).running == (
        Running(DECIDED, Since.DECISION),
        Running(date(2026, 3, 1), Since.INTERRUPTION),
    )


def test_every_way_to_close_has_its_reason():
    assert set(close_reasons()) == {*CLOSES, Kind.EXECUTED}
    assert {row.extra["event"] for row in reasons().values()} <= {"", *Kind}


@settings(deadline=None)
@given(DAYS, st.integers(0, 800))
def test_the_council_counts_days_from_the_decision(decided, days):
    assert elapsed_days(decided, decided + timedelta(days=days)) == days


@settings(deadline=None)
@given(DAYS)
def test_the_limits_of_the_charge_are_what_the_law_of_the_decisions_day_says(decided):
    low, high = (f"{amount:,}".replace(",", " ") for amount in limits(decided))
    text = paragraph("LSS 28 b", decided).text
    assert low in text
    assert high in text


@settings(deadline=None)
@given(st.sampled_from(sorted(regimes())), DAYS)
def test_every_regime_in_force_has_a_remedy_with_its_paragraph_and_its_clock(code, day):
    each = regime(code)
    assume(each.in_force(day))
    section = sorted(each.sections)[0]
    said = remedy({"law": each.act, "section": section, "decided": day.isoformat()})
    assert said["regime"] == code
    assert said["remedy"] == each.remedy
    assert paragraph(said["paragraph"], day).in_force(day)
    assert (each.starts is Starts.NONE) is (each.remedy is Remedy.NONE)
    assert (each.starts is Starts.ANNOUNCEMENT) is (each.remedy is Remedy.LEGALITY_REVIEW)


@settings(deadline=None)
@given(st.sampled_from(sorted(regimes())), st.booleans(), st.booleans())
def test_no_refusal_and_nothing_under_legality_review_or_free_choice_is_automated(code, favourable, freedom):
    each = regime(code)
    why = why_not_automate(each, favourable=favourable, freedom_of_choice=freedom)
    if not favourable or freedom or each.remedy is Remedy.LEGALITY_REVIEW:
        assert why


def test_the_day_decides_which_act_a_line_is_decided_under():
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    assert "SOL_2001_4_1" in {r.code for r in regimes_on(last)} - {r.code for r in regimes_on(first)}
    assert {"SOL_11_1", "SOL_11_4"} <= {r.code for r in regimes_on(first)} - {r.code for r in regimes_on(last)}
    for each in regimes().values():
        if each.act.startswith("SoL"):
            assert each.in_force(last) is not each.in_force(first)


FACTS = st.builds(
    Facts,
    law=st.sampled_from(["SoL", "LSS"]),
    section=st.sampled_from(["11:1", "9"]),
    outcome=st.sampled_from([None, *Outcome]),
    started=st.just(date(2025, 8, 1)),
    decided=st.just(DECIDED) | st.none(),
    received=st.none() | st.dates(DECIDED, date(2030, 1, 1)),
    served=st.none() | st.dates(DECIDED, date(2030, 1, 1)),
    executed=st.lists(st.dates(DECIDED, date(2030, 1, 1)), max_size=2).map(tuple),
    interrupted=st.lists(st.dates(DECIDED, date(2030, 1, 1)), max_size=2).map(tuple),
    last_entry=st.none() | st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    today=st.none() | st.dates(DECIDED, date(2032, 1, 1)),
)


@settings(deadline=None)
@given(FACTS)
def test_no_clock_ends_before_it_starts_and_each_names_known_paragraphs(facts):
    for found in answers(facts):
        assert all(key in paragraphs() for key in found.paragraphs)
        if isinstance(found, Clock) and found.start and found.last_day:
            assert found.start <= found.last_day


@settings(deadline=None)
@given(FACTS, st.sampled_from(sorted(rules())))
def test_every_clock_answers_every_situation(facts, code):
    assert answer(code, facts).code == code
