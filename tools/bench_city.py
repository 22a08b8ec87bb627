"""An invented city's day planned unit by unit, beside a simulated person's plan of it (tools/simulate_rounds.py).

    python -m tools.bench_city [--units 80] [--seed 1] [--seconds 12] [--trials N] [--processes 2] [--cluster] [--each]

The same units, visits, carers and thirteen days behind for both. Each plan is judged by the independent checker. Told
are: hard rules broken, what is left out, how many carers those with two visits or more have met in fourteen days (of
whom the last day is the one that is planned), lateness, travel, overtime, and wishes that are not met.
With --trials the plans are the same on every machine; --cluster plans on a dask cluster of this machine's processes.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from samsyn.planning import warm
from samsyn.planning.problem import Plan, Problem, Window
from samsyn.planning.reference import back_at, broken, cost, lateness, part_of, travelled, unmet
from samsyn.planning.repair import Added, Ill, repair
from samsyn.planning.solve import Found, solve
from samsyn.planning.units import Unplanned, plan_units
from tools.serving import load
from tools.simulate_city import CARERS, UNITS, city
from tools.simulate_rounds import Behind, behind, meetings

REPAIRED = 580  # 9:40
LATE = 15  # minutes after the window's end that a recipient notices


@dataclass(frozen=True)
class Judged:
    """One plan's figures."""

    broken: list[str]
    cost: float
    left: int
    met: list[int]  # carers in fourteen days, for each with two visits or more this day
    fresh: list[int]  # of whom were met for the first time this day
    late: list[int]
    travel: int
    over: int
    wishes: Counter[str]


def judged(problem: Problem, plan: Plan) -> Judged:
    """What the checker and the recipients say of a plan."""
    today: dict[str, set[str]] = {}
    for _, whom, carer in meetings(problem, plan):
        today.setdefault(whom, set()).add(carer)
    asked = Counter(visit.recipient for visit in problem.visits)
    often = [whom for whom in today if asked[whom] >= 2]
    stops = [stop for route in plan.routes for stop in route if stop.visit != -1]
    by_carer = list(zip(problem.carers, plan.routes, strict=True))
    return Judged(
        broken(problem, plan), cost(problem, plan), len(problem.visits) - len({stop.visit for stop in stops}),
        [len(problem.known[whom] | today[whom]) for whom in often],
        [len(today[whom] - problem.known[whom]) for whom in often],
        [lateness(part_of(problem, stop), stop.start) for stop in stops],
        sum(travelled(problem, c, r) for c, r in by_carer),
        sum(max(0, back_at(problem, c, r) - c.off) for c, r in by_carer),
        Counter({kind: len(missed) for kind, missed in unmet(problem, plan).items()}),
    )  # fmt: skip


def line(name: str, each: list[Judged]) -> str:
    """The figures of many units' plans in a line."""
    met, fresh, late = (np.concatenate([getattr(one, what) for one in each]) for what in ("met", "fresh", "late"))
    wishes: Counter[str] = sum((one.wishes for one in each), Counter())
    told = "  ".join(f"{kind} {count}" for kind, count in sorted(wishes.items()))
    return (
        f"{name:<8} {sum(len(one.broken) for one in each):>6} {sum(one.left for one in each):>5} {met.mean():>8.2f} "
        f"{np.median(met):>6.0f} {(met > 20).mean():>7.1%} {fresh.mean():>7.3f} {late.mean():>7.2f} "
        f"{(late > LATE).mean():>7.1%} {late.max():>6} {sum(one.travel for one in each) / 60:>8.0f} "
        f"{sum(one.over for one in each) / 60:>7.0f}   {told}"
    )


HEAD = (
    f"{'':<8} {'broken':>6} {'left':>5} {'carers':>8} {'median':>6} {'> 20':>7} {'new':>7} {'late':>7} "
    f"{'> 15':>7} {'worst':>6} {'travel':>8} {'over':>7}   wishes not met"
)
WHAT = (
    "carers: met in 14 days by those with two visits or more; new: of whom this day; late: minutes, in the mean, the "
    "share over 15, and the worst; travel and over: hours"
)


@contextmanager
def _executor(chosen: argparse.Namespace) -> Iterator[Executor]:
    if not chosen.cluster:
        with ProcessPoolExecutor(chosen.processes, initializer=warm.main) as executor:
            yield executor
        return
    from distributed import Client, LocalCluster

    with LocalCluster(chosen.processes, threads_per_worker=1, dashboard_address=None) as made, Client(made) as client:
        yield client.get_executor()


