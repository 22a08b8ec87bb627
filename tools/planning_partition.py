"""A day's plan put together anew of routes that were met in a search: set partitioning (HiGHS, by way of scipy).

A column is a carer's route with its starts, as it stood in some plan. Everything that a plan costs is exact in the
master problem as long as each service begins when its column says: what is asked of one route is the column's price
(travel, waiting, overtime, evenness, lateness, preferred starts, wishes, whom a recipient meets, points, use); the
largest lateness and idleness are each a variable that no chosen column lies above; a visit is covered once or, where
it may be, left out at its price; a tie is a row over the starts of the columns. So the best plan of the pool costs at
most what the cheapest plan in it does, and what is put together can be carried out. With `slack` the rows of ties are
loosened by so many ticks: the price is then a guess, and the plan is timed and priced anew by the kernel.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from samsyn.planning.arrays import MUST, Numbered
from samsyn.planning.kernel import case as k
from samsyn.planning.kernel.case import Case, Ints
from samsyn.planning.kernel.cost import objective, unwanted
from samsyn.planning.kernel.state import AFTER, BACK, MOVED, NOW, RELEASE, START, WAITED, WORKED, State, empty
from samsyn.planning.kernel.timing import lateness
from samsyn.planning.kernel.whole import take_up

SEARCHED = 20.0  # seconds that the solver has


@dataclass(frozen=True)
class Column:
    """A carer's route: its services, when each starts, what it waits for, and what that costs."""

    carer: int
    services: tuple[int, ...]
    starts: tuple[int, ...]
    releases: tuple[int, ...]
    price: int
    latest: int  # its largest lateness
    idle: int


@dataclass
class Pool:
    """The routes that were met, by carer, services and the starts of what is tied; of two alike the cheaper."""

    given: Numbered
    columns: dict[tuple[int, ...], Column] = field(default_factory=dict)
    met: int = 0

    def __post_init__(self) -> None:
        self.state = empty(self.given.case, 1)

    def add(self, links: Ints) -> None:
        """Add every route of a plan, told as `whole.snapshot` keeps it."""
        case, state = self.given.case, self.state
        if not take_up(case, state, links):
            return
        self.met += 1
        for carer in range(case.m):
            column = _column(case, state, carer)
            tied = (s for i, s in zip(column.services, column.starts, strict=True) if _is_tied(case, i))
            key = (carer, *column.services, -1, *tied)
            known = self.columns.pop(key, None)  # the latest met stand last
            self.columns[key] = min(known or column, column, key=lambda one: (one.price, one.latest, one.idle))


def _is_tied(case: Case, service: int) -> bool:
    row = case.service[service]
    return bool(row[k.OUT_END] > row[k.OUT] or row[k.IN_END] > row[k.IN])


