"""Why a plan is as it is: for each visit why this carer and this time, what the next best would cost, what is unmet.

Costs are whole numbers, more than the plan's: `Problem.divisor` of them are one where they are shown. What a change
costs is exact for that change alone: the part is put at its cheapest place in the other carer's day, everything else
keeps its carer, its order and what it waits for, and is pushed later where it must.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from samsyn.planning.arrays import MUST, Numbered, numbered, starts_of
from samsyn.planning.kernel.case import LEAVING
from samsyn.planning.kernel.cost import objective
from samsyn.planning.kernel.places import AFTER_WHAT, COST, FOUND_COLUMNS, NONE, STARTS, places
from samsyn.planning.kernel.state import NOW, State
from samsyn.planning.problem import Carer, Plan, Problem, Stop, Visit, Window
from samsyn.planning.reference import BREAK, arrivals, lateness, must_happen, unwanted
from samsyn.planning.standing import standing

ALWAYS = Window(-(1 << 40), 1 << 40)


class Bound(NamedTuple):
    """What a start rests on: kind, and the key of the visit that it comes after, if it is that.

    way: as soon as the carer is there (about: the visit before, "" for the day's beginning or a break). window,
    preferred: as soon as that opens. lock: locked. tie: so long after another visit (about). put_off: nothing; later
    than needed.
    """

    kind: str
    about: str = ""


class Other(NamedTuple):
    """Another carer for a part: what it would cost (None: they cannot have it), its start then, and after which stop.

    `rule` says why they cannot: skill (about: the skill), refused, lock, route (about: whose locked route), double
    (they do another part of the visit), shift (not even with an empty day), room (not beside what they have).
    """

    carer: str
    cost: int | None
    start: int | None = None
    after: tuple[int, int] | None = None  # (visit, part); None for first in the day
    rule: str = ""
    about: str = ""


class Unmet(NamedTuple):
    """Something asked for that the plan does not do: kind, and what that costs.

    A kind of wish, late, preferred, or left (out). `instead` is what the cheapest change of this part alone that meets
    it would cost in all (less than nothing: the plan can be bettered); None where none can, and then `rules` are those
    that forbid it, carer by carer.
    """

    kind: str
    cost: int
    instead: int | None
    rules: tuple[tuple[str, str], ...] = ()  # carer, rule


@dataclass(frozen=True)
class Why:
    """A part of a visit: its carer (None: left out) and start, what that rests on, the others, and what is unmet.

    `moved` is what the cheapest other place with the same carer costs. `others` are the cheapest first, then those who
    cannot.
    """

    visit: str
    part: int
    carer: str | None
    start: int | None
    bounds: tuple[Bound, ...]
    moved: Other | None
    others: tuple[Other, ...]
    unmet: tuple[Unmet, ...]

    @property
    def next_best(self) -> Other | None:
        """The cheapest other carer, if any can."""
        return next((other for other in self.others if other.cost is not None), None)


def explained(problem: Problem, plan: Plan) -> list[Why]:
    """Every part of every visit, in the order of the problem.

    Raises ValueError for a plan that breaks a hard rule, other than that something is left out.
    """
    given = numbered(problem)
    state = standing(given, plan)
    stands = {(s.visit, s.part): (c, s) for c, route in enumerate(plan.routes) for s in route if s.visit != BREAK}
    now = int(objective(given.case, state, NOW))
    asked = _Asked(problem, plan, given, state, stands, now)
    return [asked.why(v, p) for v, visit in enumerate(problem.visits) for p in range(len(visit.parts))]


class _Asked(NamedTuple):
    problem: Problem
    plan: Plan
    given: Numbered
    state: State
    stands: dict[tuple[int, int], tuple[int, Stop]]
    now: int

    def why(self, v: int, p: int) -> Why:
        visit = self.problem.visits[v]
        c, stop = self.stands.get((v, p), (-1, None))
        around = self._around(v, p)
        others = sorted((one for o, one in enumerate(around) if o != c), key=_cheap)
        return Why(
            visit.key, p, self.problem.carers[c].key if stop else None, stop.start if stop else None,
            tuple(self._bounds(c, stop)) if stop else (), around[c] if stop and around[c].cost is not None else None,
            tuple(others), tuple(self._unmet(v, p, c, stop, around)),
        )  # fmt: skip

    def _around(self, v: int, p: int, within: Window = ALWAYS) -> list[Other]:
        """The cheapest place with each carer that starts within a time.

        One part of a double visit that is left out has none by itself.
        """
        case = self.given.case
        found = np.full((case.m, FOUND_COLUMNS), NONE, np.int64)
        if (v, p) in self.stands or len(self.problem.visits[v].parts) == 1:
            places(case, self.state, self.given.stops.index((v, p)), within.opens, within.closes, found)
        taken_in = 0 if (v, p) in self.stands or not must_happen(self.problem, v) else MUST
        return [
            self._other(c, v, p, within) if row[COST] >= NONE else self._placed(c, row, taken_in)
            for c, row in enumerate(found.tolist())
        ]

    def _placed(self, c: int, row: list[int], taken_in: int) -> Other:
        """A place; where it takes in what must happen, the search's price of leaving that out is no cost."""
        after = self.given.stops[row[AFTER_WHAT]] if row[AFTER_WHAT] < self.given.case.n else None
        return Other(self.problem.carers[c].key, row[COST] - self.now + taken_in, row[STARTS], after)

    def _other(self, c: int, v: int, p: int, within: Window) -> Other:
        """Why a carer has no place for a part that begins within a time."""
        carer, visit = self.problem.carers[c], self.problem.visits[v]
        rule, about = self._rule(c, carer, visit, v, p)
        if not rule:
            rule = "room" if self._alone(carer, visit, p, within) else "shift"
        return Other(carer.key, None, rule=rule, about=about)

    def _rule(self, c: int, carer: Carer, visit: Visit, v: int, p: int) -> tuple[str, str]:
        """The rule that forbids a carer a part whenever it begins, and what it is about; "" where none does."""
        locked = visit.lock.carers[p] if visit.lock is not None and visit.lock.carers else None
        routed = [one.key for one in self.problem.carers if (v, p) in (one.route or ())]
        if visit.parts[p].skill not in carer.skills:
            return "skill", visit.parts[p].skill
        if carer.key in visit.refused:
            return "refused", ""
        if locked not in (None, carer.key):
            return "lock", locked or ""
        if routed not in ([], [carer.key]) or (carer.route is not None and (v, p) not in carer.route):
            return "route", routed[0] if routed else carer.key
        if any(s.visit == v and s.part != p for s in self.plan.routes[c]):
            return "double", ""
        return "", ""

    def _alone(self, carer: Carer, visit: Visit, p: int, within: Window) -> bool:
        """Whether a carer with an empty day could begin within a time, and be back in time."""
        ways, (windows, latest) = self.problem.travel[carer.mode], starts_of(visit, p)
        start = max(windows[0].opens, within.opens, carer.on + int(ways[carer.begins, visit.place]))
        back = start + visit.parts[p].duration + int(ways[visit.place, carer.ends])
        return start <= min(latest, within.closes) and (carer.last is None or back <= carer.last)

    def _bounds(self, c: int, stop: Stop) -> Iterator[Bound]:
        visit, route = self.problem.visits[stop.visit], self.plan.routes[c]
        part, k = visit.parts[stop.part], route.index(stop)
        told = []
        if visit.lock is not None and stop.part == 0 and visit.lock.start == stop.start:
            told.append(Bound("lock"))
        if arrivals(self.problem, self.problem.carers[c], route)[k][0] == stop.start:
            before = route[k - 1].visit if k else BREAK
            told.append(Bound("way", "" if before == BREAK else self.problem.visits[before].key))
        if any(window.opens == stop.start for window in part.windows):
            told.append(Bound("window"))
        if part.wanted is not None and part.wanted.opens == stop.start:
            told.append(Bound("preferred"))
        told += [Bound("tie", key) for key in self._tied(stop)]
        yield from told or [Bound("put_off")]

    def _tied(self, stop: Stop) -> Iterator[str]:
        """Keys of the visits that a start is as near as a tie lets it be."""
        here = (stop.visit, stop.part)
        for tie in self.problem.ties:
            other = tie.first if tie.second == here else tie.second if tie.first == here else None
            if other is None or other not in self.stands:
                continue
            apart = stop.start - self.stands[other][1].start
            if apart == (tie.least if tie.second == here else None if tie.most is None else -tie.most):
                yield self.problem.visits[other[0]].key

    def _unmet(self, v: int, p: int, c: int, stop: Stop | None, around: list[Other]) -> Iterator[Unmet]:
        visit, weights = self.problem.visits[v], self.problem.weights
        if stop is None:
            left = 0 if must_happen(self.problem, v) else int(self.given.case.visits[v, LEAVING])
            yield _unmet("left", left, around)
            return
        for wish in visit.wishes:
            if self.problem.carers[c].key not in wish.carers:
                yield _unmet(wish.kind, wish.cost, [one for one in around if one.carer in wish.carers])
        part = visit.parts[p]
        if late := lateness(part, stop.start):
            fine = [one for window in part.windows for one in self._around(v, p, window)]
            yield _unmet("late", weights.late * late, fine)
        if weights.wanted and part.wanted is not None and (off := unwanted(part, stop.start)):
            yield _unmet("preferred", weights.wanted * off, self._around(v, p, part.wanted))


def _unmet(kind: str, cost: int, asked: list[Other]) -> Unmet:
    """What meeting something would cost, of the places that meet it; where none does, what forbids them."""
    instead = min((one.cost for one in asked if one.cost is not None), default=None)
    rules = () if instead is not None else tuple(dict.fromkeys((one.carer, one.rule) for one in asked))
    return Unmet(kind, cost, instead, rules)


def _cheap(one: Other) -> tuple[bool, int, str]:
    return one.cost is None, one.cost or 0, one.carer
