"""The committee secretary's day: decisions taken by delegates, as numbers and codes, never with a name of theirs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from samsyn.cases.codes import code_list
from samsyn.cases.queries import (
    delegated_between,
    persons_of_decisions,
    record_shown,
    run_reports,
    with_outcome,
    with_report,
)
from samsyn.cases.queries.figures import (
    fees_decided_between,
    persons_of_fees_decided,
    persons_of_rulings,
    rulings_between,
    with_item_report,
)
from samsyn.people.queries import assessment_units
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.casework.appeal_words import RULINGS
from samsyn.web.gate import open_to
from samsyn.web.office.figures import OUTCOMES, at_midnight, by_intervention
from samsyn.web.shared.day import day_of
from samsyn.web.shared.listing import Choice, Column, Listing
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import period as said_period

if TYPE_CHECKING:
    from samsyn.cases.models import Decision

PERIODS = ((7, N_("en vecka")), (30, N_("30 dagar")), (90, N_("90 dagar")), (365, N_("ett år")))
DEFAULT = 30
LONGEST = 3660  # ten years


def _content(decision: "Decision") -> str:
    """What was decided, as intervention and outcome, line by line."""
    names, language = code_list("interventions"), get_language() or "sv"
    lines = decision.lines.all()
    return "; ".join(f"{names[x.intervention].label(language)}: {gettext(OUTCOMES[x.outcome])}" for x in lines)


REPORTS = {
    "urgent": N_("Brådskande beslut av ordföranden"),
    "reported": N_("Anmäls till nämnden"),
    "separate": N_("Protokollförs särskilt"),
    "silent": N_("Anmäls inte"),
}


def _items(decision: "Decision") -> str:
    """The items a decision was made under, each once."""
    used = [line.mandate.item.number for line in decision.lines.all() if hasattr(line, "mandate")]
    return ", ".join(dict.fromkeys(used))


def _version(decision: "Decision") -> int | None:
    order = decision.mandate.order if hasattr(decision, "mandate") else None
    return order.version if order else None


def _listing() -> Listing:
    units = [(str(u.pk), u.name) for u in assessment_units()]
    return Listing(
        columns=[
            Column("signed", N_("Beslutat"), lambda d: d.signed_at, sort="signed_at", kind="time"),
            Column("number", N_("Ärende"), lambda d: d.case.number, sort="case__number"),
            Column("version", N_("Version"), lambda d: d.version, sort="version", kind="number"),
            Column("unit", N_("Enhet"), lambda d: d.case.unit.name, sort="case__unit__name"),
            Column("delegate", N_("Delegat"), lambda d: d.signed_by.name, sort="signed_by__family_name"),
            Column("title", N_("Befattning"), lambda d: d.signed_by.title, sort="signed_by__title"),
            Column("items", N_("Punkt"), _items),
            Column("order", N_("Ordning"), _version, sort="mandate__order__version", kind="number"),
            Column("content", N_("Insats och utfall"), _content),
        ],
        filters=[
            Choice("unit", N_("Enhet"), units, field="case__unit"),
            Choice("report", N_("Anmälan"), list(REPORTS.items()), apply=with_report),
            Choice("outcome", N_("Utfall"), list(OUTCOMES.items()), apply=with_outcome),
        ],
        order="-signed_at",
    )


def _beside(key: str, number: str, content: Callable[[Any], str]) -> Listing:
    """The list of decisions beside the lines: fees, or separate decisions. `number` is the way to the case's."""
    case = number.partition("__")[0]
    units = [(str(u.pk), u.name) for u in assessment_units()]
    return Listing(
        key=key,
        columns=[
            Column("signed", N_("Beslutat"), lambda d: d.decided_at, sort="decided_at", kind="time"),
            Column("number", N_("Ärende"), lambda d: getattr(d, case).number, sort=number),
            Column("unit", N_("Enhet"), lambda d: getattr(d, case).unit.name, sort=f"{case}__unit__name"),
            Column("delegate", N_("Delegat"), lambda d: d.decided_by.name, sort="decided_by__family_name"),
            Column("title", N_("Befattning"), lambda d: d.decided_by.title, sort="decided_by__title"),
            Column("items", N_("Punkt"), lambda d: d.item, sort="item"),
            Column("content", N_("Beslut"), content),
        ],
        filters=[
            Choice("unit", N_("Enhet"), units, field=f"{case}__unit"),
            Choice("report", N_("Anmälan"), list(REPORTS.items()), apply=with_item_report),
        ],
        order="-decided_at",
    )


def _fee_said(decision: Any) -> str:
    return gettext("Avgift, version {version}").format(version=decision.version)


@day_of(Role.COMMITTEE_SECRETARY)
def day(_request: Request) -> HttpResponse:
    """The day is the decisions of the last month."""
    return redirect("delegated", DEFAULT)


@open_to(Role.COMMITTEE_SECRETARY)
@require_safe
def delegated(request: Request, days: int) -> HttpResponse:
    """Decisions of so many days, to report to the committee, and how many there were of each kind."""
    definitions = run_reports(["delegated"], by=request.actor, at=request.now)
    today = localdate(request.now)
    first = today - timedelta(days=min(days, LONGEST))
    start, end = at_midnight(first), at_midnight(today + timedelta(1))
    period = said_period(first, today)
    page = _listing().page(
        request,
        delegated_between(start, end),
        caption=gettext("Delegationsbeslut"),
        period=period,
        empty=gettext("Inga beslut har signerats under perioden. De kommer hit samma dag som de signeras."),
        on_show=lambda rows: _shown(request, "decision.list", {d.case.person_id for d in rows}),
        on_export=lambda ids: _shown(request, "decision.export", persons_of_decisions(ids)),
    )
    fees = _beside("avgift", "fee_case__number", _fee_said).page(
        request,
        fees_decided_between(start, end),
        caption=gettext("Avgiftsbeslut"),
        period=period,
        empty=gettext("Inga avgifter har beslutats under perioden."),
        on_show=lambda rows: _shown(request, "decision.list", {d.fee_case.person_id for d in rows}),
        on_export=lambda ids: _shown(request, "decision.export", persons_of_fees_decided(ids)),
    )
    separate = _beside("sarskilt", "case__number", lambda d: gettext(RULINGS[d.subject])).page(
        request,
        rulings_between(start, end),
        caption=gettext("Särskilda beslut"),
        period=period,
        empty=gettext("Inga särskilda beslut har fattats under perioden."),
        on_show=lambda rows: _shown(request, "decision.list", {d.case.person_id for d in rows}),
        on_export=lambda ids: _shown(request, "decision.export", persons_of_rulings(ids)),
    )
    counts = by_intervention(start, end)
    context = {
        "page": page, "fees": fees, "separate": separate, "counts": counts, "outcomes": [*OUTCOMES.values()],
        "period": period, "periods": PERIODS, "days": days, "reports": _reports(start, end),
        "definitions": definitions,
    }  # fmt: skip
    return page.export or fees.export or separate.export or render(request, "office/secretary.html", context)


def _reports(start: datetime, end: datetime) -> list[tuple[str, str, int]]:
    """How many are reported in each way: the way, its words, the number."""
    decided = delegated_between(start, end).order_by()
    beside = (fees_decided_between(start, end), rulings_between(start, end))
    return [
        (kind, words, with_report(decided, kind).count() + sum(with_item_report(r, kind).count() for r in beside))
        for kind, words in REPORTS.items()
    ]


def _shown(request: Request, what: str, persons: set[int]) -> None:
    record_shown(what=what, persons=persons, by=request.actor, at=request.now)
