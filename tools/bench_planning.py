"""How near the day plan comes to the best that is known, on published days; two days at a time on two cores.

    python -m tools.bench_planning [--sets A,B,…,G,uhhc,50_7,i-185] [--seconds 60 | --trials 5000000] [--seed 1]
        [--seeds 1] [--at-once 2] [--anew] [--table] [--check] [--peer] [--folder var/planning]

Reads the days from the published data (`PUBLISHED_DATA`, tests/published.py). Each plan is judged by the independent
checker (`samsyn.planning.reference`): whether it breaks a rule, and what it costs. A row for each day is written to
`results.csv` in the folder as soon as it is planned, with seconds, seed, machine and load: a run that is broken off
goes on where it was when it is asked again, as long as the search is the same code (`--anew` plans anyhow). The best
plan of each day lies beside it as a file, and is replaced only by a better one. `--table` prints what is written down
as tables; `--check` reads every kept plan again and judges it. `--seeds 2` makes two searches a day; the best counts.
"""

import argparse
import csv
import json
import os
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from samsyn.planning import warm  # noqa: E402 - threads are set above
from samsyn.planning.formats import mankowska, uhhc  # noqa: E402
from samsyn.planning.problem import Problem  # noqa: E402
from samsyn.planning.reference import broken, cost, parts  # noqa: E402
from samsyn.planning.solve import Found, solve, solve_for  # noqa: E402
from tests.published import DATA  # noqa: E402
from tools.planning_results import Row, add, code, keep, kept, machine, rows_in, table  # noqa: E402
from tools.serving import load  # noqa: E402

ONE_AT_A_TIME = Lock()  # who writes down and prints


class Day(NamedTuple):
    """A published day, and the best that is known of it."""

    kind: str
    name: str
    path: Path
    known: float


def days(sets: list[str]) -> list[Day]:
    """The days of some sets, or by name."""
    found = []
    with (DATA / "planning/mankowska/best_known.csv").open() as file:
        for row in csv.DictReader(file):
            path = DATA / "planning/mankowska" / f"{row['instance']}.json"
            found.append(Day(row["id"][0], row["instance"].partition("HCSRP_")[2], path, float(row["bks"])))
    with (DATA / "planning/uhhc/best_known.csv").open() as file:
        for row in csv.DictReader(file):
            path = DATA / "planning/uhhc" / f"{row['instance']}.json"
            found.append(Day("uhhc", row["instance"], path, float(row["published_sa"])))
    return [day for day in found if day.kind in sets or day.name in sets]


def read(day: Day) -> Problem:
    """The day of a file."""
    told = json.loads(day.path.read_text())
    return uhhc.read(told) if day.kind == "uhhc" else mankowska.read(told)


def search(day: Day, seed: int, seconds: float, trials: int) -> tuple[Found, float]:
    """One search, and the seconds it had of a processor."""
    problem, begun = read(day), time.process_time()
    found = solve(problem, seed=seed, trials=trials) if trials else solve_for(problem, seed=seed, seconds=seconds)
    return found, time.process_time() - begun


def judged(day: Day, problem: Problem, chosen: argparse.Namespace, searches: list[tuple[Found, float]]) -> Row:
    """What the checker says of the cheapest of a day's searches, written down, and its plan kept if it is the best."""
    found, processor = min(searches, key=lambda search: (search[0].best, search[0].seed))
    reached, wrong = cost(problem, found.plan), broken(problem, found.plan)
    row = Row(
        day.kind, day.name, chosen.seconds, chosen.trials, chosen.seed, chosen.seeds, reached, day.known,
        100 * (reached / day.known - 1), found.seconds, processor, found.made, found.seed, len(wrong), chosen.at_once,
        machine(), load(), code(),
    )  # fmt: skip
    told = {"cost": reached, "parts": parts(problem, found.plan), "seed": found.seed, "trials": found.trials}
    better = keep(chosen.folder, day.name, problem, found.plan, told)
    add(chosen.folder, row)
    print(
        f"{day.kind:<5} {day.name:<7} {reached:>12.3f} {day.known:>12.3f} {row.gap:>+8.2f} % {row.spent:>6.1f} s "
        f"({processor:.1f} of processor) {found.made / 1e6:>6.1f} M  seed {found.seed}  {row.load}"
        f"{'  kept' if better else ''}{'  BROKEN' if wrong else ''}",
        flush=True,
    )
    for rule in wrong[:5]:
        print("      ", rule)
    return row


