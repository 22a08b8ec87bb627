"""A plan that is there already, taken up by the compiled search: its links, and what each service waits for."""

import numpy as np

from samsyn.planning.arrays import Numbered
from samsyn.planning.kernel.case import FROM, OPENS, WINDOWS
from samsyn.planning.kernel.state import RELEASE, START, State, empty
from samsyn.planning.kernel.whole import take_up
from samsyn.planning.problem import Plan
from samsyn.planning.reference import BREAK


def standing(given: Numbered, plan: Plan, seed: int = 1) -> State:
    """The state in which the plan stands, each start as in the plan.

    Each service waits for the last of its windows, or of its preferred starts, that has opened when it starts; where it
    would start earlier than the plan says, it has been put off, and waits until then.
    Raises ValueError for a plan that breaks a hard rule, other than that something is left out.
    """
    case, told = given.case, _numbers(given, plan)
    state = empty(case, seed)
    kept = np.zeros((case.n + case.m, 2), np.int64)
    kept[:, 0] = np.arange(case.n + case.m)
    kept[: case.n, 1] = state.node[: case.n, RELEASE]
    for c, route in enumerate(told):
        nodes = [case.n + c, *(node for node, _ in route)]
        kept[nodes, 0] = [*nodes[1:], nodes[0]]
        for node, start in route:
            kept[node, 1] = _waits_for(given, node, start)
    for _ in range(case.n + 1):
        fine = take_up(case, state, kept)
        early = [(node, start) for route in told for node, start in route if state.node[node, START] < start]
        if not early:
            break
        first = min(start for _, start in early)
        for node, start in early:
            if start == first:  # what comes after it may start in time by itself
                kept[node, 1] = start
    late = any(state.node[node, START] > start for route in told for node, start in route)
    if not fine or late:
        raise ValueError("the plan breaks a hard rule of the day: let `planning.reference.broken` say which")
    return state


def _numbers(given: Numbered, plan: Plan) -> list[list[tuple[int, int]]]:
    """The routes as numbers of services, with their starts."""
    at = {stop: number for number, stop in enumerate(given.stops) if stop[0] != BREAK}
    return [
        [
            (int(given.case.breaks[c, stop.part]) if stop.visit == BREAK else at[stop.visit, stop.part], stop.start)
            for stop in route
        ]
        for c, route in enumerate(plan.routes)
    ]


def _waits_for(given: Numbered, node: int, start: int) -> int:
    case = given.case
    opens = [int(x) for x in case.window[node, : case.service[node, WINDOWS], OPENS]]
    if case.service[node, FROM] >= 0:
        opens.append(int(case.service[node, FROM]))
    return max((x for x in opens if x <= start), default=start)
