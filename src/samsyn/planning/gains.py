"""What one more carer, or wider windows, would give: the day planned anew with and without, by the same seeds.

A search ends a little apart with each seed, so a gain is told with its spread, and as no gain that can be told from
chance where the interval of its mean holds nothing (Student's t over the seeds' differences, 95 %).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from samsyn.planning.problem import Carer, Part, Problem, Visit, Window
from samsyn.planning.reference import cost, must_happen
from samsyn.planning.solve import solve

SEEDS = (1, 2, 3, 4, 5)
TRIALS = 100_000
# Student's t, 0.975, by freedom; with more than ten seeds the last is used, which makes the interval a little too wide.
T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


@dataclass(frozen=True)
class Gain:
    """What a change of the day gives: what the plan costs less, by seed, and how many more visits are made.

    kind: carer (about: their key, like whom they are) or wider (about: the visits' keys). Costs are as they are shown.
    """

    kind: str
    about: tuple[str, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    left_before: tuple[int, ...]  # visits that must happen and are left out
    left_after: tuple[int, ...]

    @property
    def gain(self) -> float:
        """The mean of what it costs less."""
        return sum(b - a for b, a in zip(self.before, self.after, strict=True)) / len(self.before)

    @property
    def interval(self) -> tuple[float, float]:
        """Where the mean gain lies, 95 %; without end for a single seed."""
        apart = [b - a for b, a in zip(self.before, self.after, strict=True)]
        if len(apart) < 2:
            return float("-inf"), float("inf")
        spread = sqrt(sum((x - self.gain) ** 2 for x in apart) / (len(apart) - 1) / len(apart))
        wide = T.get(len(apart) - 1, T[max(T)]) * spread
        return self.gain - wide, self.gain + wide

    @property
    def told_apart(self) -> bool:
        """Whether the gain can be told from chance: more are visited with each seed, or the interval says so."""
        more = {(b > a) - (b < a) for b, a in zip(self.left_before, self.left_after, strict=True)}
        if more in ({1}, {-1}):
            return True
        low, high = self.interval
        return more == {0} and (low > 0 or high < 0)


def one_more(
    problem: Problem, like: Carer, *, seeds: Sequence[int] = SEEDS, trials: int = TRIALS, key: str = "+1"
) -> Gain:
    """What one more carer would give who has the skills, shift and ways of another, and neither locks nor wishes."""
    more = replace(like, key=key, route=None, using=0)
    return _gain("carer", (like.key,), problem, replace(problem, carers=(*problem.carers, more)), seeds, trials)


def wider(
    problem: Problem, visits: Sequence[int], by: int, *, seeds: Sequence[int] = SEEDS, trials: int = TRIALS
) -> Gain:
    """What it would give if some visits might begin `by` ticks in all earlier or later: half of it each way."""
    chosen = set(visits)
    told = tuple(_wider(visit, by // 2) if v in chosen else visit for v, visit in enumerate(problem.visits))
    about = tuple(problem.visits[v].key for v in sorted(chosen))
    return _gain("wider", about, problem, replace(problem, visits=told), seeds, trials)


def _wider(visit: Visit, by: int) -> Visit:
    """A visit whose first window opens earlier and whose last closes later; what stands between them is given up."""

    def part(one: Part) -> Part:
        windows = (Window(max(0, one.windows[0].opens - by), one.windows[-1].closes + by),)
        return replace(one, windows=windows, latest=None if one.latest is None else one.latest + by)

    return replace(visit, parts=tuple(part(one) for one in visit.parts))


def _gain(
    kind: str, about: tuple[str, ...], problem: Problem, changed: Problem, seeds: Sequence[int], trials: int
) -> Gain:
    before = [_planned(problem, seed, trials) for seed in seeds]
    after = [_planned(changed, seed, trials) for seed in seeds]
    return Gain(
        kind, about, tuple(x for x, _ in before), tuple(x for x, _ in after), tuple(x for _, x in before),
        tuple(x for _, x in after),
    )  # fmt: skip


def _planned(problem: Problem, seed: int, trials: int) -> tuple[float, int]:
    """What the plan of a seed costs, and how many visits that must happen it leaves out."""
    plan = solve(problem, seed=seed, trials=trials).plan
    done = {stop.visit for route in plan.routes for stop in route}
    left = sum(v not in done and must_happen(problem, v) for v in range(len(problem.visits)))
    return cost(problem, plan), left
