"""Small changes of a plan. Each changes the links of a trial that `cost.begin` began and puts the travel it costs on
the trial; it returns False, with whatever it did left for `cost.reject`, where the change is none or may not be.
"""

from samsyn.planning.kernel.case import (
    DURATION,
    END,
    FIRST,
    FORBIDDEN,
    FROM,
    LEAVING,
    LEFT,
    MODE,
    OPENS,
    OTHER,
    OUT,
    OUT_END,
    PLACE,
    TRAVEL,
    VISIT,
    WINDOWS,
)
from samsyn.planning.kernel.compiled import compiled
from samsyn.planning.kernel.links import between, clashes, keep, put_after, seed, take_out
from samsyn.planning.kernel.state import (
    AFTER,
    BEFORE,
    HELD,
    HELD_OLD,
    RELEASE,
    ROUTE,
    START,
    TRIAL,
    TURNED,
    draw,
    fraction,
)

RANDOM = 0.08  # how often a place is drawn among all instead of among the near
AHEAD = 0.5  # how often a service comes before the near one instead of after it


@compiled
def may(case, state, node, carer):
    """Whether a carer may have a service, by itself and beside what they have."""
    return case.assign[node, carer] < FORBIDDEN and not clashes(case, state, node, carer)


@compiled
def near_place(case, state, node):
    """A node that a service could come after, mostly near it; NOWHERE (-1) where the one drawn is on no route."""
    if case.service[node, PLACE] < 0 or fraction(state.chance) < RANDOM:
        return _any_place(case, state, node)
    one = case.near[node, draw(state.chance, case.near.shape[1])]
    if state.node[one, ROUTE] < 0:
        return -1
    return state.node[one, BEFORE] if fraction(state.chance) < AHEAD else one


@compiled
def _any_place(case, state, node):
    """A node on the route of anybody who may have the service."""
    carer = draw(state.chance, case.m)
    tried = 0
    while case.assign[node, carer] >= FORBIDDEN and tried < case.m:
        carer = (carer + 1) % case.m
        tried += 1
    length, one = 0, state.node[case.n + carer, AFTER]
    while one < case.n:
        length += 1
        one = state.node[one, AFTER]
    one = case.n + carer
    for _ in range(draw(state.chance, length + 1)):
        one = state.node[one, AFTER]
    return one


@compiled
def relocate(case, state, node):
    """Put a service somewhere else."""
    one = near_place(case, state, node)
    if one < 0 or one == node or one == state.node[node, BEFORE] or state.node[node, ROUTE] < 0:
        return False
    carer = state.node[one, ROUTE]
    if carer != state.node[node, ROUTE] and not may(case, state, node, carer):
        return False
    state.sums[TRIAL, TRAVEL] += take_out(case, state, node)
    state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
    return True


@compiled
def swap(case, state, node):
    """Let a service change places with one that stands beside something near it."""
    one = near_place(case, state, node)
    if one < 0 or state.node[node, ROUTE] < 0:
        return False
    other = state.node[one, AFTER]
    if other >= case.n or other == node or state.node[node, AFTER] == other or state.node[other, AFTER] == node:
        return False
    a, b = state.node[node, ROUTE], state.node[other, ROUTE]
    if a != b and (case.assign[node, b] >= FORBIDDEN or case.assign[other, a] >= FORBIDDEN):
        return False
    before_node, before_other = state.node[node, BEFORE], state.node[other, BEFORE]
    state.sums[TRIAL, TRAVEL] += take_out(case, state, node) + take_out(case, state, other)
    if a != b and (clashes(case, state, node, b) or clashes(case, state, other, a)):
        return False
    state.sums[TRIAL, TRAVEL] += put_after(case, state, node, before_other)
    state.sums[TRIAL, TRAVEL] += put_after(case, state, other, before_node)
    return True


