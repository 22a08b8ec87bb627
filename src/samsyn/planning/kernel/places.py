"""Where else a service could be, with everybody else's order as it is: the cheapest place with each carer."""

from samsyn.planning.kernel.case import FROM, LEAVING, LEFT, OPENS, TRAVEL, VISIT, WINDOWS, Case, Ints
from samsyn.planning.kernel.compiled import compiled, entry
from samsyn.planning.kernel.cost import begin, objective, reject, weigh
from samsyn.planning.kernel.links import put_after, take_out
from samsyn.planning.kernel.moves import may
from samsyn.planning.kernel.state import BEFORE, HELD, HELD_OLD, RELEASE, ROUTE, START, TRIAL, State

COST, AFTER_WHAT, STARTS, OPENED = 0, 1, 2, 3  # columns of what is found
FOUND_COLUMNS = 4
NONE = 1 << 60


@compiled
def _tried(case, state, node, one, opens):
    """What the plan costs with a service after a node, not before `opens`, and its start; NONE where it cannot be."""
    begin(state)
    state.counts[HELD] = node + 1
    state.counts[HELD_OLD] = state.node[node, RELEASE]
    state.node[node, RELEASE] = opens
    if state.node[node, ROUTE] >= 0:
        state.sums[TRIAL, TRAVEL] += take_out(case, state, node)
    else:
        state.sums[TRIAL, LEFT] -= case.visits[case.service[node, VISIT], LEAVING]
    state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
    cost, start = NONE, 0
    if weigh(case, state):
        cost, start = objective(case, state, TRIAL), state.node[node, START]
    reject(case, state, True)
    return cost, start


@entry
def places(case: Case, state: State, node: int, low: int, high: int, found: Ints) -> None:
    """The cheapest place of a service with each carer, its own too: never the one it has. The plan stays as it is.

    Only starts from `low` to `high` count.

    `found` is m x FOUND_COLUMNS: what the whole plan would cost (NONE where there is no place), the node it would come
    after, when it would start, and what it would wait for. One that is on no route counts as the whole of its visit.
    """
    windows = case.service[node, WINDOWS]
    choices = windows + 1 if case.service[node, FROM] >= 0 else windows
    found[:, COST] = NONE
    own, before = state.node[node, ROUTE], state.node[node, BEFORE]
    for one in range(case.n + case.m):
        carer = state.node[one, ROUTE]
        if carer < 0 or one == node or (carer != own and not may(case, state, node, carer)):
            continue
        for chosen in range(choices):
            opens = case.window[node, chosen, OPENS] if chosen < windows else case.service[node, FROM]
            cost, start = _tried(case, state, node, one, opens)
            stays = own >= 0 and one == before and start == state.node[node, START]
            if not stays and low <= start <= high and cost < found[carer, COST]:
                found[carer, COST] = cost
                found[carer, AFTER_WHAT] = one
                found[carer, STARTS] = start
                found[carer, OPENED] = opens