def _print_repairs(key: str, problem: Problem, plan: Plan, seed: int) -> None:
    """What it takes at 9:40 when the carer who has most left falls ill, and when somebody needs a visit at once."""
    ahead = [sum(stop.start > REPAIRED and stop.visit != -1 for stop in route) for route in plan.routes]
    ill = problem.carers[int(np.argmax(ahead))].key
    pattern = problem.visits[0]
    part = replace(pattern.parts[0], skill="care", duration=20, windows=(Window(REPAIRED, REPAIRED + 60),), wanted=None)
    extra = replace(pattern, key="added", parts=(part,), leaving=None, wishes=())
    for word, change in ((f"carer ill with {max(ahead)} visits left", Ill(ill)), ("visit added", Added(extra))):
        begun = time.perf_counter()
        mended = repair(problem, plan, change, REPAIRED, seed=seed)
        spent = time.perf_counter() - begun
        told = mended.changes
        rules = broken(mended.problem, mended.plan)
        print(
            f"{key}, {len(problem.visits)} visits, at 9:40 {word}: mended in {spent:.1f} s, "
            f"{len(told.carer)} get another carer, {len(told.time)} another time, {len(told.left)} are left out, "
            f"{len(rules)} rules broken; {load()}", flush=True,
        )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=12, help="for each unit")
    parser.add_argument("--trials", type=int, help="for each unit, instead of seconds")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--each", action="store_true", help="a line for each unit")
    chosen = parser.parse_args()
    begun = time.perf_counter()
    teams = city(chosen.seed, chosen.units)
    days = {one.key: behind(one) for one in teams}
    people = sum(len(one.people) for one in teams)
    visits = [len(day.day.problem.visits) for day in days.values()]
    carers = sum(len(day.day.problem.carers) for day in days.values())
    print(
        f"{len(teams)} units of a city with {CARERS} carers at work, seed {chosen.seed}: {people} recipients, "
        f"{carers} carers, {sum(visits)} visits ({min(visits)}–{max(visits)} a unit), and 13 days behind, in "
        f"{time.perf_counter() - begun:.0f} s; {load()}", flush=True,
    )  # fmt: skip
    return _planned(chosen, days)


def _planned(chosen: argparse.Namespace, days: dict[str, Behind]) -> int:
    begun = time.perf_counter()
    limits = {"trials": chosen.trials} if chosen.trials else {"seconds": chosen.seconds}
    problems = {key: day.day.problem for key, day in days.items()}
    new: dict[str, Judged] = {}
    old = {key: judged(problems[key], day.plan) for key, day in days.items()}

    def told(key: str, answer: Found | Unplanned) -> None:
        if isinstance(answer, Unplanned):
            print(answer, flush=True)
            return
        new[key] = judged(problems[key], answer.plan)
        for rule in new[key].broken[:3]:
            print(f"{key}: {rule}")
        if chosen.each:
            print(f"{HEAD}\n{line(f'{key} man', [old[key]])}\n{line(f'{key} new', [new[key]])}", flush=True)

    with _executor(chosen) as executor:
        begun = time.perf_counter()
        planned = plan_units(problems, seed=chosen.seed, executor=executor, told=told, **limits)
    spent = time.perf_counter() - begun
    made = sum(found.made for found in planned.found.values())
    word = " ".join(f"{value:g} {name}" for name, value in limits.items())
    where = "workers of a cluster" if chosen.cluster else "processes"
    print(f"planned in {spent:.0f} s by {chosen.processes} {where}, {word} each, {made / 1e6:.1f} M trials; {load()}")
    print(f"{HEAD}\n{line('manual', list(old.values()))}\n{line('planned', list(new.values()))}\n{WHAT}")
    day = warm.smallest()
    repair(day, solve(day, seed=1, trials=1_000).plan, Ill("a"), 0, seed=1, trials=1_000)  # compiled
    for key in sorted(planned.found, key=lambda key: len(problems[key].visits))[-2:]:
        _print_repairs(key, problems[key], planned.found[key].plan, chosen.seed)
    better = sum(new[key].cost < old[key].cost for key in new)
    print(f"cheaper than the manual plan: {better} of {len(problems)} units")
    return 1 if planned.unplanned or any(one.broken for one in new.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
