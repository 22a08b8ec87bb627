"""What is wrong with a day before it is planned: each fault with the visit or carer and the rule that it breaks."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from samsyn.planning.problem import Carer, Part, Problem, Visit
from samsyn.planning.settled import lock_faults, tie_faults
from samsyn.planning.words import Fault, clock

MOST_VISITS, MOST_CARERS = 3_000, 500  # a larger day is planned unit by unit
LONGEST = 1 << 26  # ticks: longer than any day in thousandths of a minute
MOST_COST = 1 << 27  # of one thing, or one tick of it: less than it costs the search to leave out what must happen


def faults(problem: Problem) -> list[Fault]:
    """Everything that is wrong with a day; none where it can be planned."""
    found = list(_sizes(problem))
    if found:
        return found
    for visit in problem.visits:
        found += _visit_faults(problem, visit)
    for carer in problem.carers:
        found += _carer_faults(problem, carer)
    found += _matrix_faults(problem)
    found += _weight_faults(problem)
    if not found:  # what is settled is held against times and places that are sound
        found += [*lock_faults(problem), *tie_faults(problem)]
    return found


def _sizes(problem: Problem) -> Iterator[Fault]:
    if not problem.carers:
        yield Fault("no-carers", "day")
    if not problem.visits:
        yield Fault("no-visits", "day")
    if len(problem.visits) > MOST_VISITS:
        yield Fault("too-many", "day", terms={"count": len(problem.visits), "most": MOST_VISITS})
    if len(problem.carers) > MOST_CARERS:
        yield Fault("too-many-carers", "day", terms={"count": len(problem.carers), "most": MOST_CARERS})
    for kind, keys in (("visit", [v.key for v in problem.visits]), ("carer", [c.key for c in problem.carers])):
        for key in sorted(key for key, times in Counter(keys).items() if times > 1):
            yield Fault("same-key", kind, key)


def _visit_faults(problem: Problem, visit: Visit) -> Iterator[Fault]:
    if not 0 <= visit.place < problem.travel.shape[1]:
        yield Fault("no-place", "visit", visit.key, {"place": visit.place})
    if not visit.parts:
        yield Fault("no-parts", "visit", visit.key)
    for cost in (visit.leaving or 0, visit.heavy, *(wish.cost for wish in visit.wishes)):
        if not 0 <= cost <= MOST_COST:
            yield Fault("negative-cost", "visit", visit.key, {"cost": cost})
    for part in visit.parts:
        yield from _part_faults(problem, visit, part)
    if len(visit.parts) > 1 and not _enough(problem, visit):
        yield Fault("too-few", "visit", visit.key, {"count": len(visit.parts)})


def _part_faults(problem: Problem, visit: Visit, part: Part) -> Iterator[Fault]:
    if not 0 <= part.duration <= LONGEST:
        yield Fault("negative", "visit", visit.key, {"minutes": part.duration // problem.ticks})
    if not part.windows:
        yield Fault("no-window", "visit", visit.key)
    yield from _window_faults(problem, visit, part)
    if not any(part.skill in c.skills and c.key not in visit.refused for c in problem.carers):
        rule = "no-carer" if part.skill else "all-refused"
        yield Fault(rule, "visit", visit.key, {"skill": part.skill} if part.skill else {})


def _window_faults(problem: Problem, visit: Visit, part: Part) -> Iterator[Fault]:
    def at(ticks: int) -> str:
        return clock(ticks, problem.ticks)

    before = -1
    for window in part.windows:
        terms: dict[str, str | int] = {"opens": at(window.opens), "closes": at(window.closes)}
        if window.closes < window.opens:
            yield Fault("short-window", "visit", visit.key, terms)
        elif window.opens < 0:
            yield Fault("negative-start", "visit", visit.key, terms)
        elif window.opens <= before:
            yield Fault("windows", "visit", visit.key, terms)
        before = window.closes
    if part.wanted is not None and part.wanted.closes < part.wanted.opens:
        yield Fault("wanted", "visit", visit.key, {"opens": at(part.wanted.opens), "closes": at(part.wanted.closes)})
    if part.windows and part.latest is not None and part.latest < part.windows[0].opens:
        terms = {"opens": at(part.windows[0].opens), "latest": at(part.latest)}
        yield Fault("latest", "visit", visit.key, terms)


def _enough(problem: Problem, visit: Visit) -> bool:
    """Whether each part can have a carer of its own, by augmenting paths."""
    has: dict[str, int] = {}

    def give(part: int, asked: set[str]) -> bool:
        for carer in problem.carers:
            if visit.parts[part].skill in carer.skills and carer.key not in visit.refused and carer.key not in asked:
                asked.add(carer.key)
                if carer.key not in has or give(has[carer.key], asked):
                    has[carer.key] = part
                    return True
        return False

    return all(give(part, set()) for part in range(len(visit.parts)))


def _carer_faults(problem: Problem, carer: Carer) -> Iterator[Fault]:
    places = problem.travel.shape[1]
    if not (0 <= carer.begins < places and 0 <= carer.ends < places):
        yield Fault("no-end", "carer", carer.key)
    if not 0 <= carer.mode < problem.travel.shape[0]:
        yield Fault("no-mode", "carer", carer.key, {"mode": carer.mode})
    on, off = clock(carer.on, problem.ticks), clock(carer.off, problem.ticks)
    if not 0 <= carer.on <= carer.off:
        yield Fault("shift", "carer", carer.key, {"on": on, "off": off})
    elif carer.last is not None and carer.last < carer.on:
        yield Fault("home", "carer", carer.key, {"on": on, "last": clock(carer.last, problem.ticks)})
    if not 0 <= carer.using <= MOST_COST:
        yield Fault("negative-cost", "carer", carer.key, {"cost": carer.using})
    for held in carer.breaks:
        if held.closes < held.opens or held.opens < 0 or held.duration < 0:
            opens, closes = clock(held.opens, problem.ticks), clock(held.closes, problem.ticks)
            minutes = held.duration // problem.ticks
            yield Fault("break", "carer", carer.key, {"minutes": minutes, "opens": opens, "closes": closes})
        if not 0 <= (held.leaving or 0) <= MOST_COST:
            yield Fault("negative-cost", "carer", carer.key, {"cost": held.leaving or 0})


def _matrix_faults(problem: Problem) -> Iterator[Fault]:
    used = sorted({visit.place for visit in problem.visits} | {p for c in problem.carers for p in (c.begins, c.ends)})
    used = [place for place in used if 0 <= place < problem.travel.shape[1]]
    between = problem.travel[:, used][:, :, used]
    for _, a, b in np.argwhere((between < 0) | (between > LONGEST))[:20]:
        visits = [v.key for v in problem.visits if v.place in (used[a], used[b])]
        terms: dict[str, str | int] = {"one": used[a], "other": used[b]}
        yield Fault("unreachable", "visit" if visits else "place", visits[0] if visits else str(used[b]), terms)


def _weight_faults(problem: Problem) -> Iterator[Fault]:
    for name, value in vars(problem.weights).items():
        if not (1 if name == "scale" else 0) <= value <= MOST_COST:
            yield Fault("weight", "day", terms={"name": name, "value": value})
