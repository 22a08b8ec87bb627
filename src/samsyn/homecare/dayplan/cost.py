"""A unit's day as a problem of the planning core, a plan of it and back, and what a plan costs part by part."""

from dataclasses import dataclass

from samsyn.homecare.dayplan.facts import BREAK, Day, Lanes, Placed, Shift, Visit, second_of
from samsyn.homecare.dayplan.rules import FARTHEST, Walker
from samsyn.homecare.dayplan.travel import ends_of, matrix, modes
from samsyn.planning.problem import Break, Carer, Part, Plan, Problem, Stop, Tie, Weights, Window, Wish
from samsyn.planning.problem import Visit as Service

# Costs are told beside each other, two for a minute of travel; all of them are our own assumptions.
# To leave a visit out costs more than all that making it can. By the weights below that is, over a day and night,
# 210,000 for one carer's uneven share, 65,000 for heavy visits, and 450 for each visit pushed an hour outside its time.
LEAVING = 1 << 20
# A wish that is not met, of each who comes.
MISSED = {"contact": 12, "last": 6, "language": 20, "sex": 40, "pattern": 30}
LAST = 24 * 60 - 1  # a visit begins on its day
PREFERRED = 5  # minutes from the best start that are as good as it
WEIGHTS = Weights(travel=2, late=6, worst=4, waiting=1, wanted=1, met=15, uneven=3, uneven_heavy=2, scale=30)


def problem_of(day: Day) -> Problem:
    """The day to be planned, in whole minutes. What is locked or settled stays with its carer and its start.

    Two who come at once are two parts of one visit, that begin together.
    """
    visits = tuple(_service(day, visit) for visit in day.visits if not visit.part)
    return Problem(
        visits=visits,
        carers=tuple(_carer(day, shift) for shift in day.shifts),
        travel=matrix(day),
        weights=WEIGHTS,
        known={str(person): frozenset(map(str, carers)) for person, carers in day.known.items()},
        ties=tuple(Tie((n, 0), (n, 1), 0, 0) for n, visit in enumerate(visits) if len(visit.parts) > 1),
    )


def _service(day: Day, visit: Visit) -> Service:
    second = _second(day, visit)
    window, latest = window_of(day, visit)
    wanted = Window(visit.preferred - PREFERRED, visit.preferred + PREFERRED)
    part = Part(
        _needed(day, visit), visit.minutes, (window,), latest=latest,
        wanted=wanted if wanted.opens >= window.opens and wanted.closes <= latest else None,
    )  # fmt: skip
    parts: tuple[Part, ...] = (part,)
    if second:  # what lateness costs is told of the first's part alone: the person's visit is late once
        parts = (part, Part(_needed(day, second), second.minutes, (Window(window.opens, latest),), latest=latest))
    held = [at[0] for one in (visit, second) if one and (at := held_at(day, one))]
    others = set(visit.refused) if len(held) < len(parts) else {s.carer for s in day.shifts}
    refused = frozenset(str(s.carer) for s in day.shifts if s.carer in others and s.carer not in held)
    wishes = tuple(Wish(w.kind, frozenset(map(str, w.carers)), MISSED[w.kind]) for w in visit.wishes if not held)
    return Service(
        visit.key, visit.place, parts, LEAVING, refused, recipient=str(visit.person), wishes=wishes, heavy=visit.heavy
    )


def _second(day: Day, visit: Visit) -> Visit | None:
    """The second's part of a visit. What one has begun alone is theirs alone."""
    second = day.visit(visit.twin) if visit.twin else None
    return None if second and second.settled and held_at(day, second) is None else second


def _may(day: Day, visit: Visit, shift: Shift) -> bool:
    """Whether a carer can have a visit, or a part of it: who is held to it, else whoever has the skills."""
    held = held_at(day, visit)
    return shift.carer == held[0] if held else visit.skills <= shift.skills


def _needed(day: Day, visit: Visit) -> str:
    """What is asked of who comes, as one skill; of somebody who is held to the visit nothing, or where two come a skill
    that nobody else has."""
    if held_at(day, visit):
        return f"part:{visit.key}" if visit.twin else ""
    return "+".join(sorted(visit.skills))


def held_at(day: Day, visit: Visit) -> tuple[int, int] | None:
    """The carer and start that a visit is held at, by a lock or because it has begun; None where it may move."""
    if visit.settled and visit.carer is not None and day.shift(visit.carer):
        return visit.carer, visit.start
    return day.locks.get(visit.key)


