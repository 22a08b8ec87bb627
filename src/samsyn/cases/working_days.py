"""Swedish working days: everything that is not a Saturday, a Sunday or a public holiday.

Public holidays follow lag (1989:253) om allmänna helgdagar; Midsummer Eve, Christmas Eve and New Year's Eve are free
in practice and count with Saturdays in lag (1930:173) 2 §.
"""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def free_days(year: int) -> frozenset[date]:
    """The public holidays and the three eves of a year, weekends aside."""
    sunday = easter(year)
    midsummer = _saturday_from(date(year, 6, 20))
    moving = [sunday + timedelta(n) for n in (-2, 0, 1, 39, 49)]
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)]
    return frozenset(
        [*moving, midsummer - timedelta(1), midsummer, _saturday_from(date(year, 10, 31))]
        + [date(year, m, d) for m, d in fixed]
    )


def _saturday_from(day: date) -> date:
    return day + timedelta((5 - day.weekday()) % 7)


def is_working_day(day: date) -> bool:
    """Whether an office is open."""
    return day.weekday() < 5 and day not in free_days(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that comes `count` working days after a day."""
    while count:
        day += timedelta(1)
        count -= is_working_day(day)
    return day


def whole_working_day_has_passed(since: datetime, now: datetime) -> bool:
    """Whether a whole working day has gone by: the same hour on the next working day is reached.

    Something sent outside working days counts from the start of the next one.
    """
    sent = since.astimezone(SWEDEN)
    day, clock = sent.date(), sent.time()
    if not is_working_day(day):
        day, clock = add_working_days(day, 1), datetime.min.time()
    due = datetime.combine(add_working_days(day, 1), clock, SWEDEN)
    return now >= due