@compiled
def move_run(case, state, node):
    """Put two or three services in a row somewhere else, in their order."""
    one = near_place(case, state, node)
    if one < 0 or one == state.node[node, BEFORE] or state.node[node, ROUTE] < 0 or case.service[node, PLACE] < 0:
        return False
    carer, length = state.node[one, ROUTE], 2 + draw(state.chance, 2)
    last = node
    for step in range(length):
        if last == one or (carer != state.node[node, ROUTE] and not may(case, state, last, carer)):
            return False
        if step < length - 1:
            last = state.node[last, AFTER]
            if last >= case.n:
                return False
    for _ in range(length):
        following = state.node[node, AFTER]
        state.sums[TRIAL, TRAVEL] += take_out(case, state, node)
        if clashes(case, state, node, carer):
            return False
        state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
        one, node = node, following
    return True


@compiled
def move_pair(case, state, node):
    """Put a service and one that is tied to it somewhere else at once."""
    begin, end = case.service[node, OUT], case.service[node, OUT_END]
    if begin == end or state.node[node, ROUTE] < 0:
        return False
    other = case.tie[begin + draw(state.chance, end - begin), OTHER]
    one, two = near_place(case, state, node), near_place(case, state, other)
    if one < 0 or two < 0 or state.node[other, ROUTE] < 0:
        return False
    if one == node or one == other or two == node or two == other:  # noqa: SIM109 - a tuple costs time here
        return False
    a, b = state.node[one, ROUTE], state.node[two, ROUTE]
    if case.assign[node, a] >= FORBIDDEN or case.assign[other, b] >= FORBIDDEN:
        return False
    state.sums[TRIAL, TRAVEL] += take_out(case, state, node) + take_out(case, state, other)
    if clashes(case, state, node, a):
        return False
    state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
    if clashes(case, state, other, b):
        return False
    state.sums[TRIAL, TRAVEL] += put_after(case, state, other, two)
    return True


@compiled
def take_in(case, state, visit):
    """Put a visit that was left out on routes, each of its services at a place near it."""
    if not state.left[visit]:
        return False
    for node in range(case.visits[visit, FIRST], case.visits[visit, END]):
        one = near_place(case, state, node)
        if one < 0 or not may(case, state, node, state.node[one, ROUTE]):
            return False
        state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
    _turn(case, state, visit)
    return True


@compiled
def leave_out(case, state, visit):
    """Leave a visit out."""
    if state.left[visit]:
        return False
    for node in range(case.visits[visit, FIRST], case.visits[visit, END]):
        state.sums[TRIAL, TRAVEL] += take_out(case, state, node)
    _turn(case, state, visit)
    return True


@compiled
def _turn(case, state, visit):
    state.left[visit] = 1 - state.left[visit]
    state.sums[TRIAL, LEFT] += case.visits[visit, LEAVING] if state.left[visit] else -case.visits[visit, LEAVING]
    state.counts[TURNED] = visit + 1


@compiled
def wait_for(case, state, node):
    """Let a service wait for another of its windows than it does, or for its preferred starts."""
    windows = case.service[node, WINDOWS]
    choices = windows + 1 if case.service[node, FROM] >= 0 else windows
    if choices < 2 or state.node[node, ROUTE] < 0:
        return False
    chosen = draw(state.chance, choices)
    opens = case.window[node, chosen, OPENS] if chosen < windows else case.service[node, FROM]
    if opens == state.node[node, RELEASE]:
        return False
    state.counts[HELD] = node + 1
    state.counts[HELD_OLD] = state.node[node, RELEASE]
    state.node[node, RELEASE] = opens
    seed(state, node)
    keep(state, node)
    return True


@compiled
def swap_ends(case, state, node):
    """Let two carers change the rest of their days, from a service and from after one that is near it (2-opt*)."""
    if case.service[node, PLACE] < 0 or state.node[node, ROUTE] < 0:
        return False
    one = case.near[node, draw(state.chance, case.near.shape[1])]
    a, b = state.node[one, ROUTE], state.node[node, ROUTE]
    if a < 0 or a == b:
        return False
    if not _all_may(case, state, node, a) or not _all_may(case, state, state.node[one, AFTER], b):
        return False
    _lift_breaks(case, state, a)
    _lift_breaks(case, state, b)
    first, other = state.node[node, BEFORE], state.node[one, AFTER]
    _cross(case, state, a, b, one, other, first, node)
    if _any_clash(case, state, node, a) or _any_clash(case, state, other, b):
        return False
    _lay_breaks(case, state, a)
    _lay_breaks(case, state, b)
    return True


