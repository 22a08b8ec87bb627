"""What set partitioning over the routes that a search met adds to the search; `tools.planning_partition`.

    python -m tools.measure_partition [--sets 50_1,100_3,i-219] [--trials 3000000] [--seeds 1,2] [--solver 20]

For each day and seed the routes of every chunk of a search are pooled, and put together anew in three ways:

    kept      at the search's end, each service as its column says: exact, so never dearer than the search
    loose     the same with ties loosened by half a minute and by ten, timed anew by the kernel
    midst     ten times in the midst of a search with as many trials, which goes on from what was found

and, over the pools of all seeds together, once more as `seeds`. Printed are what the search found, how much cheaper
each way is in per cent of that, and processor seconds: of the search, and of the way beside it. What the way cost is
time that the search could have had.
"""

import argparse
import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from samsyn.planning import solve as searching
from samsyn.planning.arrays import MUST, Numbered, numbered
from samsyn.planning.kernel.anneal import anneal, new_tally, typical
from samsyn.planning.kernel.case import Ints
from samsyn.planning.kernel.cost import objective
from samsyn.planning.kernel.seek import room
from samsyn.planning.kernel.state import NOW
from samsyn.planning.kernel.whole import snapshot, take_up
from tools.bench_planning import days, read
from tools.planning_partition import Pool, recombined
from tools.serving import load

MOST = 6000  # columns of a master problem
TIMES = 10  # how often the search is stopped in its midst
CHUNK = 4_000  # trials between two looks at the routes


def searched(given: Numbered, seed: int, trials: int, pool: Pool, *, midst: float = 0) -> tuple[int, Ints]:
    """A search as `solve` makes it, whose routes are pooled; with seconds of `midst` it goes on from what they give."""
    case, shares = given.case, searching.rising(searching.SHARES, given)
    state, best, kept = searching._begun(given, seed)
    tally, unit, space = new_tally(), typical(case, state, shares, searching.SAMPLED), room(case, state)
    links, ratio = np.zeros_like(kept), searching.COLD / searching.HOT
    for made in range(0, trials, CHUNK):
        heats = [unit * searching.HOT * ratio ** (done / trials) for done in (made, made + CHUNK)]
        anneal(case, state, space, shares, CHUNK, heats[0], heats[1], best, kept, tally, searching.REBUILT)
        if made > trials * 0.3:  # before that no route is worth keeping
            snapshot(case, state, links)
            pool.add(links)
            pool.add(kept)
        if midst and made and made % (trials // TIMES // CHUNK * CHUNK) == 0:
            found = recombined(pool, most=MOST // 2, seconds=midst, below=float(best[0]))
            if found and found[0] < best[0]:
                best[0], kept[:] = found
                take_up(case, state, kept)
    if not take_up(case, state, kept) or objective(case, state, NOW) != best[0]:
        raise AssertionError("the plan that was kept is not what was counted")
    return int(best[0]), kept


def measured(name: str, chosen: argparse.Namespace) -> None:
    """All ways of one day."""
    (day,) = days([name])
    given, everything = numbered(read(day)), None
    minute = 60_000 if day.kind != "uhhc" else 1
    least = None
    for seed in (int(one) for one in chosen.seeds.split(",")):
        pool, begun = Pool(given), time.process_time()
        best, _ = searched(given, seed, chosen.trials, pool)
        took = time.process_time() - begun
        told, least = [], min(best, least or best)
        ways = [("kept", 0, float(best)), ("loose 0.5", minute // 2 or 1, np.inf), ("loose 10", 10 * minute, np.inf)]
        for way, slack, below in ways:
            begun = time.process_time()
            found = recombined(pool, most=MOST, slack=slack, seconds=chosen.solver, below=below)
            told.append(_told(way, best, found, time.process_time() - begun))
        begun = time.process_time()
        other, _ = searched(given, seed, chosen.trials, Pool(given), midst=chosen.solver / TIMES)
        told.append(_told("midst", best, (other,), time.process_time() - begun - took))
        print(f"{name:<7} seed {seed} {best:>9} {took:>6.1f} s {len(pool.columns):>6} routes {' '.join(told)} {load()}",
              flush=True)  # fmt: skip
        everything = everything or Pool(given)
        everything.columns.update(list(pool.columns.items())[-MOST // 2 :])
    if everything is not None and least is not None:
        begun = time.process_time()
        found = recombined(everything, most=MOST, seconds=chosen.solver, below=float(least))
        print(f"{name:<7} {_told('seeds', least, found, time.process_time() - begun)}", flush=True)


def _told(way: str, best: int, found: tuple[int, ...] | tuple[int, Ints] | None, took: float) -> str:
    gain = f"{100 * (found[0] / best - 1):+.3f} %" if found and found[0] < MUST else "no plan"
    return f"| {way} {gain} {took:.1f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", default="50_1,75_3,100_3,200_3,i-219,i-083", help="names of days")
    parser.add_argument("--trials", type=int, default=2_000_000)
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--solver", type=float, default=20, help="seconds that the solver has in all")
    chosen = parser.parse_args()
    for name in chosen.sets.split(","):
        measured(name, chosen)


if __name__ == "__main__":
    main()
