"""The map of a day, drawn from points alone: the unit, homes, routes, outlines of areas. No tiles, no streets.

Whoever is protected is on no map; the list says so.
"""

from collections import defaultdict
from dataclasses import dataclass

from samsyn.homecare.dayplan.facts import BREAK
from samsyn.people.queries import contacts_for
from samsyn.web.dayplan.drawing import Frame, frame_of, hull
from samsyn.web.dayplan.told import Told
from samsyn.web.shared.request import Request

XY = tuple[float, float]
NEAR = 9  # units between two stops at one home


@dataclass(frozen=True)
class Stop:
    """A numbered stop of the chosen route."""

    number: int
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Route:
    """One carer's way through the day."""

    name: str
    points: str  # as SVG has them
    is_chosen: bool


@dataclass(frozen=True)
class Area:
    """The outline of the homes in one part of town, with its name where there is room."""

    name: str
    points: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """All of it, and how many homes are on no map."""

    frame: Frame
    unit: XY | None
    homes: list[XY]
    routes: list[Route]
    stops: list[Stop]
    areas: list[Area]
    unplaced: int

    @property
    def unit_x(self) -> float:
        """The left edge of the unit's square."""
        return self.unit[0] - 6 if self.unit else 0

    @property
    def unit_y(self) -> float:
        """Its upper edge."""
        return self.unit[1] - 6 if self.unit else 0


def map_of(request: Request, told: Told, chosen: int | None) -> Map | None:
    """The map of a plan, with one carer's route in full; None where no point is known."""
    points = told.known.day.points
    known = [point for point in points if point is not None]
    if not known:
        return None
    frame = frame_of(known)
    homes = [frame.at(p) for p in points[1:] if p is not None]
    unit = frame.at(points[0]) if points[0] else None
    return Map(
        frame, unit, homes, _routes(told, frame, chosen), _stops(told, frame, chosen), _areas(request, told, frame),
        sum(p is None for p in points[1:]),
    )  # fmt: skip


def _way(told: Told, carer: int) -> list[tuple[int, int]]:
    points, day = told.known.day.points, told.known.day
    places = [told.walker.visit(p.key).place for p in told.lanes_now.get(carer, ()) if p.key != BREAK]
    shift = day.shift(carer)
    begins = [0] if shift and shift.starts_at == "unit" else []
    ends = [0] if shift and shift.ends_at == "unit" else []
    return [p for place in [*begins, *places, *ends] if (p := points[place]) is not None]


def _routes(told: Told, frame: Frame, chosen: int | None) -> list[Route]:
    """Every route, the chosen one last so that it lies on top."""
    carers = sorted(told.lanes_now, key=lambda carer: carer == chosen)
    return [
        Route(told.names.get(c, ""), _svg([frame.at(p) for p in way]), c == chosen)
        for c in carers
        if len(way := _way(told, c)) > 1
    ]


def _svg(points: list[XY]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _stops(told: Told, frame: Frame, chosen: int | None) -> list[Stop]:
    found: list[Stop] = []
    seen: dict[XY, int] = defaultdict(int)
    bars = next((lane.bars for lane in told.lanes if lane.carer == chosen), [])
    for number, bar in enumerate((b for b in bars if not b.is_break), 1):
        point = told.known.day.points[told.walker.visit(bar.key).place]
        if point is not None:
            at = frame.at(point)
            found.append(
                Stop(number, at[0] + NEAR * seen[at], at[1], " ".join(filter(None, (bar.clock, bar.name, bar.company))))
            )
            seen[at] += 1
    return found


def _areas(request: Request, told: Told, frame: Frame) -> list[Area]:
    contacts = contacts_for(told.known.persons.values(), by=request.actor, at=request.now)
    points: dict[str, list[tuple[int, int]]] = defaultdict(list)
    places = {visit.person: visit.place for visit in told.known.day.visits}
    for person, contact in contacts.items():
        point = told.known.day.points[places[person]] if person in places else None
        if contact.area and point is not None:
            points[contact.area].append(point)
    outlines = {name: [frame.at(p) for p in hull(some)] for name, some in sorted(points.items())}
    return [
        Area(name, _svg(line), sum(x for x, _ in line) / len(line), min(y for _, y in line) - 4)
        for name, line in outlines.items()
    ]
