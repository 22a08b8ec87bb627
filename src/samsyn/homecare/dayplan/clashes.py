"""Which rules keep visits out of a proposal: the smallest sets that cannot hold together, as plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from samsyn.homecare.dayplan.cost import held_at
from samsyn.homecare.dayplan.facts import Day
from samsyn.planning.problem import Plan, Problem

if TYPE_CHECKING:
    from samsyn.planning.fitting import Rule

KINDS = frozenset({"happens", "window", "skill", "refused", "lock", "tie", "ends", "break", "away"})  # of rules
WORK = 1_500_000  # starts that are set: some seconds, since a planner waits for the proposal


@dataclass(frozen=True)
class Ruled:
    """A rule of a clash: its kind, the visits and the carer it is about, and of a lock its start.

    Kinds are those of `planning.fitting.Rule`; what is held is told as `lock`, and `away` is a carer who does not work.
    """

    kind: str
    visit: str = ""
    carer: int | None = None
    other: str = ""
    start: int | None = None


@dataclass(frozen=True)
class Clash:
    """What is known of visits that were left out. `set`: rules that cannot hold together; `undecided`: why the visit
    has no room was not found out; `fitting`: there is room for it, but the search did not find it."""

    sort: str
    rules: tuple[Ruled, ...]
    smallest: bool = True  # without any one of the rules the others can hold

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Clash":
        """What `asdict` told. Raises KeyError, TypeError, ValueError for anything else."""
        if told["sort"] not in ("set", "undecided", "fitting"):
            raise ValueError(told["sort"])
        return cls(told["sort"], tuple(_told(**rule) for rule in told["rules"]), bool(told["smallest"]))


def _told(kind: str, visit: str = "", carer: int | None = None, other: str = "", start: int | None = None) -> Ruled:
    """A rule as it was written. Raises TypeError, ValueError for one that no search tells."""
    if kind not in KINDS or not (isinstance(visit, str) and isinstance(other, str)):
        raise ValueError(f"{kind} is no kind of rule")
    if kind == "lock" and start is None:
        raise ValueError("a lock holds a start")
    numbers = [None if n is None else int(n) for n in (carer, start)]
    return Ruled(kind, visit, numbers[0], other, numbers[1])


def clashes(day: Day, problem: Problem, plan: Plan) -> tuple[Clash, ...]:
    """Why a plan leaves out what it leaves out, of a day whose every visit that has not begun is to happen."""
    from samsyn.planning.conflicts import conflicts

    begun = {visit.key for visit in day.visits if visit.settled}
    held = {problem.visits[stop.visit].key for route in plan.routes for stop in route if stop.visit >= 0}
    if all(visit.key in held | begun for visit in problem.visits):
        return ()
    visits = (visit if visit.key in begun else replace(visit, leaving=None) for visit in problem.visits)
    must = replace(problem, visits=tuple(visits))
    found = conflicts(must, plan, budget=WORK)
    sets = [
        Clash("set", tuple(dict.fromkeys(told for rule in one.rules for told in _ruled(day, rule))), one.smallest)
        for one in found.found
    ]  # fmt: skip
    alone = [Clash(sort, (Ruled("happens", key),)) for sort in ("undecided", "fitting") for key in getattr(found, sort)]
    return (*sets, *alone)


def _ruled(day: Day, rule: "Rule") -> Iterator[Ruled]:
    """A rule as it is told here. What holds a part of a visit to a carer and a start (its window, that all others are
    refused, a skill that nobody else has) is its lock."""
    parts = [v for v in day.visits if rule.visit and rule.visit == (v.twin if v.part else v.key)]
    held = [at for v in parts if (at := held_at(day, v))]
    free = [v for v in parts if held_at(day, v) is None and not v.settled]
    locks = held and (rule.kind in ("window", "skill") or (rule.kind == "refused" and not free))
    if locks:
        yield from (Ruled("lock", rule.visit, carer, start=start) for carer, start in held)
    if not locks or (rule.kind == "skill" and any(v.skills for v in free)):
        yield Ruled(rule.kind, rule.visit, int(rule.carer) if rule.carer else None, rule.other)


def locked_away(day: Day, key: str) -> Clash:
    """That a visit is locked to somebody who does not work."""
    carer, start = day.locks[key]
    return Clash("set", (Ruled("happens", key), Ruled("lock", key, carer, start=start), Ruled("away", carer=carer)))
