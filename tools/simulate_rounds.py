"""How a person plans a unit's day, simulated: by rounds ("slingor").

Each area has a round for the day and one for the evening. A visit goes to the carer who has its area's round; where
that carer may not have it, or would be more than `TOLERATED` minutes late, to the nearest round whose carer is free,
and where nobody is, to who comes first. Each carer's visits lie in the order of the times that are wished for. A break
is held before the first visit that would begin after the break may. Nothing is moved afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samsyn.planning.problem import Carer, Plan, Problem, Stop, Visit
from tools.simulate_city import DAYS, Asked, Team, asked

TOLERATED = 15
EVENING = 900


@dataclass
class _Day:
    """A carer's day as it is filled: where they are, from when they are free, and what they have."""

    carer: Carer
    here: int
    free: int
    rested: bool = False
    stops: list[Stop] = field(default_factory=list)

    def arrival(self, problem: Problem, place: int) -> int:
        return self.free + int(problem.travel[self.carer.mode, self.here, place])

    def start(self, problem: Problem, visit: Visit) -> tuple[int, int | None]:
        """When a visit could begin, and when the break before it would, if it is to be held now."""
        at, rest = self.arrival(problem, visit.place), self.carer.breaks[0]
        opens = visit.parts[0].windows[0].opens
        if self.rested or max(at, opens) < rest.opens:
            return max(at, opens), None
        held = max(at, rest.opens)
        return max(held + rest.duration, opens), held

    def take(self, number: int, part: int, visit: Visit, start: int, held: int | None) -> None:
        """Put a visit at the end of the day, with the break before it."""
        if held is not None:
            self.stops.append(Stop(-1, 0, held))
            self.rested = True
        self.stops.append(Stop(number, part, start))
        self.here, self.free = visit.place, start + visit.parts[part].duration


def by_hand(unit: Team, day: Asked) -> Plan:
    """The plan that a person makes of a day."""
    problem = day.problem
    days = [_Day(carer, carer.begins, carer.on) for carer in problem.carers]
    after = _after(problem)
    starts: dict[int, int] = {}
    for number in sorted(range(len(problem.visits)), key=lambda k: (day.told[k].at, k)):
        visit, whose = problem.visits[number], day.whose[number]
        least = max((starts[one] + ticks for one, ticks in after.get(number, ()) if one in starts), default=0)
        near = _near(unit, day, unit.area[day.told[number].at >= EVENING][whose])
        chosen = _chosen(problem, visit, [days[k] for k in near], least)
        if len(chosen) < len(visit.parts):
            continue  # nobody may have it: it is left out
        start = max(least, *(one.start(problem, visit)[0] for one in chosen))
        for part, one in enumerate(chosen):
            one.take(number, part, visit, start, one.start(problem, visit)[1])
        starts[number] = start
    for one in days:
        if not one.rested and one.stops:
            held = max(one.arrival(problem, one.carer.ends), one.carer.breaks[0].opens)
            one.stops.append(Stop(-1, 0, held))
    return Plan(tuple(tuple(one.stops) for one in days))


def _after(problem: Problem) -> dict[int, list[tuple[int, int]]]:
    """For each visit those that it comes after, and at what distance."""
    found: dict[int, list[tuple[int, int]]] = {}
    for tie in problem.ties:
        if tie.first[0] != tie.second[0]:
            found.setdefault(tie.second[0], []).append((tie.first[0], tie.least))
    return found


def _near(unit: Team, day: Asked, own: int) -> list[int]:
    """Numbers of carers: whose round it is, the same half of the day's by how near they are, and the other half's."""
    middle = unit.rounds[own].centre

    def far(k: int) -> tuple[bool, float]:
        one = unit.rounds[day.rounds[k]]
        return one.evening != unit.rounds[own].evening, sum(
            (a - b) ** 2 for a, b in zip(one.centre, middle, strict=True)
        )

    return sorted(range(len(day.rounds)), key=lambda k: (day.rounds[k] != own, far(k)))


def _chosen(problem: Problem, visit: Visit, near: Iterable[_Day], least: int) -> list[_Day]:
    """Who has a visit: of those who may, the nearest who would not be late, else those who come first."""
    part = visit.parts[0]
    able = []
    for one in near:
        start = max(least, one.start(problem, visit)[0])
        fits = start + part.duration + int(problem.travel[one.carer.mode, visit.place, one.carer.ends])
        if part.skill in one.carer.skills and one.carer.key not in visit.refused and fits <= (one.carer.last or fits):
            able.append((start - part.windows[0].closes > TOLERATED, start, one))
    in_time = [one for late, _, one in able if not late]
    late = [one for is_late, _, one in sorted(able, key=lambda told: told[1]) if is_late]
    return [*in_time, *late][: len(visit.parts)]


@dataclass(frozen=True)
class Behind:
    """The thirteen days before the one that is planned, and that day as a person plans it."""

    day: Asked
    plan: Plan
    known: dict[str, frozenset[str]]


def behind(unit: Team) -> Behind:
    """Plan thirteen days by hand, then the day itself, with whom each has met and who was there last."""
    met: dict[str, set[str]] = {one.key: set() for one in unit.people}
    last: dict[str, str] = {}
    for number in range(1 - DAYS, 0):
        day = asked(unit, number, {}, last)
        for start, whom, carer in sorted(meetings(day.problem, by_hand(unit, day))):
            del start
            met[whom].add(carer)
            last[whom] = carer
    known = {key: frozenset(carers) for key, carers in met.items()}
    today = asked(unit, 0, known, last)
    return Behind(today, by_hand(unit, today), known)


def meetings(problem: Problem, plan: Plan) -> list[tuple[int, str, str]]:
    """Each part of a visit that is done: when, with whom, and by whom."""
    return [
        (stop.start, problem.visits[stop.visit].recipient, carer.key)
        for carer, route in zip(problem.carers, plan.routes, strict=True)
        for stop in route
        if stop.visit != -1
    ]
