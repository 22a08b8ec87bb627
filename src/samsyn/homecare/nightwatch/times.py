"""The agreed times of a night, and the moments they are."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)
NOON = time(12)


def moment(day: date, at: time) -> datetime:
    """The moment a clock shows a time on a day. An hour that the clocks skip is the hour after; one that comes twice
    is the first of the two."""
    there = datetime.combine(day, at, ZONE)
    return there.astimezone(ZoneInfo("UTC"))


def moments(times: Sequence[time], after: datetime, upto: datetime) -> Iterator[datetime]:
    """When the agreed times come between two moments, the last of them with it, in order and each once.

    The night the clocks skip an hour, 02.30 and 03.30 are the same moment.
    """
    day = after.astimezone(ZONE).date()
    while day <= upto.astimezone(ZONE).date():
        for when in sorted({moment(day, at) for at in times}):
            if after < when <= upto:
                yield when
        day += DAY


def night_at(when: datetime) -> date:
    """The evening of the night that a moment belongs to; a night goes from noon to noon."""
    there = when.astimezone(ZONE)
    return there.date() if there.time() >= NOON else there.date() - DAY


def night_ends(night: date) -> datetime:
    """The noon at which the night of an evening is over."""
    return moment(night + DAY, NOON)
