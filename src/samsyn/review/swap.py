"""What the swapped fact did to the assessments: the difference between versions, by the draw that was really made.

Each assessor answered several questions about vignettes whose version was drawn. What question and what assessor each
answer came from is taken away first (least squares on both, by turns: Frisch-Waugh-Lovell); what is left is compared
between versions. The p-value redraws the versions by the round's own rule and asks how often chance gives as much
(Fisher 1935; Rosenbaum, Observational Studies, 2002, ch. 2). The interval holds the differences that such a test would
not refuse (Garthwaite, Biometrics 52, 1996, 1387-1393). The power is the smallest difference that the same test finds
in 80 of 100 draws, tried out on the answers with the difference that was seen taken out (Bloom, Evaluation Review 19,
1995, 547-556, for a smallest detectable effect; the usual 2.8 standard errors promise too much of small rounds).

Rounds are pooled by adding what each tells; answers are redrawn within their own round.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod, sqrt
from operator import mul
from random import Random
from statistics import fmean

from samsyn.review.agreement import Interval
from samsyn.review.exercise_draw import redraw, ways
from samsyn.review.vignette import Variant

REDRAWS = 1000
LEVEL = 0.05
POWER = 0.8
TRIED, AGAINST = 80, 160  # draws in which a difference is looked for, and draws each is held against
FEWEST_WAYS = 40  # of drawing: with fewer not even the greatest difference is rarer than 5 per cent, two-sided
FEWEST_ASSESSORS = 3
SWEEPS = 30
FARTHEST = 8  # doublings of a step
NOUGHT = 1e-9
SIDE: dict[Variant, float] = {"a": 0.5, "b": -0.5}


@dataclass(frozen=True)
class Answer:
    """What one assessor set for one question of one vignette, each by its number in the round."""

    assessor: int
    vignette: int
    question: int
    value: float


@dataclass(frozen=True)
class Trial:
    """A closed round: who was drawn to what, and what those who handed in answered."""

    assessors: tuple[int, ...]  # all who were drawn, in the order of the draw
    swaps: tuple[str, ...]  # the fact that each vignette swaps
    drawn: tuple[tuple[tuple[int, int], Variant], ...]  # the items of the draw
    answers: tuple[Answer, ...]


class Cause(StrEnum):
    """Why a difference cannot be decided."""

    FEW = "few"  # assessors, or ways of drawing
    ALIKE = "alike"  # every answer to each question is the same but for the assessor's own level


@dataclass(frozen=True)
class Effect:
    """The first version less the second, in the unit of the answers. None where it cannot be told."""

    difference: float | None
    interval: Interval | None
    p: float | None
    smallest: float | None  # the smallest difference that was likely to be found
    undecided: Cause | None
    assessors: int
    questions: int

    @property
    def is_found(self) -> bool:
        """Whether chance alone seldom gives as much."""
        return self.p is not None and self.p < LEVEL


def effect(trials: Sequence[Trial], swap: str, *, seed: int, redraws: int = REDRAWS, tried: int = TRIED) -> Effect:
    """What a swapped fact did over one round or several. The same seed gives the same numbers.

    `tried` is in how many draws a difference is looked for to tell the smallest that is found; with 0 it is not told.
    """
    told = [_Told(trial, swap) for trial in trials]
    told = [t for t in told if t.questions]
    assessors, questions = sum(len(t.heard) for t in told), sum(t.questions for t in told)

    def undecided(cause: Cause) -> Effect:
        return Effect(None, None, None, None, cause, assessors, questions)

    seen, weight = _sum((_dot(t.drawn, t.values), _dot(t.drawn, t.sides)) for t in told)
    if assessors < FEWEST_ASSESSORS or _ways(told, swap) < FEWEST_WAYS or weight <= NOUGHT:
        return undecided(Cause.FEW)
    random = Random(f"swap:{seed}")  # noqa: S311 - to be done again, not to be secret
    draws = [[t.redrawn(random) for t in told] for _ in range(redraws)]
    again = [_sum((_dot(d, t.values), _dot(d, t.sides)) for d, t in zip(each, told, strict=True)) for each in draws]
    if max(abs(a) for a, _ in again) < NOUGHT and abs(seen) < NOUGHT:
        return undecided(Cause.ALIKE)
    difference = seen / weight
    return Effect(
        difference=difference,
        interval=_interval(difference, seen, weight, again),
        p=_p(0.0, seen, weight, again),
        smallest=_smallest(told, difference, draws[:AGAINST], tried) if tried else None,
        undecided=None,
        assessors=assessors,
        questions=questions,
    )


class _Told:
    """One round's answers without what question and assessor they came from, summed by assessor and vignette.

    The answers about vignettes that swap something else are there too: they tell how each assessor leans.
    """

    def __init__(self, trial: Trial, swap: str) -> None:
        self.trial, self.swap = trial, swap
        self.answers = trial.answers
        about = [a for a in trial.answers if trial.swaps[a.vignette] == swap]
        self.cells = sorted({(a.assessor, a.vignette) for a in self.answers})
        self.about = [cell for cell in self.cells if trial.swaps[cell[1]] == swap]
        self.heard = {a.assessor for a in about}
        self.questions = len({(a.vignette, a.question) for a in about})
        self.groups = [_places([(a.vignette, a.question) for a in self.answers])]
        if len({a.vignette for a in self.answers}) > 1:  # of one vignette alone, how an assessor leans cannot be told
            self.groups.append(_places([a.assessor for a in self.answers]))
        drawn = dict(trial.drawn)
        self.drawn = [SIDE[drawn[cell]] for cell in self.about]
        self.values = self._summed([a.value for a in self.answers])
        self.sides = self.sides_of(self.drawn)

    def redrawn(self, random: Random) -> list[float]:
        """The side of each cell in another draw that could have come out."""
        first = redraw(random, self.trial.assessors, self.trial.swaps, self.swap)
        return [SIDE["a"] if a in first[v] else SIDE["b"] for a, v in self.about]

    def sides_of(self, signs: Sequence[float]) -> list[float]:
        """What is left of a draw itself once question and assessor are taken away."""
        of_cell = dict(zip(self.about, signs, strict=True))
        return self._summed([of_cell.get((a.assessor, a.vignette), 0.0) for a in self.answers])

    def _summed(self, values: Sequence[float]) -> list[float]:
        sums = dict.fromkeys(self.cells, 0.0)
        for answer, value in zip(self.answers, _residuals(values, self.groups), strict=True):
            sums[answer.assessor, answer.vignette] += value
        return [sums[cell] for cell in self.about]


def _residuals(values: Sequence[float], groups: Sequence[Sequence[Sequence[int]]]) -> list[float]:
    """Values less the means of their groups, of one kind and the other by turns until all are nought."""
    left = list(values)
    for _ in range(SWEEPS):
        if max(_centred(left, kind) for kind in groups) < NOUGHT:
            break
    return left


def _places(groups: Sequence[object]) -> list[list[int]]:
    members: dict[object, list[int]] = {}
    for at, group in enumerate(groups):
        members.setdefault(group, []).append(at)
    return list(members.values())


def _centred(values: list[float], groups: Sequence[Sequence[int]]) -> float:
    """Take each group's mean away, in place; returns the greatest that was taken."""
    most = 0.0
    for places in groups:
        mean = sum(values[at] for at in places) / len(places)
        most = max(most, abs(mean))
        for at in places:
            values[at] -= mean
    return most


