"""The smallest sets of rules that cannot hold together, of a day of which something that must happen is left out.

From what the best plan leaves out the part of the day is grown by what stands in its way, until it can hold no longer
(`planning.fitting`, exact). Then each set is made smallest by QuickXplain (Junker, "QUICKXPLAIN: preferred explanations
and relaxations for over-constrained problems", AAAI 2004), and further sets are looked for among what is not yet known
(MARCO: Liffiton and Malik, "Enumerating infeasibility: finding multiple MUSes quickly", CPAIOR 2013). Where the work
that is allowed ends before something is known, that is told, and nothing is claimed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from samsyn.planning.fitting import Budget, Day, Rule, Spent, rules_of
from samsyn.planning.problem import Plan, Problem
from samsyn.planning.reference import BREAK, must_happen

BUDGET = 4_000_000  # starts that are set: some seconds
MOST_SETS = 20
MOST_TOGETHER = 14  # visits: a part of the day with more is not searched through
STEPS = 20_000  # by which it is told what is not looked at yet

Holds = Callable[[Iterable[Rule]], bool]


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot hold together. `smallest`: without any one of them the others can; else not all was known."""

    rules: tuple[Rule, ...]
    smallest: bool = True


@dataclass(frozen=True)
class Conflicts:
    """What was found of a day: conflicts, the smallest first; keys of visits that are left out and why is not known
    (`undecided`), or that could be fitted in beside all others that must happen (`fitting`); and whether the
    conflicts are all that there are among the rules looked at."""

    found: tuple[Conflict, ...]
    undecided: tuple[str, ...] = ()
    fitting: tuple[str, ...] = ()
    complete: bool = True


