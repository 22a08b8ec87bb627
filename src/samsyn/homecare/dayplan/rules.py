"""Which hard rules a planned day breaks, each named with visit, carer and minutes: what a page refuses by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.homecare.dayplan.facts import BREAK, Day, Lanes, Placed, Shift, Visit
from samsyn.homecare.dayplan.travel import ends_of, matrix, modes

ALONE = "alone"  # one comes where two are needed: told, and never accepted, but no move is stopped by it
FARTHEST = 90  # minutes from the promised start beyond which no plan may put a visit


@dataclass(frozen=True)
class Broken:
    """One rule that is broken: its code, whose lane, which visit ("" the break), and how many minutes lack."""

    rule: str
    carer: int
    key: str = ""
    other: str = ""  # the stop before, where it is about two
    minutes: int = 0
    skill: str = ""


@dataclass(frozen=True)
class Leg:
    """How a stop of a lane is reached: minutes of travel, when the carer is there at the earliest, minutes of wait."""

    placed: Placed
    minutes: int  # of the stop itself
    travel: int
    arrives: int
    waits: int


@dataclass(frozen=True)
class Walked:
    """A lane walked through: its legs, the way back, and when the carer is back."""

    legs: tuple[Leg, ...]
    way_back: int
    back: int


class Walker:
    """Walks lanes of one day; the travel times are worked out once."""

    def __init__(self, day: Day, travel: NDArray[np.int64] | None = None) -> None:
        self.day = day
        self.travel = matrix(day) if travel is None else travel
        self._visits = {v.key: v for v in day.visits}
        self._modes = {mode: m for m, mode in enumerate(modes())}

    def visit(self, key: str) -> Visit:
        """The visit of a key. Raises KeyError."""
        return self._visits[key]

    def minutes(self, shift: Shift, here: int, there: int) -> int:
        """A carer's minutes of travel from one row of the points to another."""
        return int(self.travel[self._modes[shift.mode]][here, there])

    def walk(self, shift: Shift, lane: tuple[Placed, ...]) -> Walked:
        """A carer's lane in time order. A break is where the carer goes next."""
        here, last = ends_of(self.day, shift)
        free, legs = shift.begins, []
        places = self._places(lane, last)
        way = self.travel[self._modes[shift.mode]]
        for placed, there in zip(lane, places, strict=True):
            minutes = shift.break_minutes if placed.key == BREAK else self._visits[placed.key].minutes
            travel = int(way[here, there])
            arrives = free + travel
            legs.append(Leg(placed, minutes, travel, arrives, max(0, placed.start - arrives)))
            here, free = there, placed.start + minutes
        back = int(way[here, last]) if any(p.key != BREAK for p in lane) else 0
        return Walked(tuple(legs), back, free + back)

    def _places(self, lane: tuple[Placed, ...], last: int) -> list[int]:
        places, there = [], last
        for placed in reversed(lane):
            there = there if placed.key == BREAK else self._visits[placed.key].place
            places.append(there)
        return places[::-1]

    def broken(self, lanes: Lanes) -> set[Broken]:
        """Every hard rule that some lanes break; what no lane holds breaks none."""
        found: set[Broken] = set()
        for carer, lane in lanes.items():
            shift = self.day.shift(carer)
            if shift is None:
                found |= {Broken("no_shift", carer, p.key) for p in lane if p.key != BREAK}
                continue
            found |= set(self._of_time(shift, self.walk(shift, lane)))
            found |= set(self._of_break(shift, lane))
            for placed in lane:
                if placed.key != BREAK:
                    found |= set(_of_visit(shift, self._visits[placed.key], placed.start))
        return found | set(self._of_two(lanes))

    def to_come(self, broken: Iterable[Broken]) -> set[Broken]:
        """Those of broken rules that can still be mended: of a visit that has begun nothing is changed any more."""
        return {one for one in broken if one.key == BREAK or not self._visits[one.key].settled}

    def _of_two(self, lanes: Lanes) -> Iterator[Broken]:
        """Of visits that two come to at once: told of each part's carer."""
        held = {p.key: (carer, p.start) for carer, lane in lanes.items() for p in lane if p.key != BREAK}
        for key, (carer, start) in held.items():
            twin = self._visits[key].twin
            if not twin:
                continue
            if twin not in held:
                yield Broken(ALONE, carer, key, twin)
                continue
            other, begins = held[twin]
            if other == carer:
                yield Broken("both", carer, key, twin)
            elif begins != start:
                yield Broken("not_together", carer, key, twin, abs(begins - start))

    def _of_time(self, shift: Shift, walked: Walked) -> Iterator[Broken]:
        before = ""
        for n, leg in enumerate(walked.legs):
            key, start = leg.placed.key, leg.placed.start
            lacks = leg.arrives - start
            if start < shift.begins:
                yield Broken("before_shift", shift.carer, key, minutes=shift.begins - start)
            elif lacks > leg.travel:
                yield Broken("overlap", shift.carer, key, before, lacks - leg.travel)
            elif lacks > 0:
                yield Broken("travel" if n else "first_way", shift.carer, key, before, lacks)
            before = key
        if walked.legs and walked.back > shift.ends:
            yield Broken("after_shift", shift.carer, walked.legs[-1].placed.key, minutes=walked.back - shift.ends)

    def _of_break(self, shift: Shift, lane: tuple[Placed, ...]) -> Iterator[Broken]:
        held = [p for p in lane if p.key == BREAK]
        if not shift.break_minutes or not lane:
            return
        if not held:
            yield Broken("no_break", shift.carer)
        for one in held:
            if not shift.break_from <= one.start <= shift.break_to:
                yield Broken("break_outside", shift.carer)


def _of_visit(shift: Shift, visit: Visit, start: int) -> Iterator[Broken]:
    for skill in sorted(visit.skills - shift.skills):
        yield Broken("skill", shift.carer, visit.key, skill=skill)
    if shift.carer in visit.refused:
        yield Broken("apart", shift.carer, visit.key)
    off = start - visit.promised
    if abs(off) > FARTHEST:
        yield Broken("far_from_promised", shift.carer, visit.key, minutes=abs(off))
