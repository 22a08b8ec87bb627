"""The same day as a model of OR-Tools' routing, which the benchmark of the day plan is held against.

A routing library times each route by itself, so what ties routes together is told as constraints between the times
of nodes: a double visit is two nodes that start at once. Guided local search, one thread a run. What the library
cannot be asked: the largest lateness, the largest idleness, continuity and even shares (`UNASKED`); it holds breaks
anywhere, also on the way. Its plan is therefore timed anew before it is judged, with breaks where they cost least and
starts as early as may be or as it had them, whichever is cheaper.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from samsyn.planning.problem import Carer, Plan, Problem, Stop
from samsyn.planning.reference import broken, cost, part_of

UNASKED = ("worst", "idle", "met", "uneven", "uneven_heavy")
STRATEGIES = ("LOCAL_CHEAPEST_INSERTION", "PARALLEL_CHEAPEST_INSERTION")  # those that found a plan of most days
Routes = tuple[tuple[Stop, ...], ...]


def peer(problem: Problem, seconds: float, executor: Executor, processes: int) -> tuple[float, list[str]] | None:
    """What the library's best plan of so many runs at once costs, and what it breaks; None where it found none."""
    tasks = [executor.submit(routed, problem, seconds, STRATEGIES[k % 2]) for k in range(processes)]
    plans = [plan for task in tasks if (plan := task.result())]
    judged = [(len(broken(problem, plan)), cost(problem, plan), broken(problem, plan)) for plan in plans]
    return min(judged, key=lambda one: one[:2])[1:] if judged else None


def routed(problem: Problem, seconds: float, strategy: str) -> Plan | None:
    """The library's plan, timed anew; None where it finds none in so many seconds."""
    asked = _Model(problem)
    terms = pywrapcp.DefaultRoutingSearchParameters()
    terms.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, strategy)
    terms.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    terms.time_limit.FromMilliseconds(int(seconds * 1000))
    found = asked.routing.SolveWithParameters(terms)
    if found is None:
        return None
    routes = asked.routes(found)
    plans = [timed(problem, routes, early) for early in (True, False)]
    return min(plans, key=lambda plan: (len(broken(problem, plan)), cost(problem, plan)))


