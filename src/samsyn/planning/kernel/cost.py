"""What a plan costs, part by part, and what a trial would change."""

from samsyn.planning.kernel.case import (
    ASSIGNED,
    DURATION,
    FORBIDDEN,
    FROM,
    HEAVY,
    IDLE,
    LAST,
    LATE,
    MET,
    OFF,
    ON,
    OVERTIME,
    PLACE,
    POINTS,
    SHARE,
    TO,
    TRAVEL,
    UNEVEN,
    USED,
    WAITING,
    WANTED,
    WHO,
    WORST,
    Case,
)
from samsyn.planning.kernel.compiled import compiled, entry
from samsyn.planning.kernel.links import travel_between, undo_links
from samsyn.planning.kernel.state import (
    AFTER,
    ASKED,
    ASKED_COUNT,
    ASKED_OLD,
    BACK,
    BEFORE,
    FRESH,
    GUIDE,
    HELD,
    HELD_OLD,
    MOVED,
    NOW,
    OLD,
    RELEASE,
    ROUTE,
    SEED_COUNT,
    SEEN,
    START,
    TRIAL,
    TRIALS,
    TURNED,
    UNDO_COUNT,
    WAITED,
    WALK_COUNT,
    WALKED,
    WORKED,
    State,
)
from samsyn.planning.kernel.timing import arrival, home, lateness, retime, undo_times


@compiled
def weighted(weights, parts):
    """The sum of the weighted parts."""
    total = 0
    for k in range(weights.shape[0]):
        total += weights[k] * parts[k]
    return total


@entry
def objective(case: Case, state: State, row: int) -> int:
    """What the plan costs, as it stands (NOW) or as the trial would have it (TRIAL)."""
    return weighted(case.weights, state.sums[row])  # type: ignore[no-any-return]


@compiled
def guided(case, state, row):
    """What the plan costs to the search: the cost, and what leads it."""
    return weighted(case.weights, state.sums[row]) + state.sums[row, GUIDE]


@compiled
def _copied(sums, one, other):
    for k in range(sums.shape[1]):
        sums[other, k] = sums[one, k]


@compiled
def begin(state):
    """Begin a trial: nothing questioned, nothing to undo, and the parts as they stand."""
    for k in (SEED_COUNT, UNDO_COUNT, ASKED_COUNT, WALK_COUNT, TURNED, HELD):
        state.counts[k] = 0
    _copied(state.sums, NOW, TRIAL)


@compiled
def _gain(service, assign, met, meets, parts, at, who, step):
    """Count that a carer gets (step 1) or loses (-1) a service: what it costs with them, whom they meet, their load."""
    parts[ASSIGNED] += step * assign[at, who]
    whom = service[at, WHO]
    if whom >= 0:
        before = meets[whom, who]
        meets[whom, who] = before + step
        if before == 0 or before + step == 0:
            parts[MET] += step * met[whom, who]
    points = service[at, POINTS]
    if points >= 0:
        used = met.shape[0] - 1
        before = meets[used, who]
        meets[used, who] = before + step
        if before == 0 or before + step == 0:
            parts[USED] += step * met[used, who]
        was = meets[used - 1, who] - met[used - 1, who]
        now = was + step * points
        meets[used - 1, who] += step * points
        parts[HEAVY] += now * now - was * was


@compiled
def _moved(n, service, assign, met, node, meets, parts, undo, count, trial):
    """Count what every service costs that has another carer than before the trial, or none."""
    for u in range(count):
        at = undo[0, u]
        if at >= n or node[at, SEEN] == trial:
            continue
        node[at, SEEN] = trial
        was, now = undo[3, u], node[at, ROUTE]
        if was != now:
            if was >= 0:
                _gain(service, assign, met, meets, parts, at, was, -1)
            if now >= 0:
                _gain(service, assign, met, meets, parts, at, now, 1)


