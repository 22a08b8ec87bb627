"""Periods of an account, and how much of a frame falls in one. Days are local days; minutes are whole."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal

from samsyn.homecare.rhythm import DAYS_A_WEEK, monday_of

Length = Literal["week", "month"]
FRAME_UNITS = ("minutes_week", "minutes_month")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One period of an account: whole days, both within."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Every day of it."""
        for n in range((self.last - self.first).days + 1):
            yield self.first + timedelta(n)


def span_of(day: date, length: Length) -> Span:
    """The week (Monday to Sunday) or month that a day belongs to."""
    if length == "week":
        first = monday_of(day)
        return Span(first, first + timedelta(DAYS_A_WEEK - 1))
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def span_after(span: Span, length: Length) -> Span:
    """The period that follows."""
    return span_of(span.last + timedelta(1), length)


def spans_between(first: date, last: date, length: Length) -> Iterator[Span]:
    """Every period that holds a day between two days, both included."""
    span = span_of(first, length)
    while span.first <= last:
        yield span
        span = span_after(span, length)


@dataclass(frozen=True, slots=True)
class Frame:
    """Granted time from one day to another (None: until further notice). Raises ValueError for no time at all."""

    first: date
    last: date | None
    amount: int  # minutes
    unit: str  # one of FRAME_UNITS

    def __post_init__(self) -> None:
        if self.unit not in FRAME_UNITS or self.amount <= 0:
            raise ValueError(f"a frame of {self.amount} {self.unit}")
        if self.last is not None and self.last < self.first:
            raise ValueError(f"a frame that ends {self.last}, before it begins {self.first}")

    def within(self, span: Span) -> Fraction:
        """Minutes of a period: each day adds a seventh of a week's, or the month's by the days that the month has."""
        first, last = max(self.first, span.first), span.last if self.last is None else min(self.last, span.last)
        if last < first:
            return Fraction(0)
        if self.unit == "minutes_week":
            return Fraction(self.amount * ((last - first).days + 1), DAYS_A_WEEK)
        months = spans_between(first, last, "month")
        return sum((Fraction(self.amount * _shared(month, first, last), _days(month)) for month in months), Fraction(0))


def _shared(span: Span, first: date, last: date) -> int:
    return (min(span.last, last) - max(span.first, first)).days + 1


def _days(span: Span) -> int:
    return (span.last - span.first).days + 1


def granted_in(frames: Iterable[Frame], span: Span) -> int:
    """Whole minutes that are granted in a period, rounded up, which is in the person's favour."""
    return ceil(sum((frame.within(span) for frame in frames), Fraction(0)))
