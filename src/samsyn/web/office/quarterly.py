"""The quarterly report of decisions that are not carried out, and the statistics to the council (SoL 34:1-4)."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.cases.access import why_not_report_quarter
from samsyn.cases.actions import make_report
from samsyn.cases.quarterly import cut_off, why_not_report
from samsyn.cases.queries import record_shown, report_for, report_of, reports, rows_now, rows_of
from samsyn.cases.queries.reports import counted_rows, rows_by_part
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import permit
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.office.council import figures
from samsyn.web.office.figures import Quarter, quarters
from samsyn.web.office.quarterly_parts import parts_of
from samsyn.web.office.quarterly_rows import FILES, columns_for, listed
from samsyn.web.office.quarterly_words import FinalForm
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.export import table_file
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import ReportRow

EARLIEST = 2000


@open_to(Role.COMMITTEE_SECRETARY, Role.TEAM_LEADER)
@require_safe
def quarterly(request: Request) -> HttpResponse:
    """The quarters that can be reported, and the reports that have been handed in."""
    made = list(reports(request.actor))
    names = names_of_actors({r.made_by for r in made})
    newest = {(r.year, r.quarter): r for r in reversed(made)}
    context = {
        "quarters": [(q, newest.get((q.year, q.number))) for q in quarters(localdate(request.now), 4)],
        "reports": [(r, Quarter(r.year, r.quarter), names.get(r.made_by, "")) for r in made],
        "secretary": request.actor.role is Role.COMMITTEE_SECRETARY,
    }
    return render(request, "office/quarterly.html", context)


@open_to(Role.COMMITTEE_SECRETARY, Role.TEAM_LEADER)
@require_http_methods(["GET", "POST"])
def quarterly_now(request: Request, year: int, quarter: int) -> HttpResponse:
    """What a quarter's report would hold now. A post by the secretary makes it final."""
    asked = _quarter(year, quarter)
    if request.method == "POST":
        permit(why_not_report_quarter(request.actor))
    newest = report_of(year, quarter)
    form = FinalForm(form_data(request), correcting=newest is not None)
    done, status = tried(
        form,
        lambda: make_report(
            year=year,
            quarter=quarter,
            without_reasons=form.cleaned_data["without_reasons"],
            why=form.cleaned_data.get("why", ""),
            by=request.actor,
            at=request.now,
        ),
    )
    if done:
        return redirect("quarterly_final", done.pk)
    rows = rows_now(year, quarter, by=request.actor)
    by_part: defaultdict[str, list[ReportRow]] = defaultdict(list)
    for row in rows:
        by_part[row.part].append(row)
    parts = parts_of(request, {k: len(found) for k, found in by_part.items()}, lambda key, of: by_part[key][of])
    _read(request, "report.read", [row for part in parts for row in part.rows])
    context = {
        "quarter": asked,
        "cut_off": cut_off(year, quarter),
        "parts": parts,
        "without_reason": sum(1 for r in rows if r.part in {"not_executed", "late"} and not r.reason),
        "why_not": why_not_report(year, quarter, localdate(request.now)) or why_not_report_quarter(request.actor),
        "newest": newest,
        "form": form,
        "secretary": request.actor.role is Role.COMMITTEE_SECRETARY,
    }
    return render(request, "office/quarterly_now.html", context, status=status)


@open_to(Role.COMMITTEE_SECRETARY, Role.TEAM_LEADER)
@require_safe
def quarterly_final(request: Request, pk: int) -> HttpResponseBase:
    """A report as it was handed in; as a file to the inspectorate or to the auditors with `?fil=ivo&format=csv`."""
    with missing():
        report = report_for(pk, by=request.actor)
    rows = rows_of(report, by=request.actor)
    asked, form = request.GET.get("fil", ""), request.GET.get("format", "")
    if asked in FILES and form in {"csv", "xlsx"}:
        whole = list(rows)
        _read(request, "report.export", whole)
        table = listed(whole, columns_for(asked), report.cut_off)
        return table_file(form, table, f"ej-verkstallt-{asked}-{report.year}-{report.quarter}-v{report.version}")
    parts = parts_of(request, rows_by_part(report, by=request.actor), lambda key, of: rows.filter(part=key)[of])
    _read(request, "report.read", [row for part in parts for row in part.rows])
    context = {
        "report": report,
        "quarter": Quarter(report.year, report.quarter),
        "parts": parts,
        "files": FILES.items(),
        "made_by": names_of_actors({report.made_by}).get(report.made_by, ""),
        "corrected_by": getattr(report, "corrected_by", None),
        "secretary": request.actor.role is Role.COMMITTEE_SECRETARY,
    }
    return render(request, "office/quarterly_final.html", context)


@open_to(Role.COMMITTEE_SECRETARY)
@require_safe
def council_page(request: Request, year: int, quarter: int) -> HttpResponseBase:
    """The statistics to the council, out of the report that was handed in, or as they would be now."""
    asked, report = _quarter(year, quarter), report_of(year, quarter)
    rows = counted_rows(report, by=request.actor) if report else rows_now(year, quarter, by=request.actor)
    day = report.cut_off if report else cut_off(year, quarter)
    found = figures(rows, asked, day)
    chosen = next((t for t in found if t.key == request.GET.get("tabell")), None)
    form = request.GET.get("format", "")
    if chosen and form in {"csv", "xlsx"}:
        return table_file(form, chosen.table, f"{chosen.key}-{asked.key}")
    return render(request, "office/council.html", {"quarter": asked, "tables": found, "report": report, "day": day})


def _quarter(year: int, number: int) -> Quarter:
    if not (EARLIEST <= year <= EARLIEST + 199 and 1 <= number <= 4):
        raise Http404
    return Quarter(year, number)


def _read(request: Request, what: str, rows: "list[Any]") -> None:
    """The reading that a report is: it tells of persons by their numbers."""
    persons = {getattr(r, "person", 0) or r.line.decision.case.person_id for r in rows}
    record_shown(what=what, persons=persons, by=request.actor, at=request.now)
