"""Reading what was measured and what is done about it. Every showing of figures is in the log with the definition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from samsyn.cases.queries import run_reports
from samsyn.improvement.access import OWNERS, why_not_measure, why_not_read_improvements
from samsyn.improvement.definitions import Period, outcomes
from samsyn.improvement.models import Improvement, Measurement, Remeasured
from samsyn.people.models import Staff
from samsyn.people.queries import holders_of
from samsyn.people.refusals import N_, Refusal, permit
from samsyn.people.roles import Actor

REPORT, COMMITTEES_REPORT = "equal", "equal_report"  # in cases/data/report_definitions.csv


def newest_measurements(group: str, period: Period, *, by: Actor, at: datetime) -> dict[str, Measurement]:
    """The newest measurement of each outcome for a group and a period, in the order outcomes are shown.

    The showing is in the log (SoLPuL 10 §). Raises NoAccess.
    """
    permit(why_not_measure(by))
    run_reports([REPORT], by=by, at=at)
    held: dict[str, Measurement] = {}
    rows = Measurement.objects.filter(group=group, first=period.first, last=period.last)
    for row in rows.order_by("made_at", "pk"):
        held[row.outcome] = row
    return {key: held[key] for key in outcomes(localdate(at)) if key in held}


def measurement_to_read(pk: int, *, by: Actor, at: datetime) -> Measurement:
    """One measurement, whose showing is in the log. Raises NoAccess, DoesNotExist."""
    permit(why_not_measure(by))
    run_reports([REPORT], by=by, at=at)
    return Measurement.objects.get(pk=pk)


def earlier_measurements(measurement: Measurement) -> list[Measurement]:
    """The newest measurement of each other period of the same outcome and group, the oldest period first."""
    rows = Measurement.objects.filter(outcome=measurement.outcome, group=measurement.group)
    newest = {(row.first, row.last): row for row in rows.order_by("made_at", "pk")}
    newest[measurement.first, measurement.last] = measurement
    return [newest[period] for period in sorted(newest, key=lambda period: (period[1], period[0]))]


def whole_years_of(group: str) -> dict[str, list[Measurement]]:
    """The newest measurement of each outcome and calendar year for a group, by outcome, the oldest year first."""
    newest: dict[tuple[str, date, date], Measurement] = {}
    years = Measurement.objects.filter(group=group, first__month=1, first__day=1, last__month=12, last__day=31)
    for row in years.order_by("made_at", "pk"):
        newest[row.outcome, row.first, row.last] = row
    found: dict[str, list[Measurement]] = {}
    for outcome, last, first in sorted((key, last, first) for key, first, last in newest):
        found.setdefault(outcome, []).append(newest[outcome, first, last])
    return found


def years_measured(group: str, *, by: Actor) -> list[int]:
    """The whole years that have been measured for a group, the newest first. Raises NoAccess."""
    permit(why_not_read_improvements(by))
    spans = Measurement.objects.filter(group=group).values_list("first", "last").distinct()
    return sorted({first.year for first, last in spans if Period(first, last).is_whole_year}, reverse=True)


def measurements_to_report(group: str, year: int, *, by: Actor, at: datetime) -> list[Measurement]:
    """The newest measurement of each outcome of a whole year, in the order outcomes are shown, to make a report of.

    For those who lead and report: what they are shown of it is made safe by the report. The making is in the log.
    Raises NoAccess.
    """
    permit(why_not_read_improvements(by))
    run_reports([COMMITTEES_REPORT], by=by, at=at)
    rows = Measurement.objects.filter(group=group, first=date(year, 1, 1), last=date(year, 12, 31))
    newest = {row.outcome: row for row in rows.order_by("made_at", "pk")}
    return [newest[key] for key in outcomes(localdate(at)) if key in newest]


def is_measured(group: str, period: Period) -> bool:
    """Whether a period has been measured for a group."""
    return Measurement.objects.filter(group=group, first=period.first, last=period.last).exists()


def improvements(*, by: Actor) -> QuerySet[Improvement]:
    """Improvements, those that run first, by the day they are to be done. Raises NoAccess."""
    permit(why_not_read_improvements(by))
    return Improvement.objects.select_related("owner", "baseline").order_by("ended_at", "due_on", "pk")


def improvements_of(measurements: Iterable[Measurement]) -> dict[tuple[str, str], list[Improvement]]:
    """The improvements about the outcomes and groups of some measurements."""
    asked = {(m.outcome, m.group) for m in measurements}
    found: dict[tuple[str, str], list[Improvement]] = {}
    for improvement in Improvement.objects.select_related("owner", "baseline").order_by("due_on", "pk"):
        key = (improvement.baseline.outcome, improvement.baseline.group)
        if key in asked:
            found.setdefault(key, []).append(improvement)
    return found


@dataclass(frozen=True)
class ImprovementStory:
    """An improvement, and each time that it has been measured again, the oldest first."""

    improvement: Improvement
    again: list[Remeasured]


def improvement_to_read(pk: int, *, by: Actor) -> ImprovementStory:
    """One improvement. Raises NoAccess, DoesNotExist."""
    permit(why_not_read_improvements(by))
    improvement = Improvement.objects.select_related("owner", "baseline").get(pk=pk)
    again = Remeasured.objects.filter(improvement=improvement).select_related("after", "whole").order_by("due_on")
    return ImprovementStory(improvement, list(again))


def improvements_due(on: date) -> list[Improvement]:
    """Those that run and are to be measured again by a day, and have not been for that day."""
    due = (
        Improvement.objects.filter(ended_at=None, again_on__lte=on)
        .select_related("baseline")
        .order_by("again_on", "pk")
    )
    return [m for m in due if not Remeasured.objects.filter(improvement=m, due_on=m.again_on).exists()]


def owners(*, on: date) -> list[Staff]:
    """Whom an improvement can be given to: analysts and team leaders in service on a day, by name."""
    return holders_of(OWNERS, on=on)


def why_not_own(staff: int, *, on: date) -> Refusal | None:
    """Why somebody cannot be responsible for an improvement."""
    if any(one.pk == staff for one in owners(on=on)):
        return None
    return Refusal(N_("Välj en analytiker eller en gruppledare som är i tjänst."))
