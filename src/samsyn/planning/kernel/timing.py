"""When each service starts: the longest path over the routes and over the ties between services.

A start is the earliest that its release, the way there and every tie allow. When links change, only what hung on
them is questioned (Ramalingam and Reps, "An incremental algorithm for a generalization of the shortest-path problem",
1996): first everything whose start rested on a questioned one, then, from what remains, each start is set once, and
lifted again only where the order of asking was not that of the day.

These functions take the arrays they read by themselves: to hand over a whole day costs as much as the work.
"""

from samsyn.planning.kernel.case import (
    BEGINS,
    CLOSES,
    DURATION,
    ENDS,
    FORBIDDEN,
    IN,
    IN_END,
    LATEST,
    LEAST,
    MODE,
    ON,
    OPENS,
    OTHER,
    OUT,
    OUT_END,
    PLACE,
    WINDOWS,
)
from samsyn.planning.kernel.compiled import compiled, woven
from samsyn.planning.kernel.state import (
    AFTER,
    ASKED,
    ASKED_COUNT,
    ASKED_OLD,
    BEFORE,
    GAP,
    MARK,
    QUEUE,
    QUEUED,
    RELEASE,
    ROUTE,
    SEED_COUNT,
    SEEDS,
    SEEDS_OLD,
    START,
    TRIALS,
)

LAPS, LEAST_STEPS = 8, 200  # how often what is questioned may be lifted before the ties are taken to run in a ring


@woven
def _gap(n, service, carer, travel, node, at):
    """Ticks from the start of the node before to being here. A break is held where its carer goes next."""
    one, who, on = node[at, BEFORE], node[at, ROUTE], at
    there = service[at, PLACE]
    while there < 0:
        on = node[on, AFTER]
        there = carer[who, ENDS] if on >= n else service[on, PLACE]
    if one >= n:
        return carer[who, ON] + travel[carer[who, MODE], carer[who, BEGINS], there]
    here = service[one, PLACE]
    return service[one, DURATION] + (0 if here < 0 else travel[carer[who, MODE], here, there])


@woven
def arrival(node, at):
    """When the carer is at a service. A carer's own node starts at 0, and the gap after it holds the shift."""
    return node[node[at, BEFORE], START] + node[at, GAP]


@compiled
def _spread(n, service, tie, node, asked, asked_old, count, trial):
    """Question everything whose start rests on a questioned one; returns how many are."""
    h = 0
    while h < count:
        one = asked[h]
        h += 1
        if node[one, ROUTE] >= 0:
            other = node[one, AFTER]
            if other < n and node[other, MARK] != trial and node[other, START] == arrival(node, other):
                node[other, MARK] = trial
                asked[count] = other
                asked_old[count] = node[other, START]
                count += 1
        for a in range(service[one, OUT], service[one, OUT_END]):
            other = tie[a, OTHER]
            tight = node[other, START] == node[one, START] + tie[a, LEAST]
            if tight and node[other, MARK] != trial and node[other, ROUTE] >= 0:
                node[other, MARK] = trial
                asked[count] = other
                asked_old[count] = node[other, START]
                count += 1
    return count


@woven
def _lowest(n, service, tie, node, at, trial):
    """The earliest start of a service by its release and by what is not questioned or has been set already."""
    low, one = node[at, RELEASE], node[at, BEFORE]
    if one >= n or node[one, MARK] != trial:
        low = max(low, arrival(node, at))
    for a in range(service[at, IN], service[at, IN_END]):
        other = tie[a, OTHER]
        if node[other, ROUTE] >= 0 and node[other, MARK] != trial:
            low = max(low, node[other, START] + tie[a, LEAST])
    return low


@woven
def _lift(node, asked, asked_old, queue, queued, count, tail, trial, at, low):
    """Let a service that is not about to be set start no earlier than low; returns how many are asked, and the tail."""
    if low <= node[at, START] or node[at, MARK] == trial:
        return count, tail
    if node[at, MARK] != -trial:
        node[at, MARK] = -trial
        asked[count] = at
        asked_old[count] = node[at, START]
        count += 1
    node[at, START] = low
    if queued[at] == 0:
        queued[at] = 1
        queue[tail] = at
        tail = tail + 1 if tail + 1 < queue.shape[0] else 0
    return count, tail


