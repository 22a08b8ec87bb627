"""Whether some visits can be fitted into a day under some of its rules: exact, for the small part of a day.

Services are put into routes one at a time, each time the one with the fewest places left; every place is tried, so
what is not found does not exist. Starts are the earliest that routes and ties allow. What is put in later can only
make way longer, never shorter, when ways are told by the shortest path between places; a whole plan is timed by the
ways themselves, as the checker (`planning.reference`) does. The work is counted; when it runs out nothing is claimed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.problem import Plan, Problem, Stop
from samsyn.planning.reference import BREAK

LATE = 1 << 40


class Rule(NamedTuple):
    """A rule that may be given up: its kind, and the visit, the carer and the other visit that it is about (keys).

    happens: the visit is made. window: it begins no earlier and no later than it may. skill: by somebody who has it.
    refused: not by this carer. lock: with whom and when it is locked. tie: the two visits' order and distance.
    ends: the carer is back in time. break: the carer, where they visit anybody, has each break that must be held.
    route: the carer's locked route.
    """

    kind: str
    visit: str = ""
    carer: str = ""
    other: str = ""


class Spent(Exception):  # noqa: N818 - no error: an answer that was not reached
    """The work that was allowed is done, and nothing is known."""


@dataclass
class Budget:
    """How many starts may still be set."""

    left: int

    def spend(self, work: int = 1) -> None:
        self.left -= work
        if self.left < 0:
            raise Spent


class Service(NamedTuple):
    """A part of a visit, or with visit -1 the break `part` of the carer, who alone may have it."""

    visit: int
    part: int
    place: int
    duration: int
    opens: int
    latest: int
    carers: tuple[int, ...]


Routes = tuple[tuple[int, ...], ...]  # services by carer, in order
Wont = Mapping[tuple[int, int], int]  # the carer with whom a part (visit, part) is tried first


def rules_of(problem: Problem, visits: Iterable[int]) -> list[Rule]:
    """Every rule that is about these visits, or about a carer, in the order in which they are kept rather."""
    chosen = sorted(visits)
    rules = [Rule("happens", problem.visits[v].key) for v in chosen]
    rules += [Rule("ends", carer=c.key) for c in problem.carers if c.last is not None]
    rules += [Rule("break", carer=c.key) for c in problem.carers if any(b.leaving is None for b in c.breaks)]
    rules += [Rule("route", carer=c.key) for c in problem.carers if c.route is not None]
    for v in chosen:
        visit = problem.visits[v]
        rules += [Rule("window", visit.key), Rule("skill", visit.key)]
        rules += [Rule("refused", visit.key, key) for key in sorted(visit.refused)]
        rules += [Rule("lock", visit.key)] if visit.lock is not None else []
    for tie in problem.ties:
        if tie.first[0] in chosen and tie.second[0] in chosen:
            rules.append(_tie_rule(problem, tie.first[0], tie.second[0]))
    return list(dict.fromkeys(rules))


def _tie_rule(problem: Problem, one: int, other: int) -> Rule:
    return Rule("tie", problem.visits[one].key, other=problem.visits[other].key)


class Day:
    """A day's visits by key and its ways, asked again and again whether some of it can hold."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.number = {visit.key: v for v, visit in enumerate(problem.visits)}
        self.carer = {carer.key: c for c, carer in enumerate(problem.carers)}
        self.ways = np.asarray(problem.travel).tolist()
        self.least = [_shortest(matrix).tolist() for matrix in np.asarray(problem.travel, np.int64)]

    def fits(self, rules: Iterable[Rule], budget: Budget, wont: Wont | None = None) -> Plan | None:
        """A plan of the visits that happen by the rules, holding them all; None where there is none.

        `wont` says with which carer each part is tried first. Raises Spent where the budget ends before it is known.
        """
        part = _PartOfDay(self, frozenset(rules), budget, wont or {})
        routes = part.search(part.none, frozenset(range(len(part.services))))
        return None if routes is None else part.plan(routes)

    def blocked(self, visits: Sequence[int], others: Sequence[int], budget: Budget, wont: Wont) -> int:
        """The first of others that cannot be put into a plan of visits as it is, with those before; -1 for none."""
        part = _PartOfDay(self, frozenset(rules_of(self.problem, [*visits, *others])), budget, wont)
        mine = frozenset(s for s, one in enumerate(part.services) if one.visit in visits or one.visit == BREAK)
        routes = part.search(part.none, mine)
        for other in others if routes is not None else ():
            routes = part.with_visit(routes, other)
            if routes is None or part.starts(routes, True) is None:  # by the ways themselves: what is told to fit does
                return other
        return -1 if routes is not None else others[0]


def _shortest(matrix: NDArray[np.int64]) -> NDArray[np.int64]:
    """The shortest way between places by way of others (Floyd and Warshall)."""
    found = matrix.copy()
    for k in range(len(found)):
        np.minimum(found, found[:, k, None] + found[None, k, :], out=found)
    return found


