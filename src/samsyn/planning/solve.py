"""A plan for a day: begun with each visit where it costs least, and bettered by annealing until a stop rule says so.

The same problem, seed and number of trials give the same plan. A search by seconds first measures how many trials the
machine makes and then plans its cooling for so many; the answer tells how many, and how many were made, so that it can
be made again. Where the machine turns out more than a twentieth slower than it was measured, it cools by the clock, so
as not to end hot: such a search is not made again to the letter.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.arrays import MUST, Numbered, numbered, plan_of
from samsyn.planning.kernel.anneal import KINDS, anneal, new_tally, typical
from samsyn.planning.kernel.case import CLOSES, FIRST, FROM, LATEST, LEAVING, OPENS, PLACE, WINDOWS, Case
from samsyn.planning.kernel.cost import objective
from samsyn.planning.kernel.insert import insert_all
from samsyn.planning.kernel.seek import room
from samsyn.planning.kernel.state import AFTER, NOW, START, State, empty
from samsyn.planning.kernel.whole import recount, snapshot, take_up
from samsyn.planning.problem import Plan, Problem

# How often each kind of change is tried, of what the day has room for.
SHARES = {
    "relocate": 32, "swap": 18, "swap_ends": 18, "move_run": 12, "move_pair": 10, "take_in": 4, "leave_out": 3,
    "wait_for": 4,
}  # fmt: skip
CHUNK = 20_000  # trials between two looks at the stop rule
SAMPLED = 2_000  # trials by which the first temperature is chosen
HOT, COLD = 0.1, 0.0005  # the first and last temperature, in typical costs of a change
REBUILT = 0.7  # the share of all timings that rebuilding takes
LEAST_TRIALS = 20_000
SLOWER = 0.05  # how far, as a share of the search, the clock may be ahead before it says how cold it is


@dataclass(frozen=True)
class Progress:
    """How far a search has come: the best cost so far, in the search's whole numbers, and the work behind it."""

    best: int
    trials: int
    of: int
    seconds: float


@dataclass(frozen=True)
class Found:
    """The best plan of a search, its cost in the search's whole numbers, and what gives it again."""

    plan: Plan
    best: int
    seed: int
    trials: int  # that the cooling was planned for
    made: int  # that were made before a stop rule ended the search
    seconds: float


Stop = Callable[[Progress], bool]
Kept = tuple[NDArray[np.int64], NDArray[np.int64]]  # the best cost so far, and the links of its plan


def never(_: Progress) -> bool:
    """The stop rule of a search that makes all its trials."""
    return False


def solve(problem: Problem, *, seed: int, trials: int, stop: Stop = never) -> Found:
    """The best plan that so many trials find, or fewer where `stop` says so; it is asked between chunks of trials.

    Args:
        problem: the day, with at least one carer.
        seed: of all that is drawn.
        trials: changes to be tried, for which the cooling is planned.
        stop: told how far the search has come, again and again; true ends it with the best plan so far.
    """
    return _searched(numbered(problem), seed, trials, stop)


def solve_for(problem: Problem, *, seed: int, seconds: float, stop: Stop = never) -> Found:
    """The best plan of about so many seconds: how many trials that is, is measured first."""
    begun = time.perf_counter()
    given = numbered(problem)
    trials = _trials_in(given, seed, seconds)
    late, started = begun + seconds, time.perf_counter()

    def ends(told: Progress) -> bool:
        return time.perf_counter() > late or stop(told)

    def over(made: int) -> float:
        passed = (time.perf_counter() - started) / max(late - started, 1e-9)
        return min(1.0, max(made / trials, passed - SLOWER))

    return _searched(given, seed, trials, ends, over)


def best_of(
    problem: Problem, *, seeds: Sequence[int], executor: Executor, trials: int | None = None, seconds: float = 0.0,
    stop: Stop = never,
) -> Found:  # fmt: skip
    """The best plan of several seeds at once, one task each: processes of this machine, or of a cluster.

    Each search makes so many trials, or, where none are told, takes about so many seconds. `stop` goes to each.
    """
    if trials is None:
        tasks = [executor.submit(solve_for, problem, seed=seed, seconds=seconds, stop=stop) for seed in seeds]
    else:
        tasks = [executor.submit(solve, problem, seed=seed, trials=trials, stop=stop) for seed in seeds]
    return min((task.result() for task in tasks), key=lambda found: (found.best, found.seed))


def _searched(given: Numbered, seed: int, trials: int, stop: Stop, over: Callable[[int], float] | None = None) -> Found:
    """Search; `over` says what share of the search is over when so many trials are made, where these do not."""
    over = over or (lambda done: done / trials)
    case, begun = given.case, time.perf_counter()
    shares = rising(SHARES, given)
    state, best, kept = _begun(given, seed)
    unit = typical(case, state, shares, SAMPLED)

    def heat(done: int) -> float:
        return float(unit * HOT * (COLD / HOT) ** over(done))

    def ends(done: int) -> bool:
        return stop(Progress(int(best[0]), done, trials, time.perf_counter() - begun))

    made = annealed(case, state, shares, (best, kept), trials, heat, rebuilt=REBUILT, ends=ends)
    plan = plan_kept(given, state, best, kept)
    return Found(plan, int(best[0]), seed, trials, made, time.perf_counter() - begun)


