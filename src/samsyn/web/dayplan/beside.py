"""The figures beside the board, each with what it counts."""

from dataclasses import dataclass

from samsyn.homecare.dayplan.cost import Sums
from samsyn.homecare.dayplan.pattern import follows
from samsyn.homecare.queries import WeekOfUnit, week_of_unit
from samsyn.web.dayplan.told import Told
from samsyn.web.shared.request import Request


@dataclass(frozen=True)
class Beside:
    """What the plan and the week come to."""

    sums: Sums
    week: WeekOfUnit
    persons: int
    carers_each: str  # carers a person in fourteen days, the mean with one decimal
    most: int
    kringtid: int  # of a hundred minutes of shift
    late_share: int  # of a hundred visits
    kept: int  # visits that have who usually comes, of so many that have somebody who does
    of_pattern: int


def beside(request: Request, told: Told) -> Beside:
    """The figures of a plan. Continuity counts performed time of thirteen days and this day's plan."""
    sums, met = told.sums, told.continuity
    mean = sum(met.values()) / len(met) if met else 0.0
    return Beside(
        sums, week_of_unit(told.known.on, by=request.actor), len(met), f"{mean:.1f}".replace(".", ","),
        max(met.values(), default=0), round(100 * sums.kringtid / sums.shift) if sums.shift else 0,
        round(100 * sums.off_time / sums.of_persons) if sums.of_persons else 0,
        *follows(told.known.day, told.lanes_now),
    )  # fmt: skip