@compiled
def _all_may(case, state, node, carer):
    while node < case.n:
        if case.service[node, PLACE] >= 0 and case.assign[node, carer] >= FORBIDDEN:
            return False
        node = state.node[node, AFTER]
    return True


@compiled
def _any_clash(case, state, node, carer):
    while node < case.n:
        if clashes(case, state, node, carer):
            return True
        node = state.node[node, AFTER]
    return False


@compiled
def _lift_breaks(case, state, carer):
    for k in range(case.breaks.shape[1]):
        node = case.breaks[carer, k]
        if node >= 0 and state.node[node, ROUTE] >= 0:
            state.sums[TRIAL, TRAVEL] += take_out(case, state, node)


@compiled
def _lay_breaks(case, state, carer):
    """Put back the breaks that were lifted: where the day reaches them, as the starts stand before they are timed."""
    for k in range(case.breaks.shape[1]):
        node = case.breaks[carer, k]
        if node < 0 or state.left[case.service[node, VISIT]] or state.node[node, ROUTE] >= 0:
            continue
        one = case.n + carer
        following = state.node[one, AFTER]
        while (
            following < case.n
            and state.node[following, START] + case.service[following, DURATION] <= state.node[node, START]
        ):
            one = following
            following = state.node[one, AFTER]
        state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)


@compiled
def _keep_both(state, one, other):
    keep(state, one)
    keep(state, other)


@compiled
def _cross(case, state, a, b, one, other, first, node):
    """Join one with node on a's route, first with other on b's."""
    n = case.n
    last_a, last_b = state.node[n + a, BEFORE], state.node[n + b, BEFORE]
    state.sums[TRIAL, TRAVEL] -= between(case, state, one, other, a) + between(case, state, first, node, b)
    state.sums[TRIAL, TRAVEL] -= between(case, state, last_b, n + b, b)
    if other < n:
        state.sums[TRIAL, TRAVEL] -= between(case, state, last_a, n + a, a)
    _hand_over(case, state, node, a)
    _hand_over(case, state, other, b)
    _keep_both(state, one, last_a)
    _keep_both(state, first, last_b)
    _keep_both(state, n + a, n + b)
    state.node[one, AFTER], state.node[node, BEFORE] = node, one
    state.node[last_b, AFTER], state.node[n + a, BEFORE] = n + a, last_b
    seed(state, node)
    seed(state, other if other < n else n + b)
    if other < n:
        state.node[first, AFTER], state.node[other, BEFORE] = other, first
        state.node[last_a, AFTER], state.node[n + b, BEFORE] = n + b, last_a
    else:
        state.node[first, AFTER], state.node[n + b, BEFORE] = n + b, first
    _cost_joined(case, state, a, b, one, other, first, node)


@compiled
def _cost_joined(case, state, a, b, one, other, first, node):
    n = case.n
    state.sums[TRIAL, TRAVEL] += between(case, state, one, node, a)
    state.sums[TRIAL, TRAVEL] += between(case, state, state.node[n + a, BEFORE], n + a, a)
    if other < n:
        state.sums[TRIAL, TRAVEL] += between(case, state, first, other, b)
        state.sums[TRIAL, TRAVEL] += between(case, state, state.node[n + b, BEFORE], n + b, b)
    else:
        state.sums[TRIAL, TRAVEL] += between(case, state, first, n + b, b)


@compiled
def _hand_over(case, state, node, carer):
    while node < case.n:
        keep(state, node)
        if case.carer[carer, MODE] != case.carer[state.node[node, ROUTE], MODE]:
            seed(state, node)
        state.node[node, ROUTE] = carer
        node = state.node[node, AFTER]