@woven
def _push(n, service, tie, node, asked, asked_old, queue, queued, count, tail, trial, one):
    """Lift what comes after a service on its route and by its ties."""
    other = node[one, AFTER]
    if other < n and node[other, MARK] != trial:
        low = arrival(node, other)
        count, tail = _lift(node, asked, asked_old, queue, queued, count, tail, trial, other, low)
    for a in range(service[one, OUT], service[one, OUT_END]):
        other = tie[a, OTHER]
        if node[other, ROUTE] >= 0:
            low = node[one, START] + tie[a, LEAST]
            count, tail = _lift(node, asked, asked_old, queue, queued, count, tail, trial, other, low)
    return count, tail


@compiled
def _settle(n, service, tie, node, asked, asked_old, queue, queued, count, trial):
    """Set what is questioned, then lift what that pushes; returns how many are asked, and whether it could be."""
    fine, tail, head, steps, first = True, 0, 0, 0, count
    for h in range(first):
        one = asked[h]
        if node[one, ROUTE] < 0:
            node[one, START] = -FORBIDDEN  # what is left out is not late, nor early
            continue
        low = _lowest(n, service, tie, node, one, trial)
        node[one, START] = low
        node[one, MARK] = -trial
        if low > service[one, LATEST]:
            fine = False
            break
        count, tail = _push(n, service, tie, node, asked, asked_old, queue, queued, count, tail, trial, one)
    while head != tail:
        one = queue[head]
        head = head + 1 if head + 1 < queue.shape[0] else 0
        queued[one] = 0
        steps += 1
        fine = fine and node[one, START] <= service[one, LATEST] and steps <= LEAST_STEPS + LAPS * count
        if fine:
            count, tail = _push(n, service, tie, node, asked, asked_old, queue, queued, count, tail, trial, one)
    return count, fine


@compiled
def _retime(n, service, carer, travel, tie, node, asked, asked_old, queue, queued, seeds, seeds_old, seed_count, trial):
    count = 0
    for s in range(seed_count):
        at = seeds[s]
        if at < n:
            seeds_old[s] = node[at, GAP]
            if node[at, ROUTE] >= 0:
                node[at, GAP] = _gap(n, service, carer, travel, node, at)
        if at < n and node[at, MARK] != trial:
            node[at, MARK] = trial
            asked[count] = at
            asked_old[count] = node[at, START]
            count += 1
    count = _spread(n, service, tie, node, asked, asked_old, count, trial)
    return _settle(n, service, tie, node, asked, asked_old, queue, queued, count, trial)


@compiled
def retime(case, state):
    """Time anew what hangs on the seeds; False where no start is possible. `undo_times` takes it back."""
    trial = state.counts[TRIALS] + 1
    state.counts[TRIALS] = trial
    rows = state.list
    count, fine = _retime(
        case.n, case.service, case.carer, case.travel, case.tie, state.node, rows[ASKED], rows[ASKED_OLD], rows[QUEUE],
        rows[QUEUED], rows[SEEDS], rows[SEEDS_OLD], state.counts[SEED_COUNT], trial,
    )  # fmt: skip
    state.counts[ASKED_COUNT] = count
    return fine


@compiled
def undo_times(n, node, rows, count):
    """Put back every start that was questioned, and every gap that was measured."""
    for h in range(count[ASKED_COUNT]):
        node[rows[ASKED, h], START] = rows[ASKED_OLD, h]
    s = count[SEED_COUNT]
    while s > 0:
        s -= 1
        if rows[SEEDS, s] < n:
            node[rows[SEEDS, s], GAP] = rows[SEEDS_OLD, s]


@woven
def lateness(service, window, at, start):
    """Ticks after the end of the last window that has opened by a start."""
    w = service[at, WINDOWS] - 1
    while w > 0 and window[at, w, OPENS] > start:
        w -= 1
    return max(0, start - window[at, w, CLOSES])


@compiled
def home(n, service, carer, travel, node, who):
    """When a carer is back; the shift's beginning where the route is empty."""
    one = node[n + who, BEFORE]
    if one >= n:
        return carer[who, ON]
    way = 0 if service[one, PLACE] < 0 else travel[carer[who, MODE], service[one, PLACE], carer[who, ENDS]]
    return node[one, START] + service[one, DURATION] + way
