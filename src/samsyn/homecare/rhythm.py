"""On which days something is done that is done every week, or every second, third or fourth: pure."""

from collections.abc import Iterator
from datetime import date, timedelta

EVERY_WEEKS = (1, 2, 3, 4)
DAYS_A_WEEK = 7
COUNTED_FROM = timedelta(weeks=8)  # how far outside the help's own time the weeks may be counted from


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(day.weekday())


def falls_on(day: date, weekdays: str, every_weeks: int = 1, first_week: date | None = None) -> bool:
    """Whether a day is one of the days on which it is done.

    `weekdays` are ISO numbers ("135"). `first_week` is the Monday of the first week, from which the weeks are counted
    and before which nothing is done; needed when it is not done every week.
    """
    if str(day.isoweekday()) not in weekdays:
        return False
    if first_week is None:
        return True
    weeks = (day - first_week).days // DAYS_A_WEEK
    return weeks >= 0 and weeks % every_weeks == 0


def first_weeks(start_on: date, ends_on: date | None, today: date) -> tuple[date, date]:
    """The first and last day that a first week may hold, for help from one day to another (None: until further notice).

    A first week far off would let something fill the frame without being given.
    """
    last = max(today, start_on) + COUNTED_FROM
    return start_on - COUNTED_FROM, min(last, ends_on) if ends_on else last


def days_between(
    first: date, last: date, weekdays: str, every_weeks: int = 1, first_week: date | None = None
) -> Iterator[date]:
    """The days on which it is done from one day to another, both included."""
    for n in range((last - first).days + 1):
        day = first + timedelta(n)
        if falls_on(day, weekdays, every_weeks, first_week):
            yield day
