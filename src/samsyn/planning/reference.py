"""Whether a plan holds every rule, and what it costs: slow, plain, and written apart from the search that it judges."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import floor

from samsyn.planning.problem import WISHES, Carer, Part, Plan, Problem, Stop, Tie
from samsyn.planning.words import Fault, clock

BREAK = -1


def broken(problem: Problem, plan: Plan) -> list[str]:
    """Every hard rule that a plan breaks, in English with the keys of visits and carers; none where it may be used."""
    return [str(fault) for fault in wrong(problem, plan)]


def wrong(problem: Problem, plan: Plan) -> list[Fault]:
    """The same, as codes that are said in Swedish or English (`planning.words`)."""
    found = [*_wrong_stops(problem, plan), *_wrong_visits(problem, plan)]
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        found += _wrong_route(problem, carer, route)
    starts = {(s.visit, s.part): s.start for route in plan.routes for s in route if s.visit != BREAK}
    for tie in problem.ties:
        found += _wrong_tie(problem, tie, starts)
    return found


def _wrong_stops(problem: Problem, plan: Plan) -> Iterator[Fault]:
    if len(plan.routes) != len(problem.carers):
        raise ValueError(f"{len(plan.routes)} routes for {len(problem.carers)} carers")
    seen: set[tuple[int, int]] = set()
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        held = [stop.part for stop in route if stop.visit == BREAK]
        if len(set(held)) < len(held):
            yield Fault("break-twice", "carer", carer.key)
        for stop in route:
            if stop.visit != BREAK and (stop.visit, stop.part) in seen:
                yield Fault("done-twice", "visit", problem.visits[stop.visit].key, {"part": stop.part + 1})
            seen.add((stop.visit, stop.part))


def _wrong_visits(problem: Problem, plan: Plan) -> Iterator[Fault]:
    who: dict[int, list[int]] = {}
    for carer, route in enumerate(plan.routes):
        for stop in route:
            if stop.visit != BREAK:
                who.setdefault(stop.visit, []).append(carer)
    for number, visit in enumerate(problem.visits):
        carers = who.get(number, [])
        if not carers and must_happen(problem, number):
            yield Fault("left-out", "visit", visit.key)
        elif carers and len(carers) != len(visit.parts):
            yield Fault("half-done", "visit", visit.key, {"done": len(carers), "of": len(visit.parts)})
        if len(set(carers)) != len(carers):
            yield Fault("one-twice", "visit", visit.key)


def must_happen(problem: Problem, number: int) -> bool:
    """Whether no plan may leave a visit out: nothing says what that costs, or it is locked."""
    visit = problem.visits[number]
    on_route = any(number == locked for carer in problem.carers for locked, _ in carer.route or ())
    return visit.leaving is None or visit.lock is not None or on_route


def _wrong_route(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> Iterator[Fault]:
    for stop, (arrived, _) in zip(route, arrivals(problem, carer, route), strict=True):
        if stop.start < arrived:
            terms: dict[str, str | int] = {"carer": carer.key}
            terms |= {"start": clock(stop.start, problem.ticks), "there": clock(arrived, problem.ticks)}
            if stop.visit == BREAK:
                yield Fault("too-soon-break", "carer", carer.key, terms)
            else:
                yield Fault("too-soon", "visit", problem.visits[stop.visit].key, terms)
        yield from _wrong_stop(problem, carer, stop)
    held = tuple((stop.visit, stop.part) for stop in route if stop.visit != BREAK)
    if carer.route is not None and held != tuple(stop for stop in carer.route if stop in held):
        yield Fault("other-route", "carer", carer.key)
    for other in problem.carers:
        if other is not carer and any(stop in held for stop in other.route or ()):
            yield Fault("locked-route", "carer", carer.key, {"other": other.key})
    taken = {stop.part for stop in route if stop.visit == BREAK}
    if route and any(k not in taken and b.leaving is None for k, b in enumerate(carer.breaks)):
        yield Fault("no-break", "carer", carer.key)
    if route and _place(problem, carer, route[-1]) is None and not problem.break_may_end:
        yield Fault("break-last", "carer", carer.key)
    if carer.last is not None and (back := back_at(problem, carer, route)) > carer.last:
        told = {"back": clock(back, problem.ticks), "last": clock(carer.last, problem.ticks)}
        yield Fault("back-late", "carer", carer.key, told)


def _wrong_stop(problem: Problem, carer: Carer, stop: Stop) -> Iterator[Fault]:
    terms: dict[str, str | int] = {"carer": carer.key, "start": clock(stop.start, problem.ticks)}
    if stop.visit == BREAK:
        held = carer.breaks[stop.part]
        if not held.opens <= stop.start <= held.closes:
            limits = {"opens": clock(held.opens, problem.ticks), "closes": clock(held.closes, problem.ticks)}
            yield Fault("break-outside", "carer", carer.key, terms | limits)
        return
    visit, part = problem.visits[stop.visit], part_of(problem, stop)
    if part.skill not in carer.skills:
        yield Fault("unskilled", "visit", visit.key, terms | {"skill": part.skill})
    if carer.key in visit.refused:
        yield Fault("refused", "visit", visit.key, terms)
    if stop.start < part.windows[0].opens:
        yield Fault("too-early", "visit", visit.key, terms | {"opens": clock(part.windows[0].opens, problem.ticks)})
    if part.latest is not None and stop.start > part.latest:
        yield Fault("too-late", "visit", visit.key, terms | {"latest": clock(part.latest, problem.ticks)})
    yield from _unlocked(problem, carer, stop)


def _unlocked(problem: Problem, carer: Carer, stop: Stop) -> Iterator[Fault]:
    visit = problem.visits[stop.visit]
    if visit.lock is None:
        return
    terms: dict[str, str | int] = {"carer": carer.key, "start": clock(stop.start, problem.ticks)}
    asked, at = visit.lock.carers[stop.part] if visit.lock.carers else None, visit.lock.start
    if asked not in (None, carer.key):
        yield Fault("locked-carer", "visit", visit.key, terms | {"locked": asked or ""})
    if stop.part == 0 and at is not None and at != stop.start:
        yield Fault("locked-start", "visit", visit.key, terms | {"locked": clock(at, problem.ticks)})


def _wrong_tie(problem: Problem, tie: Tie, starts: dict[tuple[int, int], int]) -> Iterator[Fault]:
    if tie.first in starts and tie.second in starts:
        between = starts[tie.second] - starts[tie.first]
        if between < tie.least or (tie.most is not None and between > tie.most):
            terms: dict[str, str | int] = {"other": problem.visits[tie.second[0]].key}
            terms |= {"between": _minutes(problem, between), "least": _minutes(problem, tie.least)}
            rule = "apart-least" if tie.most is None else "apart"
            limit = {} if tie.most is None else {"most": _minutes(problem, tie.most)}
            yield Fault(rule, "visit", problem.visits[tie.first[0]].key, terms | limit)


def _minutes(problem: Problem, ticks: int) -> str:
    return f"{ticks / problem.ticks:g}"


def part_of(problem: Problem, stop: Stop) -> Part:
    """The part of a visit that a stop is."""
    return problem.visits[stop.visit].parts[stop.part]


def _duration(problem: Problem, carer: Carer, stop: Stop) -> int:
    return carer.breaks[stop.part].duration if stop.visit == BREAK else part_of(problem, stop).duration


def _places(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> list[int]:
    """Where each stop is: a break where the carer goes next, where nothing else is told."""
    places, there = [], carer.ends
    for stop in reversed(route):
        told = _place(problem, carer, stop)
        there = there if told is None else told
        places.append(there)
    return places[::-1]


def _place(problem: Problem, carer: Carer, stop: Stop) -> int | None:
    """Where a stop is by itself; None for a break that is held where the carer goes next."""
    return carer.breaks[stop.part].place if stop.visit == BREAK else problem.visits[stop.visit].place


def arrivals(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> list[tuple[int, int]]:
    """For each stop when the carer is there, and the ticks of travel to it: none after a break, which is held there."""
    found, here, free, rested = [], carer.begins, carer.on, False
    for stop, there in zip(route, _places(problem, carer, route), strict=True):
        way = 0 if rested else int(problem.travel[carer.mode, here, there])
        found.append((free + way, way))
        here, free = there, stop.start + _duration(problem, carer, stop)
        rested = _place(problem, carer, stop) is None
    return found


def back_at(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> int:
    """When a carer is back; the shift's beginning where they go nowhere."""
    if not route:
        return carer.on
    last = route[-1]
    here = _place(problem, carer, last)
    way = 0 if here is None else problem.travel[carer.mode, here, carer.ends]
    return last.start + _duration(problem, carer, last) + int(way)