class _PartOfDay:
    """The services of some visits under some rules."""

    def __init__(self, day: Day, rules: frozenset[Rule], budget: Budget, wont: Wont) -> None:
        self.none: Routes = tuple(() for _ in day.problem.carers)
        self.wont = wont
        self.day, self.problem, self.rules, self.budget = day, day.problem, rules, budget
        self.visits = sorted(day.number[rule.visit] for rule in rules if rule.kind == "happens")
        self.locked = {
            c
            for c, one in enumerate(self.problem.carers)
            if one.route is not None and Rule("route", carer=one.key) in rules
        }  # carers who have their locked route, and nothing else
        self.routed = self._routed()
        self.services = [one for v in self.visits for one in self._parts(v)]
        self.services += [one for c in range(len(self.problem.carers)) for one in self._breaks(c)]
        self.at = {(one.visit, one.part): s for s, one in enumerate(self.services) if one.visit != BREAK}
        self.ties = list(self._ties())
        self.ends = [
            carer.last if carer.last is not None and Rule("ends", carer=carer.key) in rules else LATE
            for carer in self.problem.carers
        ]
        self.alike = [self._alike(c) for c in range(len(self.problem.carers))]

    def _routed(self) -> Mapping[tuple[int, int], int]:
        """Whose each part is by a locked route."""
        return {(visit, part): c for c in self.locked for visit, part in self.problem.carers[c].route or ()}

    def _parts(self, v: int) -> Iterator[Service]:
        visit = self.problem.visits[v]
        lock = visit.lock if Rule("lock", visit.key) in self.rules else None
        windowed = Rule("window", visit.key) in self.rules
        for p, part in enumerate(visit.parts):
            opens = part.windows[0].opens if windowed else 0
            latest = part.latest if windowed and part.latest is not None else LATE
            if lock is not None and lock.start is not None and p == 0:
                opens, latest = max(opens, lock.start), min(latest, lock.start)
            yield Service(v, p, visit.place, part.duration, opens, latest, self._who(v, p))

    def _who(self, v: int, p: int) -> tuple[int, ...]:
        """The carers who may have a part, under the rules that are kept."""
        visit, found = self.problem.visits[v], []
        lock = visit.lock if Rule("lock", visit.key) in self.rules else None
        skilled = Rule("skill", visit.key) in self.rules
        for c, carer in enumerate(self.problem.carers):
            fine = not skilled or visit.parts[p].skill in carer.skills
            fine = fine and not (carer.key in visit.refused and Rule("refused", visit.key, carer.key) in self.rules)
            fine = fine and (lock is None or lock.carers is None or lock.carers[p] in (None, carer.key))
            route = self.routed.get((v, p))
            if fine and (route == c if route is not None else c not in self.locked):
                found.append(c)
        return tuple(found)

    def _breaks(self, c: int) -> Iterator[Service]:
        carer = self.problem.carers[c]
        if Rule("break", carer=carer.key) in self.rules:
            for b, held in enumerate(carer.breaks):
                if held.leaving is None:
                    yield Service(
                        BREAK, b, -1 if held.place is None else held.place, held.duration, held.opens, held.closes, (c,)
                    )

    def _ties(self) -> Iterator[tuple[int, int, int]]:
        """How much later than one service another begins at least."""
        for tie in self.problem.ties:
            known = tie.first in self.at and tie.second in self.at
            if known and _tie_rule(self.problem, tie.first[0], tie.second[0]) in self.rules:
                one, other = self.at[tie.first], self.at[tie.second]
                yield one, other, tie.least
                if tie.most is not None:
                    yield other, one, -tie.most

    def _alike(self, c: int) -> tuple[object, ...]:
        """What makes two carers without visits the same to this part of the day."""
        carer = self.problem.carers[c]
        may = tuple(s for s, one in enumerate(self.services) if one.visit != BREAK and c in one.carers)
        rests = tuple(one[2:6] for one in self.services if one.visit == BREAK and c in one.carers)
        routed = c if c in self.locked else -1
        return carer.begins, carer.ends, carer.on, carer.mode, self.ends[c], may, rests, routed

    def search(self, routes: Routes, left: frozenset[int]) -> Routes | None:
        """Routes that hold what they hold and everything left; None where there are none."""
        must = sorted(s for s in left if self._needed(routes, s))
        if not must:
            return routes if self.starts(routes, True) is not None else None
        which, places = self._hardest(routes, must)
        for tried in places:
            found = self.search(tried, left - {which})
            if found is not None:
                return found
        return None

    def _hardest(self, routes: Routes, must: list[int]) -> tuple[int, list[Routes]]:
        """The service with the fewest places left, and they."""
        which, best = -1, None
        for s in must:
            places = list(self._places(routes, s))
            if best is None or len(places) < len(best):
                which, best = s, places
            if not best:
                break
        return which, best or []

    def with_visit(self, routes: Routes | None, v: int) -> Routes | None:
        """The routes with a visit put in where it first can be, and the breaks that this asks for; or None."""
        for s in [s for s, one in enumerate(self.services) if one.visit == v]:
            routes = next(self._places(routes, s), None) if routes is not None else None
        on = {s for route in routes or () for s in route}
        for s, one in enumerate(self.services):
            if one.visit == BREAK and routes is not None and s not in on and self._needed(routes, s):
                routes = next(self._places(routes, s), None)
        return routes

    def _needed(self, routes: Routes, s: int) -> bool:
        """A break is needed by somebody who visits anybody."""
        return self.services[s].visit != BREAK or bool(routes[self.services[s].carers[0]])

    def _places(self, routes: Routes, s: int) -> Iterator[Routes]:
        """Every way to put in a service that can still be; carers who are alike and have nothing yet count once."""
        seen = set()
        mine = self.services[s].visit
        first = self.wont.get((mine, self.services[s].part), -1)
        for c in sorted(self.services[s].carers, key=lambda c: (c != first, len(routes[c]))):
            if not routes[c]:
                if self.alike[c] in seen:
                    continue
                seen.add(self.alike[c])
            if mine != BREAK and any(self.services[one].visit == mine for one in routes[c]):
                continue  # two parts of a visit have two carers
            for k in range(len(routes[c]) + 1):
                tried = (*routes[:c], (*routes[c][:k], s, *routes[c][k:]), *routes[c + 1 :])
                if self._in_order(c, tried[c]) and self.starts(tried, False) is not None:
                    yield tried

    def _in_order(self, c: int, route: tuple[int, ...]) -> bool:
        """Whether a locked route keeps its order."""
        told = self.problem.carers[c].route
        if told is None or c not in self.locked:
            return True
        at = [told.index((self.services[s].visit, self.services[s].part)) for s in route if self.services[s].visit >= 0]
        return at == sorted(at)

    def starts(self, routes: Routes, whole: bool) -> list[int] | None:
        """The earliest starts; None where a rule is broken. `whole`: nothing more comes, so ways are as they are."""
        on = {s for route in routes for s in route}
        self.budget.spend(1 + len(on))
        start = [one.opens for one in self.services]
        ties = [tie for tie in self.ties if tie[0] in on and tie[1] in on]
        for _ in range(len(ties) + 2):
            moved = False
            for c, route in enumerate(routes):
                if route and not self._pushed(c, route, start, whole):
                    return None
            for one, other, least in ties:
                if start[one] + least > start[other]:
                    start[other], moved = start[one] + least, True
                    if start[other] > self.services[other].latest:
                        return None
            if not moved:
                return start
        return None  # the ties run in a ring

    def _pushed(self, c: int, route: tuple[int, ...], start: list[int], whole: bool) -> bool:
        """Let each service of a route begin no earlier than the carer is there; False where that is too late."""
        back = self._walked(c, route, start) if whole else self._hurried(c, route, start)
        return back <= self.ends[c] and all(start[s] <= self.services[s].latest for s in route)

    def _walked(self, c: int, route: tuple[int, ...], start: list[int]) -> int:
        """The same by the ways themselves, a break where the carer goes next; when the carer is back."""
        carer, ways = self.problem.carers[c], self.day.ways[self.problem.carers[c].mode]
        there, places = carer.ends, []
        for s in reversed(route):
            there = self.services[s].place if self.services[s].place >= 0 else there
            places.append(there)
        here, free, rested = carer.begins, carer.on, False
        for s, there in zip(route, reversed(places), strict=True):
            start[s] = max(start[s], free + (0 if rested else ways[here][there]))
            here, free, rested = there, start[s] + self.services[s].duration, self.services[s].place < 0
        if rested and not self.problem.break_may_end:
            return LATE + 1
        return free + (0 if rested else int(ways[here][carer.ends]))

    def _hurried(self, c: int, route: tuple[int, ...], start: list[int]) -> int:
        """The same where more may come in between: by the shortest ways, a break at any place on its way."""
        carer, ways = self.problem.carers[c], self.day.least[self.problem.carers[c].mode]
        here, ready, rested, free = carer.begins, carer.on, 0, carer.on
        for s in route:
            one = self.services[s]
            if one.place < 0:
                start[s] = max(start[s], free)
                rested += one.duration
            else:
                start[s] = max(start[s], free, ready + ways[here][one.place] + rested)
                here, ready, rested = one.place, start[s] + one.duration, 0
            free = start[s] + one.duration
        return max(free, ready + int(ways[here][carer.ends]) + rested)

    def plan(self, routes: Routes) -> Plan:
        """The routes with their starts, as a plan."""
        start = self.starts(routes, True) or []
        return Plan(
            tuple(tuple(Stop(self.services[s].visit, self.services[s].part, start[s]) for s in r) for r in routes)
        )
