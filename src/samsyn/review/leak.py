"""Whether a masked text still gives the person away: guesses of sex and age held against chance. Pure.

Several reviewers guess of the same text, so guesses are not independent: what leads one astray leads the others. The
text is therefore what is counted. The test shuffles the truths among texts of the same unit and leaves every guess
where it is: a reviewer who always guesses woman gains nothing, and two who are misled by the same words count as one
text. Intervals take as many observations as there are texts, not guesses. Both err on the careful side.

Wilson, JASA 22 (1927) 209-212; Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10; Brier, Monthly Weather
Review 78 (1950) 1-3; permutation p with one added (Phipson and Smyth, 2010).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from random import Random
from statistics import NormalDist, fmean

from samsyn.equity.limits import SMALLEST_SHOWN
from samsyn.equity.wilson import wilson as limits
from samsyn.people.refusals import N_

FEWEST = SMALLEST_SHOWN  # texts: fewer are not told of
FEWEST_NAME = 3  # reviews that must name a word before it is shown
SHUFFLES = 999
SURE = 0.05
LITTLE = 0.2  # a leak beyond chance below this is called small
Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Guessed:
    """One reviewer's guess of one text: "" for none; `sure` in per cent, None when it was not said."""

    text: int
    stratum: int  # the unit whose texts it is compared among
    truth: str
    guess: str = ""
    sure: int | None = None


@dataclass(frozen=True)
class Interval:
    """From and to, with 95 per cent."""

    low: float
    high: float


class Verdict(StrEnum):
    """What can be said of a leak."""

    LEAKS = "leaks"
    LITTLE = "little"
    UNDECIDED = "undecided"


WORDS = {
    Verdict.LEAKS: N_("läcker: det gissas rätt oftare än slumpen"),
    Verdict.LITTLE: N_("läcker lite eller inte alls"),
    Verdict.UNDECIDED: N_("kan inte avgöras än"),
}


@dataclass(frozen=True)
class Leak:
    """What guesses of one thing tell. Shares are between 0 and 1.

    `chance` is the share of the guesses that would be right if they were laid out blindly over the unit's texts, and
    `beyond` how far the share right lies from there towards 1. `p` is how often a shuffle gives as many right.
    `brier` is the mean squared error of the sureness, `brier_blind` that of one who knows how common each answer is.
    """

    texts: int
    guesses: int
    abstained: int
    right: float
    interval: Interval
    chance: float
    beyond: float
    beyond_interval: Interval
    p: float
    brier: float | None
    brier_blind: float | None
    verdict: Verdict


def leak(guesses: Iterable[Guessed], *, seed: int, shuffles: int = SHUFFLES) -> Leak | None:
    """What guesses tell of how much the texts leak; None when fewer than eight texts have been guessed of.

    A text whose truth is not known is left out. The same seed gives the same p.
    """
    known = [g for g in guesses if g.truth]
    made = [g for g in known if g.guess]
    texts = len({g.text for g in made})
    if texts < FEWEST:
        return None
    right = sum(g.guess == g.truth for g in made)
    common = _common(known)
    chance = sum(common[g.stratum].get(g.guess, 0.0) for g in made)
    share, blind = right / len(made), chance / len(made)
    interval = wilson(share * texts, texts)
    beyond, around = _beyond(share, blind), Interval(_beyond(interval.low, blind), _beyond(interval.high, blind))
    p = shuffled(known, seed=seed, shuffles=shuffles)
    brier, brier_blind = _brier(known, common)
    return Leak(
        texts, len(made), len(known) - len(made), share, interval, blind, beyond, around, p, brier, brier_blind,
        verdict(p, around),
    )  # fmt: skip


def verdict(p: float, beyond: Interval) -> Verdict:
    """What may be said: a leak when chance seldom gives so many right, little when there is no room for more."""
    if p < SURE:
        return Verdict.LEAKS
    return Verdict.LITTLE if beyond.high < LITTLE else Verdict.UNDECIDED


def _beyond(share: float, chance: float) -> float:
    return (share - chance) / (1 - chance) if chance < 1 else 0.0


def _common(known: Sequence[Guessed]) -> dict[int, dict[str, float]]:
    """How common each truth is among the texts of each stratum."""
    truths: dict[int, dict[int, str]] = defaultdict(dict)
    for g in known:
        truths[g.stratum][g.text] = g.truth
    return {
        stratum: {truth: n / len(of) for truth, n in Counter(of.values()).items()} for stratum, of in truths.items()
    }


