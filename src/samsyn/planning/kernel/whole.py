"""A whole plan: counted anew from its links, kept, and taken up again."""

from samsyn.planning.kernel.case import (
    END,
    FIRST,
    FORBIDDEN,
    HEAVY,
    IDLE,
    LATE,
    LEAVING,
    LEFT,
    NOWHERE,
    ON,
    WANTED,
    WORST,
    Case,
    Ints,
)
from samsyn.planning.kernel.compiled import compiled, entry
from samsyn.planning.kernel.cost import _counted, _gain, _most_idle, _walk, accept, begin, unwanted
from samsyn.planning.kernel.links import seed
from samsyn.planning.kernel.state import AFTER, BACK, BEFORE, RELEASE, ROUTE, START, TRIAL, State
from samsyn.planning.kernel.timing import lateness, retime


@compiled
def _cleared(case, state):
    begin(state)
    for part in range(case.weights.shape[0]):
        state.sums[TRIAL, part] = 0
    for whom in range(state.meets.shape[0]):
        for who in range(case.m):
            state.meets[whom, who] = 0
    for who in range(case.m):
        state.sums[TRIAL, HEAVY] += case.met[case.met.shape[0] - 2, who] ** 2
        for k in range(4):
            state.day[who, k] = 0
        state.day[who, BACK] = case.carer[who, ON]


@compiled
def _count_visits(case, state):
    for visit in range(case.visits.shape[0]):
        state.left[visit] = 0
        for at in range(case.visits[visit, FIRST], case.visits[visit, END]):
            if state.node[at, ROUTE] == NOWHERE:
                state.left[visit] = 1
        state.sums[TRIAL, LEFT] += case.visits[visit, LEAVING] * state.left[visit]


@entry
def recount(case: Case, state: State) -> bool:
    """Time and cost a whole plan anew from its links; False where it cannot be."""
    _cleared(case, state)
    _count_visits(case, state)
    for at in range(case.n):
        state.node[at, START] = -FORBIDDEN
        if state.node[at, ROUTE] != NOWHERE:
            seed(state, at)
            _gain(case.service, case.assign, case.met, state.meets, state.sums[TRIAL], at, state.node[at, ROUTE], 1)
    if not retime(case, state):
        return False
    for at in range(case.n):
        if state.node[at, ROUTE] >= 0:
            late = lateness(case.service, case.window, at, state.node[at, START])
            state.sums[TRIAL, LATE] += late
            state.sums[TRIAL, WORST] = max(state.sums[TRIAL, WORST], late)
            state.sums[TRIAL, WANTED] += unwanted(case.service, at, state.node[at, START])
    fine = True
    for who in range(case.m):
        _counted(case, state, who, 1)  # of nothing yet, which the walk takes away
        fine = _walk(case, state, who) and fine
    state.sums[TRIAL, IDLE] = _most_idle(case.carer, state.day)
    accept(state)
    return fine or not case.walks


@entry
def snapshot(case: Case, state: State, kept: Ints) -> None:
    """Keep the links and the chosen windows of a plan; `kept` is (n + m) x 2."""
    for at in range(case.n + case.m):
        kept[at, 0] = state.node[at, AFTER]
        kept[at, 1] = state.node[at, RELEASE]


@entry
def take_up(case: Case, state: State, kept: Ints) -> bool:
    """Let the state be the plan that was kept; False where it cannot be."""
    for at in range(case.n + case.m):
        state.node[at, AFTER] = kept[at, 0]
        state.node[at, RELEASE] = kept[at, 1]
        state.node[kept[at, 0], BEFORE] = at
    for at in range(case.n):
        state.node[at, ROUTE] = NOWHERE
    for who in range(case.m):
        at = state.node[case.n + who, AFTER]
        while at < case.n:
            state.node[at, ROUTE] = who
            at = state.node[at, AFTER]
    return recount(case, state)
