"""How the law counts time: lag (1930:173) om beräkning av lagstadgad tid, with lag (1989:253) om allmänna helgdagar.

A period of weeks ends on the same weekday, one of months or years on the same number in the month, or on the month's
last day where the number is missing (1 §). When an act must be done at the latest on a Saturday, a Sunday, another
holiday, Midsummer Eve, Christmas Eve or New Year's Eve, it may be done on the next weekday (2 §). Days are local
Swedish dates; a moment becomes one with `swedish_day`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from samsyn.cases.working_days import SWEDEN, easter

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
NATIONAL_DAY_IS_FREE = 2005  # lag (2004:1320): before that, Whit Monday was
COUNTING = "1930:173 1"
SUNDAY_RULE = "1930:173 2"


class Unit(StrEnum):
    """What a period is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class LastDay:
    """The last day of a period: `counted` as 1 § gives it, `day` after the Sunday rule.

    In Swedish, and empty where nothing happened: `shortened`, why the month gave another number, and `free`, what
    made the counted day one of those that 2 § names.
    """

    day: date
    counted: date
    shortened: str = ""
    free: str = ""

    @property
    def moved(self) -> bool:
        """Whether the Sunday rule gave more time."""
        return self.day != self.counted


def last_day(start: date, length: int, unit: Unit, *, sunday_rule: bool) -> LastDay:
    """The last day of a period that runs from a day. Raises ValueError for a length below zero."""
    if length < 0:
        raise ValueError(f"a period is not {length} {unit}s long")
    counted = _counted(start, length, unit)
    shortened = ""
    if unit in {Unit.MONTH, Unit.YEAR} and counted.day != start.day:
        shortened = f"den {start.day} inte finns i {MONTHS[counted.month - 1]} {counted.year}"
    day = next_weekday(counted) if sunday_rule else counted
    return LastDay(day, counted, shortened, closed_name(counted) if day != counted else "")


def _counted(start: date, length: int, unit: Unit) -> date:
    match unit:
        case Unit.DAY:
            return start + timedelta(days=length)
        case Unit.WEEK:
            return start + timedelta(weeks=length)
        case Unit.MONTH:
            return months_after(start, length)
        case Unit.YEAR:
            return months_after(start, 12 * length)


def months_after(start: date, count: int) -> date:
    """The same number in the month `count` months on, or that month's last day (1 §)."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def next_weekday(day: date) -> date:
    """The day itself, or the next one that is none of those named in 2 §."""
    while closed_name(day):
        day += timedelta(days=1)
    return day


def closed_name(day: date) -> str:
    """What makes a day one of those that 2 § names, in Swedish; empty for an ordinary weekday.

    Maundy Thursday, the eve of Epiphany, the day after Ascension and, from 2005, Whit Monday are ordinary days.
    """
    return _named_days(day.year).get(day) or {5: "en lördag", 6: "en söndag"}.get(day.weekday(), "")


@cache
def _named_days(year: int) -> dict[date, str]:
    sunday, midsummer = easter(year), _saturday_from(date(year, 6, 20))
    moving = {
        sunday - timedelta(days=2): "långfredagen",
        sunday: "påskdagen",
        sunday + timedelta(days=1): "annandag påsk",
        sunday + timedelta(days=39): "Kristi himmelsfärdsdag",
        sunday + timedelta(days=49): "pingstdagen",
        midsummer - timedelta(days=1): "midsommarafton",
        midsummer: "midsommardagen",
        _saturday_from(date(year, 10, 31)): "alla helgons dag",
    }
    fixed = {
        date(year, 1, 1): "nyårsdagen",
        date(year, 1, 6): "trettondedag jul",
        date(year, 5, 1): "första maj",
        date(year, 12, 24): "julafton",
        date(year, 12, 25): "juldagen",
        date(year, 12, 26): "annandag jul",
        date(year, 12, 31): "nyårsafton",
    }
    if year >= NATIONAL_DAY_IS_FREE:
        return moving | fixed | {date(year, 6, 6): "nationaldagen"}
    return moving | fixed | {sunday + timedelta(days=50): "annandag pingst"}


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


def swedish_day(moment: datetime) -> date:
    """The date in Sweden at a moment. Raises ValueError for one that does not say its time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} does not say its time zone")
    return moment.astimezone(SWEDEN).date()


def in_words(day: date) -> str:
    """A day as it is said in Swedish: 3 februari 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_start(day: date, after: int = 0) -> date:
    """The first day of a day's month, or of one `after` months on."""
    return months_after(day.replace(day=1), after)


def month_end(day: date, after: int = 0) -> date:
    """The last day of a day's month, or of one `after` months on."""
    return month_start(day, after + 1) - timedelta(days=1)


def quarter(day: date) -> tuple[int, int]:
    """The year and the quarter, 1-4, of a day."""
    return day.year, (day.month + 2) // 3


def quarter_days(year: int, number: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    first = date(year, 3 * number - 2, 1)
    return first, months_after(first, 3) - timedelta(days=1)
