"""Every week, or every second, third or fourth: on which days something is done."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.homecare.frame import minutes_a_week
from samsyn.homecare.rhythm import EVERY_WEEKS, days_between, falls_on, monday_of
from samsyn.synthetic.records import Activity

DAYS = st.dates(date(2015, 1, 1), date(2045, 1, 1))
WEEKDAYS = st.sets(st.sampled_from("1234567"), min_size=1).map(lambda d: "".join(sorted(d)))
TUESDAY = date(2026, 3, 3)


def test_every_other_tuesday_is_every_other_tuesday():
    days = list(days_between(TUESDAY, TUESDAY + timedelta(41), "2", 2, monday_of(TUESDAY)))
    assert days == [TUESDAY, TUESDAY + timedelta(14), TUESDAY + timedelta(28)]


def test_nothing_is_done_before_the_first_week():
    first = monday_of(TUESDAY) + timedelta(14)
    assert next(days_between(TUESDAY, TUESDAY + timedelta(60), "2", 2, first)) == TUESDAY + timedelta(14)


def test_the_weeks_go_on_over_a_year_of_53_weeks():
    last = date(2026, 12, 29)  # week 53
    assert list(days_between(last, last + timedelta(20), "2", 2, monday_of(last))) == [last, date(2027, 1, 12)]


@given(WEEKDAYS, st.integers(1, 600), st.sampled_from(EVERY_WEEKS), DAYS, st.integers(0, 400))
def test_any_twelve_weeks_hold_the_average_within_one_occasion(weekdays, minutes, every, first, later):
    monday = monday_of(first)
    start = monday + timedelta(later)
    given_ = minutes * len(list(days_between(start, start + timedelta(83), weekdays, every, monday)))
    average = 12 * minutes_a_week([(weekdays, minutes, every)])
    assert abs(average - given_) <= max(minutes, 11)  # an average is told in whole minutes a week, rounded up
    assert given_ * every == 12 * len(weekdays) * minutes  # and exactly


@given(WEEKDAYS, st.sampled_from(EVERY_WEEKS), DAYS, DAYS)
def test_the_invented_municipality_counts_the_weeks_in_the_same_way(weekdays, every, first, day):
    monday = monday_of(first) if every > 1 else None
    activity = Activity(1, 1, None, "", "", "", weekdays, None, 10, None, every, monday)
    assert activity.falls_on(day) == falls_on(day, weekdays, every, monday)


@pytest.mark.parametrize("every", EVERY_WEEKS)
@given(first=DAYS)
def test_two_times_are_as_many_weeks_apart_as_said(every, first):
    monday = monday_of(first)
    one, two, *_ = days_between(monday, monday + timedelta(70), "3", every, monday)
    assert two - one == timedelta(weeks=every)
