"""Days of the unified home healthcare problem (Ceschia and others 2026, University of Udine; instances and solutions
under CC BY 4.0), with shifts, lunches, wished carers, optional patients and several windows.

Weights stand in each file. `time_window_met` says whether a service must start or end in its window. A lunch is held
at the next patient's, and not after the last. Waiting before the first stop is none, nor between a lunch that begins
the day and the first patient.
"""

from typing import Any

import numpy as np

from samsyn.planning.problem import Break, Carer, Part, Plan, Problem, Stop, Tie, Visit, Weights, Window, Wish

LUNCH = "lunch_break"
# What each part of the cost is called in published solutions.
NAMES = {
    "travel": "travel_time", "late": "total_tardiness", "worst": "highest_tardiness", "waiting": "total_waiting_time",
    "overtime": "total_extra_time", "idle": "max_idle_time", "wish": "preferences", "left": "unscheduled",
    "breaks": "missed_lunch_break",
}  # fmt: skip


def read(told: dict[str, Any]) -> Problem:
    """The day that a file's JSON tells."""
    weights = told["metadata"]["cost_components"]
    at_end = told["metadata"]["time_window_met"] == "at_service_end"
    places = {one["id"]: one["distance_matrix_index"] for one in told["terminal_points"]}
    visits = tuple(_visit(one, at_end, weights) for one in told["patients"])
    carers = tuple(_carer(one, places, told.get("lunch_breaks"), at_end, weights) for one in told["caregivers"])
    ties = [tie for number, one in enumerate(told["patients"]) for tie in _ties(number, one)]
    return Problem(
        visits, carers, np.array(told["distances"], np.int64)[None],
        Weights(
            weights["travel_time"], weights["total_tardiness"], weights["highest_tardiness"],
            weights["total_waiting_time"], weights["total_extra_time"], weights["max_idle_time"],
        ),
        tuple(ties), break_may_end=False, names=NAMES,
    )  # fmt: skip


def _visit(one: dict[str, Any], at_end: bool, weights: dict[str, int]) -> Visit:
    parts = []
    wished = frozenset(one.get("preferred_caregivers") or ())
    for part in one["required_services"]:
        before = part["duration"] if at_end else 0
        windows = tuple(Window(w["start"], w["end"] - before) for w in one["time_windows"])
        parts.append(Part(part["service"], part["duration"], windows))
    return Visit(
        one["id"], one["distance_matrix_index"], tuple(parts),
        weights["optional_patients"] if one.get("optional") else None,
        frozenset(one.get("incompatible_caregivers") or ()),
        wishes=(Wish("wish", wished, weights["caregiver_preferences"]),) if wished else (),
    )  # fmt: skip


def _carer(
    one: dict[str, Any], places: dict[str, int], lunch: dict[str, int] | None, at_end: bool, weights: dict[str, int]
) -> Carer:
    breaks: tuple[Break, ...] = ()
    if one.get("lunch_break") and lunch:
        long = lunch["min_duration"]
        breaks = (Break(lunch["start"], lunch["end"] - (long if at_end else 0), long, weights["missed_lunch_break"]),)
    shift = one["working_shift"]
    return Carer(
        one["id"], places[one["departing_point"]], places[one["arrival_point"]], shift["start"], shift["end"],
        frozenset(one["abilities"]), breaks=breaks,
    )  # fmt: skip


def _ties(number: int, one: dict[str, Any]) -> list[Tie]:
    told = one.get("synchronization")
    if not told or told["type"] == "independent":
        return []
    between = {"min": 0, "max": 0} if told["type"] == "simultaneous" else told["distance"]
    return [Tie((number, 0), (number, 1), between["min"], between["max"])]


def read_plan(problem: Problem, told: dict[str, Any]) -> Plan:
    """A published solution."""
    numbers = {visit.key: number for number, visit in enumerate(problem.visits)}
    by_carer = {route["caregiver_id"]: route["locations"] for route in told["routes"]}
    routes = []
    for carer in problem.carers:
        stops = [_stop(problem, numbers, one) for one in by_carer.get(carer.key) or ()]
        routes.append(tuple(sorted(stops, key=lambda stop: stop.start)))
    return Plan(tuple(routes))


def _stop(problem: Problem, numbers: dict[str, int], one: dict[str, Any]) -> Stop:
    if one["service"] == LUNCH:
        return Stop(-1, 0, one["start_time"])
    number = numbers[one["patient"]]
    skills = [part.skill for part in problem.visits[number].parts]
    return Stop(number, skills.index(one["service"]), one["arrival_time"])


def write(problem: Problem, plan: Plan) -> dict[str, Any]:
    """A plan as published solutions are written."""
    routes = []
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        stops: list[dict[str, Any]] = []
        for stop, following in zip(route, (*route[1:], None), strict=True):
            if stop.visit == -1:
                held = carer.breaks[stop.part]
                where = problem.visits[following.visit].key if following else carer.key
                stops.append(
                    {
                        "patient": where,
                        "service": LUNCH,
                        "start_time": stop.start,
                        "end_time": stop.start + held.duration,
                    }
                )
            else:
                visit = problem.visits[stop.visit]
                part = visit.parts[stop.part]
                stops.append(
                    {"patient": visit.key, "service": part.skill, "arrival_time": stop.start,
                     "departure_time": stop.start + part.duration}
                )  # fmt: skip
        routes.append({"caregiver_id": carer.key, "locations": stops})
    return {"routes": routes}
