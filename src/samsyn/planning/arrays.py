"""A problem as the arrays that the search reads, and its links as a plan."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from samsyn.planning.kernel import case as k
from samsyn.planning.kernel.case import Case, Ints, Small
from samsyn.planning.problem import Plan, Problem, Stop, Visit, Window

# What it costs the search to leave out what must happen, so that the rest is planned all the same. It is no rule: where
# to make it costs more, as with a weight of a million for each tick of lateness, it is left out, and told as such.
MUST = 1 << 28
NEAR = 30


class Numbered(NamedTuple):
    """A day as arrays, and which visit and part each of its services is; breaks have visit -1."""

    case: Case
    stops: tuple[tuple[int, int], ...]


def numbered(problem: Problem, near: int = NEAR) -> Numbered:
    """The arrays of a problem. Breaks come after all parts of visits, each as a visit by itself."""
    stops = [(v, p) for v, visit in enumerate(problem.visits) for p in range(len(visit.parts))]
    breaks = [(c, b) for c, carer in enumerate(problem.carers) for b in range(len(carer.breaks))]
    n = len(stops) + len(breaks)
    at = {stop: number for number, stop in enumerate(stops)}
    service = np.zeros((n, k.SERVICE_COLUMNS), np.int64)
    window = _services(problem, service, stops, breaks)
    case = Case(
        n=n, m=len(problem.carers), service=service, carer=_carers(problem), window=window,
        tie=_ties(problem, service, at), visits=_visits(problem, breaks),
        travel=np.ascontiguousarray(problem.travel, np.int32), assign=_assign(problem, stops, breaks),
        met=_met(problem), breaks=_breaks(problem, len(stops), breaks),
        near=np.zeros((n, 1), np.int32), weights=_weights(problem),
        prunes=_prunes(problem), walks=_walks(problem),
        break_may_end=problem.break_may_end, scale=problem.weights.scale,
    )  # fmt: skip
    kept = tuple(stops) + tuple((-1, b) for _, b in breaks)
    return Numbered(case._replace(near=k.near_by(case, near)), kept)


def _services(problem: Problem, service: Ints, stops: list[tuple[int, int]], breaks: list[tuple[int, int]]) -> Ints:
    most = max((len(part.windows) for visit in problem.visits for part in visit.parts), default=1)
    window = np.full((len(service), most, 2), k.NEVER, np.int64)
    whose = _recipients(problem)
    loaded = bool(problem.weights.uneven_heavy or any(carer.using for carer in problem.carers))
    service[:, k.FROM], service[:, k.POINTS] = -k.NEVER, -1
    for i, (v, p) in enumerate(stops):
        visit, part = problem.visits[v], problem.visits[v].parts[p]
        windows, latest = starts_of(visit, p)
        whom = whose.get(visit.recipient, -1) if problem.weights.met else -1
        service[i, :6] = visit.place, part.duration, latest, len(windows), whom, v
        window[i, : len(windows)] = windows
        if part.wanted is not None and problem.weights.wanted:
            service[i, k.FROM], service[i, k.TO] = max(part.wanted.opens, windows[0].opens), part.wanted.closes
        service[i, k.POINTS] = visit.heavy if loaded else -1
    for number, (c, b) in enumerate(breaks):
        i, held = len(stops) + number, problem.carers[c].breaks[b]
        service[i, :6] = -1, held.duration, held.closes, 1, -1, len(problem.visits) + number
        window[i, 0] = held.opens, held.closes
    return window


def starts_of(visit: Visit, part: int) -> tuple[tuple[Window, ...], int]:
    """The windows of a part and the last start that it may have. A locked start is as late as it is, and the only."""
    told = visit.parts[part]
    if part == 0 and visit.lock is not None and visit.lock.start is not None:
        at = visit.lock.start
        opened = [window for window in told.windows if window.opens <= at] or [told.windows[0]]
        return (Window(at, opened[-1].closes),), at
    return told.windows, k.NEVER if told.latest is None else told.latest


def _recipients(problem: Problem) -> dict[str, int]:
    keys = dict.fromkeys(visit.recipient for visit in problem.visits if visit.recipient)
    return {key: number for number, key in enumerate(keys)}


def _met(problem: Problem) -> Ints:
    """1 where a recipient has not met a carer of late; then the even shares of points, and what using each costs."""
    whose = _recipients(problem) if problem.weights.met else {}
    met = np.ones((len(whose) + 2, len(problem.carers)), np.int64)
    for key, number in whose.items():
        met[number] = [carer.key not in problem.known.get(key, ()) for carer in problem.carers]
    met[-2] = _shared(problem, sum(visit.heavy * len(visit.parts) for visit in problem.visits))
    met[-1] = [carer.using for carer in problem.carers]
    return met


def _shared(problem: Problem, total: int) -> list[int]:
    """So much for each carer, by the length of their shift, rounded half up."""
    long = [carer.off - carer.on for carer in problem.carers]
    whole = max(1, sum(long))
    return [(2 * total * one + whole) // (2 * whole) for one in long]


def _shares(problem: Problem) -> list[int]:
    """The even share of work in ticks, of each carer."""
    total = sum(part.duration for visit in problem.visits for part in visit.parts)
    return [
        one + sum(held.duration for held in carer.breaks) if carer.share is None else carer.share
        for carer, one in zip(problem.carers, _shared(problem, total), strict=True)
    ]


def _carers(problem: Problem) -> Ints:
    rows = np.zeros((len(problem.carers), k.CARER_COLUMNS), np.int64)
    for c, one in enumerate(problem.carers):
        last = k.NEVER if one.last is None else one.last
        rows[c, : k.SHARE] = one.begins, one.ends, one.mode, one.on, one.off, last
    rows[:, k.SHARE] = _shares(problem)
    return rows


def _ties(problem: Problem, service: Ints, at: dict[tuple[int, int], int]) -> Ints:
    """Rows of ties, first those out of each service, then those into it, then those who must have other carers."""
    pairs = [(at[one], at[other], least) for one, other, least in _locked_order(problem)]
    for tie in problem.ties:
        one, other = at[tie.first], at[tie.second]
        pairs.append((one, other, tie.least))
        if tie.most is not None:
            pairs.append((other, one, -tie.most))
    apart = [
        (at[v, p], at[v, q], 0)
        for v, visit in enumerate(problem.visits)
        for p in range(len(visit.parts))
        for q in range(len(visit.parts))
        if p != q
    ]
    out = k.tied(service, (k.OUT, k.OUT_END), 0, pairs)
    into = k.tied(service, (k.IN, k.IN_END), len(out), [(b, a, least) for a, b, least in pairs])
    others = k.tied(service, (k.APART, k.APART_END), len(out) + len(into), apart)
    return np.ascontiguousarray(np.concatenate([out, into, others]))


def _locked_order(problem: Problem) -> Iterator[tuple[tuple[int, int], tuple[int, int], int]]:
    """What comes after what on a locked route: any other order would come back to where it begins, and never settle.

    Each and all that come later, since one between them may be left out where it cannot be fitted in.
    """
    for carer in problem.carers:
        for one, other in combinations(carer.route or (), 2):
            yield one, other, max(1, problem.visits[one[0]].parts[one[1]].duration)


def _visits(problem: Problem, breaks: list[tuple[int, int]]) -> Ints:
    rows, first = [], 0
    locked = {visit for carer in problem.carers for visit, _ in carer.route or ()}
    for number, visit in enumerate(problem.visits):
        must = visit.leaving is None or visit.lock is not None or number in locked
        rows.append((first, first + len(visit.parts), MUST if must else visit.leaving))
        first += len(visit.parts)
    for number, (c, b) in enumerate(breaks):
        leaving = problem.carers[c].breaks[b].leaving
        rows.append((first + number, first + number + 1, MUST if leaving is None else leaving))
    return np.array(rows, np.int64).reshape(-1, 3)


def _assign(problem: Problem, stops: list[tuple[int, int]], breaks: list[tuple[int, int]]) -> Ints:
    assign = np.full((len(stops) + len(breaks), len(problem.carers)), k.FORBIDDEN, np.int64)
    locked = {stop: c for c, carer in enumerate(problem.carers) for stop in carer.route or ()}
    for i, (v, p) in enumerate(stops):
        visit = problem.visits[v]
        asked = visit.lock.carers[p] if visit.lock is not None and visit.lock.carers else None
        for c, carer in enumerate(problem.carers):
            skilled = visit.parts[p].skill in carer.skills and carer.key not in visit.refused
            settled = locked.get((v, p), c) == c and asked in (None, carer.key)
            free = carer.route is None or (v, p) in carer.route
            if skilled and settled and free:
                assign[i, c] = sum(wish.cost for wish in visit.wishes if carer.key not in wish.carers)
    for number, (c, _) in enumerate(breaks):
        assign[len(stops) + number, c] = 0
    return assign


def _breaks(problem: Problem, first: int, breaks: list[tuple[int, int]]) -> Small:
    most = max((len(carer.breaks) for carer in problem.carers), default=0)
    rows = np.full((len(problem.carers), most), -1, np.int32)
    for number, (c, b) in enumerate(breaks):
        rows[c, b] = first + number
    return rows


def _weights(problem: Problem) -> Ints:
    told = problem.weights
    weights = np.ones(len(k.PARTS), np.int64)
    weights[: k.ASSIGNED] = told.travel, told.late, told.worst, told.waiting, told.overtime, told.idle, told.uneven
    weights[[k.MET, k.WANTED, k.HEAVY]] = told.met, told.wanted, told.uneven_heavy
    return weights


def _prunes(problem: Problem) -> bool:
    told = problem.weights
    wished = any(wish.cost for visit in problem.visits for wish in visit.wishes)
    used = any(carer.using for carer in problem.carers)
    return not (_walks(problem) or told.met or told.wanted or told.uneven_heavy or wished or used)


def _walks(problem: Problem) -> bool:
    told = problem.weights
    asked = told.waiting or told.overtime or told.idle or told.uneven
    modes = len({carer.mode for carer in problem.carers}) > 1
    return bool(asked or modes or any(carer.last is not None or carer.breaks for carer in problem.carers))


def plan_of(given: Numbered, after: Ints, start: Ints) -> Plan:
    """The plan that links and starts are; `after` has n + m nodes, `start` n."""
    case, routes = given.case, []
    for c in range(case.m):
        route, node = [], int(after[case.n + c])
        while node < case.n:
            route.append(Stop(*given.stops[node], int(start[node])))
            node = int(after[node])
        routes.append(tuple(route))
    return Plan(tuple(routes))
