"""How trustworthy the figures of an exercise are, by simulated rounds: prints what docs/exercises.md quotes.

    python tools/calibrate_exercises.py [--rounds 400] [--seed 20261129]

For units of several sizes: how often the interval of an agreement holds the true one, how often the test of the swap
says yes where there is no difference (its size), how often its interval holds the true difference, and how often it
finds a difference as great as the one the round says it could have found with 80 per cent.
"""

import argparse
from collections.abc import Sequence
from functools import partial
from random import Random
from statistics import fmean

from samsyn.review.agreement import Interval, Item, alpha, bootstrap, gwet, jackknife
from samsyn.review.exercise_draw import draw
from samsyn.review.swap import Answer, Trial, effect

CATEGORIES = (0.0, 0.5, 1.0)
PER_VIGNETTE = 2


def ratings(random: Random, vignettes: int, assessors: int) -> list[list[Item]]:
    """Outcomes that hang together in a vignette: a shared leaning, the question's own, and each assessor's noise."""
    clusters = []
    for _ in range(vignettes):
        shared = random.gauss(0, 0.7)
        items = []
        for _ in range(PER_VIGNETTE):
            leaning = shared + random.gauss(0, 0.7)
            items.append([outcome(leaning + random.gauss(0, 0.7)) for _ in range(assessors)])
        clusters.append(items)
    return clusters


def outcome(leaning: float) -> float:
    return CATEGORIES[(leaning > -0.4) + (leaning > 0.4)]


def flat(clusters: Sequence[Sequence[Item]]) -> list[Item]:
    return [item for cluster in clusters for item in cluster]


def ac2(items: Sequence[Item]) -> float | None:
    found = gwet(items, CATEGORIES, "linear")
    return found.value if found else None


STATISTICS = {
    "alpha nominal": partial(alpha, metric="nominal"),
    "alpha ordinal": partial(alpha, metric="ordinal"),
    "AC2 linear": ac2,
}


def cover(seed: int, rounds: int, vignettes: int, assessors: int) -> None:
    random = Random(seed)  # noqa: S311 - to be done again
    whole = flat(ratings(random, 4000, assessors))
    truth = {name: statistic(whole) or 0.0 for name, statistic in STATISTICS.items()}
    held: dict[tuple[str, str], list[bool]] = {}
    for number in range(rounds):
        clusters = ratings(random, vignettes, assessors)
        for name, statistic in STATISTICS.items():
            found = {
                "bootstrap": bootstrap(clusters, statistic, seed=number, draws=200),
                "jackknife": jackknife(clusters, statistic),
            }
            for way, interval in found.items():
                if interval:
                    held.setdefault((name, way), []).append(inside(interval, truth[name]))
    for (name, way), answers in held.items():
        print(
            f"  {vignettes:2} vignettes, {assessors:2} assessors: {name:14} {way:10} covers {fmean(answers):.3f}"
            f" (true {truth[name]:.3f}, n {len(answers)})"
        )


def inside(interval: Interval, value: float) -> bool:
    return interval.low <= value <= interval.high


def trial(random: Random, vignettes: int, assessors: int, difference: float, missing: float = 0.1) -> Trial:
    """A round in which each answer leans by its vignette and assessor, and the first version moves it."""
    who, swaps = tuple(range(assessors)), ("sex",) * vignettes
    drawn = draw(random.randrange(2**40), who, swaps)
    severity = [random.gauss(0, 0.15) for _ in who]
    gone = {a for a in who if random.random() < missing}
    answers = []
    for v in range(vignettes):
        for q in range(PER_VIGNETTE):
            level = random.random()
            for a in who:
                if a not in gone:
                    moved = difference * (0.5 if drawn[a, v] == "a" else -0.5)
                    answers.append(Answer(a, v, q, level + severity[a] + moved + random.gauss(0, 0.25)))
    return Trial(who, swaps, tuple(drawn.items()), tuple(answers))


def swaps(seed: int, rounds: int, vignettes: int, assessors: int) -> None:
    random = Random(seed)  # noqa: S311 - to be done again
    null = [effect([trial(random, vignettes, assessors, 0.0)], "sex", seed=n, redraws=400) for n in range(rounds)]
    told = [e for e in null if e.undecided is None]
    if not told:
        print(f"  {vignettes:2} vignettes, {assessors:2} assessors: cannot be decided")
        return
    size = fmean(e.is_found for e in told)
    covered = fmean(e.interval is not None and inside(e.interval, 0.0) for e in told)
    named = [e.smallest for e in told if e.smallest is not None]
    smallest = fmean(named)
    moved = [
        effect([trial(random, vignettes, assessors, smallest)], "sex", seed=n, redraws=400, tried=0)
        for n in range(rounds)
    ]
    moved = [e for e in moved if e.undecided is None]
    power = fmean(e.is_found for e in moved)
    holds = fmean(e.interval is not None and inside(e.interval, smallest) for e in moved)
    print(
        f"  {vignettes:2} vignettes, {assessors:2} assessors: size {size:.3f}, interval covers 0 {covered:.3f} and"
        f" {smallest:.3f} {holds:.3f}; smallest {smallest:.3f} (told by {len(named)}) found {power:.3f};"
        f" decided {len(told)}/{rounds}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=400)
    asked.add_argument("--seed", type=int, default=20261129)
    given = asked.parse_args()
    print(f"seed {given.seed}, {given.rounds} rounds of each kind")
    print("Agreement: 95 per cent intervals")
    for vignettes, assessors in ((4, 8), (6, 8), (10, 8), (10, 20)):
        cover(given.seed, given.rounds, vignettes, assessors)
    print("The swap: a test at 5 per cent, power 80 per cent")
    for vignettes, assessors in ((2, 4), (2, 8), (4, 6), (6, 12), (10, 20)):
        swaps(given.seed, given.rounds, vignettes, assessors)


if __name__ == "__main__":
    main()