def travelled(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> int:
    """Ticks of travel of a day, none where the carer visits nobody."""
    places = [_place(problem, carer, stop) for stop in route]
    visited = [place for place in places if place is not None]
    if not visited:
        return 0
    stops = [carer.begins, *visited, carer.ends]
    return sum(int(problem.travel[carer.mode, a, b]) for a, b in pairwise(stops))


def lateness(part: Part, start: int) -> int:
    """Ticks after the end of the last window that has opened."""
    opened = [w for w in part.windows if w.opens <= start] or [part.windows[0]]
    return max(0, start - opened[-1].closes)


def waited(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> int:
    """Ticks of waiting at the stops after the first visit: none before it, nor at breaks that begin the day."""
    after = [(stop, at) for stop, (at, _) in zip(route, arrivals(problem, carer, route), strict=True)]
    breaks = next((k for k, stop in enumerate(route) if _place(problem, carer, stop) is not None), len(route))
    return sum(stop.start - at for stop, at in after[breaks + 1 :])


def idle(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> int:
    """Ticks of the shift, and of what was worked after it, in which a carer neither works, rests nor travels."""
    over = max(0, back_at(problem, carer, route) - carer.off)
    return carer.off - carer.on + over - worked(problem, carer, route)


def worked(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> int:
    """Ticks of work, breaks and travel."""
    return sum(_duration(problem, carer, stop) for stop in route) + travelled(problem, carer, route)


def unwanted(part: Part, start: int) -> int:
    """Ticks before the first or after the last preferred start."""
    if part.wanted is None:
        return 0
    return max(0, part.wanted.opens - start, start - part.wanted.closes)


def share(problem: Problem, carer: Carer) -> int:
    """The even share of a carer's work, in ticks."""
    if carer.share is not None:
        return carer.share
    whole = sum(part.duration for visit in problem.visits for part in visit.parts)
    return _by_shift(problem, carer, whole) + sum(held.duration for held in carer.breaks)


def heavy_share(problem: Problem, carer: Carer) -> int:
    """The even share of heavy points."""
    return _by_shift(problem, carer, sum(visit.heavy for visit in problem.visits for _ in visit.parts))


def _by_shift(problem: Problem, carer: Carer, whole: int) -> int:
    hours = sum(one.off - one.on for one in problem.carers)
    return floor(Fraction(whole * (carer.off - carer.on), hours) + Fraction(1, 2)) if hours else 0


def heavy(problem: Problem, route: tuple[Stop, ...]) -> int:
    """Points of strain that a route is."""
    return sum(problem.visits[stop.visit].heavy for stop in route if stop.visit != BREAK)


def new_meetings(problem: Problem, plan: Plan) -> set[tuple[str, str]]:
    """Recipients and carers who meet this day and did not in the 13 days before."""
    return {
        (whom, carer.key)
        for carer, route in zip(problem.carers, plan.routes, strict=True)
        for stop in route
        if stop.visit != BREAK and (whom := problem.visits[stop.visit].recipient)
        and carer.key not in problem.known.get(whom, frozenset())
    }  # fmt: skip


def unmet(problem: Problem, plan: Plan) -> dict[str, list[tuple[str, int]]]:
    """For each kind of wish that the day has: key of visit and cost, once for each part whose carer was not wished."""
    told = {wish.kind for visit in problem.visits for wish in visit.wishes}
    kinds = [*(kind for kind in WISHES if kind in told), *sorted(told - set(WISHES))]
    found: dict[str, list[tuple[str, int]]] = {kind: [] for kind in kinds}
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        for visit in (problem.visits[stop.visit] for stop in route if stop.visit != BREAK):
            for wish in visit.wishes:
                if carer.key not in wish.carers:
                    found[wish.kind].append((visit.key, wish.cost))
    return found


def parts(problem: Problem, plan: Plan) -> dict[str, int]:
    """What a plan costs, weighted, part by part; each kind of wish that the day has is a part by its name."""
    by_carer = list(zip(problem.carers, plan.routes, strict=True))
    stops = [stop for route in plan.routes for stop in route if stop.visit != BREAK]
    late = [lateness(part_of(problem, stop), stop.start) for stop in stops]
    over = sum(max(0, back_at(problem, c, r) - c.off) for c, r in by_carer)
    away = sum((worked(problem, c, r) - share(problem, c)) ** 2 // problem.weights.scale for c, r in by_carer)
    strain = sum((heavy(problem, r) - heavy_share(problem, c)) ** 2 for c, r in by_carer)
    weights = problem.weights
    return {
        "travel": weights.travel * sum(travelled(problem, c, r) for c, r in by_carer),
        "late": weights.late * sum(late),
        "worst": weights.worst * max(late, default=0),
        "waiting": weights.waiting * sum(waited(problem, c, r) for c, r in by_carer),
        "overtime": weights.overtime * over,
        "idle": weights.idle * max((idle(problem, c, r) for c, r in by_carer), default=0),
        "wanted": weights.wanted * sum(unwanted(part_of(problem, stop), stop.start) for stop in stops),
        "met": weights.met * len(new_meetings(problem, plan)),
        **{kind: sum(cost for _, cost in missed) for kind, missed in unmet(problem, plan).items()},
        "uneven": weights.uneven * away,
        "heavy": weights.uneven_heavy * strain,
        "weekend": sum(c.using for c, r in by_carer if any(stop.visit != BREAK for stop in r)),
        "left": _left(problem, plan),
        "breaks": _breaks_left(by_carer),
    }


def _left(problem: Problem, plan: Plan) -> int:
    """What is left out though it may be; what must happen is a broken rule, and has no price."""
    done = {stop.visit for route in plan.routes for stop in route}
    left = [number for number in range(len(problem.visits)) if number not in done]
    return sum(problem.visits[number].leaving or 0 for number in left if not must_happen(problem, number))


def _breaks_left(by_carer: list[tuple[Carer, tuple[Stop, ...]]]) -> int:
    return sum(
        held.leaving or 0
        for carer, route in by_carer
        for k, held in enumerate(carer.breaks)
        if not any(stop.visit == BREAK and stop.part == k for stop in route)
    )


def cost(problem: Problem, plan: Plan) -> float:
    """The whole cost, as the problem's format shows it."""
    return sum(parts(problem, plan).values()) / problem.divisor
