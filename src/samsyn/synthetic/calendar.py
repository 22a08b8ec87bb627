"""Days and hours of the invented municipality: office days, office hours, and local time as UTC."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from random import Random
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
# Public holidays on fixed dates, enough for an office to look closed when it should.
CLOSED = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}


@lru_cache(maxsize=200_000)
def moment(day: date, clock: time) -> datetime:
    """A local day and hour as a point in time."""
    return datetime.combine(day, clock, SWEDEN).astimezone(UTC)


@cache
def is_office_day(day: date) -> bool:
    """Monday to Friday and no fixed public holiday."""
    return day.weekday() < 5 and (day.month, day.day) not in CLOSED


def office_day(day: date, count: int) -> date:
    """The office day `count` office days after a day, or before it when negative; the day itself counts as none."""
    step = timedelta(1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_office_day(day):
            day += step
    return day


def on_office_day(day: date) -> date:
    """The day itself, or the next day the office is open."""
    while not is_office_day(day):
        day += timedelta(1)
    return day


def office_hour(rng: Random, day: date, first: int = 8, last: int = 16) -> datetime:
    """Some minute of a day between two whole hours, local time."""
    return moment(day, time(rng.randrange(first, last), rng.randrange(60)))
