"""Where a service would cost least: the places that are thought the best, each tried."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.kernel.case import (
    CLOSES,
    DURATION,
    FORBIDDEN,
    FROM,
    IDLE,
    LATE,
    ON,
    OPENS,
    PLACE,
    TRAVEL,
    WINDOWS,
    Case,
    Ints,
)
from samsyn.planning.kernel.compiled import compiled
from samsyn.planning.kernel.cost import accept, begin, guided, idleness, reject, weigh
from samsyn.planning.kernel.links import between, put_after
from samsyn.planning.kernel.moves import may
from samsyn.planning.kernel.state import AFTER, BEFORE, NOW, RELEASE, ROUTE, START, TRIAL, State, draw, fraction

NONE = 1 << 60
PASSED = 0.02  # how often a place is passed over
FEW = 5  # carers whose day's beginning is tried beside what is near
WHOLE = 2  # of these, carers whose whole day is looked through where idleness costs
TRIED = 10  # places that are tried, of those that are looked at
TOP = 3  # places of a double visit's first part for which the best of the second is sought


class Room(NamedTuple):
    """What rebuilding needs beside a state: two copies of it, and lists."""

    held: State
    inner: State
    out: Ints  # the visits that are taken out
    order: Ints  # by what they are put back
    seen: Ints  # of each node: the number of the search for a place that met it last; of each carer: of the ruin
    look: Ints  # places that are thought the best
    guess: Ints  # and what each is thought to cost
    pull: NDArray[np.float64]  # of each carer: what a tick less of idleness is worth
    numbers: Ints  # how many are out, the number of the search, the number of the ruin


def room(case: Case, state: State) -> Room:
    """Room for rebuilding plans of a day."""
    nodes, visits = case.n + case.m, len(case.visits)

    def copy() -> State:
        return State._make(array.copy() for array in state)

    return Room(
        copy(), copy(), np.zeros(visits, np.int64), np.zeros(visits, np.int64), np.zeros((2, nodes), np.int64),
        np.zeros((TRIED, 2), np.int64), np.zeros(TRIED, np.int64), np.zeros(case.m), np.zeros(3, np.int64),
    )  # fmt: skip


@compiled
def copied(one, other):
    """Let a plan be as another; what marks trials runs on."""
    other.node[:] = one.node
    other.day[:] = one.day
    other.meets[:] = one.meets
    other.left[:] = one.left
    other.sums[:] = one.sums


@compiled
def _tried(case, state, node, one):
    """What the plan would cost with a service after a node; NONE where it cannot be."""
    begin(state)
    state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
    cost = guided(case, state, TRIAL) if weigh(case, state) else NONE
    reject(case, state, True)
    return cost


@compiled
def _choices(case, node):
    """How many times a service may wait for: its windows, and its preferred starts."""
    return case.service[node, WINDOWS] + (1 if case.service[node, FROM] >= 0 else 0)


@compiled
def _opens(case, node, chosen):
    return case.window[node, chosen, OPENS] if chosen < case.service[node, WINDOWS] else case.service[node, FROM]


@compiled
def release(case, state, node, chosen):
    """Let a service that is on no route wait for one of its windows, or for its preferred starts."""
    state.node[node, RELEASE] = _opens(case, node, chosen)


@compiled
def put(case, state, node, one):
    """Put a service after a node, where it was tried."""
    begin(state)
    state.sums[TRIAL, TRAVEL] += put_after(case, state, node, one)
    weigh(case, state)
    accept(state)


@compiled
def _own_carer(case, node):
    """The only carer who may have a service, as of a break."""
    for carer in range(case.m):
        if case.assign[node, carer] < FORBIDDEN:
            return carer
    return -1


@compiled
def _ranked(places, costs, cost, one, window):
    """Take a place among the best, which rise in cost."""
    k = costs.shape[0] - 1
    if cost >= costs[k]:
        return
    while k > 0 and costs[k - 1] > cost:
        costs[k] = costs[k - 1]
        places[k, 0], places[k, 1] = places[k - 1, 0], places[k - 1, 1]
        k -= 1
    costs[k], places[k, 0], places[k, 1] = cost, one, window


@compiled
def _guessed(case, state, room, node, one, window):
    """About what a service costs after a node: the way, what is late, and half of what is pushed or waited.

    Less what it is worth that a carer is busier, also on a long way: the cheapest place may be the one far off.
    """
    n, carer, following = case.n, state.node[one, ROUTE], state.node[one, AFTER]
    straight = between(case, state, one, following, carer)
    way, on = 0, straight  # a break is held where the carer goes next
    if case.service[node, PLACE] >= 0:
        way, on = between(case, state, one, node, carer), between(case, state, node, following, carer)
    free = case.carer[carer, ON] if one >= n else state.node[one, START] + case.service[one, DURATION]
    start = max(free + way, _opens(case, node, window))
    closes = case.window[node, min(window, case.service[node, WINDOWS] - 1), CLOSES]
    cost = case.weights[TRAVEL] * (way + on - straight)
    cost -= int(room.pull[carer] * (case.service[node, DURATION] + way + on - straight))
    cost += max(case.weights[LATE], 1) * max(0, start - closes)
    pushed = 0
    if following < n:
        pushed = max(0, start + case.service[node, DURATION] + on - state.node[following, START])
    return cost + (pushed + start - free - way) // 2 + case.assign[node, carer]


@compiled
def _look_at(case, state, room, node, one):
    """Guess what a service costs after a node for each of its windows, unless that node was met or may not be."""
    if one < 0 or room.seen[0, one] == room.numbers[1]:
        return
    room.seen[0, one] = room.numbers[1]
    carer = state.node[one, ROUTE]
    if carer < 0 or fraction(state.chance) < PASSED or not may(case, state, node, carer):
        return
    for window in range(_choices(case, node)):
        _ranked(room.look, room.guess, _guessed(case, state, room, node, one, window), one, window)


@compiled
def _try_all(case, state, room, node, places, costs):
    """Try the places that are thought the best, each for its window."""
    costs[:] = NONE
    for k in range(room.guess.shape[0]):
        if room.guess[k] < NONE:
            one, window = room.look[k, 0], room.look[k, 1]
            release(case, state, node, window)
            _ranked(places, costs, _tried(case, state, node, one), one, window)


@compiled
def _pulled(case, state, room):
    """Set what a tick less of idleness is worth with each carer: how steep what leads the search is (`cost.lead`)."""
    most, total = state.sums[NOW, IDLE], 0.0
    for who in range(case.m):
        share = max(0, idleness(case.carer, state.day, who)) / most if most > 0 else 0.0
        seventh = share * share * share
        seventh *= seventh * share
        room.pull[who] = case.weights[IDLE] * seventh
        total += seventh * share
    for who in range(case.m):
        room.pull[who] /= max(1.0, total) ** 0.875


@compiled
def _look_along(case, state, room, node, carer):
    """Look at every place of a carer's day."""
    one = case.n + carer
    _look_at(case, state, room, node, one)
    while state.node[one, AFTER] < case.n:
        one = state.node[one, AFTER]
        _look_at(case, state, room, node, one)


@compiled
def places_of(case, state, room, node, places, costs):
    """The best places of a service: beside what is near it, and somewhere on a few carers' days."""
    room.guess[:] = NONE
    room.numbers[1] += 1
    if case.weights[IDLE] > 0:
        _pulled(case, state, room)
    if case.service[node, PLACE] < 0:
        _look_along(case, state, room, node, _own_carer(case, node))
    else:
        for k in range(case.near.shape[1]):
            near = case.near[node, k]
            if state.node[near, ROUTE] >= 0:
                _look_at(case, state, room, node, near)
                _look_at(case, state, room, node, state.node[near, BEFORE])
        for k in range(FEW):
            if case.weights[IDLE] > 0 and k < WHOLE:
                _look_along(case, state, room, node, draw(state.chance, case.m))
            else:
                _look_at(case, state, room, node, case.n + draw(state.chance, case.m))
    _try_all(case, state, room, node, places, costs)
