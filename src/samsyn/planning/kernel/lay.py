"""A plan that is there already, laid out stop by stop."""

from samsyn.planning.kernel.case import END, FIRST, LEAVING, LEFT, TRAVEL, Case, Ints
from samsyn.planning.kernel.compiled import entry
from samsyn.planning.kernel.cost import accept, begin, reject, weigh
from samsyn.planning.kernel.links import put_after
from samsyn.planning.kernel.state import BEFORE, TRIAL, State


@entry
def lay(case: Case, state: State, order: Ints, owner: Ints, rank: Ints) -> None:
    """Lay out visits in an order, each service with its owner, by rank within the route; left out where it cannot be.

    `owner` has a carer for each service, or -1; a visit of which any service has none is left out.
    """
    for visit in order:
        first, end, whole = case.visits[visit, FIRST], case.visits[visit, END], True
        begin(state)
        for node in range(first, end):
            whole = whole and owner[node] >= 0
        if not whole or state.left[visit] == 0:
            continue
        for node in range(first, end):
            one = state.node[case.n + owner[node], BEFORE]
            while one < case.n and rank[one] > rank[node]:
                one = state.node[one, BEFORE]
            state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
        state.sums[TRIAL, LEFT] -= case.visits[visit, LEAVING]
        if weigh(case, state):
            accept(state)
            state.left[visit] = 0
        else:
            reject(case, state, True)