def annealed(
    case: Case, state: State, shares: NDArray[np.float64], better: Kept, trials: int, heat: Callable[[int], float], *,
    rebuilt: float = 0.0, ends: Callable[[int], bool] | None = None,
) -> int:  # fmt: skip
    """Anneal a plan that stands, chunk by chunk, until so many trials are made or `ends` says so; returns how many.

    `heat` says the temperature when so many trials are made, `ends`, asked after each chunk, whether they are enough;
    `rebuilt` is the share of all timings that rebuilding takes.
    """
    (best, kept), made = better, 0
    space, tally = room(case, state), new_tally()
    while made < trials:
        some = min(CHUNK, trials - made)
        anneal(case, state, space, shares, some, heat(made), heat(made + some), best, kept, tally, rebuilt)
        made += some
        if ends is not None and ends(made):
            break
    return made


def keeping(case: Case, state: State) -> Kept:
    """What a plan that stands costs, and its links, as `anneal` lowers and keeps them."""
    kept = np.zeros((case.n + case.m, 2), np.int64)
    snapshot(case, state, kept)
    return np.array([objective(case, state, NOW)]), kept


def plan_kept(given: Numbered, state: State, best: NDArray[np.int64], kept: NDArray[np.int64]) -> Plan:
    """The plan that was kept, timed and counted anew. Raises AssertionError where it does not cost what was told."""
    if not take_up(given.case, state, kept) or objective(given.case, state, NOW) != best[0]:
        raise AssertionError("the plan that was kept is not what was counted")
    return plan_of(given, state.node[:, AFTER], state.node[:, START])


def _begun(given: Numbered, seed: int) -> tuple[State, NDArray[np.int64], NDArray[np.int64]]:
    """A plan with each visit where it costs least, in the order of their windows; its cost, and its links kept.

    Where that leaves out what must happen, what may be left out comes last, if that costs less.
    """
    case = given.case
    state = _inserted(case, seed, must_first=False)
    if objective(case, state, NOW) >= MUST:
        other = _inserted(case, seed, must_first=True)
        if objective(case, other, NOW) < objective(case, state, NOW):
            state = other
    return state, *keeping(case, state)


def _inserted(case: Case, seed: int, *, must_first: bool) -> State:
    """A plan with each visit where it costs least: those locked to a start, then by the end of windows, then breaks."""
    state = empty(case, seed)
    recount(case, state)
    first = case.visits[:, FIRST]
    closes, latest = case.window[first, case.service[first, WINDOWS] - 1, CLOSES], case.service[first, LATEST]
    is_break, may_be_left = case.service[first, PLACE] < 0, case.visits[:, LEAVING] < MUST
    locked = ~is_break & (latest <= case.window[first, 0, OPENS])
    if must_first:
        insert_all(case, state, np.lexsort((np.minimum(closes, latest), is_break, may_be_left, ~locked)))
    else:
        insert_all(case, state, np.lexsort((closes, is_break, ~locked)))
    return state


def rising(shares: Mapping[str, float], given: Numbered) -> NDArray[np.float64]:
    """The rising shares of each kind of change; kinds that this day has no room for are never tried."""
    case, told = given.case, dict(shares)
    if not ((case.service[:, WINDOWS] > 1) | (case.service[:, FROM] >= 0)).any():
        told["wait_for"] = 0
    if not len(case.tie):
        told["move_pair"] = 0
    summed = np.cumsum([told[kind] for kind in KINDS], dtype=float)
    summed /= summed[-1]
    summed[np.flatnonzero([told[kind] for kind in KINDS])[-1] :] = 1.0
    return summed


def _trials_in(given: Numbered, seed: int, seconds: float) -> int:
    """About how many trials a search makes in so many seconds, measured on a short search of its own."""
    state, best, kept = _begun(given, seed)
    shares, tally = rising(SHARES, given), new_tally()
    unit = typical(given.case, state, shares, SAMPLED)
    space = room(given.case, state)
    anneal(given.case, state, space, shares, 1, unit, unit, best, kept, tally, REBUILT)  # compiled, if it was not
    begun, made = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds / 20:
        anneal(
            given.case, state, space, shares, LEAST_TRIALS, unit * HOT / 4, unit * COLD * 4, best, kept, tally, REBUILT
        )
        made += LEAST_TRIALS
    spent = time.perf_counter() - begun
    return max(LEAST_TRIALS, int(made / max(spent, 1e-9) * seconds * 0.93))
