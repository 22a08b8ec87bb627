"""Simulated annealing over small changes: worse plans are taken now and then, more seldom as it cools."""

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.kernel.case import LATE, LEFT, TRAVEL, VISIT, WORST, Case, Ints
from samsyn.planning.kernel.compiled import compiled, entry
from samsyn.planning.kernel.cost import accept, begin, guided, lead, objective, reject, weigh
from samsyn.planning.kernel.moves import leave_out, move_pair, move_run, relocate, swap, swap_ends, take_in, wait_for
from samsyn.planning.kernel.recreate import rebuild
from samsyn.planning.kernel.seek import Room
from samsyn.planning.kernel.state import GUIDE, NOW, TRIAL, TRIALS, State, draw, fraction
from samsyn.planning.kernel.whole import snapshot

KINDS = ("relocate", "swap", "swap_ends", "move_run", "move_pair", "take_in", "leave_out", "wait_for")
REBUILD = len(KINDS)  # its row in the tally
Shares = NDArray[np.float64]
COOLED_EVERY = 1000  # trials at one temperature


def new_tally() -> Ints:
    """Nothing tried and nothing taken yet, of each kind and of rebuilding."""
    return np.zeros((len(KINDS) + 1, 2), np.int64)


@compiled
def change(case, state, kind, at):
    """Try one kind of change (a place in KINDS) at a service; False where it is none."""
    if kind == 0:
        return relocate(case, state, at)
    if kind == 1:
        return swap(case, state, at)
    if kind == 2:
        return swap_ends(case, state, at)
    if kind == 3:
        return move_run(case, state, at)
    if kind == 4:
        return move_pair(case, state, at)
    if kind == 5:
        return take_in(case, state, case.service[at, VISIT])
    if kind == 6:
        return leave_out(case, state, case.service[at, VISIT])
    return wait_for(case, state, at)


@compiled
def _pruned(case, state, slack):
    """Whether a trial costs too much by its travel alone: no trial saves more lateness than there is."""
    least = case.weights[TRAVEL] * (state.sums[TRIAL, TRAVEL] - state.sums[NOW, TRAVEL])
    least += state.sums[TRIAL, LEFT] - state.sums[NOW, LEFT]
    return least > slack + case.weights[LATE] * state.sums[NOW, LATE] + case.weights[WORST] * state.sums[NOW, WORST]


@compiled
def _taken(case, state, best, kept, tally, kind):
    """Count a change that was taken, and keep the best plan; returns what the plan costs the search now."""
    now = objective(case, state, NOW)
    tally[kind, 1] += 1
    if now < best[0]:
        best[0] = now
        snapshot(case, state, kept)
    return now + state.sums[NOW, GUIDE]


@entry
def anneal(
    case: Case, state: State, room: Room, shares: Shares, trials: int, hot: float, cold: float, best: Ints, kept: Ints,
    tally: Ints, share: float,
) -> None:  # fmt: skip
    """Make so many trials, cooling evenly in logarithm from hot to cold; keeps the best plan met.

    `shares` are the rising shares of each kind of change; `best` holds the best cost so far and is lowered, `kept`
    its plan; `tally` counts for each kind what was tried and what was taken.
    """
    done, rebuilt, cooled_at = 0, 0, 0
    lead(case, state, NOW)
    now = guided(case, state, NOW)
    heat = hot
    while done < trials:
        if done >= cooled_at:
            heat = hot * (cold / hot) ** (done / trials)
            cooled_at += COOLED_EVERY
        slack = -heat * np.log(fraction(state.chance))
        if rebuilt < share * done:
            before = state.counts[TRIALS]
            if rebuild(case, state, room, slack):
                now = _taken(case, state, best, kept, tally, REBUILD)
            tally[REBUILD, 0] += 1
            spent = 1 + state.counts[TRIALS] - before
            rebuilt += spent
            done += spent
            continue
        done += 1
        drawn, kind = fraction(state.chance), 0
        while drawn > shares[kind]:
            kind += 1
        begin(state)
        if not change(case, state, kind, draw(state.chance, case.n)):
            reject(case, state, False)
            continue
        tally[kind, 0] += 1
        if case.prunes and _pruned(case, state, slack):
            reject(case, state, False)
            continue
        if not weigh(case, state) or guided(case, state, TRIAL) - now > slack:
            reject(case, state, True)
            continue
        accept(state)
        now = _taken(case, state, best, kept, tally, kind)


@entry
def typical(case: Case, state: State, shares: Shares, trials: int) -> float:
    """How much a random change costs more: the geometric mean over those that cost more; the plan is left as it was.

    So what few changes cost a great deal, as to leave out what must happen, counts by its magnitude alone.
    """
    total, count = 0.0, 0
    now = objective(case, state, NOW)
    for _ in range(trials):
        drawn, kind = fraction(state.chance), 0
        while drawn > shares[kind]:
            kind += 1
        begin(state)
        if not change(case, state, kind, draw(state.chance, case.n)):
            reject(case, state, False)
            continue
        if weigh(case, state):
            more = objective(case, state, TRIAL) - now
            if more > 0:
                total += np.log(more)
                count += 1
        reject(case, state, True)
    return np.exp(total / count) if count else 1.0
