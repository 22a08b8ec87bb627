"""What a pattern of two weeks gives beside planning each day by itself: carers by recipient, lateness, kept times.

    python -m tools.bench_pattern [--recipients 40] [--workers 16] [--trials 60000] [--seed 1]

An invented unit: recipients with two to four visits each day, workers with early or late shifts who work four weekdays
a week and one weekend of the two.
"""

import argparse
import os
import sys
import time
from random import Random

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from samsyn.planning.pattern import DAYS, Fortnight, Series, Told, Worker, by_themselves, measured, patterned, weekly
from samsyn.planning.problem import Break, Carer, Part, Weights, Window
from samsyn.planning.reference import broken
from tools.serving import load


def unit(seed: int, recipients: int, workers: int) -> Fortnight:
    """Two weeks of a unit, in minutes from midnight."""
    rng = Random(seed)  # noqa: S311 - invented days
    centres = [(rng.uniform(0, 2500), rng.uniform(0, 2500)) for _ in range(5)]
    homes = [(rng.gauss(x, 200), rng.gauss(y, 200)) for x, y in (rng.choice(centres) for _ in range(recipients + 1))]
    at = np.array(homes)
    metres = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    travel = np.rint(1.5 + metres * 1.3 / 220).astype(np.int64)  # a bicycle
    np.fill_diagonal(travel, 0)
    series = [one for r in range(1, recipients + 1) for one in _series(rng, r)]
    return Fortnight(
        tuple(series), tuple(_worker(rng, k) for k in range(workers)), travel[None], Weights(travel=2, late=4, met=60)
    )


def _series(rng: Random, r: int) -> list[Series]:
    times = [rng.gauss(500, 40), rng.gauss(1080, 60), rng.gauss(740, 30), rng.gauss(930, 40)][
        : rng.choice((2, 2, 3, 4))
    ]
    found = []
    for k, opens in enumerate(times):
        skill = "medicine" if rng.random() < 0.2 else "care"
        window = Window(max(430, int(opens)), max(430, int(opens)) + 45)
        found.append(
            Series(f"r{r}-{k}", f"r{r}", r, (Part(skill, rng.randrange(10, 36, 5), (window,)),), frozenset(range(DAYS)))
        )
    return found


def _worker(rng: Random, k: int) -> Worker:
    on = 420 if k % 2 else 840
    skills = frozenset({"care"} | ({"medicine"} if rng.random() < 0.6 else set()))
    carer = Carer(f"c{k}", 0, 0, on, on + 480, skills, None, 0, (Break(on + 210, on + 300, 30),))
    return Worker(carer, weekly(*(day for day in range(5) if (day + k // 2) % 5)))


def line(name: str, told: Told, spent: float) -> str:
    return (
        f"{name:<22} {told.carers:5.2f} carers by recipient (median {told.median:g}, {told.recipients} count), "
        f"{told.late:5.2f} min late a visit, {told.apart:5.1f} min from the usual time; {spent:5.1f} s, {load()}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (("recipients", 40), ("workers", 16), ("trials", 60_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    chosen = parser.parse_args()
    given = unit(chosen.seed, chosen.recipients, chosen.workers)
    print(
        f"{len(given.series)} visits a day, {chosen.workers} workers, {chosen.trials} trials a day, seed {chosen.seed}"
    )
    begun = time.perf_counter()
    alone = by_themselves(given, seed=chosen.seed, trials=chosen.trials)
    print(line("each day by itself", measured(alone), time.perf_counter() - begun), flush=True)
    for rounds in (1, 2, 3):
        begun = time.perf_counter()
        made = patterned(given, seed=chosen.seed, trials=chosen.trials, rounds=rounds)
        wrong = sum(len(broken(problem, plan)) for problem, plan in made.days)
        print(line(f"pattern, {rounds} round(s)", measured(made.days), time.perf_counter() - begun), f"broken {wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
