"""The report that a committee reads: a whole year of every outcome, small groups withheld, as a page and as files."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samsyn.improvement.access import READERS
from samsyn.improvement.definitions import groups
from samsyn.improvement.queries import improvements_of, measurements_to_report, years_measured
from samsyn.web.equity.files import FORMS, report_file
from samsyn.web.equity.numbers import COLUMNS, column_said, language_now
from samsyn.web.equity.report import reported
from samsyn.web.equity.report_safe import Action, Measured, ReportContent
from samsyn.web.equity.told import Told
from samsyn.web.gate import open_to
from samsyn.web.shared.request import Request
from samsyn.web.shared.shown import public_rule

if TYPE_CHECKING:
    from samsyn.improvement.models import Improvement


@open_to(*READERS)
@require_safe
def equity_report(request: Request) -> HttpResponseBase:
    """`?ar=2025&grupp=sex`; `&format=pdf`, `xlsx` or `csv` gives the same as a file.

    Only whole years: periods that overlap can be subtracted from each other, and a small group be seen all the same.
    """
    group = groups().get(request.GET.get("grupp", "")) or next(iter(groups().values()))
    years = years_measured(group.key, by=request.actor)
    year = next((y for y in years if str(y) == request.GET.get("ar", "")), years[0] if years else None)
    language = get_language() or "sv"
    context: dict[str, object] = {
        "groups": [(one.key, one.said(language)) for one in groups().values()],
        "group": group.key,
        "years": years,
        "year": year,
        "files": f"grupp={group.key}&ar={year}&",
    }
    if year is None:
        return render(request, "equity/report_none.html", context)
    report = reported(_content(request, group.key, year))
    form = request.GET.get("format", "")
    return report_file(report, form) if form in FORMS else _page(request, context | {"report": report})


def _page(request: Request, context: dict[str, object]) -> HttpResponse:
    return render(request, "equity/committee.html", context)


def _content(request: Request, group: str, year: int) -> ReportContent:
    """What the report is of: the newest measurement of each outcome of the year, with what is done about it."""
    kept = measurements_to_report(group, year, by=request.actor, at=request.now)
    told = [Told(one) for one in kept]
    under_way = improvements_of(kept)
    found = tuple(
        Measured(
            one.label, one.definition, one.outcome.scale, one.kept.query, one.found,
            tuple(_action(i) for i in under_way.get((one.kept.outcome, one.kept.group), ())),
        )
        for one in told
    )  # fmt: skip
    first = next((one for one in told if one.found), told[0])
    return ReportContent(
        municipality=settings.SAMSYN["municipality"],
        committee=settings.SAMSYN["committee"],
        group=groups()[group].said(get_language() or "sv"),
        compared=first.compared or first.reference,
        reference=first.reference,
        period=first.period,
        outcomes=found,
        made_at=max(one.kept.made_at for one in told),
        names=tuple((name, column_said(name)) for name in COLUMNS),
        language=language_now(),
        rule=public_rule(),
    )


def _action(one: "Improvement") -> Action:
    return Action(
        what=one.what,
        owner_role=one.owner.title,
        opened_on=localdate(one.opened_at),
        due_on=one.due_on,
        again_on=one.again_on,
        ended_on=localdate(one.ended_at) if one.ended_at else None,
        came_of=one.outcome,
    )