@compiled
def _unmove(n, service, assign, met, node, meets, parts, undo, count, trial):
    """Put back who meets whom; to be asked before the links are undone."""
    for u in range(count):
        at = undo[0, u]
        if at >= n or node[at, SEEN] != trial:
            continue
        node[at, SEEN] = 0
        was, now = undo[3, u], node[at, ROUTE]
        if was != now:
            if was >= 0:
                _gain(service, assign, met, meets, parts, at, was, 1)
            if now >= 0:
                _gain(service, assign, met, meets, parts, at, now, -1)


@compiled
def _late(n, service, window, node, asked, asked_old, count, worst):
    """How much later all are by what was questioned, and how late the latest is."""
    total, lost, most = 0, False, 0
    for h in range(count):
        at = asked[h]
        was = lateness(service, window, at, asked_old[h])
        now = lateness(service, window, at, node[at, START]) if node[at, ROUTE] >= 0 else 0
        total += now - was
        lost = lost or (was == worst and now < was)
        most = max(most, now)
    if most >= worst or not lost:
        return total, max(worst, most)
    for at in range(n):
        if node[at, ROUTE] >= 0:
            most = max(most, lateness(service, window, at, node[at, START]))
    return total, most


@compiled
def unwanted(service, at, start):
    """Ticks before or after the preferred starts of a service; none where it has none or is left out."""
    if service[at, FROM] < 0 or start <= -FORBIDDEN:
        return 0
    return max(0, service[at, FROM] - start, start - service[at, TO])


@compiled
def _unwanted(service, node, asked, asked_old, count):
    """How much further from the preferred starts all are by what was questioned."""
    total = 0
    for h in range(count):
        at = asked[h]
        total -= unwanted(service, at, asked_old[h])
        if node[at, ROUTE] >= 0:
            total += unwanted(service, at, node[at, START])
    return total


@compiled
def _measure(n, service, carer, travel, node, who):
    """Ticks a carer works, waits and travels on a route."""
    at, one, waited, served, moved, first = node[n + who, AFTER], n + who, 0, 0, 0, True
    while at < n:
        if service[at, PLACE] >= 0:
            moved += travel_between(n, service, carer, travel, node, one, at, who)
            one = at
        if first:  # after a break that begins the day nothing is called waiting either
            first = service[at, PLACE] < 0
        else:
            waited += node[at, START] - arrival(node, at)
        served += service[at, DURATION]
        at = node[at, AFTER]
    if one < n:
        moved += travel_between(n, service, carer, travel, node, one, n + who, who)
    return served + moved, waited, moved


