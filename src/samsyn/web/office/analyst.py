"""The analyst's day: whole units and whole quarters, no case and no person; women and men apart (SoL 2:1)."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate

from samsyn.cases.queries import run_reports
from samsyn.people.roles import Role
from samsyn.web.office.figures import decided, open_cases, quarters, waits, withheld
from samsyn.web.shared.day import day_of
from samsyn.web.shared.export import TYPES, table_file
from samsyn.web.shared.request import Request


@day_of(Role.ANALYST)
def day(request: Request) -> HttpResponseBase:
    """Open cases, waiting and outcomes; `?tabell=waiting&format=csv` gives the shown table as a file."""
    today = localdate(request.now)
    choices = {q.key: q for q in quarters(today)}
    quarter = choices.get(request.GET.get("kvartal", "")) or next(iter(choices.values()))
    tables = {t.key: t for t in (open_cases(today), *waits(quarter), decided(quarter))}
    definitions = run_reports(tables, by=request.actor, at=request.now)
    asked, form = tables.get(request.GET.get("tabell", "")), request.GET.get("format", "")
    if asked and form in TYPES:
        return table_file(form, asked.table, asked.caption)
    context: dict[str, object] = {
        "tables": tables.values(),
        "quarters": choices.values(),
        "quarter": quarter,
        "withheld": withheld(),
        "definitions": definitions,
    }
    return _page(request, context)


def _page(request: Request, context: dict[str, object]) -> HttpResponse:
    return render(request, "office/analyst.html", context)
