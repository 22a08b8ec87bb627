"""A repeated pattern of two weeks (slinga): who comes to whom, when, so that each recipient meets few and keeps times.

Days are numbered 0 to 13, 0 the first Monday. Recurring visits are planned day by day, each day told whom everybody
meets on the other thirteen; a second round also wishes for the carers who have most of a series' visits, and for its
usual time. A day is planned anew only where that is better beside all the others. Nobody works both weekends. From the
pattern any day is instantiated: absent carers and cancelled visits are taken out, and what the pattern says is wished.

Continuity is the number of carers that somebody meets in 14 days (Kolada U21401: people with two or more visits each
day, visits that begin from 7 to 22); who counts, and from when to when, are arguments, as the measure is being remade.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median_low
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.planning.problem import Carer, Part, Plan, Problem, Tie, Visit, Weights, Window, Wish
from samsyn.planning.reference import BREAK, cost, lateness, must_happen, part_of
from samsyn.planning.solve import solve

DAYS = 14
WEEKENDS = ((5, 6), (12, 13))
TRIALS = 100_000
ROUNDS = 2
TOLERANCE = 15  # minutes from a series' usual start that are as good


@dataclass(frozen=True)
class Series:
    """Visits that recur: the same parts at the same times on some of the fourteen days."""

    key: str
    recipient: str
    place: int
    parts: tuple[Part, ...]
    days: frozenset[int]
    leaving: int | None = None
    refused: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()
    heavy: int = 0


@dataclass(frozen=True)
class Worker:
    """A carer with their usual shift, the weekdays on which they work, and whether they work one weekend of the two."""

    carer: Carer
    days: frozenset[int]
    weekend: bool = True


class Between(NamedTuple):
    """As `problem.Tie`, between parts (key of series, part), on days on which both happen."""

    first: tuple[str, int]
    second: tuple[str, int]
    least: int
    most: int | None


@dataclass(frozen=True)
class Fortnight:
    """Two weeks to be planned. Raises ValueError for days that are none, and for weekends told as weekdays."""

    series: tuple[Series, ...]
    workers: tuple[Worker, ...]
    travel: NDArray[np.int64]
    weights: Weights
    ties: tuple[Between, ...] = ()
    ticks: int = 1
    divisor: int = 1

    def __post_init__(self) -> None:
        weekend = {day for days in WEEKENDS for day in days}
        for key, days in [(s.key, s.days) for s in self.series] + [(w.carer.key, w.days) for w in self.workers]:
            if not days <= frozenset(range(DAYS)):
                raise ValueError(f"{key}: has days outside 0 to 13: {sorted(days)}")
        for worker in self.workers:
            if worker.days & weekend:
                raise ValueError(f"{worker.carer.key}: weekends are given out by the pattern, not told as weekdays")


@dataclass(frozen=True)
class Pattern:
    """A fortnight, the weekend of each worker (0, 1, or None for neither), and each day's problem and plan."""

    fortnight: Fortnight
    weekends: tuple[int | None, ...]
    days: tuple[tuple[Problem, Plan], ...]


class _Home(NamedTuple):
    """What a series is used to: for each part its carers by how often they come, and its usual start."""

    carers: tuple[str, ...]
    start: int


_Homes = Mapping[tuple[str, int], _Home]  # by the key of a series and the part
_Known = Mapping[str, frozenset[str]]  # whom each recipient has met


def weekly(*weekdays: int) -> frozenset[int]:
    """The days of a rule that is the same in both weeks: 0 for Monday."""
    return frozenset(day + week for day in weekdays for week in (0, 7))