def _print_peer(problem: Problem, known: float, chosen: argparse.Namespace, executor: Executor) -> None:
    """What a model of OR-Tools' routing reaches in as many seconds, with as many runs at once."""
    from tools.planning_peers import peer

    found = peer(problem, chosen.seconds, executor, chosen.seeds)
    if found is None:
        print("      OR-Tools: no plan", flush=True)
        return
    reached, wrong = found
    print(f"      OR-Tools {reached:>12.3f} {known:>12.3f} {100 * (reached / known - 1):>+8.2f} %  "
          f"{f'{len(wrong)} rules broken: {wrong[0]}' if wrong else ''}  {load()}", flush=True)  # fmt: skip


def planned(found: list[Day], chosen: argparse.Namespace) -> list[Row]:
    """Plan each day that is not written down yet; the rows of all."""
    same = code()
    known = {} if chosen.anew else {row.asked(): row for row in rows_in(chosen.folder)}
    asked = {day: (day.name, chosen.seconds, chosen.trials, chosen.seed, chosen.seeds, same) for day in found}
    rows = [known[key] for key in asked.values() if key in known]
    left = [day for day, key in asked.items() if key not in known]
    print(f"{len(left)} days to plan, {len(rows)} are written down; code {same}, {machine()}; {load()}", flush=True)
    with (
        ProcessPoolExecutor(chosen.at_once, initializer=warm.main) as executor,
        ThreadPoolExecutor(max(1, chosen.at_once // chosen.seeds)) as days_at_once,
    ):
        tasks = [days_at_once.submit(_planned, day, chosen, executor) for day in left]
        try:
            rows += [task.result() for task in as_completed(tasks)]
        except KeyboardInterrupt:
            days_at_once.shutdown(wait=False, cancel_futures=True)
            executor.shutdown(wait=False, cancel_futures=True)
            print("Broken off; ask again to go on.")
    return rows


def _planned(day: Day, chosen: argparse.Namespace, executor: Executor) -> Row:
    """Plan one day by all its searches."""
    seeds = range(chosen.seed, chosen.seed + chosen.seeds)
    tasks = [executor.submit(search, day, seed, chosen.seconds, chosen.trials) for seed in seeds]
    problem, searches = read(day), [task.result() for task in tasks]
    with ONE_AT_A_TIME:
        row = judged(day, problem, chosen, searches)
    if chosen.peer:
        _print_peer(problem, day.known, chosen, executor)
    return row


def check(found: list[Day], folder: Path) -> int:
    """Judge every kept plan anew, from its file; 1 where one breaks a rule."""
    bad = 0
    for day in found:
        plan, problem = kept(folder, day.name), read(day)
        if plan is not None:
            wrong, reached = broken(problem, plan), cost(problem, plan)
            bad += bool(wrong)
            told = f"{len(wrong)} rules broken: {wrong[0]}" if wrong else "no rule broken"
            print(f"{day.name:<7} {reached:>12.3f} {100 * (reached / day.known - 1):>+8.2f} %  {told}")
    return int(bad > 0)


def arguments(told: list[str] | None = None) -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", default="A,B,C,D,E,F,G,uhhc", help="letters of mankowska, uhhc, or names of days")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--trials", type=int, default=0, help="instead of seconds: the same wherever it is run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="searches of each day, of which the cheapest counts")
    parser.add_argument("--at-once", type=int, default=2, help="searches at once, one a core")
    parser.add_argument("--anew", action="store_true", help="plan also what is written down")
    parser.add_argument("--table", action="store_true", help="print what is written down, and plan nothing")
    parser.add_argument("--check", action="store_true", help="judge the kept plans, and plan nothing")
    parser.add_argument("--peer", action="store_true", help="plan each day by OR-Tools' routing too, as long")
    parser.add_argument("--folder", type=Path, default=ROOT / "var/planning")
    chosen = parser.parse_args(told)
    if chosen.trials:
        chosen.seconds = 0.0
    return chosen


def main() -> int:
    chosen = arguments()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    found = days(chosen.sets.split(","))
    if chosen.check:
        return check(found, chosen.folder)
    if chosen.table:
        names = {day.name for day in found}
        rows = [row for row in rows_in(chosen.folder) if row.day in names]
    else:
        rows = planned(found, chosen)
    print("\n".join(table(rows)))
    return int(any(row.broken for row in rows))


if __name__ == "__main__":
    sys.exit(main())
