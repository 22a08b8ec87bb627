"""What a closed round tells: agreement, spread, what the swapped fact did, and what of it may be shown.

What single assessors answered stays theirs. They work in one room, see each other daily and know who took part, so:

- No figure names anybody, and no answer is joined to another: each question's spread is drawn by itself, by size.
- Nothing is told before the round is closed, and nothing at all of a round that fewer than `FEWEST` have handed in: of
  two, what is not mine is yours. From three on agreement and the effect of the swap are told, over all questions,
  which must be at least `QUESTIONS` while assessors are fewer than `MANY`: over one, agreement is nearly an answer.
- The spread of a question is drawn when at least `MANY` have handed in and answered it. Even then a dot is not one
  answer: answers are sorted, put together by three (the last group takes what is left over) and each dot stands at its
  group's mean. So no extreme answer is seen as it was set (microaggregation: Domingo-Ferrer and Mateo-Sanz, IEEE
  Transactions on Knowledge and Data Engineering 14, 2002, 189-201).
- Versions are never told apart in a spread: that would halve the crowd that an answer hides in.
- Numbers of assessors from one to seven are not told, and no sum with one of them in it. Words that mattered are told
  when at least three wrote them.
- When all have answered alike that shows, and with it what each answered: the unit's result singles out nobody.

Rounds of the same unit may be laid together; then only agreement and effects are told, so that nothing of one round can
be worked out by taking another away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from statistics import fmean, median

from samsyn.equity.limits import SMALLEST_SHOWN
from samsyn.review.agreement import Interval, Item, Metric, Weights, alpha, bootstrap, gwet, jackknife
from samsyn.review.swap import Answer, Effect, Trial, effect
from samsyn.review.vignette import SWAPS, Variant

FEWEST = 3  # who must have handed in before anything is told
MANY = SMALLEST_SHOWN  # and before the spread of a question is drawn, or their number told
QUESTIONS = 4  # over which a few assessors' agreement is told
TOGETHER = 3  # answers behind a dot, and assessors behind a word
SHARES = {"granted": 1.0, "partly": 0.5, "refused": 0.0}
LEVELS = (0.0, 1.0, 2.0, 3.0, 4.0)


@dataclass(frozen=True)
class Given:
    """What one assessor handed in for one question, numbered as in the round. A refusal has the amount nought."""

    assessor: int
    vignette: int
    question: int
    outcome: str
    amount: float | None  # in the question's unit; None where there is none to set
    level: int | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Round:
    """A closed round, as numbers: nobody's name is in it."""

    seed: int
    assessors: tuple[int, ...]
    handed_in: tuple[int, ...]
    swaps: tuple[str, ...]
    drawn: tuple[tuple[tuple[int, int], Variant], ...]
    scales: tuple[tuple[tuple[int, int], float], ...]  # by vignette and question: the amount that counts as one
    answers: tuple[Given, ...]


@dataclass(frozen=True)
class Agreement:
    """One coefficient of agreement: of what, which, and how sure."""

    what: str  # outcome, level or amount
    kind: str
    value: float | None
    interval: Interval | None
    drawn_anew: Interval | None  # the same by the bootstrap


@dataclass(frozen=True)
class SwapEffect:
    """What a swapped fact did to the share granted, to the amount (in parts of the usual) and to the level."""

    swap: str
    what: str
    effect: Effect
    usual: float  # the mean over all answers, in the same unit


@dataclass(frozen=True)
class Spread:
    """How the answers to one question lie: each dot a group's mean, and the middle of them all. No count."""

    vignette: int
    question: int
    outcomes: tuple[float, ...]
    amounts: tuple[float, ...]
    levels: tuple[float, ...]
    middle: float | None  # of the amounts


@dataclass(frozen=True)
class Report:
    """What may be told of one round, or of several laid together."""

    assessors: int | None  # None when from one to seven, in all or in a round: the other rounds tell their own
    too_few: bool
    questions: int
    is_many: bool = False  # eight or more in all
    agreement: tuple[Agreement, ...] = ()
    effects: tuple[SwapEffect, ...] = ()
    spreads: tuple[Spread, ...] = ()
    words: tuple[tuple[int, str], ...] = ()  # by vignette


def shown(count: int) -> int | None:
    """A number of assessors as it may be told: none, or eight and more; None stands for fewer than eight."""
    return count if count == 0 or count >= MANY else None


@lru_cache(maxsize=64)
def report(rounds: tuple[Round, ...]) -> Report:
    """What may be told of closed rounds. The same rounds give the same report: its draws are made from kept seeds."""
    told = tuple(r for r in rounds if _may_be_told(r))
    handed_in = [len(r.handed_in) for r in told]
    questions = sum(len(r.scales) for r in told)
    if not told:
        return Report(None, True, 0)
    seed = sum(r.seed for r in told)
    alone = told[0] if len(rounds) == 1 and len(told[0].handed_in) >= MANY else None
    return Report(
        assessors=shown(sum(handed_in)) if min(handed_in) >= MANY else None,
        is_many=sum(handed_in) >= MANY,
        too_few=False,
        questions=questions,
        agreement=tuple(_agreements(told, seed)),
        effects=tuple(_effects(told, seed)),
        spreads=tuple(_spreads(alone)) if alone else (),
        words=tuple(_words(alone)) if alone else (),
    )