def _column(case: Case, state: State, carer: int) -> Column:
    """A carer's route of a plan that is timed, and what it costs by itself."""
    node, day, weights = state.node, state.day[carer], case.weights
    services, at = [], int(node[case.n + carer, AFTER])
    while at < case.n:
        services.append(at)
        at = int(node[at, AFTER])
    late = [int(lateness.py_func(case.service, case.window, i, node[i, START])) for i in services]
    over = max(0, int(day[BACK] - case.carer[carer, k.OFF]))
    apart = int(day[WORKED] - case.carer[carer, k.SHARE])
    price = weights[k.TRAVEL] * day[MOVED] + weights[k.WAITING] * day[WAITED] + weights[k.OVERTIME] * over
    price += weights[k.UNEVEN] * (apart * apart // case.scale) + weights[k.LATE] * sum(late)
    price += weights[k.WANTED] * sum(int(unwanted.py_func(case.service, i, node[i, START])) for i in services)
    price += weights[k.ASSIGNED] * sum(int(case.assign[i, carer]) for i in services)
    price += _people(case, carer, services)
    return Column(
        carer, tuple(services), tuple(int(node[i, START]) for i in services),
        tuple(int(node[i, RELEASE]) for i in services), int(price), max(late, default=0),
        int(case.carer[carer, k.OFF] - case.carer[carer, k.ON] + over - day[WORKED]),
    )  # fmt: skip


def _nowhere(case: Case, carer: int) -> Column:
    """A carer's route that goes nowhere, which is as far below an even share as can be."""
    share = int(case.carer[carer, k.SHARE])
    price = int(case.weights[k.UNEVEN] * (share * share // case.scale)) + _people(case, carer, [])
    return Column(carer, (), (), (), price, 0, int(case.carer[carer, k.OFF] - case.carer[carer, k.ON]))


def _people(case: Case, carer: int, services: list[int]) -> int:
    """What it costs whom the carer meets, how heavy that is, and that they are used."""
    rows, weights = case.service[services], case.weights
    whom = {int(one) for one in rows[:, k.WHO] if one >= 0}
    loaded = rows[rows[:, k.POINTS] >= 0]
    points = int(loaded[:, k.POINTS].sum() - case.met[-2, carer])
    told = weights[k.MET] * sum(int(case.met[one, carer]) for one in whom) + weights[k.HEAVY] * points * points
    return int(told + (weights[k.USED] * case.met[-1, carer] if len(loaded) else 0))


class Rows:
    """Rows of a master problem, written entry by entry."""

    def __init__(self) -> None:
        self.at: list[int] = []
        self.of: list[int] = []
        self.value: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def new(self, low: float, high: float) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def put(self, row: int, variable: int, value: float) -> None:
        self.at.append(row)
        self.of.append(variable)
        self.value.append(value)

    def constraint(self, variables: int) -> LinearConstraint:
        shape = (len(self.low), variables)
        return LinearConstraint(coo_array((self.value, (self.at, self.of)), shape).tocsr(), self.low, self.high)


def _master(case: Case, columns: list[Column], slack: int) -> Rows:
    """The rows: each service once or its visit left out, a route a carer, the largest, and the ties."""
    rows, first_left, visits = Rows(), len(columns), len(case.visits)
    worst, idle = first_left + visits, first_left + visits + 1
    covered = [rows.new(1, 1) for _ in range(case.n)]
    for i in range(case.n):
        rows.put(covered[i], first_left + int(case.service[i, k.VISIT]), 1)
    used = [rows.new(1, 1) for _ in range(case.m)]
    latest, idlest = ([rows.new(0, np.inf) for _ in range(case.m)] for _ in range(2))
    for c in range(case.m):
        rows.put(latest[c], worst, 1)
        rows.put(idlest[c], idle, 1)
    for number, column in enumerate(columns):
        rows.put(used[column.carer], number, 1)
        rows.put(latest[column.carer], number, -column.latest)
        rows.put(idlest[column.carer], number, -column.idle)
        for i in column.services:
            rows.put(covered[i], number, 1)
    _tie(case, columns, rows, slack)
    return rows


def _tie(case: Case, columns: list[Column], rows: Rows, slack: int) -> None:
    """A tie holds between the starts of the chosen columns, unless a visit of it is left out."""
    within: dict[int, list[tuple[int, int]]] = {}
    for number, column in enumerate(columns):
        for i, start in zip(column.services, column.starts, strict=True):
            within.setdefault(i, []).append((number, start))
    long = max((start for all_of in within.values() for _, start in all_of), default=0) + 1
    for one in range(case.n):
        for a in range(case.service[one, k.OUT], case.service[one, k.OUT_END]):
            other, least = int(case.tie[a, k.OTHER]), int(case.tie[a, k.LEAST])
            row = rows.new(least - slack, np.inf)
            for i, sign in ((other, 1), (one, -1)):
                for number, start in within.get(i, ()):
                    rows.put(row, number, sign * start)
            for visit in {int(case.service[one, k.VISIT]), int(case.service[other, k.VISIT])}:
                rows.put(row, len(columns) + visit, long + abs(least))


def recombined(
    pool: Pool, *, most: int, slack: int = 0, seconds: float = SEARCHED, below: float = np.inf
) -> tuple[int, Ints] | None:
    """The cheapest plan of the pool's latest columns, timed and priced by the kernel, as (cost, links), or None.

    Args:
        most: columns that the master problem may have; the latest met.
        slack: ticks by which ties are loosened; 0 is exact.
        seconds: that the solver has.
        below: what the plan must cost less than, by the master's own price.
    """
    case = pool.given.case
    columns = list(pool.columns.values())[-most:]
    columns += [_nowhere(case, c) for c in range(case.m)]
    prices = [column.price for column in columns]
    prices += [int(v) for v in case.visits[:, k.LEAVING]] + [int(case.weights[k.WORST]), int(case.weights[k.IDLE])]
    unit = max(1.0, below if np.isfinite(below) else max(column.price for column in columns))
    rows = _master(case, columns, slack)
    if np.isfinite(below):
        row = rows.new(-np.inf, (below - 0.5) / unit)
        for number, price in enumerate(prices):
            rows.put(row, number, price / unit)
    whole = np.ones(len(prices))
    whole[-2:] = 0
    high = np.ones(len(prices))
    high[-2:] = np.inf
    high[len(columns) : -2] = case.visits[:, k.LEAVING] < MUST
    found = milp(
        np.array(prices) / unit, integrality=whole, bounds=Bounds(0, high), constraints=rows.constraint(len(prices)),
        options={"time_limit": seconds, "mip_rel_gap": 1e-6},
    )  # fmt: skip
    if found.x is None:
        return None
    return _linked(pool, [columns[r] for r in range(len(columns)) if found.x[r] > 0.5])


def _linked(pool: Pool, chosen: list[Column]) -> tuple[int, Ints] | None:
    """The links of chosen columns, and what the kernel says that they cost; None where they cannot be."""
    case = pool.given.case
    links = np.zeros((case.n + case.m, 2), np.int64)
    links[:, 0] = np.arange(case.n + case.m)
    links[: case.n, 1] = case.window[:, 0, k.OPENS]
    for column in chosen:
        ring = [case.n + column.carer, *column.services]
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            links[one, 0] = other
        for i, release in zip(column.services, column.releases, strict=True):
            links[i, 1] = release
    if not take_up(case, pool.state, links):
        return None
    return int(objective(case, pool.state, NOW)), links