def patterned(
    fortnight: Fortnight,
    *,
    seed: int,
    trials: int = TRIALS,
    rounds: int = ROUNDS,
    told: Callable[[int, int], None] | None = None,
) -> Pattern:
    """The pattern of a fortnight. The same arguments give the same one; `told` hears each round and day that is done.

    Args:
        fortnight: `weights.met` must be more than 0 for continuity to be sought.
        seed, trials: of the search for each day of each round.
        rounds: how often each day is planned; one plans each day with what was planned before it alone.
    """
    weekends = given_weekends(fortnight)

    def made(day: int, known: _Known, homes: _Homes) -> Problem:
        return _day(fortnight, weekends, day, known, homes)

    days = _in_rounds(DAYS, made, seed=seed, trials=[trials] * DAYS, rounds=rounds, told=told)
    return Pattern(fortnight, weekends, tuple(day for day in days if day is not None))


def repeated(
    problems: Sequence[Problem],
    *,
    seed: int,
    trials: Sequence[int],
    rounds: int = ROUNDS,
    told: Callable[[int, int], bool] | None = None,
) -> tuple[tuple[Problem, Plan], ...] | None:
    """A pattern of days that are told as they are, each with its own carers, hours and visits.

    A visit recurs where several days have it by the same key. What the problems say of whom everybody has met does not
    count. `told` hears each round and day that is done, and may end the search: then each day is as it stood, or there
    is no pattern where a day had no plan yet.

    Args:
        trials: of each day.
    """

    def made(day: int, known: _Known, homes: _Homes) -> Problem:
        problem = problems[day]
        near, asked = TOLERANCE * problem.ticks, problem.weights.met // 2
        return replace(problem, known=known, visits=tuple(_used_to(v, homes, near, asked) for v in problem.visits))

    days = _in_rounds(len(problems), made, seed=seed, trials=trials, rounds=rounds, told=told)
    found = tuple(day for day in days if day is not None)
    return found if len(found) == len(problems) else None


def _in_rounds(
    count: int,
    made: Callable[[int, _Known, _Homes], Problem],
    *,
    seed: int,
    trials: Sequence[int],
    rounds: int,
    told: Callable[[int, int], object] | None,
) -> list[tuple[Problem, Plan] | None]:
    """Plan each day with what the others are, so often; ended where `told` says so."""
    days: list[tuple[Problem, Plan] | None] = [None] * count
    for number in range(rounds):
        homes = _homes(days) if number else {}
        for day in range(count):
            # who comes seldom is not known from the second round on, so that the days can agree to be without them
            known = _met_on([one for k, one in enumerate(days) if k != day], number + 1)
            problem = made(day, known, homes)
            kept = days[day]
            days[day] = _better(problem, None if kept is None else kept[1], seed + day, trials[day])
            if told is not None and told(number, day):
                return days
    return days


def given_weekends(fortnight: Fortnight) -> tuple[int | None, ...]:
    """Which weekend each worker has: those with the rarest skills first, each where there are fewer of such."""
    counts = Counter(skill for worker in fortnight.workers for skill in worker.carer.skills)
    order = sorted(
        (k for k, worker in enumerate(fortnight.workers) if worker.weekend),
        key=lambda k: (min((counts[s] for s in fortnight.workers[k].carer.skills), default=0), k),
    )
    has: list[Counter[str]] = [Counter(), Counter()]
    found: list[int | None] = [None] * len(fortnight.workers)
    for k in order:
        skills = fortnight.workers[k].carer.skills
        loads = [(sum(one[skill] / counts[skill] for skill in skills), one[""]) for one in has]
        weekend = 0 if loads[0] <= loads[1] else 1
        found[k], has[weekend] = weekend, has[weekend] + Counter([*skills, ""])
    return tuple(found)


def _works(worker: Worker, weekend: int | None, day: int) -> bool:
    return day in worker.days or (weekend is not None and day in WEEKENDS[weekend])


def _homes(days: Sequence[tuple[Problem, Plan] | None]) -> dict[tuple[str, int], _Home]:
    """The two carers who have most of each part of a series, and the middle of its starts."""
    who: dict[tuple[str, int], Counter[str]] = {}
    when: dict[tuple[str, int], list[int]] = {}
    for problem, plan in (day for day in days if day is not None):
        for carer, route in zip(problem.carers, plan.routes, strict=True):
            for stop in route:
                if stop.visit != BREAK:
                    one = (problem.visits[stop.visit].key, stop.part)
                    who.setdefault(one, Counter())[carer.key] += 1
                    when.setdefault(one, []).append(stop.start)
    return {one: _Home(_most(names), median_low(when[one])) for one, names in who.items()}


