"""Many units' days at once: each a task of its own for an executor, of this machine's processes or of a cluster.

A unit's plan hangs on its day, the seed and the number of trials alone, so every executor gives the same. What goes
wrong with one unit is told of that unit, and the others' plans are kept.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import count

from samsyn.planning.faults import faults
from samsyn.planning.problem import Problem
from samsyn.planning.solve import Found, solve, solve_for

SHOWN = 3  # faults in a unit's sentence


@dataclass(frozen=True)
class Unplanned:
    """Why a unit has no plan: its day is `faulty`, its process was `lost`, or the search met an `error`."""

    unit: str
    why: str
    text: str

    def __str__(self) -> str:
        return f"unit {self.unit}: {self.text}"


@dataclass(frozen=True)
class Planned:
    """What was planned, and what was not, by unit in the order they were given."""

    found: dict[str, Found]
    unplanned: dict[str, Unplanned] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """What an executor is told of one unit. A cluster knows a task by what it is told, so each attempt differs."""

    unit: str
    seed: int
    trials: int | None
    seconds: float | None
    attempt: int = 0


Told = Callable[[str, Found | Unplanned], None]


def plan_units(
    problems: Mapping[str, Problem],
    *,
    seed: int,
    executor: Executor,
    trials: int | None = None,
    seconds: float | None = None,
    told: Told | None = None,
    renewed: Callable[[], Executor] | None = None,
) -> Planned:
    """The best plan of each unit's day, found by as many at once as the executor has room for.

    Args:
        problems: each unit's day, by the unit's key.
        seed: of all that is drawn, the same for each unit.
        executor: where the units are planned; it is not shut down.
        trials: changes tried in each unit's search. The plans are then the same on every machine.
        seconds: of each unit's search, where no trials are told.
        told: called with each unit's answer as it comes.
        renewed: makes a new executor where a process that dies breaks the one that was given, as Python's process
            pool does. Only the unit that breaks its executor by itself is then lost; without it, all that were not
            ready are. A cluster that starts its workers anew needs none.

    Raises:
        ValueError: neither trials nor seconds are told, or both.
    """
    if (trials is None) == (seconds is None):
        raise ValueError("say how many trials or how many seconds each unit may have, and not both")
    answers: dict[str, Found | Unplanned] = {}
    attempts = count()

    def hears(unit: str, answer: Found | Unplanned) -> None:
        answers[unit] = answer
        if told:
            told(unit, answer)

    def given(one: Executor, unit: str) -> Future[Found | Unplanned]:
        return one.submit(planned, Task(unit, seed, trials, seconds, next(attempts)), problems[unit])

    _all_at_once(problems, given, executor, hears)
    while rest := [unit for unit in problems if unit not in answers]:
        # One of the first that are not ready broke it: the first is planned alone, and then the others again.
        for units in (rest[:1], rest[1:]):
            with renewed() if renewed else nullcontext(executor) as again:
                _all_at_once(units, given, again, hears)
            if rest[0] not in answers:
                hears(rest[0], _lost(rest[0]))
    found = {unit: answer for unit in problems if isinstance(answer := answers[unit], Found)}
    return Planned(found, {u: answer for u in problems if isinstance(answer := answers[u], Unplanned)})


Given = Callable[[Executor, str], "Future[Found | Unplanned]"]


def _all_at_once(
    units: Iterable[str],
    given: Given,
    executor: Executor,
    hears: Callable[[str, Found | Unplanned], None],
) -> None:
    """Plan units, and hear of each; nothing is heard of those whose process died, or another's beside them."""
    tasks: dict[Future[Found | Unplanned], str] = {}
    try:
        for unit in units:
            tasks[given(executor, unit)] = unit
    except BrokenExecutor:
        pass  # it broke while they were handed over: what is ready is heard below
    try:
        for task in as_completed(tasks):
            try:
                hears(tasks[task], task.result())
            except Exception as problem:
                if not _died(problem):
                    hears(tasks[task], _error(tasks[task], problem))
    finally:
        for task in tasks:  # where the caller ends it: what has not begun does not begin
            task.cancel()


def planned(task: Task, problem: Problem) -> Found | Unplanned:
    """Plan one unit's day, or say why it cannot be; what an executor is handed."""
    try:
        wrong = faults(problem)
        if wrong:
            more = f" … and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
            return Unplanned(task.unit, "faulty", "; ".join(str(fault) for fault in wrong[:SHOWN]) + more)
        if task.trials is not None:
            return solve(problem, seed=task.seed, trials=task.trials)
        return solve_for(problem, seed=task.seed, seconds=task.seconds or 0.0)
    except Exception as met:
        return _error(task.unit, met)


def _lost(unit: str) -> Unplanned:
    return Unplanned(
        unit, "lost", "the process that planned it ended before it was ready. Plan it again, with more memory or fewer "
        "processes at once."
    )  # fmt: skip


def _died(problem: Exception) -> bool:
    """Whether a worker died. The cluster's own error is known by its name, since it is not installed everywhere."""
    return isinstance(problem, BrokenExecutor) or type(problem).__name__ == "KilledWorker"


def _error(unit: str, problem: Exception) -> Unplanned:
    return Unplanned(unit, "error", f"{type(problem).__name__}: {problem}")
