"""The best plan of a small day, proven by CP-SAT: written from what a day and its checker say, and from nothing else.

A literal says that one thing follows another on a carer's route; a circuit for each carer holds them together, and
what is on no route is left out. A break is held where its carer goes next, so each break stands once for each place
it may come before. Starts are free, or as early as routes, windows and ties allow (`early`), as the search times them.
"""

from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from ortools.sat.python import cp_model

from samsyn.planning.arrays import MUST
from samsyn.planning.problem import Carer, Part, Plan, Problem, Stop
from samsyn.planning.reference import heavy_share, must_happen, share

LONG = 1 << 12  # ticks: later than any small day ends
DEPOT = ("depot",)


class Proven(NamedTuple):
    """The best plan, and what it costs: how much that must happen is left out, and the sum of the parts."""

    plan: Plan
    left: int
    cost: int


@dataclass
class _Route:
    """What stands for one carer: arcs from node to node, and when they are back."""

    number: int
    carer: Carer
    arcs: dict[tuple, cp_model.IntVar] = field(default_factory=dict)
    back: cp_model.IntVar | None = None
    works: cp_model.IntVar | None = None  # whether anything is on the route
    visits: cp_model.IntVar | None = None  # whether any visit is


def proven(problem: Problem, *, early: bool, seconds: float = 60) -> Proven:
    """The best plan of a day; raises if it is not proven within so many seconds."""
    asked = _Asked(problem, early)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(asked.model)
    if status != cp_model.OPTIMAL:
        raise TimeoutError(f"not proven within {seconds} s: {solver.status_name(status)}")
    plan = Plan(tuple(asked.stops(solver, route) for route in asked.routes))
    return Proven(plan, solver.value(sum(asked.left)), solver.value(sum(asked.costs)))


