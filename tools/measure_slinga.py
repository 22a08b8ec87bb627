"""What a slinga gives an invented unit that is not overfull, and how far its days follow it.

python -m tools.measure_slinga [--persons 24] [--seed 5]
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from samsyn.homecare.dayplan.cost import lanes_of, problem_of, summed
from samsyn.homecare.dayplan.facts import Day, Lanes, Shift, Visit
from samsyn.homecare.dayplan.pattern import DAYS, Usual, followed, follows, searched, unused
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.timing import settled
from samsyn.planning.solve import solve

TIMES = ((430, 600, 25), (680, 820, 15), (1000, 1120, 20), (1170, 1290, 15))  # first, last, minutes
CARERS = range(101, 119)
OFF = (0, 3, 5)  # of each carer's seven days
TRIALS = 100_000  # of a day
FOLLOWED = (2, 5, 9)


def unit(persons: int, seed: int) -> list[Day]:
    """Two to four visits a day to each person, within 600 metres; of 18 carers ten or eleven work, early or late."""
    rng = Random(seed)  # noqa: S311 - an invented unit
    near = [(100_000 + rng.randrange(-600, 600), rng.randrange(-600, 600)) for _ in range(persons)]
    series = [
        (n, rng.randrange(first, last, 5), minutes)
        for n in range(1, persons + 1)
        for first, last, minutes in TIMES[: rng.choice((2, 3, 3, 4))]
    ]
    visits = tuple(Visit(f"{n}-{at}", n, (n,), at, at, minutes, n) for n, at, minutes in series)
    return [Day(_shifts(day), visits, ((100_000, 0), *near), {}) for day in range(DAYS)]


def _shifts(day: int) -> tuple[Shift, ...]:
    works = [carer for carer in CARERS if (day + carer) % 7 not in OFF]
    hours = [(840, 1350) if n % 2 else (420, 930) for n in range(len(works))]
    return tuple(
        Shift(carer, begins, ends, begins + 240, begins + 330, 30, "bicycle")
        for carer, (begins, ends) in zip(works, hours, strict=True)
    )


def proposed(day: Day, seed: int) -> Lanes:
    """A day as its page would propose it."""
    problem = problem_of(day)
    return settled(Walker(day), lanes_of(problem, solve(problem, seed=seed, trials=TRIALS).plan))


def met(lanes: Sequence[Lanes]) -> dict[int, frozenset[int]]:
    """The carers that each person meets."""
    pairs = {(int(p.key.split("-")[0]), c) for day in lanes for c, lane in day.items() for p in lane if p.key}
    return {person: frozenset(c for who, c in pairs if who == person) for person, _ in pairs}


def said(name: str, days: list[Day], lanes: Sequence[Lanes]) -> None:
    """Print what fourteen days come to."""
    sums = [summed(Walker(day), told) for day, told in zip(days, lanes, strict=True)]
    known = met(lanes)
    mean = sum(map(len, known.values())) / len(known)
    travel, late = sum(one.travel for one in sums), sum(one.late for one in sums)
    print(
        f"{name}: {mean:.2f} carers met, {travel} minutes of travel, {late} late, {sum(s.visits for s in sums)} visits"
    )


def main() -> None:
    """Plan the days by themselves and as a slinga, and some of them again as they follow it."""
    chosen = argparse.ArgumentParser(description=__doc__)
    chosen.add_argument("--persons", type=int, default=24)
    chosen.add_argument("--seed", type=int, default=5)
    told = chosen.parse_args()
    days = unit(told.persons, told.seed)
    said("each day by itself", days, [proposed(unused(day), told.seed + n) for n, day in enumerate(days)])
    begun = time.process_time()
    found = searched(days, seed=told.seed, told=lambda _done, _of: False)
    if found is None:
        raise RuntimeError("the search was ended")
    said(f"the slinga, {time.process_time() - begun:.0f} s", days, found)
    for n in FOLLOWED:
        usual = {p.key: Usual(carer, p.start) for carer, lane in found[n].items() for p in lane if p.key}
        known = met([lanes for k, lanes in enumerate(found) if k != n])
        day = replace(days[n], visits=followed(days[n].visits, usual), known=known)
        kept, of = follows(day, proposed(day, told.seed + n))
        print(f"day {n}: {kept} of {of} visits have who usually comes")


if __name__ == "__main__":
    main()