@compiled
def _counted(case, state, who, step):
    """Add (1) or take away (-1) what a whole route counts in the trial's parts."""
    day, parts = state.day[who], state.sums[TRIAL]
    parts[TRAVEL] += step * day[MOVED]
    parts[WAITING] += step * day[WAITED]
    parts[OVERTIME] += step * max(0, day[BACK] - case.carer[who, OFF])
    if case.weights[UNEVEN] > 0:
        apart = day[WORKED] - case.carer[who, SHARE]
        parts[UNEVEN] += step * (apart * apart // case.scale)


@compiled
def _walk(case, state, who):
    """Measure a route anew; False where the carer would be back too late or a break comes last that may not."""
    n, service, node, day = case.n, case.service, state.node, state.day
    state.list[WALKED, state.counts[WALK_COUNT]] = who
    state.counts[WALK_COUNT] += 1
    _counted(case, state, who, -1)
    for k in range(4):
        day[who, OLD + k] = day[who, k]
    day[who, BACK] = home(n, service, case.carer, case.travel, node, who)
    day[who, WORKED], day[who, WAITED], day[who, MOVED] = _measure(n, service, case.carer, case.travel, node, who)
    _counted(case, state, who, 1)
    final = node[n + who, BEFORE]
    ends_well = final >= n or service[final, PLACE] >= 0 or case.break_may_end
    return ends_well and day[who, BACK] <= case.carer[who, LAST]


@compiled
def idleness(carer, day, who):
    """Ticks that a carer neither works nor travels."""
    over = max(0, day[who, BACK] - carer[who, OFF])
    return carer[who, OFF] - carer[who, ON] + over - day[who, WORKED]


@compiled
def _most_idle(carer, day):
    most = 0
    for who in range(carer.shape[0]):
        most = max(most, idleness(carer, day, who))
    return most


@compiled
def lead(case, state, row):
    """Set what leads the search: how far the eighth-power mean of all idleness lies above the largest.

    The largest alone tells nothing of a change that makes the second most idle carer busier.
    """
    most = state.sums[row, IDLE]
    if case.weights[IDLE] == 0 or most <= 0:
        state.sums[row, GUIDE] = 0
        return
    total = 0.0
    for who in range(case.m):
        share = max(0, idleness(case.carer, state.day, who)) / most
        share *= share
        share *= share
        total += share * share
    state.sums[row, GUIDE] = int(case.weights[IDLE] * most * (total**0.125 - 1.0))


@compiled
def _walk_touched(case, state):
    """Walk every route on which something was questioned or linked anew; False where one cannot be."""
    trial, asked, node = state.counts[TRIALS], state.counts[ASKED_COUNT], state.node
    state.sums[TRIAL, TRAVEL] = state.sums[NOW, TRAVEL]  # asked of whole routes, since carers travel in different ways
    for h in range(asked + 2 * state.counts[UNDO_COUNT]):
        if h < asked:
            who = node[state.list[ASKED, h], ROUTE]
        elif h % 2:
            who = state.undo[3, (h - asked) // 2]
        else:
            who = node[state.undo[0, (h - asked) // 2], ROUTE]
        if who >= 0 and state.day[who, FRESH] != trial:
            state.day[who, FRESH] = trial
            if not _walk(case, state, who):
                return False
    if case.weights[IDLE] > 0:
        state.sums[TRIAL, IDLE] = _most_idle(case.carer, state.day)
        lead(case, state, TRIAL)
    return True


@compiled
def weigh(case, state):
    """Time and cost a trial whose links are changed; False where it cannot be. The parts stand in row TRIAL."""
    fine = retime(case, state)
    count, parts = state.counts, state.sums[TRIAL]
    _moved(
        case.n, case.service, case.assign, case.met, state.node, state.meets, parts, state.undo, count[UNDO_COUNT],
        count[TRIALS],
    )  # fmt: skip
    if not fine:
        return False
    later, parts[WORST] = _late(
        case.n, case.service, case.window, state.node, state.list[ASKED], state.list[ASKED_OLD], count[ASKED_COUNT],
        parts[WORST],
    )  # fmt: skip
    parts[LATE] += later
    if case.weights[WANTED] > 0:
        parts[WANTED] += _unwanted(
            case.service, state.node, state.list[ASKED], state.list[ASKED_OLD], count[ASKED_COUNT]
        )
    return not case.walks or _walk_touched(case, state)


@compiled
def accept(state):
    """Let a weighed trial stand."""
    _copied(state.sums, TRIAL, NOW)


@compiled
def reject(case, state, weighed):
    """Take a trial back. `weighed` says whether it was timed and costed, wholly or until that failed."""
    count = state.counts
    if weighed:
        undo_times(case.n, state.node, state.list, count)
        for h in range(count[WALK_COUNT]):
            who = state.list[WALKED, h]
            for k in range(4):
                state.day[who, k] = state.day[who, OLD + k]
        _unmove(
            case.n, case.service, case.assign, case.met, state.node, state.meets, state.sums[TRIAL], state.undo,
            count[UNDO_COUNT], count[TRIALS],
        )  # fmt: skip
    undo_links(state.node, state.undo, count[UNDO_COUNT])
    if count[TURNED] > 0:
        state.left[count[TURNED] - 1] = 1 - state.left[count[TURNED] - 1]
    if count[HELD] > 0:
        state.node[count[HELD] - 1, RELEASE] = count[HELD_OLD]
