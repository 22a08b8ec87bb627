"""What is settled beforehand and cannot be: locks of visits and routes, and the order and distances of visits."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from samsyn.planning.problem import Carer, Problem, Visit
from samsyn.planning.reference import must_happen
from samsyn.planning.words import Fault, clock

Stop = tuple[int, int]
OVERTIME = 180  # minutes after a shift in which somebody who stays longer may be locked to a visit
ORIGIN: Stop = (-1, 0)  # the day's beginning, as a start that others lie after


class Settled(NamedTuple):
    """A visit that a carer is locked to at a start."""

    start: int
    visit: Visit
    duration: int


def lock_faults(problem: Problem) -> Iterator[Fault]:
    """Locks that no plan can hold, by themselves or beside each other."""
    staff = {carer.key: carer for carer in problem.carers}
    busy: dict[str, list[Settled]] = {}
    for visit in problem.visits:
        if visit.lock is not None:
            yield from _lock(problem, visit, staff, busy)
    for carer in problem.carers:
        yield from _overlaps(problem, carer, sorted(busy.get(carer.key, []), key=lambda one: one.start))
    yield from _routes(problem)


def _lock(problem: Problem, visit: Visit, staff: dict[str, Carer], busy: dict[str, list[Settled]]) -> Iterator[Fault]:
    lock = visit.lock
    if lock is None:
        return
    yield from _start(problem, visit, lock.start)
    named = [key for key in lock.carers or () if key is not None]
    if lock.carers and len(lock.carers) != len(visit.parts):
        terms: dict[str, str | int] = {"count": len(visit.parts), "told": len(lock.carers)}
        yield Fault("lock-parts", "visit", visit.key, terms)
        return
    if len(set(named)) < len(named):
        yield Fault("lock-same", "visit", visit.key, {"carer": min(k for k in named if named.count(k) > 1)})
    for part, key in enumerate(lock.carers or ()):
        if key is None:
            continue
        if key not in staff:
            yield Fault("lock-carer", "visit", visit.key, {"carer": key})
            continue
        yield from _may(visit, part, staff[key], "lock")
        if lock.start is not None and (part == 0 or _at_once(problem, visit, part)):
            yield from _shift(problem, visit, part, staff[key], lock.start)
            busy.setdefault(key, []).append(Settled(lock.start, visit, visit.parts[part].duration))


def _at_once(problem: Problem, visit: Visit, part: int) -> bool:
    """Whether a part begins with the first one."""
    number = problem.visits.index(visit)
    ends = {(number, 0), (number, part)}
    return any({tie.first, tie.second} == ends and tie.least == 0 == tie.most for tie in problem.ties)


def _start(problem: Problem, visit: Visit, start: int | None) -> Iterator[Fault]:
    if start is None or not visit.parts[0].windows:
        return
    told, opens, latest = clock(start, problem.ticks), visit.parts[0].windows[0].opens, visit.parts[0].latest
    if start < opens:
        yield Fault("lock-early", "visit", visit.key, {"start": told, "opens": clock(opens, problem.ticks)})
    if latest is not None and start > latest:
        yield Fault("lock-late", "visit", visit.key, {"start": told, "latest": clock(latest, problem.ticks)})


def _may(visit: Visit, part: int, carer: Carer, rule: str) -> Iterator[Fault]:
    if visit.parts[part].skill not in carer.skills:
        yield Fault(f"{rule}-skill", "visit", visit.key, {"carer": carer.key, "skill": visit.parts[part].skill})
    if carer.key in visit.refused:
        yield Fault(f"{rule}-refused", "visit", visit.key, {"carer": carer.key})


def _shift(problem: Problem, visit: Visit, part: int, carer: Carer, start: int) -> Iterator[Fault]:
    there = carer.on + int(problem.travel[carer.mode, carer.begins, visit.place])
    back = start + visit.parts[part].duration + int(problem.travel[carer.mode, visit.place, carer.ends])
    late = start > carer.off + OVERTIME * problem.ticks if carer.last is None else back > carer.last
    outside = start < carer.on or late
    terms: dict[str, str | int] = {"carer": carer.key, "start": clock(start, problem.ticks)}
    if outside:
        on, off = clock(carer.on, problem.ticks), clock(carer.off, problem.ticks)
        yield Fault("lock-shift", "visit", visit.key, {**terms, "on": on, "off": off})
    elif start < there:
        yield Fault("lock-way", "visit", visit.key, {**terms, "there": clock(there, problem.ticks)})


def _overlaps(problem: Problem, carer: Carer, settled: list[Settled]) -> Iterator[Fault]:
    for one, other in pairwise(settled):
        there = one.start + one.duration + int(problem.travel[carer.mode, one.visit.place, other.visit.place])
        if one.visit is not other.visit and other.start < there:
            terms: dict[str, str | int] = {"carer": carer.key, "other": one.visit.key}
            terms |= {"start": clock(other.start, problem.ticks), "there": clock(there, problem.ticks)}
            yield Fault("lock-overlap", "visit", other.visit.key, terms)


def _routes(problem: Problem) -> Iterator[Fault]:
    known = {(v, p) for v, visit in enumerate(problem.visits) for p in range(len(visit.parts))}
    whose: dict[Stop, str] = {}
    for carer in problem.carers:
        if any(stop not in known for stop in carer.route or ()):
            yield Fault("route-unknown", "carer", carer.key)
            continue
        yield from _route_times(problem, carer)
        for stop in carer.route or ():
            visit = problem.visits[stop[0]]
            if stop in whose:
                yield Fault("route-twice", "visit", visit.key, {"carer": carer.key, "other": whose[stop]})
            whose[stop] = carer.key
            yield from _may(visit, stop[1], carer, "route")
    for number, visit in enumerate(problem.visits):
        yield from _off_route(problem, number, visit, whose)


def _route_times(problem: Problem, carer: Carer) -> Iterator[Fault]:
    """Stops of a locked route that cannot be reached by their locked start or their latest, whatever else there is."""
    here, free = carer.begins, carer.on
    for number, part in carer.route or ():
        visit = problem.visits[number]
        told = visit.parts[part]
        there = free + int(problem.travel[carer.mode, here, visit.place])
        locked = visit.lock.start if visit.lock is not None and part == 0 else None
        last = told.latest if locked is None else locked
        if last is not None and there > last:
            terms: dict[str, str | int] = {"carer": carer.key}
            terms |= {"there": clock(there, problem.ticks), "last": clock(last, problem.ticks)}
            yield Fault("route-time", "visit", visit.key, terms)
        here, free = visit.place, max(there, told.windows[0].opens, locked or 0) + told.duration


def _off_route(problem: Problem, number: int, visit: Visit, whose: dict[Stop, str]) -> Iterator[Fault]:
    """Whether a visit is locked to one carer, and to the route of another, or to somebody whose route is without it."""
    if visit.lock is None or not visit.lock.carers:
        return
    closed = {carer.key for carer in problem.carers if carer.route is not None}
    for part, key in enumerate(visit.lock.carers):
        if key is not None and whose.get((number, part), None if key in closed else key) != key:
            yield Fault("route-lock", "visit", visit.key, {"carer": key})


def tie_faults(problem: Problem) -> Iterator[Fault]:
    """Order and distances of visits that no day can hold."""
    known = {(v, p) for v, visit in enumerate(problem.visits) for p in range(len(visit.parts))}
    sound = True
    for tie in problem.ties:
        if tie.first not in known or tie.second not in known:
            sound = False
            yield Fault("tie-unknown", "day", terms={"first": str(tie.first), "second": str(tie.second)})
        elif tie.most is not None and tie.most < tie.least:
            sound = False
            terms: dict[str, str | int] = {"least": tie.least // problem.ticks, "most": tie.most // problem.ticks}
            yield Fault("tie", "visit", problem.visits[tie.first[0]].key, terms)
    if sound:
        yield from _rings(problem)


def _rings(problem: Problem) -> Iterator[Fault]:
    """Visits that must each come after the other, or further apart than they may be (Bellman and Ford)."""
    arcs = [(tie.first, tie.second, tie.least) for tie in problem.ties]
    arcs += [(tie.second, tie.first, -tie.most) for tie in problem.ties if tie.most is not None]
    ring = _ring(arcs)
    if ring:
        yield _told(problem, "ring", ring)
        return
    must = {number for number in range(len(problem.visits)) if must_happen(problem, number)}
    arcs = [arc for arc in arcs if arc[0][0] in must and arc[1][0] in must]
    for stop in sorted({end for one, other, _ in arcs for end in (one, other)}):
        visit = problem.visits[stop[0]]
        part = visit.parts[stop[1]]
        at = visit.lock.start if visit.lock is not None and stop[1] == 0 else None
        arcs.append((ORIGIN, stop, part.windows[0].opens if at is None else at))
        latest = part.latest if at is None else at
        if latest is not None:
            arcs.append((stop, ORIGIN, -latest))
    ring = _ring(arcs)
    if ring:
        yield _told(problem, "tie-time", ring)


def _told(problem: Problem, rule: str, ring: list[Stop]) -> Fault:
    """The fault of a ring, of the first of its visits, with the others in the order of the ring."""
    first = ring.index(min(stop for stop in ring if stop != ORIGIN))
    ring = [*ring[first:], *ring[:first]]
    keys = list(dict.fromkeys(problem.visits[stop[0]].key for stop in ring if stop != ORIGIN))
    return Fault(rule, "visit", keys[0], {"others": ", ".join(keys[1:]) or keys[0]})


def _ring(arcs: list[tuple[Stop, Stop, int]]) -> list[Stop]:
    """The ends of arcs that come back to where they begin, longer; none where every start can be."""
    start = {end: 0 for one, other, _ in arcs for end in (one, other)}
    before: dict[Stop, Stop] = {}
    moved: Stop | None = None
    for _ in range(len(start) + 1):
        moved = None
        for one, other, least in arcs:
            if start[one] + least > start[other]:
                start[other], before[other], moved = start[one] + least, one, other
        if moved is None:
            return []
    for _ in start:
        moved = before[moved] if moved is not None else None
    ring, at = [moved], before[moved] if moved is not None else None
    while at != moved:
        ring.append(at)
        at = before[at] if at is not None else None
    return [one for one in reversed(ring) if one is not None]
