"""Whether any plan of the search breaks a rule: random days, planned, and judged by the independent checker.

    python -m tools.check_days [--days 10000] [--seed 1] [--trials 4000] [--processes 2]

Days have 1–40 visits and 1–8 carers and everything that a day may ask (tests/cores/days.py), and besides what is rare
there: more than one break, days that end elsewhere than they begin, ways that are longer in one direction, some time
from door to door in the same house, and far too little staff. A day with faults is refused, as by `samsyn plan`.
Each plan must cost what the checker says, break no hard rule, and everything that must happen and is left out must be
counted as such. Prints what is wrong with its seed, and ends with 1 where anything is.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from random import Random

import numpy as np

from samsyn.planning.arrays import MUST
from samsyn.planning.faults import faults
from samsyn.planning.problem import Break, Carer, Plan, Problem
from samsyn.planning.reference import broken, cost, must_happen
from samsyn.planning.solve import solve
from tests.cores.days import random_day
from tools.serving import load

LEFT = ("must happen and is left out", "has no break")


def hard_day(seed: int) -> Problem:
    """A random day of any size, with what is rare in ordinary ones; one that can be planned if five draws give it."""
    rng = Random(seed)  # noqa: S311 - a test case, no secret
    for _ in range(5):
        day = _drawn(rng)
        if not faults(day):
            break
    return day


def _drawn(rng: Random) -> Problem:
    day = random_day(rng.randrange(1 << 30), visits=rng.randint(1, 40), carers=rng.randint(1, 8))
    travel = day.travel.copy()
    if rng.random() < 0.4:
        travel += np.array([[rng.randrange(4) for _ in range(travel.shape[2])] for _ in range(travel.shape[1])])
    staff = tuple(_unusual(rng, carer, travel.shape[1]) for carer in day.carers)
    return replace(day, carers=staff, travel=travel, break_may_end=rng.random() < 0.7)


def _unusual(rng: Random, carer: Carer, places: int) -> Carer:
    if rng.random() < 0.2:
        carer = replace(carer, ends=rng.randrange(places), begins=rng.randrange(places))
    if carer.breaks and rng.random() < 0.3:
        opens = carer.breaks[0].closes + rng.randrange(60)
        leaving = None if rng.random() < 0.3 else 20
        carer = replace(carer, breaks=(*carer.breaks, Break(opens, opens + rng.randrange(90), 15, leaving)))
    return carer


def must_left(problem: Problem, plan: Plan) -> int:
    """How much that must be done is left out: visits, and breaks also of carers who visit nobody."""
    done = {stop.visit for route in plan.routes for stop in route}
    count = sum(number not in done and must_happen(problem, number) for number in range(len(problem.visits)))
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        held = {stop.part for stop in route if stop.visit == -1}
        count += sum(b.leaving is None and k not in held for k, b in enumerate(carer.breaks))
    return count


def wrong(problem: Problem, plan: Plan, best: int) -> list[str]:
    """What a plan does that it may not, and whether it costs anything else than the search says."""
    rules = broken(problem, plan)
    found = [rule for rule in rules if not any(word in rule for word in LEFT)]
    left = must_left(problem, plan)
    if len(rules) - len(found) > left:
        found.append(f"{len(rules) - len(found)} things that must happen are left out, and {left} are counted")
    whole = round(cost(problem, plan) * problem.divisor) + MUST * left
    if whole != best:
        told = whole - MUST * left, best - MUST * left
        found.append(f"with {left} left out the checker says {told[0]} and the search {told[1]}")
    return found


def checked(seed: int, trials: int) -> tuple[int, str, list[str]]:
    """One day: its seed, how it went (refused, whole, partly), and what is wrong."""
    try:
        problem = hard_day(seed)
        if faults(problem):
            return seed, "refused", []
        found = solve(problem, seed=seed, trials=trials)
        went = "partly" if must_left(problem, found.plan) else "whole"
        return seed, went, wrong(problem, found.plan, found.best)
    except Exception as problem_met:
        return seed, "failed", [f"{type(problem_met).__name__}: {problem_met}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first day; each has the next")
    parser.add_argument("--trials", type=int, default=4_000)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    begun, went, bad = time.perf_counter(), Counter[str](), 0
    seeds = range(chosen.seed, chosen.seed + chosen.days)
    with ProcessPoolExecutor(chosen.processes) as executor:
        for seed, how, found in executor.map(partial(checked, trials=chosen.trials), seeds, chunksize=20):
            went[how] += 1
            bad += bool(found)
            for one in found[:3]:
                print(f"day {seed}: {one}", flush=True)
    spent = time.perf_counter() - begun
    print(
        f"{chosen.days} days from seed {chosen.seed}, {chosen.trials} trials each, {spent:.0f} s, {load()}: "
        f"{went['whole']} planned whole, {went['partly']} with something left out that must happen, "
        f"{went['refused']} refused; {bad} wrong"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