def shuffled(known: Sequence[Guessed], *, seed: int, shuffles: int = SHUFFLES) -> float:
    """How often truths that are shuffled among the texts of a stratum give at least as many right, one-sided.

    The truth of a text goes to another text as a whole, with all that is guessed of it.
    """
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    truths: dict[int, dict[int, str]] = defaultdict(dict)
    for g in known:
        truths[g.stratum][g.text] = g.truth
        if g.guess:
            votes[g.text][g.guess] += 1
    chance = Random(seed)  # noqa: S311 - a draw that is to be done again, not a secret
    strata = [([votes[text] for text in of], list(of.values())) for of in truths.values()]
    seen = sum(vote[truth] for some, of in strata for vote, truth in zip(some, of, strict=True))
    as_many = 0
    for _ in range(shuffles):
        total = 0
        for some, of in strata:
            chance.shuffle(of)
            total += sum(vote[truth] for vote, truth in zip(some, of, strict=True))
        as_many += total >= seen
    return (as_many + 1) / (shuffles + 1)


def wilson(right: float, number: float) -> Interval:
    """Wilson's interval for a share, also of a number that is not whole. Raises ValueError for none."""
    return Interval(*limits(right, number, Z95))


def difference(one: tuple[float, float], other: tuple[float, float]) -> Interval:
    """Newcombe's interval for the difference between two shares, each as (right, number)."""
    (p1, n1), (p2, n2) = ((right / number, number) for right, number in (one, other))
    (l1, u1), (l2, u2) = ((i.low, i.high) for i in (wilson(p1 * n1, n1), wilson(p2 * n2, n2)))
    apart = p1 - p2
    return Interval(apart - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2), apart + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2))


@dataclass(frozen=True)
class Informed:
    """How much better than blindly two answers are told apart: the share of the first that is told as the first, less
    the share of the other that is. 0 for whoever guesses blindly, 1 for whoever is never wrong (Youden's J)."""

    value: float
    interval: Interval


def informed(guesses: Iterable[Guessed], first: str, other: str) -> Informed | None:
    """Informedness of the guesses between two answers; None when either is rare among the texts (fewer than four)."""
    made = [g for g in guesses if g.guess in {first, other} and g.truth in {first, other}]
    of = {truth: [g for g in made if g.truth == truth] for truth in (first, other)}
    texts = {truth: len({g.text for g in some}) for truth, some in of.items()}
    if min(texts.values()) < FEWEST // 2 or sum(texts.values()) < FEWEST:
        return None
    said = {truth: sum(g.guess == first for g in some) / len(some) for truth, some in of.items()}
    pairs = [(said[truth] * texts[truth], texts[truth]) for truth in (first, other)]
    return Informed(said[first] - said[other], difference(pairs[0], pairs[1]))


def _brier(known: Sequence[Guessed], common: Mapping[int, Mapping[str, float]]) -> tuple[float | None, float | None]:
    """The mean squared error of what was said of each answer, and that of saying how common each is.

    Who guesses with a sureness gives the guess that much, and the rest to the other answers by how common they are; who
    leaves it gives each answer what is common, and is no better than blind. A guess without a sureness is left out.
    """
    said = [g for g in known if not g.guess or g.sure is not None]
    if len({g.text for g in said}) < FEWEST:
        return None, None
    blind = [_squared(common[g.stratum], g.truth) for g in said]
    own = [_squared(_given(g, common[g.stratum]), g.truth) for g in said]
    return fmean(own), fmean(blind)


def _given(g: Guessed, common: Mapping[str, float]) -> Mapping[str, float]:
    if not g.guess or g.sure is None:
        return common
    sure, rest = g.sure / 100, 1 - common.get(g.guess, 0.0)
    others = {a: (1 - sure) * share / rest for a, share in common.items() if a != g.guess and rest > 0}
    return {**others, g.guess: sure}


def _squared(given: Mapping[str, float], truth: str) -> float:
    """Half the squared distance, so that it is 0 to 1 and for two answers the squared error of either."""
    answers = given.keys() | {truth}
    return sum((given.get(a, 0.0) - (a == truth)) ** 2 for a in answers) / 2


def given_away(named: Iterable[tuple[int, str, str]]) -> list[tuple[str, int]]:
    """Which words gave it away: those that the reviews of at least three texts name and that stood in the masked texts,
    the most named first, with how many texts that is. Each of `named` is a text, what its reviewer wrote, and the
    masked text.

    What is not in the masked text is the reviewer's own words, and may be about the person.
    """
    texts: dict[str, set[int]] = defaultdict(set)
    for text, written, masked in named:
        stood = set(_words(masked))
        for word in set(_words(written)) & stood:
            texts[word].add(text)
    enough = [(word, len(of)) for word, of in texts.items() if len(of) >= FEWEST_NAME]
    return sorted(enough, key=lambda pair: (-pair[1], pair[0]))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() or c == "-" else " " for c in text.casefold()).split()
