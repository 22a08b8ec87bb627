"""The agreed times of a night, and the moments they are."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)


def moment(day: date, at: time) -> datetime:
    """The moment a clock shows a time on a day. An hour that the clocks skip is the hour after; one that comes twice
    is the first of the two."""
    there = datetime.combine(day, at, ZONE)
    return there.astimezone(ZoneInfo("UTC"))


def moments(times: Sequence[time], after: datetime, upto: datetime) -> Iterator[datetime]:
    """When the agreed times come between two moments, the last of them with it, in order."""
    day = after.astimezone(ZONE).date()
    while day <= upto.astimezone(ZONE).date():
        for at in sorted(times):
            if after < (when := moment(day, at)) <= upto:
                yield when
        day += DAY
