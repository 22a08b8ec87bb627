"""Putting in what is left out, each visit where it costs least."""

from samsyn.planning.kernel.case import END, FIRST, LEAVING, LEFT, TRAVEL, Case, Ints
from samsyn.planning.kernel.compiled import compiled, entry
from samsyn.planning.kernel.cost import accept, begin, objective, reject, weigh
from samsyn.planning.kernel.links import put_after, take_out
from samsyn.planning.kernel.moves import may
from samsyn.planning.kernel.state import NOW, ROUTE, TRIAL, State

NONE = 1 << 60


@compiled
def cheapest_place(case, state, node):
    """The node after which a service costs least, and that cost; (-1, NONE) where no carer may have it."""
    best, where = NONE, -1
    for one in range(case.n + case.m):
        carer = state.node[one, ROUTE]
        if carer < 0 or not may(case, state, node, carer):
            continue
        begin(state)
        state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
        if weigh(case, state):
            cost = objective(case, state, TRIAL)
            if cost < best:
                best, where = cost, one
        reject(case, state, True)
    return where, best


@compiled
def insert(case, state, visit):
    """Put a visit that was left out where it costs least, service by service; False, and left out, where it cannot."""
    first, end = case.visits[visit, FIRST], case.visits[visit, END]
    for node in range(first, end):
        one, _ = cheapest_place(case, state, node)
        if one < 0:
            for placed in range(first, node):
                begin(state)
                state.sums[TRIAL, TRAVEL] += take_out(case, state, placed)
                weigh(case, state)
                accept(state)
            return False
        begin(state)
        state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
        weigh(case, state)
        accept(state)
    state.left[visit] = 0
    state.sums[NOW, LEFT] -= case.visits[visit, LEAVING]
    return True


@entry
def insert_all(case: Case, state: State, order: Ints) -> int:
    """Put in every visit of an order that is left out; returns how many still are."""
    out = 0
    for visit in order:
        if state.left[visit] and not insert(case, state, visit):
            out += 1
    return out
