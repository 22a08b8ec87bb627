"""Random days for the day plan: small ones with everything in them that a plan may be asked for."""

from dataclasses import replace
from random import Random

import numpy as np

from samsyn.planning.problem import WISHES, Break, Carer, Lock, Part, Problem, Tie, Visit, Weights, Window, Wish

SKILLS = ("care", "medicine", "lift")


def random_day(seed: int, visits: int = 8, carers: int = 3) -> Problem:
    """A day with skills, double visits, ties, several windows, breaks, refusals, two ways to travel, wishes of every
    kind, preferred starts, recipients with more visits than one, heavy visits, even shares, and locks.

    A day may be overfull, or have what `faults` would refuse; then what must happen is left out by any plan.
    """
    rng = Random(seed)
    places = [(rng.randrange(30), rng.randrange(30)) for _ in range(visits + 1)]
    way = np.array([[abs(a - c) + abs(b - d) for c, d in places] for a, b in places])
    staff = tuple(_carer(rng, f"c{k}") for k in range(carers))
    told = tuple(_visit(rng, number, [c.key for c in staff]) for number in range(visits))
    asked = Weights(*(rng.choice((0, 1, 3)) for _ in range(10)), scale=rng.choice((1, 10)))
    known = {f"r{k}": frozenset(c.key for c in staff if rng.random() < 0.4) for k in range(visits)}
    ties = tuple(_ties(rng, told))
    return _locked(rng, Problem(told, staff, np.stack([way, way // 2]), asked, ties, known=known))


def _carer(rng: Random, key: str) -> Carer:
    on = rng.randrange(0, 60, 10)
    off = on + rng.randrange(200, 420)
    lunch = Break(120, 240, 30, None if rng.random() < 0.5 else 50)
    skills = frozenset({"care"} | {s for s in SKILLS if rng.random() < 0.6})
    last = off + rng.choice((0, 60)) if rng.random() < 0.7 else None
    return Carer(
        key, 0, 0, on, off, skills, last, rng.randrange(2), (lunch,) if rng.random() < 0.6 else (),
        share=rng.choice((None, None, rng.randrange(300))), using=rng.choice((0, 0, 60)),
    )  # fmt: skip


def _visit(rng: Random, number: int, staff: list[str]) -> Visit:
    opens = rng.randrange(0, 300)
    windows = [Window(opens, opens + rng.randrange(0, 120))]
    if rng.random() < 0.3:
        windows.append(Window(windows[0].closes + 40, windows[0].closes + 90))
    count = 2 if rng.random() < 0.3 else 1
    latest = windows[-1].closes + rng.choice((0, 100)) if rng.random() < 0.4 else None
    early = max(0, opens + rng.randrange(-30, 90))
    wanted = Window(early, early + rng.randrange(40)) if rng.random() < 0.5 else None
    parts = tuple(Part(rng.choice(SKILLS), rng.randrange(5, 40), tuple(windows), latest, wanted) for _ in range(count))
    wishes = tuple(
        Wish(kind, frozenset(rng.sample(staff, rng.randrange(2))), rng.randrange(20))
        for kind in WISHES if rng.random() < 0.2
    )  # fmt: skip
    refused = frozenset(rng.sample(staff, 1)) if rng.random() < 0.2 else frozenset()
    return Visit(
        f"v{number}", number + 1, parts, rng.randrange(0, 400) if rng.random() < 0.5 else None, refused,
        f"r{rng.randrange(1 + number)}" if rng.random() < 0.8 else "", wishes, rng.choice((0, 0, 1, 3)),
    )  # fmt: skip


def _ties(rng: Random, visits: tuple[Visit, ...]) -> list[Tie]:
    ties = []
    for number, visit in enumerate(visits):
        if len(visit.parts) == 2 and rng.random() < 0.8:
            least = rng.choice((0, 0, 10))
            ties.append(Tie((number, 0), (number, 1), least, least + rng.choice((0, 30))))
        if number and rng.random() < 0.15:
            ties.append(Tie((number - 1, 0), (number, 0), rng.randrange(40), None if rng.random() < 0.5 else 200))
    return ties


def _locked(rng: Random, problem: Problem) -> Problem:
    """Some visits settled to who may have them or to a start that they may have, and now and then a whole route."""
    visits = list(problem.visits)
    for number, visit in enumerate(visits):
        if rng.random() < 0.15:
            able = [[c.key for c in problem.carers if may(visit, p, c)] for p in range(len(visit.parts))]
            carers = tuple(rng.choice(keys) if keys else None for keys in able)
            part = visit.parts[0]
            start = rng.randint(part.windows[0].opens, part.windows[0].closes)
            fine = len(set(carers)) == len(carers)
            visits[number] = replace(
                visit, lock=Lock(carers if fine and rng.random() < 0.7 else None, rng.choice((None, start)))
            )
    carers = list(problem.carers)
    if rng.random() < 0.25:
        carer = carers[0]
        free = [number for number, v in enumerate(visits) if v.lock is None and len(v.parts) == 1 and may(v, 0, carer)]
        chosen = sorted(rng.sample(free, min(len(free), 3)), key=lambda number: visits[number].parts[0].windows[0])
        carers[0] = replace(carer, route=tuple((number, 0) for number in chosen))
    return replace(problem, visits=tuple(visits), carers=tuple(carers))


def may(visit: Visit, part: int, carer: Carer) -> bool:
    """Whether a carer has the skill and is let in."""
    return visit.parts[part].skill in carer.skills and carer.key not in visit.refused
