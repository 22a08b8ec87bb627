"""How near the day plan comes to the best that is known, on published days; two searches at once, each with a seed.

    python -m tools.bench_planning [--sets A,B,…,G,uhhc] [--seconds 60] [--seed 1] [--processes 2]
        [--peer] [--folder var/planning]

Reads the days from the published data (`PUBLISHED_DATA`, tests/published.py). Each plan is judged by the independent
checker (`samsyn.planning.reference`): whether it breaks a rule, and what it costs. The best plan of each day is kept
in the folder, as a file that the checker can read again, and is replaced only by a better one. Prints a line a day and
a mean a set: the cost, the best that is known, how far above it (a minus is better), seconds, trials, seeds and load.
"""

import argparse
import csv
import json
import os
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from samsyn.planning.formats import mankowska, uhhc  # noqa: E402 - threads are set above
from samsyn.planning.problem import Plan, Problem, Stop  # noqa: E402
from samsyn.planning.reference import broken, cost, parts  # noqa: E402
from samsyn.planning.solve import best_of  # noqa: E402
from tests.published import DATA  # noqa: E402
from tools.serving import load  # noqa: E402


def days(sets: list[str]) -> list[tuple[str, str, Path, float]]:
    """Each day's set, name, file and best known cost."""
    found = []
    with (DATA / "planning/mankowska/best_known.csv").open() as file:
        for row in csv.DictReader(file):
            path = DATA / "planning/mankowska" / f"{row['instance']}.json"
            found.append((row["id"][0], row["instance"].removeprefix("Instanz"), path, float(row["bks"])))
    with (DATA / "planning/uhhc/best_known.csv").open() as file:
        for row in csv.DictReader(file):
            path = DATA / "planning/uhhc" / f"{row['instance']}.json"
            found.append(("uhhc", row["instance"], path, float(row["published_sa"])))
    return [day for day in found if day[0] in sets or day[1] in sets]


def read(kind: str, path: Path) -> Problem:
    """The day of a file."""
    told = json.loads(path.read_text())
    return uhhc.read(told) if kind == "uhhc" else mankowska.read(told)


def keep(folder: Path, name: str, problem: Problem, plan: Plan, told: dict[str, Any]) -> bool:
    """Keep a plan that is better than the kept one, which is judged anew; returns whether it was."""
    path = folder / f"{name}.json"
    if path.exists():
        kept = Plan(tuple(tuple(Stop(*stop) for stop in route) for route in json.loads(path.read_text())["routes"]))
        if not broken(problem, kept) and cost(problem, kept) <= cost(problem, plan):
            return False
    path.write_text(json.dumps({**told, "routes": plan.routes}))
    return True


def one(day: tuple[str, str, Path, float], chosen: argparse.Namespace, executor: Executor) -> float:
    """Plan one day, print its line, and return how far above the best known it ends."""
    kind, name, path, known = day
    problem = read(kind, path)
    begun = time.perf_counter()
    seeds = range(chosen.seed, chosen.seed + chosen.processes)
    found = best_of(problem, seeds=seeds, seconds=chosen.seconds, executor=executor)
    spent = time.perf_counter() - begun
    reached, wrong = cost(problem, found.plan), broken(problem, found.plan)
    gap = reached / known - 1
    told = {"cost": reached, "parts": parts(problem, found.plan), "seed": found.seed, "trials": found.trials}
    kept = not wrong and keep(chosen.folder, name, problem, found.plan, told)
    marks = ("  kept" if kept else "") + ("  BROKEN" if wrong else "")
    print(
        f"{kind:<5} {name:<20} {reached:>12.3f} {known:>12.3f} {100 * gap:>+8.2f} % {spent:>6.1f} s "
        f"{found.made / 1e6:>7.1f} M  seed {found.seed}  {load()}{marks}",
        flush=True,
    )
    for rule in wrong[:5]:
        print("      ", rule)
    if chosen.peer:
        _print_peer(problem, known, chosen, executor)
    return gap


def _print_peer(problem: Problem, known: float, chosen: argparse.Namespace, executor: Executor) -> None:
    """What a model of OR-Tools' routing reaches in as many seconds, with as many runs at once."""
    from tools.planning_peers import peer

    found = peer(problem, chosen.seconds, executor, chosen.processes)
    if found is None:
        print("      OR-Tools: no plan", flush=True)
        return
    reached, wrong = found
    print(f"      OR-Tools {'':<11} {reached:>12.3f} {known:>12.3f} {100 * (reached / known - 1):>+8.2f} %  "
          f"{f'{len(wrong)} rules broken: {wrong[0]}' if wrong else ''}  {load()}", flush=True)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default="A,B,C,D,E,F,G,uhhc", help="letters of mankowska, uhhc, or names of days")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--peer", action="store_true", help="plan each day by OR-Tools' routing too, as long")
    parser.add_argument("--folder", type=Path, default=ROOT / "var/planning")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    found = days(chosen.sets.split(","))
    gaps: dict[str, list[float]] = {}
    print(f"{chosen.seconds:g} s, {chosen.processes} searches at once, seeds from {chosen.seed}; {load()}")
    with ProcessPoolExecutor(chosen.processes) as executor:
        for day in found:
            gaps.setdefault(day[0], []).append(one(day, chosen, executor))
    for kind, each in gaps.items():
        print(f"{kind:<5} mean {100 * sum(each) / len(each):+.2f} %, worst {100 * max(each):+.2f} %, {len(each)} days")
    return 0


if __name__ == "__main__":
    sys.exit(main())
