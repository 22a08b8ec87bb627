"""A day under way that must be changed: what has begun stands, and the rest changes as few carers and times as it can.

A carer falls ill, a visit is added, cancelled, or runs late at `at`. Whatever begins before that is kept as it was, and
who is on the way to a visit goes there. The rest is planned from the old plan on, with a cost for each part that gets
another carer than was promised and for each tick outside a tolerance around the promised start; then by the day's own
costs. Carers who are under way nowhere wait where they are until `at`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from samsyn.planning.arrays import MUST, Numbered, numbered
from samsyn.planning.kernel.case import FIRST, LEAVING, PLACE, VISIT
from samsyn.planning.kernel.insert import insert_all
from samsyn.planning.kernel.lay import lay
from samsyn.planning.kernel.state import RELEASE, empty
from samsyn.planning.kernel.whole import recount
from samsyn.planning.problem import Carer, Plan, Problem, Stop, Tie, Visit
from samsyn.planning.reference import BREAK
from samsyn.planning.solve import annealed, keeping, plan_kept, rising
from samsyn.planning.underway import Parted, Terms, begun, day_held, may_still, parted, resting, tick_cost, tolerance_of

TRIALS = 300_000  # about two seconds for a unit of 400 visits on a busy machine
USUAL = Terms()
SHARES = {
    "relocate": 36, "swap": 18, "swap_ends": 12, "move_run": 10, "move_pair": 8, "take_in": 8, "leave_out": 2,
    "wait_for": 6,
}  # fmt: skip
HOT, COLD = 0.4, 0.004  # the first and last temperature, in minutes outside the tolerance


class Ill(NamedTuple):
    """A carer goes home, and makes nothing that has not begun."""

    carer: str


class Added(NamedTuple):
    """A visit that was not planned, with its ties: there it has the number after the last."""

    visit: Visit
    ties: tuple[Tie, ...] = ()


class Cancelled(NamedTuple):
    """A visit that is not to be made (its key)."""

    visit: str


class RunsLate(NamedTuple):
    """A visit that is being made and ends at `until` (its key)."""

    visit: str
    until: int


Change = Ill | Added | Cancelled | RunsLate


@dataclass(frozen=True)
class Changes:
    """Keys of visits that have another carer, another time beyond the tolerance, are new, or are left out now."""

    carer: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repaired:
    """The day as it is now, its plan, and what is other than it was promised."""

    problem: Problem
    plan: Plan
    changes: Changes


def repair(
    problem: Problem,
    plan: Plan,
    changes: Change | Sequence[Change],
    at: int,
    *,
    seed: int,
    trials: int = TRIALS,
    terms: Terms = USUAL,
) -> Repaired:
    """The plan of the rest of the day. The same arguments give the same plan.

    Args:
        problem, plan: the day and its plan, as promised.
        changes: what happens, all at once.
        at: the tick in which it does.
        seed, trials: of the search.
        terms: what changes cost.

    Raises ValueError where a change is about a visit or carer that is not there, a visit that has begun is cancelled,
    or one that has not begun, that all have left, or that ends before `at`, runs late.
    """
    told: list[Change] = [changes] if isinstance(changes, (Ill, Added, Cancelled, RunsLate)) else list(changes)
    day = problem
    for change in sorted(told, key=lambda one: isinstance(one, Ill)):  # last: who is ill makes nothing that is added
        day = _changed(day, plan, change, at)
    day = resting(day, plan, at)
    held = parted(day_held(day, plan, at, terms), plan, at)
    laid = _laid(day, plan, at, held)
    cost = tick_cost(day, terms) * day.ticks
    found = held.back(_searched(numbered(held.problem), laid, at, seed, trials, cost))
    found = _with_what_stands(found, begun(plan, at))
    cancelled = frozenset(change.visit for change in told if isinstance(change, Cancelled))
    return Repaired(day, found, changes_between(day, plan, found, tolerance_of(day, terms), cancelled))


def _changed(problem: Problem, plan: Plan, change: Change, at: int) -> Problem:
    if isinstance(change, Added):
        if change.visit.key in {visit.key for visit in problem.visits}:
            raise ValueError(f"visit {change.visit.key}: is in the day already")
        if not 0 <= change.visit.place < problem.travel.shape[1]:
            raise ValueError(f"visit {change.visit.key}: there is no travel time to place {change.visit.place}")
        return replace(problem, visits=(*problem.visits, change.visit), ties=(*problem.ties, *change.ties))
    if isinstance(change, Ill):
        return _without_carer(problem, plan, change.carer, at)
    v = next((k for k, visit in enumerate(problem.visits) if visit.key == change.visit), None)
    if v is None:
        raise ValueError(f"visit {change.visit}: is not in the day")
    if isinstance(change, RunsLate):
        return _late(problem, plan, v, change.until, at)
    if any(stop.visit == v for route in begun(plan, at) for stop in route):
        raise ValueError(f"visit {change.visit}: has begun, and cannot be cancelled")
    return _cancelled(problem, v)


def _late(problem: Problem, plan: Plan, v: int, until: int, at: int) -> Problem:
    """Who makes a visit still makes it until then; who has begun something else since has made their part of it."""
    visit, last = problem.visits[v], [done[-1] if done else None for done in begun(plan, at)]
    still = {c: stop for c, stop in enumerate(last) if stop is not None and stop.visit == v}
    if not still or until < at:
        raise ValueError(f"visit {visit.key}: is not being made, or ends before it is {at}, and does not run late")
    carers = tuple(
        _back_later(problem, carer, v, until) if c in still else carer for c, carer in enumerate(problem.carers)
    )
    late = {stop.part: until - stop.start for stop in still.values()}
    parts = tuple(replace(part, duration=late.get(p, part.duration)) for p, part in enumerate(visit.parts))
    return _with(replace(problem, carers=carers), v, replace(visit, parts=parts))


def _back_later(problem: Problem, carer: Carer, v: int, until: int) -> Carer:
    """Who is kept cannot be back in time either."""
    home = until + int(problem.travel[carer.mode, problem.visits[v].place, carer.ends])
    return replace(carer, last=None if carer.last is None else max(carer.last, home))


def _with(problem: Problem, v: int, visit: Visit) -> Problem:
    return replace(problem, visits=(*problem.visits[:v], visit, *problem.visits[v + 1 :]))


def _cancelled(problem: Problem, v: int) -> Problem:
    """The visit keeps its number, and nobody may make it."""
    everybody = frozenset(carer.key for carer in problem.carers)
    carers = tuple(
        carer if carer.route is None else replace(carer, route=tuple(stop for stop in carer.route if stop[0] != v))
        for carer in problem.carers
    )
    visit = replace(problem.visits[v], leaving=0, refused=everybody, lock=None)
    return _with(replace(problem, carers=carers), v, visit)


def _without_carer(problem: Problem, plan: Plan, key: str, at: int) -> Problem:
    c = next((k for k, carer in enumerate(problem.carers) if carer.key == key), None)
    if c is None:
        raise ValueError(f"carer {key}: does not work this day")
    begun = {(stop.visit, stop.part) for stop in plan.routes[c] if stop.start < at}
    carer = problem.carers[c]
    route = None if carer.route is None else tuple(stop for stop in carer.route if stop in begun)
    breaks = tuple(held if (BREAK, b) in begun else replace(held, leaving=0) for b, held in enumerate(carer.breaks))
    ill = replace(carer, off=max(carer.on, min(carer.off, at)), route=route, breaks=breaks)
    visits = tuple(
        visit if any((v, p) in begun for p in range(len(visit.parts))) else _refusing(visit, key)
        for v, visit in enumerate(problem.visits)
    )
    return replace(problem, visits=visits, carers=(*problem.carers[:c], ill, *problem.carers[c + 1 :]))


def _refusing(visit: Visit, key: str) -> Visit:
    lock = visit.lock
    if lock is not None and lock.carers is not None:
        lock = lock._replace(carers=tuple(None if one == key else one for one in lock.carers))
    return replace(visit, refused=visit.refused | {key}, lock=lock)


class _Laid(NamedTuple):
    """The old plan as it can stand: stops by carer, with their starts; and what was promised to parts of ill carers."""

    routes: list[list[Stop]]
    starts: dict[tuple[int, int], int]


def _laid(problem: Problem, plan: Plan, at: int, held: Parted) -> _Laid:
    routes = [
        [held.there(c, stop) for stop in route if stop.start < at or may_still(problem, carer, stop)]
        for c, (carer, route) in enumerate(zip(problem.carers, plan.routes, strict=True))
    ]
    starts = {held.to[s.visit, s.part]: s.start for route in plan.routes for s in route if s.visit != BREAK}
    return _Laid(routes, starts)


def _searched(given: Numbered, laid: _Laid, now: int, seed: int, trials: int, minute: int) -> Plan:
    case = given.case
    state = empty(case, seed)
    at = {one: number for number, one in enumerate(given.stops) if one[0] != BREAK}
    for one, start in laid.starts.items():
        state.node[at[one], RELEASE] = max(state.node[at[one], RELEASE], start)
    owner, rank = np.full(case.n, -1, np.int64), np.zeros(case.n, np.int64)
    turn = np.zeros(case.n)
    stops = sorted((stop.start, c, k, stop) for c, route in enumerate(laid.routes) for k, stop in enumerate(route))
    for number, (start, c, _, stop) in enumerate(stops):
        node = int(case.breaks[c, stop.part]) if stop.visit == BREAK else at[stop.visit, stop.part]
        owner[node], rank[node], turn[node] = c, number, number
        state.node[node, RELEASE] = max(state.node[node, RELEASE], start)
        if start < now:
            case.visits[case.service[node, VISIT], LEAVING] = MUST << 4  # what is done goes before what must be
    recount(case, state)
    first = case.visits[:, FIRST]
    for c in range(case.m):  # a break is held where the carer goes next: it is laid after that, and before all later
        mine = sorted(np.flatnonzero(owner == c), key=lambda node: rank[node])
        for here, following in pairwise(mine):
            turn[here] = rank[following] + 0.5 if case.service[here, PLACE] < 0 else turn[here]
    lay(case, state, np.argsort(turn[first], kind="stable"), owner, rank)
    insert_all(case, state, np.argsort(case.service[first, PLACE] >= 0, kind="stable"))
    best, kept = keeping(case, state)

    def heat(made: int) -> float:
        return float(minute * HOT * (COLD / HOT) ** (made / trials))

    annealed(case, state, rising(SHARES, given), (best, kept), trials, heat)
    return plan_kept(given, state, best, kept)


def _with_what_stands(plan: Plan, stands: list[list[Stop]]) -> Plan:
    """What was done is done, also where the rest of its visit cannot be."""
    return Plan(
        tuple(
            (*done, *(stop for stop in route if stop not in done))
            for route, done in zip(plan.routes, stands, strict=True)
        )
    )


def changes_between(
    problem: Problem, old: Plan, new: Plan, tolerance: int, cancelled: frozenset[str] = frozenset()
) -> Changes:
    """What is other in a plan than in the one before; what was left out then, and is in the new, is added. That what
    is cancelled (keys) is not made is no change."""
    was, now = (
        {(s.visit, s.part): (c, s.start) for c, route in enumerate(plan.routes) for s in route if s.visit != BREAK}
        for plan in (old, new)
    )
    both = sorted(was.keys() & now.keys())

    def keys(stops: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(problem.visits[v].key for v, _ in stops))

    gone = [one for one in sorted(was.keys() - now.keys()) if problem.visits[one[0]].key not in cancelled]
    return Changes(
        keys([one for one in both if _carers(was, one[0], both) != _carers(now, one[0], both)]),
        keys([one for one in both if abs(was[one][1] - now[one][1]) > tolerance]),
        keys(sorted(now.keys() - was.keys())), keys(gone),
    )  # fmt: skip


def _carers(who: Mapping[tuple[int, int], tuple[int, int]], v: int, both: Sequence[tuple[int, int]]) -> set[int]:
    """Who makes the parts of a visit that are in both plans; the two of a double visit may change places."""
    return {who[one][0] for one in both if one[0] == v}
