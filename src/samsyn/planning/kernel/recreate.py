"""Ruin and recreate: take strings of neighbouring visits out of several routes, and put each back where it costs least.

After Christiaens and Vanden Berghe, "Slack induction by string removals for vehicle routing problems" (2020): strings
that lie near each other make room in several routes at once, and places are passed over now and then. A visit's parts
go in together; some plans are put together by regret (Potvin and Rousseau 1993): first whatever has most to lose.
"""

import numpy as np

from samsyn.planning.kernel.case import (
    CLOSES,
    DURATION,
    END,
    FIRST,
    FORBIDDEN,
    LEAVING,
    LEFT,
    PLACE,
    TRAVEL,
    VISIT,
    WINDOWS,
    Case,
)
from samsyn.planning.kernel.compiled import compiled
from samsyn.planning.kernel.cost import accept, begin, guided, reject, weigh
from samsyn.planning.kernel.links import take_out
from samsyn.planning.kernel.seek import NONE, TOP, Room, copied, places_of, put, release
from samsyn.planning.kernel.state import AFTER, BEFORE, NOW, ROUTE, TRIAL, State, draw, fraction

STRING, MOST = 8, 14  # services of a string at most, and visits that are taken out at most
BY_REGRET = 0.2  # how often visits are put back by regret


@compiled
def _rest_put(case, state, room, visit, places, costs):
    """Put the parts of a visit after its first where each costs least; False where one cannot be put."""
    for node in range(case.visits[visit, FIRST] + 1, case.visits[visit, END]):
        places_of(case, state, room, node, places, costs)
        if costs[0] >= NONE:
            return False
        release(case, state, node, places[0, 1])
        put(case, state, node, places[0, 0])
    return True


@compiled
def _put_back(case, state, room, visit, places, costs):
    """Put a visit where it costs least, or leave it out where that costs less."""
    first = case.visits[visit, FIRST]
    price, without = case.visits[visit, LEAVING], guided(case, state, NOW)
    places_of(case, state, room, first, places, costs)
    if case.visits[visit, END] - first == 1:
        if costs[0] - price > without:
            release(case, state, first, 0)
            return
        release(case, state, first, places[0, 1])
        put(case, state, first, places[0, 0])
    else:
        _put_parts_back(case, state, room, visit, places.copy(), costs.copy(), places, costs)
        if state.node[first, ROUTE] < 0:
            return
    state.left[visit] = 0
    state.sums[NOW, LEFT] -= price


@compiled
def _put_parts_back(case, state, room, visit, tops, top_costs, places, costs):
    """Put a visit of several parts in: the first at each of its best places, the others after it; the best stays."""
    first, end, price = case.visits[visit, FIRST], case.visits[visit, END], case.visits[visit, LEAVING]
    for node in range(first, end):
        release(case, state, node, 0)
    copied(state, room.inner)
    least, best = guided(case, state, NOW) + price, -1
    for k in range(top_costs.shape[0] + 1):
        chosen = k if k < top_costs.shape[0] else best
        if chosen < 0 or top_costs[chosen] >= NONE:
            continue
        release(case, state, first, tops[chosen, 1])
        put(case, state, first, tops[chosen, 0])
        fine = _rest_put(case, state, room, visit, places, costs)
        if k == top_costs.shape[0] and fine:
            return
        if fine and guided(case, state, NOW) < least:
            least, best = guided(case, state, NOW), k
        copied(room.inner, state)


@compiled
def _take_visit(case, state, room, visit):
    """Take a visit's parts out of their routes; the trial goes on."""
    if state.left[visit]:
        return
    for node in range(case.visits[visit, FIRST], case.visits[visit, END]):
        state.sums[TRIAL, TRAVEL] += take_out(case, state, node)
    state.left[visit] = 1
    state.sums[TRIAL, LEFT] += case.visits[visit, LEAVING]
    room.out[room.numbers[0]] = visit
    room.numbers[0] += 1


@compiled
def _take_string(case, state, room, node, most):
    """Take out a string of services that stand in a row around one."""
    length = 1 + draw(state.chance, STRING)
    for _ in range(draw(state.chance, length)):
        if state.node[node, BEFORE] < case.n:
            node = state.node[node, BEFORE]
    taken = 0
    while node < case.n and taken < length and room.numbers[0] < most:
        following = state.node[node, AFTER]  # never the visit's other part, which another carer has
        _take_visit(case, state, room, case.service[node, VISIT])
        node = following
        taken += 1


