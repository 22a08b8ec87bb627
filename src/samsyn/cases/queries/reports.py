"""The quarterly reports of decisions that are not carried out, for the secretary and, in part, the team leader."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, prefetch_related_objects

from samsyn.cases import access
from samsyn.cases.models import DecisionLine, Delay, QuarterlyReport, ReportRow
from samsyn.cases.models.reporting import report_rows
from samsyn.cases.quarterly import cut_off
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role


def reports(actor: Actor) -> QuerySet[QuarterlyReport]:
    """The reports that have been made final, the newest first; `n` is how many of their rows the reader sees."""
    permit(access.why_not_read_report(actor))
    mine = Q(rows__unit=actor.unit_id) if actor.role is Role.TEAM_LEADER else Q()
    found = QuarterlyReport.objects.annotate(n=Count("rows", filter=mine)).select_related("corrected_by")
    return found.order_by("-year", "-quarter", "-version")


def report_for(pk: int, *, by: Actor) -> QuarterlyReport:
    """One report. Raises QuarterlyReport.DoesNotExist."""
    return reports(by).get(pk=pk)


def report_of(year: int, quarter: int) -> QuarterlyReport | None:
    """The newest report of a quarter, if one has been made final."""
    return QuarterlyReport.objects.filter(year=year, quarter=quarter).order_by("-version").first()


def rows_of(report: QuarterlyReport, *, by: Actor) -> QuerySet[ReportRow]:
    """The rows of a report that the reader may see, in the report's order. The page records the reading."""
    permit(access.why_not_read_report(by))
    rows = (
        ReportRow.objects.filter(report=report)
        .select_related("unit")
        .annotate(person=F("line__decision__case__person"))
    )
    rows = rows.order_by("number")
    return rows.filter(unit=by.unit_id) if by.role is Role.TEAM_LEADER else rows


def rows_by_part(report: QuarterlyReport, *, by: Actor) -> dict[str, int]:
    """How many rows of a report the reader may see in each part."""
    permit(access.why_not_read_report(by))
    rows = ReportRow.objects.filter(report=report)
    rows = rows.filter(unit=by.unit_id) if by.role is Role.TEAM_LEADER else rows
    return dict(rows.values_list("part").annotate(n=Count("pk")))


def counted_rows(report: QuarterlyReport, *, by: Actor) -> list[Any]:
    """As much of a report's rows as the council's statistics count: nothing that tells who (SoL 34:3)."""
    rows = rows_of(report, by=by).order_by()
    return list(rows.values_list("part", "regime", "since", "intervention", "sex", "decided", named=True))


def rows_now(year: int, quarter: int, *, by: Actor) -> list[ReportRow]:
    """The rows that a quarter's report would have now, as the reader may see them. The page records the reading."""
    permit(access.why_not_read_report(by))
    unit = by.unit_id if by.role is Role.TEAM_LEADER else None
    rows = report_rows(year, quarter, cut_off(year, quarter), unit=unit)
    prefetch_related_objects(rows, "unit")
    return rows


def delay_of(line: DecisionLine) -> Delay | None:
    """What was last said of why a line is not carried out. Called after `open_case`."""
    return line.delays.order_by("-pk").first()


def delays_of(lines: list[int]) -> dict[int, Delay]:
    """What was last said of each of some lines. Called after `open_case`."""
    return {d.line_id: d for d in Delay.objects.filter(line__in=lines).order_by("pk")}
