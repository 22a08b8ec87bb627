"""What one more carer, or an hour's wider time, would give a day: planned with and without, by the same seeds."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from samsyn.homecare.dayplan.cost import WEIGHTS, held_at, problem_of
from samsyn.homecare.dayplan.facts import Day, Shift
from samsyn.homecare.dayplan.nobody import nobody
from samsyn.homecare.dayplan.rules import Walker
from samsyn.planning.problem import Problem

SEEDS, TRIALS = (1, 2, 3), 20_000
KINDS = 2  # of shifts of which one more is tried
WIDER = 60  # minutes in all, half of it each way
ONE_MORE = "+1"
CARER, WINDOW = "carer", "wider"


@dataclass(frozen=True)
class Gave:
    """What a change gives: minutes of travel that it is worth in the mean, with where that lies, and visits made more.

    kind: one more carer with these hours (like whom), or wider time for all visits.
    """

    kind: str
    worth: float
    low: float
    high: float
    more: float
    is_certain: bool  # can be told from chance
    begins: int = 0
    ends: int = 0

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """What `asdict` told. Raises TypeError, ValueError for anything else."""
        if told.get("kind") not in (CARER, WINDOW):
            raise ValueError(f"{told} is no gain")
        return cls(**told)


def given_more(day: Day, stop: Callable[[int, int], bool]) -> Iterator[dict[str, Any]]:
    """Each gain as JSON takes it; `stop` is told how many of how many are made, and may end it."""
    from samsyn.planning.gains import one_more, wider

    aside = nobody(Walker(day))
    day = replace(day, visits=tuple(v for v in day.visits if v.key not in aside))
    problem = _problem(day)
    shifts = _commonest(day)
    held = {visit.key for visit in day.visits if held_at(day, visit)}
    free = [v for v, visit in enumerate(problem.visits) if visit.key not in held]
    for made, shift in enumerate(shifts):
        if stop(made, len(shifts) + 1):
            return
        like = next(carer for carer in problem.carers if carer.key == str(shift.carer))
        yield asdict(_gave(CARER, one_more(problem, like, seeds=SEEDS, trials=TRIALS, key=ONE_MORE), shift))
    if not stop(len(shifts), len(shifts) + 1):
        yield asdict(_gave(WINDOW, wider(problem, free, WIDER, seeds=SEEDS, trials=TRIALS), None))


def _problem(day: Day) -> Problem:
    """The day where what is left out is counted, not priced, and what is held is not the one more's."""
    problem = problem_of(day)
    held = {visit.key for visit in day.visits if held_at(day, visit)}
    visits = tuple(
        replace(v, leaving=None, refused=v.refused | {ONE_MORE} if v.key in held else v.refused) for v in problem.visits
    )
    return replace(problem, visits=visits)


def _commonest(day: Day) -> list[Shift]:
    """The first shift of each hours, the commonest first: of those that are not over."""
    kinds: dict[tuple[int, int], list[Shift]] = {}
    for shift in day.shifts:
        if shift.ends > day.now:
            kinds.setdefault((shift.begins, shift.ends), []).append(shift)
    return [of_one[0] for _, of_one in sorted(kinds.items(), key=lambda one: (-len(one[1]), one[0]))][:KINDS]


def _gave(kind: str, gain: Any, shift: Shift | None) -> Gave:
    """A gain in minutes of travel."""
    low, high = (x / WEIGHTS.travel for x in gain.interval)
    more = (sum(gain.left_before) - sum(gain.left_after)) / len(SEEDS)
    hours = {"begins": shift.begins, "ends": shift.ends} if shift else {}
    return Gave(kind, gain.gain / WEIGHTS.travel, low, high, more, gain.told_apart, **hours)
