"""How far from the proven best the search ends on small random days, and what it would save to put starts off.

    python -m tools.prove_days [--days 100] [--first 0] [--trials 100000] [--seconds 60]

For each day CP-SAT proves the best plan twice (tests/cores/planning_oracle.py): with starts as early as may be, which
is what the search times, and with starts put off at will. Prints a line for each day on which they or the search
differ, and at the end how often and how much.
"""

import argparse
import sys
from typing import NamedTuple

from samsyn.planning.arrays import MUST
from samsyn.planning.solve import solve
from tests.cores.planning_oracle import proven
from tests.cores.test_planning_oracle import small_day
from tools.serving import load


class Asked(NamedTuple):
    """What a day costs at best, each as (left out that must happen, cost); and whether waiting costs anything."""

    free: tuple[int, int]
    early: tuple[int, int]
    found: tuple[int, int]
    waiting: bool


def asked(seed: int, chosen: argparse.Namespace) -> Asked | None:
    """One day's figures; None where the best could not be proven in time."""
    problem = small_day(seed)
    try:
        free, early = (proven(problem, early=early, seconds=chosen.seconds) for early in (False, True))
    except TimeoutError:
        return None
    best = min(solve(problem, seed=one, trials=chosen.trials).best for one in (1, 2, 3))
    return Asked((free.left, free.cost), (early.left, early.cost), divmod(best, MUST), bool(problem.weights.waiting))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--trials", type=int, default=100_000, help="of each of three searches (seeds 1, 2, 3)")
    parser.add_argument("--seconds", type=float, default=60, help="for each proof")
    chosen = parser.parse_args()
    print(f"{chosen.days} days from {chosen.first}, three searches of {chosen.trials} trials; {load()}")
    all_days: list[Asked] = []
    for seed in range(chosen.first, chosen.first + chosen.days):
        day = asked(seed, chosen)
        if day is None:
            print(f"{seed:>5} not proven in {chosen.seconds:g} s")
            continue
        all_days.append(day)
        if not day.free == day.early == day.found:
            print(f"{seed:>5} put off {day.free}  early {day.early}  search {day.found}", flush=True)
    missed = [day for day in all_days if day.found > day.early]
    print(f"{len(all_days)} days proven; the search missed the best with early starts on {len(missed)}")
    for waiting in (True, False):
        days = [day for day in all_days if day.waiting == waiting]
        saved = [1 - day.free[1] / day.early[1] for day in days if day.free[0] == day.early[0] and day.early[1]]
        word = "costs" if waiting else "costs nothing"
        pays = sum(day.free != day.early for day in days)
        mean = 100 * sum(saved) / max(1, len(saved))
        print(
            f"where waiting {word}: to put starts off pays on {pays} of {len(days)} days; it saves {mean:.1f} % in the "
            f"mean and {100 * max(saved, default=0):.1f} % at most"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
