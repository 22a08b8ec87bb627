"""The week of a plan as a shelf: each day's time as jars in a row, and what is free of the frame. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from samsyn.homecare.frame import Times, granted_a_week, minutes_a_week

WIDTH = 700  # of the drawing, in its own units; a shelf is never drawn finer than a unit
GAP = 4
HEIGHT = 24


@dataclass(frozen=True)
class Jar:
    """One piece of time on a shelf: where it stands and how wide it is, in the drawing's units."""

    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """One weekday: its number from 1 (Monday), minutes on average, and jars in the order of the day."""

    weekday: int
    minutes: int
    jars: tuple[Jar, ...]


@dataclass(frozen=True)
class Shelf:
    """A week: seven rows, minutes used, minutes granted (None when the decision gives no time) and what is free."""

    rows: tuple[Row, ...]
    used: int
    granted: int | None
    free_jar: Jar | None
    average: bool  # whether something is not done every week, and is drawn as its share of one

    @property
    def free(self) -> int:
        return max(0, (self.granted or 0) - self.used)


def shelf(activities: Iterable[Times], amount: int, unit: str) -> Shelf:
    """The average week of these activities, in the order of the day, against a frame."""
    listed = list(activities)
    days = [[minutes / every for weekdays, minutes, every in listed if str(day) in weekdays] for day in range(1, 8)]
    used, granted = minutes_a_week(listed), granted_a_week(amount, unit)
    free = max(0, granted - used) if granted is not None else 0
    longest = max(60, *(sum(d) for d in days), min(free, 24 * 60))
    scale = (WIDTH - GAP * max(len(listed), 1)) / longest
    rows = tuple(Row(n, round(sum(d)), tuple(_jars(d, scale))) for n, d in enumerate(days, 1))
    free_jar = Jar(0, round(min(free, longest) * scale, 1)) if free else None
    return Shelf(rows, used, granted, free_jar, any(every > 1 for _, _, every in listed))


def _jars(minutes: list[float], scale: float) -> Iterable[Jar]:
    x = 0.0
    for one in minutes:
        width = round(one * scale, 1)
        yield Jar(round(x, 1), width)
        x += width + GAP
