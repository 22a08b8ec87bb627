"""How long it takes to mend the day of a unit when a carer falls ill or a visit is added, and what is changed.

    python -m tools.bench_repair [--visits 400] [--carers 30] [--trials 300000] [--days 3] [--seed 1]

Invented units: homes in clusters, shifts of eight hours from seven, visits with peaks morning, noon and afternoon, one
in twenty double, some by delegation. Prints how many visits the ill carer had left, and a line for each repair:
seconds, changes of each kind, rules broken.
"""

import argparse
import os
import sys
import time
from random import Random

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import itertools

import numpy as np

from samsyn.planning.problem import Break, Carer, Part, Problem, Tie, Visit, Weights, Window, Wish
from samsyn.planning.reference import broken
from samsyn.planning.repair import Added, Cancelled, Ill, RunsLate, repair
from samsyn.planning.solve import solve
from tools.serving import load


def unit(seed: int, visits: int, carers: int) -> Problem:
    """A day of a unit, in minutes from midnight."""
    rng = Random(seed)  # noqa: S311 - invented days
    centres = [(rng.uniform(0, 3000), rng.uniform(0, 3000)) for _ in range(8)]
    homes = [(rng.gauss(x, 200), rng.gauss(y, 200)) for x, y in (rng.choice(centres) for _ in range(visits // 4 + 1))]
    at = np.array(homes)
    metres = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    travel = np.rint(1.5 + metres * 1.3 / 220).astype(np.int64)  # a bicycle
    np.fill_diagonal(travel, 0)
    staff = tuple(_carer(rng, f"c{k}") for k in range(carers))
    told = tuple(_visit(rng, k, len(homes), staff) for k in range(visits))
    ties = tuple(Tie((v, 0), (v, 1), 0, 0) for v, one in enumerate(told) if len(one.parts) == 2)
    return Problem(told, staff, travel[None], Weights(travel=2, late=4, waiting=1, overtime=4, met=20), ties)


def _carer(rng: Random, key: str) -> Carer:
    on = rng.choice((420, 420, 420, 780))
    skills = frozenset({"care"} | ({"medicine"} if rng.random() < 0.6 else set()))
    return Carer(key, 0, 0, on, on + 480, skills, on + 540, 0, (Break(on + 210, on + 300, 30),))


def _visit(rng: Random, number: int, homes: int, staff: tuple[Carer, ...]) -> Visit:
    opens = int(rng.choice((rng.gauss(500, 40), rng.gauss(720, 30), rng.gauss(960, 60), rng.uniform(450, 1180))))
    opens = min(max(opens, 435), 1190)
    part = Part("medicine" if rng.random() < 0.3 else "care", rng.randrange(10, 36, 5), (Window(opens, opens + 45),))
    wishes = (Wish("contact", frozenset({rng.choice(staff).key}), 15),)
    home = rng.randrange(1, homes)
    return Visit(
        f"v{number}", home, (part,) * (2 if rng.random() < 0.05 else 1), None, recipient=f"r{home}", wishes=wishes
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (("visits", 400), ("carers", 30), ("trials", 300_000), ("days", 3), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    chosen = parser.parse_args()
    print(f"{chosen.visits} visits, {chosen.carers} carers, {chosen.trials} trials; {load()}")
    repair(unit(0, 8, 2), solve(unit(0, 8, 2), seed=1, trials=100).plan, Ill("c0"), 580, seed=1, trials=10)  # compiled
    for day in range(chosen.seed, chosen.seed + chosen.days):
        problem = unit(day, chosen.visits, chosen.carers)
        plan = solve(problem, seed=day, trials=5 * chosen.trials).plan
        wrong = len(broken(problem, plan))
        going = next(s.visit for r in plan.routes for s, o in itertools.pairwise(r) if s.start < 580 <= o.start)
        later = next(s.visit for route in plan.routes for s in route if s.start > 700 and s.visit >= 0)
        waits = sum(s.visit >= 0 and s.start >= 580 for s in plan.routes[0])  # each of them must get another carer
        print(f"day {day}  c0 has {waits} visits left at 9:40")
        new = Visit("new", 3, (Part("care", 20, (Window(600, 660),)),), recipient="r3")
        for change in (Ill("c0"), Added(new), Cancelled(f"v{later}"), RunsLate(f"v{going}", 620)):
            begun = time.perf_counter()
            try:
                found = repair(problem, plan, change, 580, seed=1, trials=chosen.trials)
            except ValueError as problem_told:
                print(f"day {day}  {type(change).__name__:<10} {problem_told}")
                continue
            spent, told = time.perf_counter() - begun, found.changes
            print(
                f"day {day}  {type(change).__name__:<10} {spent:5.2f} s  other carer {len(told.carer)}, other time "
                f"{len(told.time)}, added {len(told.added)}, left out {len(told.left)}; rules broken {wrong} before, "
                f"{len(broken(found.problem, found.plan))} after; {load()}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
