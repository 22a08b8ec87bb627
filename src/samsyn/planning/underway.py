"""A day under way: what has begun, who is on the way where, and the day as it is to be planned from then on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samsyn.planning.problem import Break, Carer, Lock, Part, Plan, Problem, Stop, Visit, Window, Wish
from samsyn.planning.reference import BREAK, share


@dataclass(frozen=True)
class Terms:
    """What changes cost: a tick outside the tolerance, and a part's other carer, in such ticks; tolerance in ticks.

    None: ten times what a tick of travel or lateness costs; as much as thirty minutes; ten minutes.
    """

    time: int | None = None
    carer: int | None = None
    tolerance: int | None = None


def tick_cost(problem: Problem, terms: Terms) -> int:
    """What a tick outside the tolerance costs."""
    told = problem.weights
    return terms.time if terms.time is not None else 10 * max(1, told.travel, told.late, told.wanted, told.waiting)


def tolerance_of(problem: Problem, terms: Terms) -> int:
    """How many ticks a start may be from its promise."""
    return 10 * problem.ticks if terms.tolerance is None else terms.tolerance


def begun(plan: Plan, at: int) -> list[list[Stop]]:
    """By carer what has begun."""
    return [[stop for stop in route if stop.start < at] for route in plan.routes]


def heading(problem: Problem, plan: Plan, at: int) -> list[Stop | None]:
    """By carer the visit that they are on the way to at `at`, and can still make; None for none."""
    found: list[Stop | None] = []
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        done = [stop for stop in route if stop.start < at]
        rest = route[len(done) :]
        going = bool(rest) and rest[0].visit != BREAK and _leaves(problem, carer, done, rest) <= at
        found.append(rest[0] if going and carer.key not in problem.visits[rest[0].visit].refused else None)
    return found


def _leaves(problem: Problem, carer: Carer, done: Sequence[Stop], rest: Sequence[Stop]) -> int:
    """When a carer leaves at the latest for what comes next."""
    free = done[-1].start + _duration(problem, carer, done[-1]) if done else carer.on
    return max(free, rest[0].start - _way(problem, carer, _here(problem, carer, done), rest))


def _left(problem: Problem, plan: Plan, at: int) -> list[int]:
    """By carer when they can leave where they are: at `at`, or earlier: on the way already, or gone home by then."""
    found = []
    for carer, route, done in zip(problem.carers, plan.routes, begun(plan, at), strict=True):
        rest = route[len(done) :]
        left = min(at, _leaves(problem, carer, done, rest)) if rest and may_still(problem, carer, rest[0]) else at
        home = left + _way(problem, carer, _here(problem, carer, done), ())
        found.append(left if not done or carer.last is None or home <= carer.last else done[-1].start)
    return found


def resting(problem: Problem, plan: Plan, at: int) -> Problem:
    """The day with each break that has begun held where the carer went for it, wherever they go next now."""
    carers = []
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        breaks = list(carer.breaks)
        for k, stop in enumerate(route):
            if stop.visit == BREAK and stop.start < at and all(later.start >= at for later in route[k + 1 :]):
                there = [problem.visits[later.visit].place for later in route[k + 1 :] if later.visit != BREAK]
                breaks[stop.part] = replace(breaks[stop.part], place=(*there, carer.ends)[0])
        carers.append(replace(carer, breaks=tuple(breaks)))
    return replace(problem, carers=tuple(carers))


def _here(problem: Problem, carer: Carer, done: Sequence[Stop]) -> int:
    place = carer.breaks[done[-1].part].place if done and done[-1].visit == BREAK else None
    if place is not None:
        return place
    visited = [problem.visits[stop.visit].place for stop in done if stop.visit != BREAK]
    return visited[-1] if visited else carer.begins


def _way(problem: Problem, carer: Carer, here: int, rest: Sequence[Stop]) -> int:
    there = next((problem.visits[stop.visit].place for stop in rest if stop.visit != BREAK), carer.ends)
    return int(problem.travel[carer.mode, here, there])


def may_still(problem: Problem, carer: Carer, stop: Stop) -> bool:
    """Whether somebody who is on the way still may come: they are not ill, and nothing is cancelled."""
    if stop.visit == BREAK:
        return carer.breaks[stop.part].leaving != 0
    return carer.key not in problem.visits[stop.visit].refused


def _duration(problem: Problem, carer: Carer, stop: Stop) -> int:
    held = carer.breaks[stop.part] if stop.visit == BREAK else problem.visits[stop.visit].parts[stop.part]
    return held.duration


def day_held(problem: Problem, plan: Plan, at: int, terms: Terms) -> Problem:
    """The day for the search: what stands is locked, what was promised costs to change, nothing begins before `at`."""
    done, left = begun(plan, at), _left(problem, plan, at)
    last = {(s[-1].visit, s[-1].part): left[c] - s[-1].start for c, s in enumerate(done) if s}
    fixed = {
        (stop.visit, stop.part): (c, stop, last.get((stop.visit, stop.part), 0))
        for c, route in enumerate(done)
        for stop in route
        if stop.visit != BREAK
    }
    to = {(s.visit, s.part): c for c, s in enumerate(heading(problem, plan, at)) if s is not None}
    promised = {
        (s.visit, s.part): (c, s.start) for c, route in enumerate(plan.routes) for s in route if s.visit != BREAK
    }
    keys = [carer.key for carer in problem.carers]
    asked = _Asked(at, tick_cost(problem, terms), tolerance_of(problem, terms), terms.carer, fixed, to, promised, keys)
    visits = tuple(asked.visit(v, visit, problem.ticks) for v, visit in enumerate(problem.visits))
    carers = tuple(_carer(problem, carer, done[c], at, left[c]) for c, carer in enumerate(problem.carers))
    return replace(problem, visits=visits, carers=carers, weights=replace(problem.weights, wanted=asked.tick))


class _Asked(NamedTuple):
    at: int
    tick: int
    tolerance: int
    carer: int | None
    fixed: dict[tuple[int, int], tuple[int, Stop, int]]  # whose a part is, its stop, and how long it lasts at least
    to: dict[tuple[int, int], int]  # who is on the way
    promised: dict[tuple[int, int], tuple[int, int]]  # carer and start
    keys: list[str]

    def visit(self, v: int, visit: Visit, ticks: int) -> Visit:
        mine = [(v, p) for p in range(len(visit.parts))]
        who = {one: told[0] for one, told in self.fixed.items()} | self.to
        settled = tuple(self.keys[who[one]] if one in who else None for one in mine)
        told = visit.lock.carers if visit.lock is not None and visit.lock.carers else (None,) * len(mine)
        carers = tuple(a or b for a, b in zip(settled, told, strict=True))
        start = None if visit.lock is None or (v, 0) in self.fixed else visit.lock.start
        past = start is not None and start < self.at
        start = None if past else start
        lock = Lock(carers, start) if any(carers) or start is not None or visit.lock is not None else None
        whose = frozenset(self.keys[self.promised[one][0]] for one in mine if one in self.promised)
        cost = 30 * ticks * self.tick if self.carer is None else self.carer * self.tick
        wishes = (*visit.wishes, Wish("promised", whose, cost)) if whose else visit.wishes
        parts = [self.part(v, p, part) for p, part in enumerate(visit.parts)]
        if past:  # its locked start is gone, and it cannot be made
            parts[0] = replace(parts[0], latest=-1)
        return replace(visit, parts=tuple(parts), lock=lock, wishes=wishes)

    def part(self, v: int, p: int, part: Part) -> Part:
        if (v, p) in self.fixed:
            _, stop, least = self.fixed[v, p]
            closes = [w.closes for w in part.windows if w.opens <= stop.start][-1:] or [part.windows[0].closes]
            only = (Window(stop.start, closes[0]),)
            return replace(part, duration=max(part.duration, least), windows=only, latest=stop.start, wanted=None)
        opened = [window for window in part.windows if window.opens <= self.at]
        rest = [window for window in part.windows if window.opens > self.at]
        windows = tuple([Window(self.at, opened[-1].closes)] if opened else []) + tuple(rest)
        if (v, p) not in self.promised:
            return replace(part, windows=windows, wanted=None)
        start = self.promised[v, p][1]
        return replace(part, windows=windows, wanted=Window(start - self.tolerance, start + self.tolerance))


def _carer(problem: Problem, carer: Carer, done: list[Stop], at: int, left: int) -> Carer:
    """A carer with what they have rested; who has begun nothing leaves no earlier than `left`."""
    starts = {stop.part: stop.start for stop in done if stop.visit == BREAK}
    final = done[-1].part if done and done[-1].visit == BREAK else None
    breaks = tuple(
        _break(held, starts.get(b), at, left - starts[b] if b == final else 0) for b, held in enumerate(carer.breaks)
    )
    on = carer.on if done else max(carer.on, min(left, carer.off))
    return replace(carer, on=on, breaks=breaks, share=share(problem, carer))


def _break(held: Break, start: int | None, at: int, least: int) -> Break:
    if start is not None:
        return replace(held, opens=start, closes=start, duration=max(held.duration, least), leaving=None)
    if held.closes < at or held.leaving == 0:  # its time is past, or the carer is ill
        return replace(held, opens=held.closes + 1, leaving=0)
    return replace(held, opens=max(held.opens, at))


class Parted(NamedTuple):
    """A day for the search in which the begun parts of a visit, those that are not, and each break that is held where
    a carer went for it, are visits by themselves; and which is which."""

    problem: Problem
    to: dict[tuple[int, int], tuple[int, int]]  # the place of each part (visit, part) of the day before
    breaks: dict[tuple[int, int], int]  # the visit that a carer's break is

    def there(self, c: int, stop: Stop) -> Stop:
        """A stop of the day before."""
        if stop.visit != BREAK:
            return Stop(*self.to[stop.visit, stop.part], stop.start)
        v = self.breaks.get((c, stop.part))
        return stop if v is None else Stop(v, 0, stop.start)

    def back(self, plan: Plan) -> Plan:
        """A plan of this day as one of the day before."""
        here = {there: here for here, there in self.to.items()}
        here |= {(v, 0): (BREAK, b) for (_, b), v in self.breaks.items()}
        return Plan(
            tuple(
                tuple(s if s.visit == BREAK else Stop(*here[s.visit, s.part], s.start) for s in r) for r in plan.routes
            )
        )


RESTS = "rests"  # the skill of a break that is a visit


def parted(problem: Problem, plan: Plan, at: int) -> Parted:
    """So that what has begun stands, also where the rest of its visit can no longer be made."""
    who = {(s.visit, s.part): c for c, route in enumerate(begun(plan, at)) for s in route if s.visit != BREAK}
    visits: list[Visit] = []
    rest: list[Visit] = []
    to: dict[tuple[int, int], tuple[int, int]] = {}
    for v, visit in enumerate(problem.visits):
        made = [p for p in range(len(visit.parts)) if (v, p) in who]
        left = [p for p in range(len(visit.parts)) if (v, p) not in who]
        if made and left:
            others = frozenset(problem.carers[who[v, p]].key for p in made)
            to |= {(v, p): (len(problem.visits) + len(rest), k) for k, p in enumerate(left)}
            rest.append(replace(_some(visit, left), key=f"{visit.key} +", refused=visit.refused | others))
        to |= {(v, p): (v, k) for k, p in enumerate(made or left)}
        visits.append(_some(visit, made) if made and left else visit)
    ties = tuple(tie._replace(first=to[tie.first], second=to[tie.second]) for tie in problem.ties)
    carers = [
        carer if carer.route is None else replace(carer, route=tuple(to[stop] for stop in carer.route))
        for carer in problem.carers
    ]
    visits += rest
    breaks: dict[tuple[int, int], int] = {}
    for c, carer in enumerate(carers):
        done = max((k + 1 for k, stop in enumerate(problem.carers[c].route or ()) if stop in who), default=0)
        for b, held in sorted(enumerate(carer.breaks), key=lambda told: -told[1].opens):
            if held.place is not None:
                breaks[c, b] = len(visits)
                visits.append(_rest(carer, held))
                carers[c] = _resting(carers[c], b, len(visits) - 1, done)
    return Parted(replace(problem, visits=tuple(visits), ties=ties, carers=tuple(carers)), to, breaks)


def _rest(carer: Carer, held: Break) -> Visit:
    part = Part(RESTS, held.duration, (Window(held.opens, held.opens),), held.opens)
    return Visit(f"{carer.key} {RESTS}", held.place or 0, (part,), lock=Lock((carer.key,)))


def _resting(carer: Carer, b: int, v: int, done: int) -> Carer:
    """A carer one of whose breaks is a visit, and comes after so many on a locked route."""
    never = replace(carer.breaks[b], opens=carer.breaks[b].closes + 1, leaving=0, place=None)
    route = None if carer.route is None else (*carer.route[:done], (v, 0), *carer.route[done:])
    breaks = (*carer.breaks[:b], never, *carer.breaks[b + 1 :])
    return replace(carer, breaks=breaks, skills=carer.skills | {RESTS}, route=route)


def _some(visit: Visit, parts: Sequence[int]) -> Visit:
    """Some parts of a visit."""
    lock = visit.lock
    if lock is not None:  # whose start is that of the first part
        carers = None if lock.carers is None else tuple(lock.carers[p] for p in parts)
        lock = Lock(carers, lock.start if parts[0] == 0 else None)
    return replace(visit, parts=tuple(visit.parts[p] for p in parts), lock=lock)
