"""Measuring what the database holds: a period that is asked for, each new quarter, each improvement on its day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from samsyn.cases.queries import decided_persons, steps_by_sex
from samsyn.equity.examination import StepCount
from samsyn.homecare.queries import first_providers
from samsyn.improvement.actions import keep_measurements, keep_remeasured
from samsyn.improvement.definitions import Group, Outcome, Period, groups, outcome_in, outcomes, periods
from samsyn.improvement.measuring import Found, found_in
from samsyn.improvement.models import Improvement
from samsyn.improvement.queries import improvements_due, is_measured
from samsyn.people.roles import Actor


def measured(
    period: Period, group: Group, outcomes: Iterable[Outcome], *, today: date, changed_on: date | None = None
) -> list[Found]:
    """Examine some outcomes of a period, with one reading of its decisions."""
    columns = decided_persons(period.first, period.last, first_providers)
    steps = _steps(period) if group.key == "sex" else ()
    return found_in(columns, steps, period, group, outcomes, today=today, changed_on=changed_on)


def _steps(period: Period) -> tuple[StepCount, ...]:
    """How many women and men came to each step up to a decision; none of a step that nobody came to.

    Whom something was granted is no step: who was refused is in the table, and not among those who are missing.
    """
    told = steps_by_sex(period.first, period.last)
    came = {name: n for name, n in told.items() if name != "granted"}
    return tuple(StepCount(name, n["K"], n["M"]) for name, n in came.items() if n["K"] and n["M"])


def measure_period(period: Period, group: str, *, by: Actor, at: datetime) -> int:
    """Measure every outcome of a period for a group, and keep what is found; returns how many were."""
    today = localdate(at)
    found = measured(period, groups()[group], outcomes(today).values(), today=today)
    return len(keep_measurements(found=found, by=by, at=at))


def measure_what_is_due(*, by: Actor, at: datetime) -> tuple[int, int]:
    """Measure the periods that have ended and are not measured yet, and the improvements whose day has come.

    Returns how many outcomes were measured, and how many improvements were measured again.
    """
    today = localdate(at)
    waiting = [(p, group) for p in periods(today) for group in groups() if not is_measured(group, p)]
    made = sum(measure_period(period, group, by=by, at=at) for period, group in waiting)
    return made, sum(_measure_again(improvement, today, by, at) for improvement in improvements_due(today))


def _measure_again(improvement: Improvement, today: date, by: Actor, at: datetime) -> bool:
    """The same outcome since the change, and before and after it as a series; whether it was kept."""
    before = improvement.baseline
    outcome, group = outcome_in(before.outcome, before.version), groups()[before.group]
    change = max(improvement.changed_on or improvement.due_on, before.first)
    last = min(improvement.again_on, today) - timedelta(days=1)
    after = measured(Period(change, last), group, [outcome], today=today)
    whole = measured(Period(before.first, last), group, [outcome], today=today, changed_on=change)
    return keep_remeasured(improvement=improvement, after=after[0], whole=whole[0], by=by, at=at) is not None