def _ways(told: Sequence[_Told], swap: str) -> int:
    return prod(ways(len(t.heard), [s for s in t.trial.swaps if s == swap]) for t in told)


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))


def _sum(pairs: Iterable[tuple[float, float]]) -> tuple[float, float]:
    first = second = 0.0
    for one, other in pairs:
        first, second = first + one, second + other
    return first, second


def _p(tested: float, seen: float, weight: float, again: Sequence[tuple[float, float]]) -> float:
    """How often a draw tells as much, were the difference the one tested; the draw that was made is one of them."""
    bar = abs(seen - tested * weight) * (1 - 1e-9) - 1e-12
    as_much = sum(abs(a - tested * b) >= bar for a, b in again)
    return (as_much + 1) / (len(again) + 1)


def _interval(difference: float, seen: float, weight: float, again: Sequence[tuple[float, float]]) -> Interval | None:
    """The differences that are not refused, by halving on each side of the one that was seen."""
    step = max(_spread([a - difference * b for a, b in again]) / weight, 1e-9)

    def edge(way: int) -> float | None:
        return _edge(difference, way * step, lambda tested: _p(tested, seen, weight, again) >= LEVEL)

    low, high = edge(-1), edge(1)
    return None if low is None or high is None else Interval(low, high)


def _smallest(
    told: Sequence[_Told], difference: float, draws: Sequence[Sequence[list[float]]], tries: int
) -> float | None:
    """The smallest difference that the test finds with 80 per cent, tried on what is left of the answers.

    What was fitted is made good for by the degrees of freedom among cells. None when no difference would be found.
    """
    left = [[v - difference * s for v, s in zip(t.values, t.sides, strict=True)] for t in told]
    swell = sqrt(_freedom(told) / max(_freedom(told) - 1, 1))
    by_chance = [swell * sum(map(_dot, each, left)) for each in draws]
    tried = range(min(tries, len(draws)))
    sides = [[t.sides_of(signs) for t, signs in zip(told, draws[k], strict=True)] for k in tried]
    moves = [[sum(map(_dot, each, sides[k])) for each in draws] for k in tried]

    def is_rare(moved: float) -> bool:
        found = 0
        for k in tried:
            bar = abs(by_chance[k] + moved * moves[k][k]) * (1 - 1e-9)
            as_much = sum(abs(a + moved * m) >= bar for a, m in zip(by_chance, moves[k], strict=True))
            found += as_much / len(draws) < LEVEL  # the draw itself is one of them
        return found >= POWER * len(tried)

    step = _spread(by_chance) / max(fmean(moves[k][k] for k in tried), NOUGHT)
    return _edge(0.0, step, lambda moved: not is_rare(moved))


def _freedom(told: Sequence[_Told]) -> int:
    """What is left of cells once vignettes, and assessors where there are several vignettes, have had theirs."""
    left = 0
    for t in told:
        assessors, vignettes = len({a for a, _ in t.cells}), len({v for _, v in t.cells})
        left += len(t.cells) - vignettes - (assessors - 1 if vignettes > 1 else 0)
    return left


def _edge(start: float, step: float, holds: Callable[[float], bool]) -> float | None:
    """How far from the start something holds: steps that double, then halving. None when it holds far away."""
    inside = outside = start
    for far in range(FARTHEST):
        outside = start + step * float(2**far)
        if not holds(outside):
            break
        inside = outside
    else:
        return None
    while abs(outside - inside) > abs(step) / 200:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return (inside + outside) / 2


def _spread(values: Sequence[float]) -> float:
    return sqrt(fmean(value * value for value in values))
