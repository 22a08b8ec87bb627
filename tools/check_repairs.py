"""Random repairs of random days: none may break a rule that was not broken before, nor change what has begun.

    python -m tools.check_repairs [--seconds 60] [--seed 1] [--trials 500]

Prints each repair that does, with its seed, and at the end how many were made; ends with 1 where any was wrong.
"""

import argparse
import os
import sys
import time
from random import Random

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from samsyn.planning.reference import broken
from samsyn.planning.repair import repair
from samsyn.planning.solve import solve
from tests.cores.days import random_day
from tests.cores.test_planning_repair import LEFT, drawn
from tools.serving import load


def wrong(seed: int, trials: int) -> list[str]:
    """What is wrong with the repair of one seed."""
    rng = Random(seed)  # noqa: S311 - invented days
    problem = random_day(seed, visits=rng.randrange(3, 20), carers=rng.randrange(1, 7))
    told = solve(problem, seed=seed, trials=trials).plan
    starts = sorted(stop.start for route in told.routes for stop in route)
    at = rng.choice(starts) + rng.randrange(20) if starts else 60
    changes = [drawn(rng, problem, told, at)]
    if rng.random() < 0.3 and not isinstance(other := drawn(rng, problem, told, at), type(changes[0])):
        changes.append(other)
    found = repair(problem, told, changes, at, seed=seed, trials=trials)
    before = set(broken(problem, told))
    rules = [rule for rule in broken(found.problem, found.plan) if rule not in before and not rule.endswith(LEFT)]
    for old, new in zip(told.routes, found.plan.routes, strict=True):
        if [s for s in old if s.start < at] != [s for s in new if s.start < at]:
            rules.append("what has begun is changed")
    return rules


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (("seconds", 60), ("seed", 1), ("trials", 500)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    chosen = parser.parse_args()
    ends, seed, bad = time.perf_counter() + chosen.seconds, chosen.seed, 0
    while time.perf_counter() < ends:
        if rules := wrong(seed, chosen.trials):
            bad += 1
            print(f"seed {seed}: {rules}", flush=True)
        seed += 1
    print(f"{seed - chosen.seed} repairs from seed {chosen.seed}, {bad} wrong; {load()}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
