"""Counting time as lag (1930:173) does, against a slow reference that walks the calendar day by day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cases.calendar_law import (
    Unit,
    closed_name,
    last_day,
    month_end,
    month_start,
    months_after,
    next_weekday,
    quarter,
    quarter_days,
    swedish_day,
)
from samsyn.cases.working_days import is_working_day

DAYS = st.dates(date(2005, 1, 1), date(2045, 12, 31))
UNITS = st.sampled_from(list(Unit))
ONE = timedelta(days=1)


def slow_months(start, count):
    """Walk to the month, then to the same number, or to the last day that still is in the month."""
    day = start.replace(day=1)
    for _ in range(count):
        month = day.month
        while day.month == month:
            day += ONE
    while day.day < start.day and (day + ONE).month == day.month:
        day += ONE
    return day


@settings(deadline=None)
@given(DAYS, st.integers(0, 40))
def test_months_are_counted_by_number_as_a_walk_through_the_calendar_is(start, count):
    assert months_after(start, count) == slow_months(start, count)


@settings(deadline=None)
@given(DAYS, st.integers(0, 6))
def test_a_year_is_twelve_months(start, count):
    assert last_day(start, count, Unit.YEAR, sunday_rule=False).day == slow_months(start, 12 * count)


@settings(deadline=None)
@given(DAYS, st.integers(0, 30), UNITS, st.booleans())
def test_a_last_day_is_never_before_its_start(start, length, unit, sunday_rule):
    found = last_day(start, length, unit, sunday_rule=sunday_rule)
    assert start <= found.counted <= found.day
    assert found.moved is bool(found.free)


@settings(deadline=None)
@given(DAYS, st.integers(0, 30), UNITS)
def test_the_sunday_rule_ends_on_the_first_ordinary_weekday(start, length, unit):
    found = last_day(start, length, unit, sunday_rule=True)
    day = found.counted
    while not is_working_day(day):
        day += ONE
    assert found.day == day


@settings(deadline=None)
@given(DAYS, st.integers(0, 20))
def test_weeks_end_on_the_same_weekday(start, count):
    assert last_day(start, count, Unit.WEEK, sunday_rule=False).day.weekday() == start.weekday()


@settings(deadline=None)
@given(DAYS, st.integers(1, 12))
def test_a_month_that_lacks_the_number_ends_on_its_last_day(start, count):
    found = last_day(start, count, Unit.MONTH, sunday_rule=False)
    assert (found.counted.day == start.day) is not bool(found.shortened)
    if found.shortened:
        assert found.counted == month_end(found.counted)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "nyårsdagen"),
        (date(2026, 1, 5), ""),  # the eve of Epiphany
        (date(2026, 1, 6), "trettondedag jul"),
        (date(2026, 4, 2), ""),  # Maundy Thursday
        (date(2026, 4, 3), "långfredagen"),
        (date(2026, 4, 4), "en lördag"),
        (date(2026, 4, 6), "annandag påsk"),
        (date(2026, 4, 30), ""),
        (date(2026, 5, 14), "Kristi himmelsfärdsdag"),
        (date(2026, 5, 15), ""),
        (date(2026, 5, 25), ""),  # Whit Monday
        (date(2004, 5, 31), "annandag pingst"),  # Whit Monday, the last year it was a holiday
        (date(2005, 5, 16), ""),
        (date(2003, 6, 6), ""),  # a Friday, before the national day was free
        (date(2005, 6, 6), "nationaldagen"),
        (date(2026, 6, 19), "midsommarafton"),
        (date(2026, 10, 30), ""),
        (date(2026, 10, 31), "alla helgons dag"),
        (date(2026, 12, 24), "julafton"),
        (date(2026, 12, 31), "nyårsafton"),
        (date(2026, 12, 13), "en söndag"),
    ],
)
def test_the_days_that_the_law_names(day, name):
    assert closed_name(day) == name


def test_from_christmas_eve_the_next_weekday_is_after_all_that_follows():
    assert next_weekday(date(2026, 12, 24)) == date(2026, 12, 28)
    assert next_weekday(date(2028, 12, 23)) == date(2028, 12, 27)  # a Saturday before a Sunday Christmas Eve
    assert next_weekday(date(2028, 12, 30)) == date(2029, 1, 2)  # a Saturday before a Sunday New Year's Eve


def test_a_period_below_zero_is_refused():
    with pytest.raises(ValueError, match="-1 week"):
        last_day(date(2026, 1, 1), -1, Unit.WEEK, sunday_rule=True)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_a_moment_has_the_date_that_it_has_in_sweden(moment, day):
    assert swedish_day(moment) == day


def test_a_moment_without_a_time_zone_has_no_date():
    with pytest.raises(ValueError, match="time zone"):
        swedish_day(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


@settings(deadline=None)
@given(DAYS)
def test_a_day_is_in_its_month_and_in_its_quarter(day):
    first, last = quarter_days(*quarter(day))
    assert first <= month_start(day) <= day <= month_end(day) <= last
    assert quarter(first - ONE) != quarter(day) != quarter(last + ONE)