@compiled
def _ruin(case, state, room):
    """Take strings of visits near a drawn service out of their routes; False where that cannot be."""
    begin(state)
    room.numbers[0] = 0
    room.numbers[2] += 1
    seed = draw(state.chance, case.n)
    most = min(2 + draw(state.chance, MOST), max(1, len(case.visits) // 2))
    scattered = fraction(state.chance) < 0.25
    for k in range(-1, case.near.shape[1]):
        node = seed if k < 0 else case.near[seed, k]
        carer = state.node[node, ROUTE]
        if carer < 0 or room.numbers[0] >= most:
            continue
        if scattered:
            if k < 0 or fraction(state.chance) < 0.6:
                _take_visit(case, state, room, case.service[node, VISIT])
        elif room.seen[1, carer] != room.numbers[2]:
            room.seen[1, carer] = room.numbers[2]
            _take_string(case, state, room, node, most)
    if room.numbers[0] == 0:
        return False
    if not case.break_may_end:
        _take_last_breaks(case, state, room)
    if not weigh(case, state):
        return False
    accept(state)
    return True


@compiled
def _take_last_breaks(case, state, room):
    """Take out breaks after which a carer would go nowhere any more."""
    for carer in range(case.m):
        last = state.node[case.n + carer, BEFORE]
        while last < case.n and case.service[last, PLACE] < 0:
            _take_visit(case, state, room, case.service[last, VISIT])
            last = state.node[case.n + carer, BEFORE]


@compiled
def _left_out_too(case, state, room):
    """Add some of the visits that were left out before."""
    visits = case.visits.shape[0]
    start = draw(state.chance, visits)
    more = 4
    for k in range(visits):
        visit = (start + k) % visits
        if more == 0:
            return
        if state.left[visit]:
            known = False
            for j in range(room.numbers[0]):
                known = known or room.out[j] == visit
            if not known:
                room.out[room.numbers[0]] = visit
                room.numbers[0] += 1
                more -= 1


@compiled
def _sorted(case, state, room):
    """Put what is out in one of four orders, breaks last in two of them: what is tight leaves them no room."""
    way = draw(state.chance, 4)
    for j in range(room.numbers[0]):
        visit = room.out[j]
        first, end = case.visits[visit, FIRST], case.visits[visit, END]
        key = draw(state.chance, 1 << 20)
        if way == 1:
            key = case.window[first, case.service[first, WINDOWS] - 1, CLOSES]
        elif way == 2:
            key = 0
            for node in range(first, end):
                key -= case.service[node, DURATION]
        elif way == 3:
            key = 0
            for carer in range(case.m):
                key += 1 if case.assign[first, carer] < FORBIDDEN else 0
        if case.service[first, PLACE] < 0 and way > 1:
            key = NONE
        k = j
        while k > 0 and room.order[k - 1] > key:
            room.order[k], room.out[k] = room.order[k - 1], room.out[k - 1]
            k -= 1
        room.order[k], room.out[k] = key, visit


@compiled
def _by_regret(case, state, room, places, costs):
    """Put visits of one part back, whichever has most to lose first, in the places of `out` that are not done."""
    for j in range(room.numbers[0]):
        most, which = -1, -1
        for k in range(j, room.numbers[0]):
            visit = room.out[k]
            first = case.visits[visit, FIRST]
            if case.visits[visit, END] - first > 1:
                most, which = NONE, k
                break
            places_of(case, state, room, first, places, costs)
            release(case, state, first, 0)
            loss = min(costs[1], NONE >> 4) - min(costs[0], NONE >> 4)
            if case.service[first, PLACE] < 0:
                loss = 0
            if loss > most:
                most, which = loss, k
        room.out[j], room.out[which] = room.out[which], room.out[j]
        _put_back(case, state, room, room.out[j], places, costs)


@compiled
def rebuild(case: Case, state: State, room: Room, slack: float) -> bool:
    """Ruin a part of a plan and put it together again; it stays where it costs at most `slack` more than before."""
    copied(state, room.held)
    before = guided(case, state, NOW)
    if not _ruin(case, state, room):
        reject(case, state, True)
        copied(room.held, state)
        return False
    _left_out_too(case, state, room)
    _sorted(case, state, room)
    places, costs = np.zeros((TOP, 2), np.int64), np.zeros(TOP, np.int64)
    if fraction(state.chance) < BY_REGRET:
        _by_regret(case, state, room, places, costs)
    else:
        for j in range(room.numbers[0]):
            _put_back(case, state, room, room.out[j], places, costs)
    if guided(case, state, NOW) - before > slack:
        copied(room.held, state)
        return False
    return True
