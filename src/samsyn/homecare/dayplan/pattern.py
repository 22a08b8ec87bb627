"""A unit's repeated pattern of two weeks (slinga): searched from fourteen days, and followed by a day. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samsyn.homecare.dayplan.cost import lanes_of, problem_of
from samsyn.homecare.dayplan.facts import Day, Lanes, Placed, Visit, Wished, where
from samsyn.homecare.dayplan.found import MOST as MOST_SEED
from samsyn.homecare.dayplan.found import check_lanes
from samsyn.homecare.dayplan.nobody import nobody
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.timing import settled

PATTERN, LAST = "pattern", "last"  # kinds of wish
DAYS = 14
A_VISIT, LEAST, MOST = 1_500, 5_000, 150_000  # changes tried of a day: for each visit, at least and at most
ROUNDS = 2
MET = 100  # what each carer whom a person meets in the two weeks weighs, two for a minute of travel


@dataclass(frozen=True)
class Usual:
    """Who comes to a part of a visit by the pattern, if it names somebody, and from when."""

    carer: int | None
    start: int


@dataclass(frozen=True)
class FoundPattern:
    """What a search of a pattern found, as its process wrote it: the lanes of each of fourteen days."""

    lanes: tuple[Lanes, ...]
    seed: int

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "FoundPattern":
        """Raises AttributeError, KeyError, TypeError, ValueError, OverflowError for anything else than what the process
        writes."""
        days = tuple(
            {int(c): tuple(Placed(int(s), str(k)) for s, k in lane) for c, lane in day.items()} for day in told["lanes"]
        )
        for day in days:
            check_lanes(day)
        seed = int(told["seed"])
        if len(days) != DAYS or not 0 <= seed < MOST_SEED:
            raise ValueError("it is no pattern of two weeks")
        return cls(days, seed)


class Unplannable(ValueError):  # noqa: N818 - what it says of a day
    """One of the fourteen days cannot be planned as it is told."""

    def __init__(self, day: int) -> None:
        super().__init__(f"day {day} cannot be planned")
        self.day = day


def followed(visits: Iterable[Visit], usual: Mapping[str, Usual]) -> tuple[Visit, ...]:
    """Visits with what a pattern says of them: its carer wished for, its start preferred.

    Where two come, whichever of the pattern's two has which part. Who is kept apart from the person is not wished for.
    """
    found = []
    for visit in visits:
        mine = usual.get(visit.key)
        come = {one.carer for key in (visit.key, visit.twin) if key and (one := usual.get(key))} - {None}
        carers = frozenset(carer for carer in come if carer is not None) - visit.refused
        wishes = (*visit.wishes, Wished(PATTERN, carers)) if carers else visit.wishes
        found.append(replace(visit, wishes=wishes, usual=mine.start if mine else None))
    return tuple(found)


def follows(day: Day, lanes: Lanes) -> tuple[int, int]:
    """How many visits have a usual carer in some lanes, of how many that have one."""
    asked = [(v, w) for v in day.visits if not v.part for w in v.wishes if w.kind == PATTERN]
    kept = [v for v, wish in asked if (at := where(lanes, v.key)) and at[0] in wish.carers]
    return len(kept), len(asked)


def unused(day: Day) -> Day:
    """A day as it is when nobody is used to anything yet: what a pattern is made of."""
    visits = tuple(
        replace(v, wishes=tuple(w for w in v.wishes if w.kind not in (PATTERN, LAST)), usual=None) for v in day.visits
    )
    return replace(day, visits=visits, known={}, locks={})


def searched(
    days: Sequence[Day], *, seed: int, told: Callable[[int, int], bool], rounds: int = ROUNDS
) -> list[Lanes] | None:
    """The lanes of each day of the best pattern that is found; what no lane holds has no room, or nobody may make it.

    `told` hears how many of how many steps are done, and may end the search: None where a day had no plan by then.
    Raises Unplannable.
    """
    from samsyn.planning.faults import faults
    from samsyn.planning.pattern import repeated

    left = [_possible(unused(day)) for day in days]
    at = [n for n, day in enumerate(left) if day.visits and day.shifts]
    problems = [replace(one, weights=replace(one.weights, met=MET)) for one in (problem_of(left[n]) for n in at)]
    for n, problem in zip(at, problems, strict=True):
        if faults(problem):
            raise Unplannable(n)
    trials = [min(MOST, max(LEAST, A_VISIT * len(problem.visits))) for problem in problems]
    steps = rounds * len(problems)
    made = repeated(
        problems, seed=seed, trials=trials, rounds=rounds,
        told=lambda number, n: told(number * len(problems) + n + 1, steps),
    )  # fmt: skip
    if made is None:
        return None
    found: list[Lanes] = [{} for _ in days]
    for n, (problem, plan) in zip(at, made, strict=True):
        found[n] = settled(Walker(left[n]), lanes_of(problem, plan))
    return found


def _possible(day: Day) -> Day:
    """A day without the visits that nobody at work may make."""
    aside = nobody(Walker(day)) if day.shifts else {}
    return replace(day, visits=tuple(v for v in day.visits if v.key not in aside))
