"""The quarterly report of decisions that are not carried out: why each waits, and making the report final."""

from datetime import datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.clocks import Kind, reasons
from samsyn.cases.models import DecisionLine, Delay, LineEvent, QuarterlyReport, ReportRow
from samsyn.cases.models.reporting import report_rows
from samsyn.cases.quarterly import cut_off, why_not_report
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import Actor

Part = ReportRow.Part
TO_REPORT = (Part.NOT_EXECUTED, Part.LATE)


@action
def explain_delay(
    *,
    line: DecisionLine,
    reason: str,
    text: str,
    consequence: str,
    meanwhile: str,
    stay: str,
    by: Actor,
    at: datetime,
) -> Delay:
    """Say why a line is not carried out, for the report; the caseworker of its case. The newest counts.

    Raises Invalid without a reason, which the report must give (SoL 34:1, LSS 28 f).
    """
    case = locked(line.decision.case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if reason not in reasons():
        raise Invalid("reason", Refusal(N_("Välj varför insatsen inte är verkställd."), law="SoL 34:1"))
    if reason == "ANNAT" and not text.strip():
        raise Invalid("text", Refusal(N_("Skriv kort vilket skälet är."), law="SoL 34:1"))
    said = {
        "reason": reason, "text": text.strip(), "consequence": consequence.strip(), "meanwhile": meanwhile.strip(),
        "stay": stay.strip(),
    }  # fmt: skip
    newest = line.delays.order_by("-pk").first()
    if newest and all(getattr(newest, name) == value for name, value in said.items()):
        return newest  # pressed twice
    delay = Delay.objects.create(line=line, written_at=at, written_by=by.key, **said)
    tell(case, "line.delay", by=by, at=at, about=f"line:{line.pk}", reason=reason)
    return delay


@action
def make_report(
    *, year: int, quarter: int, without_reasons: bool, by: Actor, at: datetime, why: str = ""
) -> QuarterlyReport:
    """Make a quarter's report final: its rows are kept as they stand, and its lines are marked as reported.

    Where the quarter has a report already, this is a correction beside it and says why. `without_reasons` hands it in
    though some decision has no reason yet. Pressing twice gives the same report. Raises Refused before the quarter's
    day has passed, Invalid without what is missing.
    """
    permit(access.why_not_report_quarter(by))
    enforce(why_not_report(year, quarter, localdate(at)))
    newest = QuarterlyReport.objects.filter(year=year, quarter=quarter).order_by("-version").first()
    if newest and newest.why == why.strip():
        return newest  # pressed twice
    if newest and not why.strip():
        raise Invalid("why", Refusal(N_("Skriv vad som rättas i rapporten.")))
    rows = report_rows(year, quarter, cut_off(year, quarter))
    if not without_reasons and any(row.part in TO_REPORT and not row.reason for row in rows):
        raise Invalid(
            "without_reasons",
            Refusal(
                N_("Några beslut saknar skäl. Be handläggarna skriva dem, eller kryssa i att rapporten lämnas ändå."),
                law="SoL 34:1",
            ),
        )
    report = QuarterlyReport.objects.create(
        year=year, quarter=quarter, version=newest.version + 1 if newest else 1, cut_off=cut_off(year, quarter),
        corrects=newest, why=why.strip() if newest else "", made_at=at, made_by=by.key,
    )  # fmt: skip
    for row in rows:
        row.report = report
    ReportRow.objects.bulk_create(rows, batch_size=500)
    _mark(report, rows, by, at)
    persons = {row.line.decision.case.person_id for row in rows}
    detail = {"year": year, "quarter": quarter, "version": report.version, "rows": len(rows)}
    record(by=by, at=at, what="report.final", about=f"report:{report.pk}", subjects=sorted(persons), detail=detail)
    return report


def _mark(report: QuarterlyReport, rows: list[ReportRow], by: Actor, at: datetime) -> None:
    """Note on each line that it has been reported: what 34:2 asks for later. It changes no clock."""
    key = f"quarter:{report.year}-{report.quarter}"
    marked = set(LineEvent.objects.filter(kind=Kind.REPORTED, key=key).values_list("line", flat=True))
    LineEvent.objects.bulk_create(
        (
            LineEvent(
                line=row.line, day=localdate(at), kind=Kind.REPORTED, reason=row.reason, key=key,
                source=LineEvent.Source.REPORT, recorded_at=at, recorded_by=by.key,
            )
            for row in rows
            if row.part in TO_REPORT and row.line_id not in marked
        ),
        batch_size=500,
    )  # fmt: skip
