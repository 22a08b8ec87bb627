"""Taking a service out of a route and putting it in, with the travel that this costs and what must be timed anew."""

from samsyn.planning.kernel.case import APART, APART_END, BEGINS, ENDS, MODE, NOWHERE, OTHER, PLACE
from samsyn.planning.kernel.compiled import compiled
from samsyn.planning.kernel.state import AFTER, BEFORE, ROUTE, SEED_COUNT, SEEDS, UNDO_COUNT


@compiled
def seed(state, at):
    """Let a node's start be questioned."""
    s = state.counts[SEED_COUNT]
    state.list[SEEDS, s] = at
    state.counts[SEED_COUNT] = s + 1


@compiled
def _keep(node, undo, u, at):
    undo[0, u] = at
    undo[1, u] = node[at, AFTER]
    undo[2, u] = node[at, BEFORE]
    undo[3, u] = node[at, ROUTE]


@compiled
def keep(state, at):
    """Remember how a node is linked, for `undo_links`."""
    u = state.counts[UNDO_COUNT]
    _keep(state.node, state.undo, u, at)
    state.counts[UNDO_COUNT] = u + 1


@compiled
def travel_between(n, service, carer, travel, node, one, other, who):
    """Travel from a node to another, whatever breaks stand between them; none where the carer visits nobody."""
    while one < n and service[one, PLACE] < 0:
        one = node[one, BEFORE]
    while other < n and service[other, PLACE] < 0:
        other = node[other, AFTER]
    if one >= n and other >= n:
        return 0
    a = service[one, PLACE] if one < n else carer[who, BEGINS]
    b = service[other, PLACE] if other < n else carer[who, ENDS]
    return travel[carer[who, MODE], a, b]


@compiled
def between(case, state, one, other, who):
    """The same, of a day and a plan."""
    return travel_between(case.n, case.service, case.carer, case.travel, state.node, one, other, who)


@compiled
def _seed_place(n, service, node, seeds, s, one, other):
    """A changed place is timed anew, and breaks before it, whose place is that of what comes after them."""
    seeds[s] = other
    s += 1
    while one < n and service[one, PLACE] < 0:
        seeds[s] = one
        s += 1
        one = node[one, BEFORE]
    return s


@compiled
def _take_out(n, service, carer, travel, node, undo, seeds, u, s, at):
    one, other, who = node[at, BEFORE], node[at, AFTER], node[at, ROUTE]
    _keep(node, undo, u, one)
    _keep(node, undo, u + 1, at)
    _keep(node, undo, u + 2, other)
    cost = 0
    if service[at, PLACE] >= 0:
        cost -= travel_between(n, service, carer, travel, node, one, at, who)
        cost -= travel_between(n, service, carer, travel, node, at, other, who)
    node[one, AFTER] = other
    node[other, BEFORE] = one
    node[at, ROUTE] = NOWHERE
    node[at, AFTER] = node[at, BEFORE] = at
    if service[at, PLACE] >= 0:
        cost += travel_between(n, service, carer, travel, node, one, other, who)
    seeds[s] = at
    return cost, u + 3, _seed_place(n, service, node, seeds, s + 1, one, other)


@compiled
def take_out(case, state, at):
    """Take a service out of its route; returns what travel this costs, less than nothing when it saves."""
    count = state.counts
    cost, count[UNDO_COUNT], count[SEED_COUNT] = _take_out(
        case.n, case.service, case.carer, case.travel, state.node, state.undo, state.list[SEEDS], count[UNDO_COUNT],
        count[SEED_COUNT], at,
    )  # fmt: skip
    return cost


@compiled
def _put_after(n, service, carer, travel, node, undo, seeds, u, s, at, one):
    other, who = node[one, AFTER], node[one, ROUTE]
    _keep(node, undo, u, one)
    _keep(node, undo, u + 1, at)
    _keep(node, undo, u + 2, other)
    cost = 0
    if service[at, PLACE] >= 0:
        cost -= travel_between(n, service, carer, travel, node, one, other, who)
    node[one, AFTER] = node[other, BEFORE] = at
    node[at, BEFORE], node[at, AFTER] = one, other
    node[at, ROUTE] = who
    if service[at, PLACE] >= 0:
        cost += travel_between(n, service, carer, travel, node, one, at, who)
        cost += travel_between(n, service, carer, travel, node, at, other, who)
    seeds[s] = at
    return cost, u + 3, _seed_place(n, service, node, seeds, s + 1, one, other)


@compiled
def put_after(case, state, at, one):
    """Put a service after a node; returns what travel this costs."""
    count = state.counts
    cost, count[UNDO_COUNT], count[SEED_COUNT] = _put_after(
        case.n, case.service, case.carer, case.travel, state.node, state.undo, state.list[SEEDS], count[UNDO_COUNT],
        count[SEED_COUNT], at, one,
    )  # fmt: skip
    return cost


@compiled
def undo_links(node, undo, count):
    """Put every node back as it was linked before the trial."""
    u = count
    while u > 0:
        u -= 1
        at = undo[0, u]
        node[at, AFTER] = undo[1, u]
        node[at, BEFORE] = undo[2, u]
        node[at, ROUTE] = undo[3, u]


@compiled
def clashing(service, tie, node, at, who):
    """Whether somebody who must have another carer than this service's is on the carer's route."""
    for a in range(service[at, APART], service[at, APART_END]):  # noqa: SIM110 - any() cannot be compiled
        if node[tie[a, OTHER], ROUTE] == who:
            return True
    return False


@compiled
def clashes(case, state, at, who):
    """The same, of a day and a plan."""
    return clashing(case.service, case.tie, state.node, at, who)