class _Asked:
    """The day as a model."""

    def __init__(self, problem: Problem, early: bool):
        self.problem, self.early, self.model = problem, early, cp_model.CpModel()
        self.costs: list = []  # each an expression, weighted
        self.left: list = []  # expressions that are 1 where something that must happen is left out
        self.late: list = []
        self.starts: dict[tuple, cp_model.IntVar] = {}  # by part, and by carer and break
        self.on: dict[tuple[int, int, int], list] = {}  # arcs into a part, by visit, part and carer
        self.backing: dict[tuple, list] = {}  # by what starts: literals, one of which holds it where it is
        self.parts = [(v, p) for v, visit in enumerate(problem.visits) for p in range(len(visit.parts))]
        self.rank = {part: self.model.new_int_var(0, len(self.parts) + 9, "") for part in self.parts}
        for v, p in self.parts:
            self.starts[v, p] = self.model.new_int_var(problem.visits[v].parts[p].windows[0].opens, LONG, "")
            self.backing[v, p] = []
        self.routes = [self._route(number, carer) for number, carer in enumerate(problem.carers)]
        self._visits()
        self._ties()
        self._loads()
        self._met()
        self._tight()
        self.costs.append(problem.weights.worst * self._most(self.late))
        self.model.minimize(MUST * sum(self.left) + sum(self.costs))

    # Routes

    def _may(self, carer: Carer, v: int, p: int) -> bool:
        visit = self.problem.visits[v]
        if visit.lock is not None and visit.lock.carers and visit.lock.carers[p] not in (None, carer.key):
            return False
        if any((v, p) in (other.route or ()) for other in self.problem.carers if other is not carer):
            return False
        able = visit.parts[p].skill in carer.skills and carer.key not in visit.refused
        return able and (carer.route is None or (v, p) in carer.route)

    def _route(self, number: int, carer: Carer) -> _Route:
        route = _Route(number, carer)
        mine = [part for part in self.parts if self._may(carer, *part)]
        ends = [*mine, DEPOT] if self.problem.break_may_end else mine
        breaks = [(b, before) for b in range(len(carer.breaks)) for before in ends]
        for b in range(len(carer.breaks)):
            held = carer.breaks[b]
            self.starts[number, b, "break"] = self.model.new_int_var(held.opens, held.closes, "")
            self.backing[number, b, "break"] = []
            self.rank[number, b, "break"] = self.model.new_int_var(0, len(self.parts) + 9, "")
        for one, other in product([DEPOT, *mine, *breaks], repeat=2):
            if one != other and self._follows(one, other) and _in_order(carer, one, other):
                route.arcs[one, other] = self.model.new_bool_var("")
        self._circle(route, [DEPOT, *mine, *breaks])
        self._timed(route)
        self._breaks(route)
        return route

    def _follows(self, one: tuple, other: tuple) -> bool:
        """After a break comes what it stands before, or another break that stands before the same."""
        if not _rests(one):
            return True
        return other == one[1] or (_rests(other) and other[1] == one[1] and other[0] != one[0])

    def _circle(self, route: _Route, nodes: list[tuple]) -> None:
        numbers = {node: k for k, node in enumerate(nodes)}
        arcs = [(numbers[a], numbers[b], literal) for (a, b), literal in route.arcs.items()]
        route.works = self.model.new_bool_var("")
        for node in nodes:
            into = [literal for (_, b), literal in route.arcs.items() if b == node]
            away = self.model.new_bool_var("")
            arcs.append((numbers[node], numbers[node], away))
            if node == DEPOT:
                self.model.add(away + route.works == 1)
                continue
            self.model.add_implication(away.negated(), route.works)
            if not _rests(node):
                self.on[*node, route.number] = into
        self.model.add_circuit(arcs)

    def _place(self, route: _Route, node: tuple, ending: bool) -> int:
        """Where a node is; of the two that the depot stands for, the last where `ending`."""
        if _rests(node):
            return self._place(route, node[1], True)
        if node == DEPOT:
            return route.carer.ends if ending else route.carer.begins
        return self.problem.visits[node[0]].place

    def _way(self, route: _Route, one: tuple, other: tuple) -> int:
        if _rests(one):
            return 0  # the break is held where the carer goes next
        way = self.problem.travel[route.carer.mode]
        return int(way[self._place(route, one, False), self._place(route, other, True)])

    def _start(self, route: _Route, node: tuple):
        return self.starts[(route.number, node[0], "break") if _rests(node) else node]

    def _duration(self, route: _Route, node: tuple) -> int:
        return (route.carer.breaks[node[0]] if _rests(node) else _part(self.problem, node)).duration

    def _timed(self, route: _Route) -> None:
        """Nothing starts before the carer is there; what is waited, when they are back, and what they travel."""
        weights, carer = self.problem.weights, route.carer
        route.back = self.model.new_int_var(carer.on, LONG, "")
        if carer.last is not None:
            self.model.add(route.back <= max(carer.last, carer.on))
        travel = self._travel(route)
        self.costs.append(weights.travel * travel)
        over = self.model.new_int_var(0, LONG, "")
        self.model.add(over >= route.back - carer.off)
        self.costs.append(weights.overtime * over)
        for (one, other), literal in route.arcs.items():
            free = carer.on if one == DEPOT else self._start(route, one) + self._duration(route, one)
            there = free + self._way(route, one, other)
            if other == DEPOT:
                self.model.add(route.back == there).only_enforce_if(literal)
                continue
            start = self._start(route, other)
            self.model.add(start >= there).only_enforce_if(literal)
            self._backed(route, one, other, literal, there)
            if one != DEPOT and weights.waiting:
                self._waits(route, one, literal, start - there)
        self.model.add(route.back == carer.on).only_enforce_if(route.works.negated())

    def _travel(self, route: _Route):
        """Ticks of travel: none where the carer visits nobody, who then goes to a break from the depot at most."""
        nowhere = lambda one, other: one == DEPOT and _rests(other) and other[1] == DEPOT  # noqa: E731
        return sum(
            0 if nowhere(one, other) else self._way(route, one, other) * literal
            for (one, other), literal in route.arcs.items()
        )

    def _waits(self, route: _Route, one: tuple, literal, ticks) -> None:
        """Waiting counts, but at the day's first stop, and at the second where the first is a break."""
        waited = self.model.new_int_var(0, LONG, "")
        holds = [literal]
        if _rests(one):
            holds.append(route.arcs[DEPOT, one].negated())
        self.model.add(waited >= ticks).only_enforce_if(holds)
        self.costs.append(self.problem.weights.waiting * waited)

    def _breaks(self, route: _Route) -> None:
        for b, held in enumerate(route.carer.breaks):
            taken = [literal for (_, other), literal in route.arcs.items() if _rests(other) and other[0] == b]
            self.model.add_at_most_one(taken)
            # A must counts also of whoever visits nobody, as it does in the search; in the checker only of who works.
            if held.leaving is None:
                self.left.append(1 - sum(taken))
            else:
                self.costs.append(held.leaving * (1 - sum(taken)))

    def _loads(self) -> None:
        """What is asked of each carer's whole day: idleness, evenness of time and of strain, working at all."""
        weights, idle = self.problem.weights, []
        for route in self.routes:
            carer, served, strain = route.carer, 0, 0
            for (_, other), literal in route.arcs.items():
                if other != DEPOT:
                    served += self._duration(route, other) * literal
                if other != DEPOT and not _rests(other):
                    strain += self.problem.visits[other[0]].heavy * literal
                    self._uses(route, literal)
            worked = served + self._travel(route)
            over = self.model.new_int_var(0, LONG, "")
            self.model.add(over >= route.back - carer.off)
            idle.append(self.model.new_int_var(-LONG, LONG, ""))
            self.model.add(idle[-1] == carer.off - carer.on + over - worked)
            if weights.uneven:
                self._squared(worked - share(self.problem, carer), weights.uneven, weights.scale)
            if weights.uneven_heavy:
                self._squared(strain - heavy_share(self.problem, carer), weights.uneven_heavy, 1)
        if weights.idle:
            self.costs.append(weights.idle * self._most(idle))

    def _uses(self, route: _Route, literal) -> None:
        if route.carer.using:
            if route.visits is None:
                route.visits = self.model.new_bool_var("")
                self.costs.append(route.carer.using * route.visits)
            self.model.add_implication(literal, route.visits)

    def _squared(self, away, weight: int, scale: int) -> None:
        apart, square = self.model.new_int_var(-LONG, LONG, ""), self.model.new_int_var(0, LONG * LONG, "")
        floor = self.model.new_int_var(0, LONG * LONG, "")
        self.model.add(apart == away)
        self.model.add_multiplication_equality(square, [apart, apart])
        self.model.add_division_equality(floor, square, scale)
        self.costs.append(weight * floor)

    def _met(self) -> None:
        """Each carer whom a recipient meets and had not met of late costs once."""
        meets: dict[tuple[str, int], list] = {}
        for (v, _, c), into in self.on.items():
            whom = self.problem.visits[v].recipient
            if whom and self.problem.carers[c].key not in self.problem.known.get(whom, ()):
                meets.setdefault((whom, c), []).extend(into)
        for literals in meets.values():
            met = self.model.new_bool_var("")
            for literal in literals:
                self.model.add_implication(literal, met)
            self.costs.append(self.problem.weights.met * met)

    # Visits

    def _visits(self) -> None:
        for v, visit in enumerate(self.problem.visits):
            done = self.model.new_bool_var("")
            for p in range(len(visit.parts)):
                self.model.add(sum(sum(self.on.get((v, p, c), [])) for c in range(len(self.routes))) == done)
                self._late(v, p, done)
            for route in self.routes:
                self.model.add(sum(sum(self.on.get((v, p, route.number), [])) for p in range(len(visit.parts))) <= 1)
                wished = sum(wish.cost for wish in visit.wishes if route.carer.key not in wish.carers)
                for p in range(len(visit.parts)):
                    self.costs.append(wished * sum(self.on.get((v, p, route.number), [])))
            if visit.lock is not None and visit.lock.start is not None:
                self.model.add(self.starts[v, 0] == visit.lock.start).only_enforce_if(done)
            if must_happen(self.problem, v):
                self.left.append(1 - done)
            else:
                self.costs.append(visit.leaving * (1 - done))

    def _late(self, v: int, p: int, done) -> None:
        """Late is what starts after the end of the last window that has opened by then."""
        part, start = self.problem.visits[v].parts[p], self.starts[v, p]
        if part.latest is not None:
            self.model.add(start <= part.latest).only_enforce_if(done)
        late = self.model.new_int_var(0, LONG, "")
        chosen = [self.model.new_bool_var("") for _ in part.windows]
        self.model.add_exactly_one(chosen)
        for k, (literal, window) in enumerate(zip(chosen, part.windows, strict=True)):
            self.model.add(start >= window.opens).only_enforce_if(literal)
            if k + 1 < len(part.windows):
                self.model.add(start < part.windows[k + 1].opens).only_enforce_if(literal)
            self.model.add(late >= start - window.closes).only_enforce_if([literal, done])
        self.late.append(late)
        self.costs.append(self.problem.weights.late * late)
        if part.wanted is not None:
            outside = self.model.new_int_var(0, LONG, "")
            self.model.add(outside >= part.wanted.opens - start).only_enforce_if(done)
            self.model.add(outside >= start - part.wanted.closes).only_enforce_if(done)
            self.costs.append(self.problem.weights.wanted * outside)

    def _ties(self) -> None:
        for tie in self.problem.ties:
            both = [self._done(tie.first), self._done(tie.second)]
            between = self.starts[tie.second] - self.starts[tie.first]
            self.model.add(between >= tie.least).only_enforce_if(both)
            self._tied(tie.first, tie.second, tie.least, both)
            if tie.most is not None:
                self.model.add(between <= tie.most).only_enforce_if(both)
                self._tied(tie.second, tie.first, -tie.most, both)

    def _done(self, part: tuple[int, int]):
        done = self.model.new_bool_var("")
        self.model.add(sum(sum(self.on.get((*part, c), [])) for c in range(len(self.routes))) == done)
        return done

    # As early as possible: each start rests on a window's opening, on the way there, or on a tie, and none on itself

    def _backed(self, route: _Route, one: tuple, other: tuple, literal, there) -> None:
        node = (route.number, other[0], "break") if _rests(other) else other
        before = (route.number, one[0], "break") if _rests(one) else one
        holds = self.model.new_bool_var("")
        self.model.add_implication(holds, literal)
        self.model.add(self.starts[node] == there).only_enforce_if(holds)
        if one != DEPOT:
            self.model.add(self.rank[node] > self.rank[before]).only_enforce_if(holds)
        self.backing[node].append(holds)

    def _tied(self, one: tuple, other: tuple, least: int, both: list) -> None:
        holds = self.model.new_bool_var("")
        for literal in both:
            self.model.add_implication(holds, literal)
        self.model.add(self.starts[other] == self.starts[one] + least).only_enforce_if(holds)
        self.model.add(self.rank[other] > self.rank[one]).only_enforce_if(holds)
        self.backing[other].append(holds)

    def _tight(self) -> None:
        if not self.early:
            return
        for node, start in self.starts.items():
            for opens in self._openings(node):
                holds = self.model.new_bool_var("")
                self.model.add(start == opens).only_enforce_if(holds)
                self.backing[node].append(holds)
            self.model.add_bool_or(self.backing[node])

    def _openings(self, node: tuple) -> list[int]:
        if len(node) == 3:
            return [self.problem.carers[node[0]].breaks[node[1]].opens]
        part, lock = _part(self.problem, node), self.problem.visits[node[0]].lock
        if node[1] == 0 and lock is not None and lock.start is not None:
            return [lock.start]
        wanted = [] if part.wanted is None else [max(part.wanted.opens, part.windows[0].opens)]
        return [*wanted, *(window.opens for window in part.windows)]

    def _most(self, values: list):
        most = self.model.new_int_var(-LONG, LONG, "")
        for value in values:
            self.model.add(most >= value)
        return most

    # The plan

    def stops(self, solver: cp_model.CpSolver, route: _Route) -> tuple[Stop, ...]:
        """The route that a solution tells."""
        following = {one: other for (one, other), literal in route.arcs.items() if solver.value(literal)}
        found, node = [], following.get(DEPOT, DEPOT)
        while node != DEPOT:
            start = solver.value(self._start(route, node))
            found.append(Stop(-1, node[0], start) if _rests(node) else Stop(*node, start))
            node = following[node]
        return tuple(found)


def _rests(node: tuple) -> bool:
    """Whether a node is a break: its number, and what it stands before."""
    return len(node) == 2 and isinstance(node[1], tuple)


def _in_order(carer: Carer, one: tuple, other: tuple) -> bool:
    """Whether one thing may come before another on a route that is locked: a break counts as what it stands before."""
    one, other = (node[1] if _rests(node) else node for node in (one, other))
    if carer.route is None or DEPOT in (one, other) or one == other:
        return True
    return carer.route.index(one) < carer.route.index(other)


def _part(problem: Problem, node: tuple) -> Part:
    return problem.visits[node[0]].parts[node[1]]