def _most(names: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda key: (-names[key], key))[:2])


def _met_on(days: Iterable[tuple[Problem, Plan] | None], least: int = 1) -> dict[str, frozenset[str]]:
    """Whom each recipient meets on at least so many of some days."""
    met: dict[str, Counter[str]] = {}
    for problem, plan in (day for day in days if day is not None):
        for carer, route in zip(problem.carers, plan.routes, strict=True):
            visited = {problem.visits[stop.visit].recipient for stop in route if stop.visit != BREAK}
            for whom in visited - {""}:
                met.setdefault(whom, Counter())[carer.key] += 1
    return {whom: frozenset(key for key, n in keys.items() if n >= least) for whom, keys in met.items()}


def _day(
    fortnight: Fortnight,
    weekends: Sequence[int | None],
    day: int,
    known: _Known,
    homes: _Homes,
) -> Problem:
    working = zip(fortnight.workers, weekends, strict=True)
    carers = tuple(worker.carer for worker, weekend in working if _works(worker, weekend, day))
    visits = tuple(_visit(fortnight, one, homes) for one in fortnight.series if day in one.days)
    weights = fortnight.weights
    if homes and not weights.wanted:
        weights = replace(weights, wanted=max(1, weights.late // 4))
    problem = Problem(
        visits, carers, fortnight.travel, weights, ticks=fortnight.ticks, divisor=fortnight.divisor, known=known
    )
    return replace(problem, ties=_ties(fortnight.ties, problem))


def _ties(ties: Iterable[Between], problem: Problem) -> tuple[Tie, ...]:
    at = {visit.key: v for v, visit in enumerate(problem.visits)}
    return tuple(
        Tie((at[tie.first[0]], tie.first[1]), (at[tie.second[0]], tie.second[1]), tie.least, tie.most)
        for tie in ties
        if tie.first[0] in at and tie.second[0] in at
    )


def _visit(fortnight: Fortnight, one: Series, homes: _Homes) -> Visit:
    """A visit of a series: a usual carer is wished for by half of what a new one costs, a usual start by its cost."""
    plain = Visit(one.key, one.place, one.parts, one.leaving, one.refused, one.recipient, one.wishes, one.heavy)
    return _used_to(plain, homes, TOLERANCE * fortnight.ticks, fortnight.weights.met // 2)


def _used_to(visit: Visit, homes: _Homes, near: int, asked: int) -> Visit:
    """A visit with its usual carers wished for, and its usual start preferred where none is told."""
    usual = [homes.get((visit.key, p)) for p in range(len(visit.parts))]
    carers = frozenset(key for home in usual if home is not None for key in home.carers)
    wishes = (*visit.wishes, Wish("pattern", carers, asked)) if carers else visit.wishes
    parts = tuple(
        part if home is None or part.wanted is not None
        else replace(part, wanted=Window(home.start - near, home.start + near))
        for part, home in zip(visit.parts, usual, strict=True)
    )  # fmt: skip
    return replace(visit, parts=parts, wishes=wishes)


def _better(problem: Problem, kept: Plan | None, seed: int, trials: int) -> tuple[Problem, Plan]:
    """The day with a new plan, or with the one that is kept where that is as good."""
    plan = solve(problem, seed=seed, trials=trials).plan
    if kept is not None and _worth(problem, kept) <= _worth(problem, plan):
        plan = kept
    return problem, plan


def _worth(problem: Problem, plan: Plan) -> tuple[int, float]:
    done = {stop.visit for route in plan.routes for stop in route}
    left = sum(v not in done and must_happen(problem, v) for v in range(len(problem.visits)))
    return left, cost(problem, plan)


def instantiated(
    pattern: Pattern,
    day: int,
    *,
    absent: frozenset[str] = frozenset(),
    cancelled: frozenset[str] = frozenset(),
    known: Mapping[str, frozenset[str]] | None = None,
    other: int | None = None,
) -> Problem:
    """A day of the pattern as it is to be planned on a date.

    Args:
        pattern, day: which of the fourteen days it is.
        absent: keys of carers who do not work.
        cancelled: keys of series whose visit is not made.
        known: whom each recipient has met in the 13 days before; by the pattern's other days, where nothing is told.
        other: what a part costs with another carer than the pattern's; as much as a new one where nothing is told.

    The pattern's carers are wished for, by the kind `pattern`, but those who are absent; its times are preferred, also
    where its carer is absent.
    """
    problem, plan = pattern.days[day]
    weights = pattern.fortnight.weights
    homes = {
        one: home._replace(carers=tuple(key for key in home.carers if key not in absent))
        for one, home in _homes([(problem, plan)]).items()
    }
    asked = 2 * (weights.met if other is None else other)  # of which `_visit` takes half; taken back below
    fortnight = replace(pattern.fortnight, weights=replace(weights, met=asked))
    met = known if known is not None else _met_on(one for k, one in enumerate(pattern.days) if k != day)
    made = _day(fortnight, pattern.weekends, day, met, homes)
    carers = tuple(carer for carer in made.carers if carer.key not in absent)
    left = replace(made, carers=carers, visits=tuple(one for one in made.visits if one.key not in cancelled))
    return replace(left, ties=_ties(fortnight.ties, left), weights=replace(left.weights, met=weights.met))


class Told(NamedTuple):
    """Continuity and lateness of fourteen planned days."""

    recipients: int  # who count
    carers: float  # that they meet in the mean
    median: float
    late: float  # minutes a visit, in the mean, of all
    apart: float  # minutes that a series' starts lie from its usual one, in the mean


def measured(
    days: Sequence[tuple[Problem, Plan]],
    *,
    begins: float = 7 * 60,
    ends: float = 22 * 60,
    counts: Callable[[str], bool] = lambda _: True,
    each_day: int = 2,
) -> Told:
    """What fourteen days are for those who have so many visits each day that begin between two times, in minutes."""
    met: dict[str, set[str]] = {}
    visits: dict[str, Counter[int]] = {}
    late: list[float] = []
    starts: dict[tuple[str, int], list[float]] = {}
    for day, (problem, plan) in enumerate(days):
        for carer, route in zip(problem.carers, plan.routes, strict=True):
            for stop in (stop for stop in route if stop.visit != BREAK):
                visit, minute = problem.visits[stop.visit], stop.start / problem.ticks
                late.append(lateness(part_of(problem, stop), stop.start) / problem.ticks)
                starts.setdefault((visit.key, stop.part), []).append(minute)
                if visit.recipient and begins <= minute < ends and counts(visit.recipient):
                    met.setdefault(visit.recipient, set()).add(carer.key)
                    visits.setdefault(visit.recipient, Counter())[day] += stop.part == 0
    whom = [one for one, told in visits.items() if all(told[day] >= each_day for day in range(len(days)))]
    numbers = [len(met[one]) for one in whom]
    apart = [abs(x - np.median(told)) for told in starts.values() for x in told]
    return Told(
        len(whom), float(np.mean(numbers)) if numbers else 0.0, float(np.median(numbers)) if numbers else 0.0,
        float(np.mean(late)) if late else 0.0, float(np.mean(apart)) if apart else 0.0,
    )  # fmt: skip


def by_themselves(fortnight: Fortnight, *, seed: int, trials: int = TRIALS) -> list[tuple[Problem, Plan]]:
    """The same fourteen days with each planned by itself, for comparison: nobody knows whom anybody met."""
    weekends, alone = given_weekends(fortnight), replace(fortnight, weights=replace(fortnight.weights, met=0))
    return [_better(_day(alone, weekends, day, {}, {}), None, seed + day, trials) for day in range(DAYS)]
