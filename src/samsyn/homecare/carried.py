"""How much of a granted line its plan carries out: pure. Part of it is not the whole (SoL 34:1).

What is granted as time, times or days a week or month is compared with what the plan gives on average. What is granted
as a thing, such as an alarm, is whole from its first day. The share that counts as the whole is a choice of the house,
said in cases/data/execution_rules.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.homecare.frame import MONTHS_PER_YEAR, WEEKS_OF_ALL, WEEKS_PER_YEAR, Times, minutes_a_week

HUNDRED = 100
DAYS = frozenset({"days_week", "days_month"})


@dataclass(frozen=True)
class Carried:
    """Whether the whole line is carried out by a plan, and else how much of it, in the line's unit, where it counts."""

    whole: bool
    part: int | None = None


def carried(activities: Sequence[Times] | None, amount: int, unit: str, *, from_share: int) -> Carried:
    """What a plan of activities carries out of a granted amount. None is no plan at all.

    `from_share` is the least percentage of the amount that counts as the whole.
    """
    if unit == "count":
        return Carried(whole=True)
    if not activities:
        return Carried(whole=False)
    given = _a_period(activities, unit)
    if given * HUNDRED >= amount * from_share:
        return Carried(whole=True)
    return Carried(whole=False, part=given or None)


def _a_period(activities: Sequence[Times], unit: str) -> int:
    """What the activities give in the unit's week or month on average, rounded up as the frame is."""
    if unit.startswith("minutes"):
        in_all = minutes_a_week(activities) * WEEKS_OF_ALL
    else:
        in_all = sum(len(weekdays) * WEEKS_OF_ALL // every for weekdays, _, every in activities)
        if unit in DAYS:
            in_all = min(in_all, len({day for weekdays, _, _ in activities for day in weekdays}) * WEEKS_OF_ALL)
    if unit.endswith("month"):
        return -(-in_all * WEEKS_PER_YEAR // (WEEKS_OF_ALL * MONTHS_PER_YEAR))
    return -(-in_all // WEEKS_OF_ALL)
