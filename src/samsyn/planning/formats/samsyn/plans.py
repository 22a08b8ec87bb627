"""A plan in the words of the format `samsyn`: written, read back, and counted in minutes."""

from dataclasses import dataclass
from typing import Any

from samsyn.planning.formats.samsyn.fields import Fields, Unreadable
from samsyn.planning.problem import Carer, Plan, Problem, Stop
from samsyn.planning.reference import (
    BREAK,
    arrivals,
    back_at,
    lateness,
    new_meetings,
    part_of,
    travelled,
    unmet,
    waited,
    worked,
)
from samsyn.planning.words import Fault, clock

NAMED = "samsyn-plan-1"


@dataclass(frozen=True)
class Day(Problem):
    """A problem of this format, with what its travel times hold beside the way (minutes of parking and of keys), and
    what is to be known of it though it can be planned."""

    date: str = ""
    parking: tuple[int, ...] = ()  # by mode
    keys: tuple[int, ...] = ()  # by place
    notes: tuple[Fault, ...] = ()


def write(problem: Problem, plan: Plan) -> dict[str, Any]:
    """A plan as JSON: for each carer their stops with start, end and arrival, what is left out, and unmet wishes."""
    done = {stop.visit for route in plan.routes for stop in route}
    return {
        "format": NAMED, "date": problem.date if isinstance(problem, Day) else "",
        "carers": [_route(problem, carer, route) for carer, route in zip(problem.carers, plan.routes, strict=True)],
        "left_out": [visit.key for number, visit in enumerate(problem.visits) if number not in done],
        "unmet": {kind: [key for key, _ in missed] for kind, missed in unmet(problem, plan).items()},
        "minutes": figures(problem, plan),
    }  # fmt: skip


def _route(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> dict[str, Any]:
    stops = [
        _stop(problem, carer, stop, arrived, way)
        for stop, (arrived, way) in zip(route, arrivals(problem, carer, route), strict=True)
    ]
    back = back_at(problem, carer, route)
    return {
        "carer": carer.key, "shift": [clock(carer.on, 1), clock(carer.off, 1)], "back": clock(back, 1),
        "travel_minutes": travelled(problem, carer, route), "stops": stops,
    }  # fmt: skip


def _stop(problem: Problem, carer: Carer, stop: Stop, arrived: int, way: int) -> dict[str, Any]:
    if stop.visit == BREAK:
        what: dict[str, Any] = {"break": stop.part + 1}
        ends = stop.start + carer.breaks[stop.part].duration
    else:
        visit = problem.visits[stop.visit]
        what = {"visit": visit.key, "recipient": visit.recipient, "part": stop.part + 1}
        ends = stop.start + visit.parts[stop.part].duration
    told = {"arrival": clock(arrived, 1), "start": clock(stop.start, 1), "end": clock(ends, 1), "travel_minutes": way}
    late = 0 if stop.visit == BREAK else lateness(part_of(problem, stop), stop.start)
    return what | told | ({"late_minutes": late} if late else {})


def read_plan(problem: Problem, told: Any) -> Plan:
    """The plan that `write` wrote, or that somebody changed by hand. Raises Unreadable with all that is wrong.

    Only `carer`, `visit` (and `part`) or `break`, and `start` are read; whether the plan breaks a rule is for
    `planning.reference` to say.
    """
    found: list[Fault] = []
    visits = {visit.key: number for number, visit in enumerate(problem.visits)}
    numbers = {carer.key: number for number, carer in enumerate(problem.carers)}
    routes: list[list[Stop]] = [[] for _ in problem.carers]
    for one in Fields(told, "day", "", found).objects("carers"):
        one.kind, one.key = "carer", one.text("carer", needed=True)
        if one.key not in numbers:
            one.wrong("plan-carer")
            continue
        number = numbers[one.key]
        stops = [_read(problem, problem.carers[number], visits, stop) for stop in one.objects("stops")]
        routes[number] += [stop for stop in stops if stop is not None]
    if found:
        raise Unreadable(found)
    return Plan(tuple(tuple(sorted(route, key=lambda stop: stop.start)) for route in routes))


def _read(problem: Problem, carer: Carer, visits: dict[str, int], told: Fields) -> Stop | None:
    start = told.at("start")
    if start is None:
        if told.get("start") is None:
            told.wrong("missing", field="start")
        return None
    if told.get("break") is not None:
        held = told.whole("break", 1, 1, 9) - 1
        if held < len(carer.breaks):
            return Stop(BREAK, held, start)
        told.wrong("plan-break", number=held + 1)
        return None
    key, part = told.text("visit", needed=True), told.whole("part", 1, 1, 9) - 1
    if key in visits and part < len(problem.visits[visits[key]].parts):
        return Stop(visits[key], part, start)
    told.wrong("plan-visit", other=key, part=part + 1)
    return None


def figures(problem: Problem, plan: Plan) -> dict[str, int]:
    """Minutes and numbers of a plan: help, travel (of it parking and keys), waiting, lateness, overtime, meetings."""
    by_carer = list(zip(problem.carers, plan.routes, strict=True))
    stops = [stop for route in plan.routes for stop in route if stop.visit != BREAK]
    late = [lateness(part_of(problem, stop), stop.start) for stop in stops]
    parking, keys = (sum(pair) for pair in zip((0, 0), *(_beside(problem, c, r) for c, r in by_carer), strict=True))
    return {
        "help": sum(part_of(problem, stop).duration for stop in stops),
        "travel": sum(travelled(problem, c, r) for c, r in by_carer), "of_it_parking": parking, "of_it_keys": keys,
        "waiting": sum(waited(problem, c, r) for c, r in by_carer),
        "late": sum(late), "most_late": max(late, default=0), "late_visits": sum(one > 0 for one in late),
        "overtime": sum(max(0, back_at(problem, c, r) - c.off) for c, r in by_carer),
        "most_worked": max((worked(problem, c, r) for c, r in by_carer), default=0),
        "new_meetings": len(new_meetings(problem, plan)),
        "left_out": len(problem.visits) - len({stop.visit for stop in stops}),
    }  # fmt: skip


def _beside(problem: Problem, carer: Carer, route: tuple[Stop, ...]) -> tuple[int, int]:
    """Minutes of parking and of keys in a carer's travel."""
    homes = [problem.visits[stop.visit].place for stop in route if stop.visit != BREAK]
    if not homes or not isinstance(problem, Day):
        return 0, 0
    parking = keys = 0
    for here, there in zip([carer.begins, *homes], [*homes, carer.ends], strict=True):
        key = problem.keys[there] if here != there else 0
        keys += key
        if problem.travel[carer.mode, here, there] > key:
            parking += problem.parking[carer.mode]
    return parking, keys
