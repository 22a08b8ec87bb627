"""A check of a night as a machine: from anywhere the clock alone leads to somebody who goes there."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from samsyn.homecare.nightwatch.machine import MOVES, OVER, Check, State, Step, Terms, move, overdue, why_not
from samsyn.homecare.nightwatch.times import moment, moments

NOW = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
TERMS = Terms(look_seconds=45, retry_minutes=15, window_minutes=15, visit_minutes=30, answer_seconds=120)
ENDS = OVER | {State.LATE}


def test_every_state_is_reached_and_left():
    reached = set(MOVES.values()) | {State.DUE}
    assert reached == set(State)
    assert {state for state, _ in MOVES} == set(State) - OVER


@given(st.lists(st.tuples(st.sampled_from(Step), st.integers(0, 3600)), max_size=12), st.booleans())
def test_whatever_happens_the_clock_alone_sends_somebody(steps, barred):
    check, at = Check(State.DUE, NOW, NOW), NOW
    for step, seconds in steps:
        at += timedelta(seconds=seconds)
        if why_not(check, step, at=at, terms=TERMS) is None:
            check = move(check, step, at=at, terms=TERMS)
    assert check.looks <= 2
    for _ in range(4):  # nobody does anything more; an hour passes at a time
        at += timedelta(hours=1)
        while step := overdue(check, at=at, terms=TERMS, barred=barred):
            check = move(check, step, at=at, terms=TERMS)
    assert check.state in ENDS


@given(st.integers(0, 60 * 60))
def test_nobody_looks_before_the_time_nor_long_after(seconds):
    check = Check(State.DUE, NOW + timedelta(minutes=30), NOW)
    refused = why_not(check, Step.OPEN, at=NOW + timedelta(seconds=seconds), terms=TERMS)
    assert (refused is None) is (30 * 60 <= seconds <= 45 * 60)


def test_an_hour_that_is_skipped_or_comes_twice_gives_one_moment_each_night():
    for day in (date(2026, 3, 28), date(2026, 10, 24)):
        begins = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        found = list(moments([time(2, 30), time(23)], begins, begins + timedelta(days=1)))
        assert len(found) == 2
    assert moment(date(2026, 3, 29), time(2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