def conflicts(problem: Problem, plan: Plan, *, budget: int = BUDGET, most: int = MOST_SETS) -> Conflicts:
    """Why what must happen is not in a plan.

    Args:
        problem: the day.
        plan: the best plan that is known of it.
        budget: how much work is allowed, for all that is left out together, twice: so many starts that are set.
        most: how many sets of rules are looked for, from each visit that is left out.
    """
    day, found = Day(problem), dict[frozenset[Rule], Conflict]()
    undecided, fitting, complete = [], [], True
    left = _left(problem, plan)
    for v in left:
        spent = Budget(budget // len(left))
        try:
            part = _grown(day, plan, v, spent)
        except Spent:
            undecided.append(problem.visits[v].key)
            continue
        if part is None:
            fitting.append(problem.visits[v].key)
            continue
        sets, all_of_them = _sets(day, rules_of(problem, part), Budget(budget // len(left)), most)
        complete = complete and all_of_them
        found |= {frozenset(one.rules): one for one in sets}
    kept = [one for rules, one in found.items() if not any(other < rules for other in found)]
    return Conflicts(
        tuple(sorted(kept, key=lambda one: (len(one.rules), one.rules))), tuple(undecided), tuple(fitting), complete
    )


def _left(problem: Problem, plan: Plan) -> list[int]:
    """What must happen and is on no route; where all is, but a break is not held, whom its carer visits."""
    done = {stop.visit for route in plan.routes for stop in route}
    left = [v for v in _must(problem) if v not in done]
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        held = {stop.part for stop in route if stop.visit == BREAK}
        visited = [stop.visit for stop in route if stop.visit != BREAK]
        if visited and any(b.leaving is None and k not in held for k, b in enumerate(carer.breaks)):
            left += visited[:1]
    return list(dict.fromkeys(left))


def _must(problem: Problem) -> list[int]:
    """What no plan may leave out."""
    return [v for v in range(len(problem.visits)) if must_happen(problem, v)]


def _grown(day: Day, plan: Plan, v: int, spent: Budget) -> list[int] | None:
    """Visits of which not all can happen, the given among them; None where all that must happen can.

    Each time a plan of the part is there, the others are put into it one by one, those that stand nearest first; the
    first that cannot be is taken into the part. Raises Spent where it grows too large.
    """
    part, others, wont = [v], _nearest(day.problem, plan, v), _wont(plan)
    while len(part) <= MOST_TOGETHER:
        if day.fits(rules_of(day.problem, part), spent, wont) is None:
            return part
        rest = [other for other in others if other not in part]
        blocked = next((one for near in _widening(rest) if (one := day.blocked(part, near, spent, wont)) >= 0), None)
        if blocked is None:
            return None
        part.append(blocked)
    raise Spent


def _widening(rest: list[int]) -> list[list[int]]:
    """More and more of what stands near, at last all."""
    sizes = [size for size in (12, 48) if size < len(rest)]
    return [rest[:size] for size in [*sizes, len(rest)]]


def _wont(plan: Plan) -> dict[tuple[int, int], int]:
    """Whose each part is by the plan."""
    return {(stop.visit, stop.part): c for c, route in enumerate(plan.routes) for stop in route}


def _nearest(problem: Problem, plan: Plan, v: int) -> list[int]:
    """The other visits that must happen: those of carers who may have this one first, and by their time."""
    visit = problem.visits[v]
    middle = sum(visit.parts[0].windows[0]) // 2
    ours = {
        c
        for c, carer in enumerate(problem.carers)
        if carer.key not in visit.refused and any(part.skill in carer.skills for part in visit.parts)
    }
    stands = {stop.visit: (c, stop.start) for c, route in enumerate(plan.routes) for stop in route}
    others = [u for u in _must(problem) if u != v]

    def far(u: int) -> tuple[bool, int]:
        c, start = stands.get(u, (-1, sum(problem.visits[u].parts[0].windows[0]) // 2))
        return c >= 0 and c not in ours, abs(start - middle)

    return sorted(others, key=far)


class _Asked:
    """Whether rules can hold together, asked once each; what was not reached counts as holding, and is remembered."""

    def __init__(self, day: Day, spent: Budget) -> None:
        self.day, self.spent = day, spent
        self.known: dict[frozenset[Rule], bool] = {}
        self.unreached = False

    def __call__(self, rules: Iterable[Rule]) -> bool:
        asked = frozenset(rules)
        if asked not in self.known:
            try:
                self.known[asked] = self.day.fits(sorted(asked), self.spent) is not None
            except Spent:
                self.unreached = True
                return True
        return self.known[asked]


def quickxplain(holds: Holds, kept: Sequence[Rule], rules: Sequence[Rule]) -> list[Rule]:
    """The smallest part of `rules` that cannot hold beside `kept`, where all of them cannot (Junker 2004)."""

    def explained(kept: Sequence[Rule], added: bool, rules: Sequence[Rule]) -> list[Rule]:
        if added and not holds(kept):
            return []
        if len(rules) == 1:
            return list(rules)
        half = len(rules) // 2
        first, second = rules[:half], rules[half:]
        of_second = explained([*kept, *first], bool(first), second)
        of_first = explained([*kept, *of_second], bool(of_second), first)
        return of_first + of_second

    return explained(kept, False, rules) if rules else []


def _sets(day: Day, rules: list[Rule], spent: Budget, most: int) -> tuple[list[Conflict], bool]:
    """The smallest sets among rules that cannot all hold, and whether they are all. Where the work ends before any is
    known to be the smallest: what is known not to hold."""
    holds = _Asked(day, spent)
    found: list[frozenset[Rule]] = []
    fitting: list[frozenset[Rule]] = []
    unsure = frozenset(rules)  # what is known not to hold
    following: frozenset[Rule] | None = unsure
    while len(found) < most and following is not None:
        seed = following
        if holds(seed):
            fitting.append(_widened(holds, seed, rules))
        else:
            one = frozenset(quickxplain(holds, (), [rule for rule in rules if rule in seed]))
            if not holds.unreached:
                found.append(one)
            elif holds.known.get(one) is False:
                unsure = one
        if holds.unreached:
            break
        try:
            following = unexplored(frozenset(rules), found, fitting, STEPS)
        except Spent:
            break
    sure = [Conflict(tuple(sorted(one))) for one in found]
    return sure or [Conflict(tuple(sorted(unsure)), smallest=False)], following is None


def _widened(holds: Holds, seed: frozenset[Rule], rules: list[Rule]) -> frozenset[Rule]:
    """Rules that hold together, to which none can be added."""
    for rule in rules:
        if rule not in seed and holds(seed | {rule}):
            seed |= {rule}
    return seed


def unexplored(
    rules: frozenset[Rule], found: list[frozenset[Rule]], fitting: list[frozenset[Rule]], steps: int = STEPS
) -> frozenset[Rule] | None:
    """As many rules as may be, with none of the sets found among them and not all among any that fit; None if none.

    By giving up one rule of each set found, in every way. Raises Spent where that takes too long.
    """
    left = Budget(steps)

    def given_up(out: frozenset[Rule], never: frozenset[Rule]) -> frozenset[Rule] | None:
        left.spend()
        if any(rules - one <= out for one in fitting):
            return None
        whole = next((one for one in found if not one & out), None)
        if whole is None:
            return rules - out
        for rule in sorted(whole - never):
            seed = given_up(out | {rule}, never)
            if seed is not None:
                return seed
            never |= {rule}
        return None

    return given_up(frozenset(), frozenset())