class _Model:
    """The day as the library is told it: nodes are parts of visits, then each carer's two ends."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.parts = [(v, p) for v, visit in enumerate(problem.visits) for p in range(len(visit.parts))]
        n, m = len(self.parts), len(problem.carers)
        starts, ends = list(range(n, n + m)), list(range(n + m, n + 2 * m))
        self.nodes = pywrapcp.RoutingIndexManager(n + 2 * m, m, starts, ends)
        self.routing = pywrapcp.RoutingModel(self.nodes)
        self.known: dict[bytes, int] = {}
        self.places = [problem.visits[v].place for v, _ in self.parts]
        self.places += [carer.begins for carer in problem.carers] + [carer.ends for carer in problem.carers]
        horizon = self._horizon()
        ways = [self._asked(self._ticks(carer)) for carer in problem.carers]
        self.routing.AddDimensionWithVehicleTransits(ways, horizon, horizon, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")
        self.at = {part: self.nodes.NodeToIndex(k) for k, part in enumerate(self.parts)}
        for number, carer in enumerate(problem.carers):
            self._carer(number, carer)
        for number in range(len(problem.visits)):
            self._visit(number)
        for tie in problem.ties:
            between = self.time.CumulVar(self.at[tie.second]) - self.time.CumulVar(self.at[tie.first])
            self.routing.solver().Add(between >= tie.least)
            if tie.most is not None:
                self.routing.solver().Add(between <= tie.most)

    def _horizon(self) -> int:
        """Ticks by which everything could be done, one thing after another."""
        parts = [self.problem.visits[v].parts[p] for v, p in self.parts]
        longest = int(self.problem.travel.max())
        return max(part.windows[-1].closes for part in parts) + sum(part.duration + longest for part in parts)

    def _asked(self, matrix: NDArray[np.int64]) -> int:
        """The number by which the library knows a matrix over the nodes; the same matrix is told once."""
        told = matrix.tobytes()
        if told not in self.known:
            self.known[told] = self.routing.RegisterTransitMatrix(matrix.tolist())
        return self.known[told]

    def _ticks(self, carer: Carer) -> NDArray[np.int64]:
        """Ticks from the start at one node to being at another."""
        served = [self.problem.visits[v].parts[p].duration for v, p in self.parts]
        served += [0] * (2 * len(self.problem.carers))
        return np.array(served)[:, None] + self.problem.travel[carer.mode][np.ix_(self.places, self.places)]

    def _price(self, carer: Carer) -> NDArray[np.int64]:
        """What it costs to go from one node to another, and that the carer has the other; nothing where they stay."""
        n, way = len(self.parts), self.problem.travel[carer.mode][np.ix_(self.places, self.places)]
        price = self.problem.weights.travel * way
        for at, (v, _) in enumerate(self.parts):
            price[:, at] += sum(wish.cost for wish in self.problem.visits[v].wishes if carer.key not in wish.carers)
        price[n:, n:] = 0
        return price

    def _carer(self, number: int, carer: Carer) -> None:
        weights, first, last = self.problem.weights, self.routing.Start(number), self.routing.End(number)
        self.routing.SetArcCostEvaluatorOfVehicle(self._asked(self._price(carer)), number)
        self.time.CumulVar(first).SetMin(carer.on)
        if carer.last is not None:
            self.time.CumulVar(last).SetMax(carer.last)
        if weights.overtime:
            self.time.SetCumulVarSoftUpperBound(last, carer.off, weights.overtime)
        if weights.waiting:
            self.time.SetSlackCostCoefficientForVehicle(weights.waiting, number)
        if carer.using:
            self.routing.SetFixedCostOfVehicle(carer.using, number)
        solver = self.routing.solver()
        held = [
            solver.FixedDurationIntervalVar(b.opens, b.closes, b.duration, b.leaving is not None, f"{number}.{k}")
            for k, b in enumerate(carer.breaks)
        ]
        if held:
            served = [0] * self.routing.Size()
            for part, index in self.at.items():
                served[index] = self.problem.visits[part[0]].parts[part[1]].duration
            self.time.SetBreakIntervalsOfVehicle(held, number, served)

    def _visit(self, number: int) -> None:
        visit, weights, solver = self.problem.visits[number], self.problem.weights, self.routing.solver()
        indexes = [self.at[number, p] for p in range(len(visit.parts))]
        for index, part in zip(indexes, visit.parts, strict=True):
            able = [c for c, one in enumerate(self.problem.carers) if part.skill in one.skills]
            able = [c for c in able if self.problem.carers[c].key not in visit.refused]
            self.routing.VehicleVar(index).SetValues([-1, *able])
            if visit.leaving is not None:
                self.routing.AddDisjunction([index], -(-visit.leaving // len(indexes)))
            self.time.CumulVar(index).SetMin(part.windows[0].opens)
            if part.latest is not None:
                self.time.CumulVar(index).SetMax(part.latest)
            for one, other in pairwise(part.windows):  # between two windows it would be late: not at all
                if one.closes + 1 <= other.opens - 1:
                    self.time.CumulVar(index).RemoveInterval(one.closes + 1, other.opens - 1)
            if weights.late:
                self.time.SetCumulVarSoftUpperBound(index, part.windows[-1].closes, weights.late)
        for one, other in pairwise(indexes):
            solver.Add(self.routing.ActiveVar(one) == self.routing.ActiveVar(other))
            apart = solver.IsDifferentVar(self.routing.VehicleVar(one), self.routing.VehicleVar(other))
            solver.Add(apart + (1 - self.routing.ActiveVar(one)) >= 1)

    def routes(self, found) -> Routes:
        """The routes of a solution, with its starts and without breaks."""
        told = []
        for number in range(len(self.problem.carers)):
            route, index = [], found.Value(self.routing.NextVar(self.routing.Start(number)))
            while not self.routing.IsEnd(index):
                route.append(Stop(*self.parts[self.nodes.IndexToNode(index)], found.Min(self.time.CumulVar(index))))
                index = found.Value(self.routing.NextVar(index))
            told.append(tuple(route))
        return tuple(told)


def timed(problem: Problem, routes: Routes, early: bool) -> Plan:
    """Routes with their breaks where they cost least, one carer after another, and starts as early as may be.

    Where not `early`, nothing starts before it did in the routes that are given.
    """
    given = {(s.visit, s.part): s.start for route in routes for s in route}
    least = {} if early else given

    def judged(chosen: Routes) -> tuple[int, float, Plan]:
        plan = earliest(problem, chosen, least)
        return len(broken(problem, plan)), cost(problem, plan), plan

    best = judged(routes)
    for number, carer in enumerate(problem.carers):
        for k in range(len(carer.breaks)):
            tried = (judged(chosen) for chosen in _with_break(best[2].routes, number, k))
            best = min([best, *tried], key=lambda one: one[:2])
    return best[2]


def _with_break(routes: Routes, number: int, k: int) -> Iterator[Routes]:
    """The routes with a carer's break at each place of their route."""
    route = routes[number]
    for place in range(len(route) + 1) if route else ():
        held = (*route[:place], Stop(-1, k, 0), *route[place:])
        yield (*routes[:number], held, *routes[number + 1 :])


