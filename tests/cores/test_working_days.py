"""Swedish working days: the moving holidays, the eves, and when a whole working day has passed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cases.working_days import (
    SWEDEN,
    add_working_days,
    easter,
    free_days,
    is_working_day,
    whole_working_day_has_passed,
)

# Almanac of the years 2024-2028.
EASTER = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16)}
MIDSUMMER = {2024: (6, 22), 2025: (6, 21), 2026: (6, 20), 2027: (6, 26), 2028: (6, 24)}
ALL_SAINTS = {2024: (11, 2), 2025: (11, 1), 2026: (10, 31), 2027: (11, 6), 2028: (11, 4)}
YEARS = sorted(EASTER)


def at(*when):
    return datetime(*when, tzinfo=SWEDEN)


@pytest.mark.parametrize("year", YEARS)
def test_easter_and_what_follows_it_are_free(year):
    sunday = date(year, *EASTER[year])
    assert easter(year) == sunday
    for days in (-2, 0, 1, 39, 49):  # Good Friday, Easter, Easter Monday, Ascension, Pentecost
        assert sunday + timedelta(days) in free_days(year)


@pytest.mark.parametrize("year", YEARS)
def test_midsummer_and_its_eve_are_free(year):
    day = date(year, *MIDSUMMER[year])
    assert {day, day - timedelta(1)} <= free_days(year)
    assert is_working_day(day - timedelta(2))
    assert is_working_day(day + timedelta(2))


@pytest.mark.parametrize("year", YEARS)
def test_all_saints_day_is_free(year):
    assert date(year, *ALL_SAINTS[year]) in free_days(year)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("day", [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)])
def test_the_fixed_holidays_and_eves_are_free(year, day):
    assert not is_working_day(date(year, *day))


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_sixteen_free_days_beside_its_weekends(year):
    assert len(free_days(year)) == 16


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 8)])
def test_weekends_are_free(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 1, 5), date(2026, 4, 30), date(2026, 12, 23)])
def test_the_day_before_a_holiday_is_worked(day):
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (at(2026, 3, 3, 9, 30), at(2026, 3, 4, 9, 30)),  # a Tuesday
        (at(2026, 3, 6, 16), at(2026, 3, 9, 16)),  # Friday afternoon
        (at(2026, 3, 7, 12), at(2026, 3, 10)),  # Saturday: counts from Monday
        (at(2026, 3, 8, 23, 59), at(2026, 3, 10)),  # Sunday night
        (at(2026, 12, 23, 10), at(2026, 12, 28, 10)),  # over Christmas
        (at(2026, 12, 30, 10), at(2027, 1, 4, 10)),  # over New Year
        (at(2027, 1, 5, 10), at(2027, 1, 7, 10)),  # over Epiphany
        (at(2026, 6, 18, 15), at(2026, 6, 22, 15)),  # over Midsummer
        (at(2026, 6, 19, 8), at(2026, 6, 23)),  # on Midsummer Eve
        (at(2026, 4, 2, 15), at(2026, 4, 7, 15)),  # over Easter
        (at(2026, 5, 13, 8), at(2026, 5, 15, 8)),  # over Ascension
        (at(2026, 3, 27, 12), at(2026, 3, 30, 12)),  # over the change to summer time
        (at(2026, 10, 23, 12), at(2026, 10, 26, 12)),  # and back
    ],
)
def test_a_whole_working_day_has_passed_at_the_same_hour_of_the_next(sent, due):
    assert not whole_working_day_has_passed(sent, due - timedelta(seconds=1))
    assert whole_working_day_has_passed(sent, due)
    assert whole_working_day_has_passed(sent.astimezone(UTC), due.astimezone(UTC))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 40))
def test_adding_working_days_counts_each_once(day, count):
    end = add_working_days(day, count)
    between = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(is_working_day(d) for d in between) == count


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 1)), st.integers(0, 400))  # noqa: DTZ001 - made aware below
def test_once_passed_it_stays_passed(moment, hours):
    sent = moment.replace(tzinfo=SWEDEN)
    later = sent + timedelta(hours=hours)
    if whole_working_day_has_passed(sent, later):
        assert whole_working_day_has_passed(sent, later + timedelta(hours=1))
    assert whole_working_day_has_passed(sent, sent + timedelta(days=8))