def window_of(day: Day, visit: Visit) -> tuple[Window, int]:
    """When a visit may begin, and the last start of all."""
    twin = day.visit(visit.twin) if visit.twin else None
    if held := held_at(day, visit) or (held_at(day, twin) if twin else None):
        return Window(held[1], held[1]), held[1]
    opens = max(day.now, visit.promised - visit.slack, 0)
    closes = max(opens, min(LAST, visit.promised + visit.slack))
    return Window(opens, closes), max(closes, min(LAST, visit.promised + FARTHEST))


def _carer(day: Day, shift: Shift) -> Carer:
    begins, ends = ends_of(day, shift)
    held = (Break(shift.break_from, shift.break_to, shift.break_minutes),) if shift.break_minutes else ()
    had = {_needed(day, v) for v in day.visits if (held_at(day, v) and not v.twin) or _may(day, v, shift)}
    return Carer(
        str(shift.carer), begins, ends, shift.begins, shift.ends, frozenset(had), last=shift.ends,
        mode=list(modes()).index(shift.mode), breaks=held,
    )  # fmt: skip


def lanes_of(problem: Problem, plan: Plan) -> Lanes:
    """The lanes of a plan."""
    return {
        int(carer.key): tuple(Placed(s.start, key_at(problem, s)) for s in route)
        for carer, route in zip(problem.carers, plan.routes, strict=True)
    }


def key_at(problem: Problem, stop: Stop) -> str:
    """The key of what is done at a stop of a plan, as lanes have it."""
    if stop.visit < 0:
        return BREAK
    key = problem.visits[stop.visit].key
    return second_of(key) if stop.part else key


@dataclass(frozen=True)
class Sums:
    """What lanes come to, in minutes and times: for a lane, a plan or a difference between two."""

    visits: int = 0  # what carers go to: a visit that two come to is two
    seconds: int = 0  # of these, as the second
    care: int = 0
    travel: int = 0
    waiting: int = 0
    breaks: int = 0
    shift: int = 0  # minutes of the shifts
    late: int = 0  # minutes outside the time that was promised, with its slack
    off_time: int = 0  # visits outside it
    unmet: int = 0  # wishes of who comes that are not met
    new_faces: int = 0  # persons who meet somebody they have not met in the thirteen days before

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(*(a - b for a, b in zip(self._told(), other._told(), strict=True)))

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(self._told(), other._told(), strict=True)))

    def _told(self) -> tuple[int, ...]:
        names = self.__dataclass_fields__
        return tuple(getattr(self, name) for name in names)

    @property
    def of_persons(self) -> int:
        """Visits as the persons count them: one, also where two come."""
        return self.visits - self.seconds

    @property
    def kringtid(self) -> int:
        """Minutes of the shifts that are not spent with persons: travel, waiting, documentation, meetings, breaks."""
        return self.shift - self.care


def summed(walker: Walker, lanes: Lanes) -> Sums:
    """What some lanes come to."""
    total = Sums()
    for carer, lane in lanes.items():
        total += summed_lane(walker, carer, lane)
    return total


def summed_lane(walker: Walker, carer: int, lane: tuple[Placed, ...]) -> Sums:
    """What one lane comes to; of a carer who does not work it is the visits alone."""
    day, shift = walker.day, walker.day.shift(carer)
    visits = [(walker.visit(p.key), p.start) for p in lane if p.key != BREAK]
    walked = walker.walk(shift, lane) if shift else None
    late = [max(0, abs(start - v.promised) - v.slack) for v, start in visits if not v.part]
    return Sums(
        visits=len(visits),
        seconds=sum(v.part for v, _ in visits),
        care=sum(v.minutes for v, _ in visits),
        travel=sum(leg.travel for leg in walked.legs) + walked.way_back if walked else 0,
        waiting=sum(leg.waits for leg in walked.legs[1:]) if walked else 0,
        breaks=sum(leg.minutes for leg in walked.legs if leg.placed.key == BREAK) if walked else 0,
        shift=shift.ends - shift.begins if shift else 0,
        late=sum(late),
        off_time=sum(n > 0 for n in late),
        unmet=sum(carer not in w.carers for v, _ in visits for w in v.wishes),
        new_faces=len({v.person for v, _ in visits if carer not in day.known.get(v.person, frozenset())}),
    )