def earliest(problem: Problem, routes: Routes, least: dict[tuple[int, int], int]) -> Plan:
    """Routes with each start as early as the way, windows and ties allow: lifted round by round until all hold.

    A start between two windows waits for the next. In a ring that never settles, the rounds end and the plan is broken.
    """
    starts = {key: least.get(key[1:], 0) for key in _keys(routes)}
    for _ in range(len(starts) + 2):
        before = dict(starts)
        for number, route in enumerate(routes):
            _along(problem, problem.carers[number], number, route, starts)
        at = {key[1:]: key for key in starts if key[1] != -1}
        for tie in problem.ties:
            if tie.first in at and tie.second in at:
                one, other = at[tie.first], at[tie.second]
                starts[other] = max(starts[other], starts[one] + tie.least)
                if tie.most is not None:
                    starts[one] = max(starts[one], starts[other] - tie.most)
        if starts == before:
            break
    return Plan(
        tuple(tuple(s._replace(start=starts[c, s.visit, s.part]) for s in route) for c, route in enumerate(routes))
    )


def _keys(routes: Routes) -> Iterator[tuple[int, int, int]]:
    return ((c, stop.visit, stop.part) for c, route in enumerate(routes) for stop in route)


def _along(problem: Problem, carer: Carer, number: int, route: Sequence[Stop], starts: dict) -> None:
    """Lift the starts of a route so that the carer is there."""
    here, free = carer.begins, carer.on
    for place, stop in enumerate(route):
        key = (number, stop.visit, stop.part)
        visits = [other for other in route[place:] if other.visit != -1]
        there = problem.visits[visits[0].visit].place if visits else carer.ends
        rested = place > 0 and route[place - 1].visit == -1
        start = max(starts[key], free + (0 if rested else int(problem.travel[carer.mode, here, there])))
        if stop.visit == -1:
            start = max(start, carer.breaks[stop.part].opens)
            free = start + carer.breaks[stop.part].duration
        else:
            part = part_of(problem, stop)
            start = max(start, part.windows[0].opens)
            for one, other in pairwise(part.windows):
                if one.closes < start < other.opens:
                    start = other.opens
            free = start + part.duration
        starts[key], here = start, there