def _may_be_told(round_: Round) -> bool:
    few = len(round_.handed_in)
    return few >= MANY or (few >= FEWEST and len(round_.scales) >= QUESTIONS)


def _value(given: Given, what: str, scales: dict[tuple[int, int], float]) -> float | None:
    if what == "outcome":
        return SHARES[given.outcome]
    if what == "level":
        return None if given.level is None else float(given.level)
    if given.amount is None:
        return None
    return given.amount / scales[given.vignette, given.question]


def _clusters(rounds: Iterable[Round], what: str) -> list[list[Item]]:
    """The values of each question, those of a vignette together."""
    clusters: list[list[Item]] = []
    for r in rounds:
        scales, items = dict(r.scales), dict[tuple[int, int], list[float]]()
        for given in r.answers:
            value = _value(given, what, scales)
            if value is not None:
                items.setdefault((given.vignette, given.question), []).append(value)
        for vignette in range(len(r.swaps)):
            found: list[Item] = [item for (v, _), item in sorted(items.items()) if v == vignette]
            if found:
                clusters.append(found)
    return clusters


COEFFICIENTS: tuple[tuple[str, str, Metric | Weights], ...] = (
    ("outcome", "alpha", "nominal"),
    ("outcome", "alpha", "ordinal"),
    ("outcome", "gwet", "linear"),
    ("level", "alpha", "ordinal"),
    ("level", "gwet", "quadratic"),
    ("amount", "alpha", "interval"),
)


def _gwet(items: Sequence[Item], categories: Sequence[float], kind: Weights) -> float | None:
    found = gwet(items, categories, kind)
    return found.value if found else None


def _agreements(rounds: Sequence[Round], seed: int) -> Iterable[Agreement]:
    for what, name, kind in COEFFICIENTS:
        clusters = _clusters(rounds, what)
        categories = LEVELS if what == "level" else tuple(sorted(SHARES.values()))
        statistic = (
            partial(alpha, metric=kind) if name == "alpha" else partial(_gwet, categories=categories, kind=kind)  # type: ignore[arg-type]
        )
        value = statistic([item for cluster in clusters for item in cluster])
        yield Agreement(
            what, f"{name} {kind}", value,
            None if value is None else jackknife(clusters, statistic),
            None if value is None else bootstrap(clusters, statistic, seed=seed, draws=300),
        )  # fmt: skip


def _effects(rounds: Sequence[Round], seed: int) -> Iterable[SwapEffect]:
    for swap in [s for s in SWAPS if any(s in r.swaps for r in rounds)]:
        for what in ("outcome", "amount", "level"):
            trials, values = [], []
            for r in rounds:
                scales = dict(r.scales)
                pairs = [(g, _value(g, what, scales)) for g in r.answers]
                answers = tuple(Answer(g.assessor, g.vignette, g.question, v) for g, v in pairs if v is not None)
                values += [a.value for a in answers if r.swaps[a.vignette] == swap]
                trials.append(Trial(r.assessors, r.swaps, r.drawn, answers))
            if values:
                yield SwapEffect(swap, what, effect(trials, swap, seed=seed), fmean(values))


def _spreads(told: Round) -> Iterable[Spread]:
    of_question: dict[tuple[int, int], list[Given]] = {}
    for given in told.answers:
        of_question.setdefault((given.vignette, given.question), []).append(given)
    for (vignette, question), answers in sorted(of_question.items()):
        if len(answers) < MANY:
            continue
        amounts = [g.amount for g in answers if g.amount is not None]
        levels = [float(g.level) for g in answers if g.level is not None]
        enough = len(amounts) >= MANY
        yield Spread(
            vignette, question,
            outcomes=grouped([SHARES[g.outcome] for g in answers]),
            amounts=grouped(amounts) if enough else (),
            levels=grouped(levels) if len(levels) >= MANY else (),
            middle=median(grouped(amounts)) if enough else None,
        )  # fmt: skip


def grouped(values: Sequence[float]) -> tuple[float, ...]:
    """Each value moved to the mean of its group of three, in order; the last group takes what is left over."""
    ordered = sorted(values)
    starts = list(range(0, max(len(ordered) - TOGETHER + 1, 1), TOGETHER))
    found: list[float] = []
    for start, end in zip(starts, [*starts[1:], len(ordered)], strict=True):
        group = ordered[start:end]
        found += [fmean(group)] * len(group)
    return tuple(found)


def _words(told: Round) -> Iterable[tuple[int, str]]:
    """Words that at least three assessors said mattered, in the order of the alphabet: no number, no hand."""
    hands = {(g.vignette, word.casefold(), g.assessor) for g in told.answers for word in g.words}
    counts = Counter((vignette, word) for vignette, word, _ in hands)
    return sorted(key for key, count in counts.items() if count >= TOGETHER)
