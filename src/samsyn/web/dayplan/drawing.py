"""Where things stand on the board and on the map, in the units of their drawings. Pure."""

from dataclasses import dataclass

from samsyn.homecare.dayplan.facts import BREAK, Day
from samsyn.homecare.dayplan.rules import Walked

MINUTE = 1.8  # units down for each minute
WIDE = 138  # units across a lane
LEAST = 15  # units of the lowest bar that holds a line of text
LINE = 13  # units between two lines of text
HOUR = 60


@dataclass(frozen=True)
class Span:
    """The minutes that the board shows, whole hours."""

    begins: int
    ends: int

    @property
    def height(self) -> float:
        return self.y(self.ends) + 8

    def y(self, minute: int) -> float:
        """How far down a minute stands."""
        return round((minute - self.begins) * MINUTE, 1)

    def hours(self) -> list[tuple[str, float]]:
        """Each hour with its text and its place."""
        return [(f"{h % 24}.00", self.y(h * HOUR)) for h in range(self.begins // HOUR, self.ends // HOUR + 1)]


def span_of(day: Day, starts: list[tuple[int, int]]) -> Span:
    """The hours that hold all shifts and all stops, told as start and end."""
    begins = [s.begins for s in day.shifts] + [start for start, _ in starts]
    ends = [s.ends for s in day.shifts] + [end for _, end in starts]
    first, last = min(begins, default=7 * HOUR), max(ends, default=17 * HOUR)
    return Span(first // HOUR * HOUR, -(-last // HOUR) * HOUR)


@dataclass(frozen=True)
class Way:
    """A piece of travel in a lane."""

    y: float
    height: float
    minutes: int


def ways(span: Span, walked: Walked) -> list[Way]:
    """The travel of a lane, each way just before the stop it leads to, and the way back."""
    found = []
    for leg in walked.legs:
        if leg.travel and leg.placed.key != BREAK:
            found.append(Way(span.y(leg.placed.start - leg.travel), round(leg.travel * MINUTE, 1), leg.travel))
    if walked.way_back and walked.legs:
        found.append(Way(span.y(walked.back - walked.way_back), round(walked.way_back * MINUTE, 1), walked.way_back))
    return found


def hull(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The corners of the least outline around some points (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(along: list[tuple[int, int]]) -> list[tuple[int, int]]:
        out: list[tuple[int, int]] = []
        for p in along:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@dataclass(frozen=True)
class Frame:
    """A map's frame: metres become units, north up."""

    west: int
    north: int
    scale: float
    width: int
    height: int

    def at(self, point: tuple[int, int]) -> tuple[float, float]:
        """Where a point stands."""
        return (
            round((point[0] - self.west) * self.scale + MARGIN, 1),
            round((self.north - point[1]) * self.scale + MARGIN, 1),
        )


MARGIN, ACROSS = 24, 640


def frame_of(points: list[tuple[int, int]]) -> Frame:
    """A frame that holds some points, one at least."""
    east, north = [p[0] for p in points], [p[1] for p in points]
    wide, high = max(max(east) - min(east), 1), max(max(north) - min(north), 1)
    scale = (ACROSS - 2 * MARGIN) / max(wide, high)
    return Frame(
        min(east), max(north), scale, round(wide * scale) + 2 * MARGIN, round(high * scale) + 2 * MARGIN
    )  # fmt: skip
