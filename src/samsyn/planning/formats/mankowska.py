"""Days of Mankowska, Meisel and Bierwirth ("The home health care routing and scheduling problem with interdependent
services", Health Care Management Science 17, 2014), as JSON of the collection of the University of Udine.

The cost is the mean of travel, all lateness and the largest lateness. Times have three decimals, so a tick is a
thousandth. The two services of a double visit are done by two carers.
"""

from typing import Any

import numpy as np

from samsyn.planning.problem import Carer, Part, Plan, Problem, Tie, Visit, Weights, Window

TICKS = 1000
NEVER = 1 << 40


def _ticks(value: float) -> int:
    return round(value * TICKS)


def read(told: dict[str, Any]) -> Problem:
    """The day that a file's JSON tells."""
    visits = tuple(_visit(number, one) for number, one in enumerate(told["patients"], start=1))
    carers = tuple(Carer(one["id"], 0, 0, 0, NEVER, frozenset(one["abilities"])) for one in told["caregivers"])
    ties = [_tie(number, one) for number, one in enumerate(told["patients"]) if len(one["required_caregivers"]) > 1]
    travel = np.rint(np.array(told["distances"]) * TICKS).astype(np.int64)[None]
    weights = Weights(travel=1, late=1, worst=1)
    return Problem(visits, carers, travel, weights, tuple(ties), ticks=TICKS, divisor=3 * TICKS)


def _visit(place: int, one: dict[str, Any]) -> Visit:
    window = (Window(*(_ticks(at) for at in one["time_window"])),)
    return Visit(
        one["id"], place,
        tuple(Part(part["service"], _ticks(part["duration"]), window) for part in one["required_caregivers"]),
    )  # fmt: skip


def _tie(number: int, one: dict[str, Any]) -> Tie:
    told = one["synchronization"]
    least, most = (0, 0) if told["type"] == "simultaneous" else told["distance"]
    return Tie((number, 0), (number, 1), _ticks(least), _ticks(most))


def write(problem: Problem, plan: Plan) -> dict[str, Any]:
    """A plan as JSON: for each carer the patients, services and starts in minutes."""
    routes = []
    for carer, route in zip(problem.carers, plan.routes, strict=True):
        stops = [
            {"patient": visit.key, "service": visit.parts[s.part].skill, "start": s.start / problem.ticks}
            for s in route if (visit := problem.visits[s.visit])
        ]  # fmt: skip
        routes.append({"caregiver_id": carer.key, "locations": stops})
    return {"routes": routes}
