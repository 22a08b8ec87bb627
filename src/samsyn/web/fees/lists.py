"""The unit's fees, and who is granted help without a fee."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.cases.fees.money import kr
from samsyn.cases.fees.months import Month
from samsyn.cases.queries import fee_cases, fee_now, persons_of_fees, waiting_fees, without_fees
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.fees.fetch import shown
from samsyn.web.fees.words import WAITS
from samsyn.web.gate import open_to
from samsyn.web.shared.listing import Choice, Column, Listing, Mark
from samsyn.web.shared.request import Request


def _listing(request: Request) -> Listing:
    today = localdate(request.now)
    month = Month.of(today)

    def fee(row: Any) -> str:
        decision = fee_now(row, month)
        return kr(decision.fee) if decision else _("ingen avgift")

    return Listing(
        columns=[
            Column("number", N_("Avgiftsärende"), lambda c: c.number, sort="number"),
            Column("name", N_("Person"), lambda c: c.person.name, sort="person__family_name"),
            Column("fee", N_("Avgift den här månaden"), fee),
            Column("income", N_("Inkomst lämnad"), lambda c: c.income_at, sort="income_at", kind="time"),
            Column("decided", N_("Beslutad"), lambda c: c.decided_at, sort="decided_at", kind="time"),
            Column("renew", N_("Inkomst på nytt"), lambda c: c.renew_on, sort="renew_on", kind="date"),
            Column("state", N_("Läge"), lambda c: _state(c, today), kind="mark"),
        ],
        filters=[Choice("waits", N_("Väntar"), [*WAITS.items()], apply=lambda r, v: waiting_fees(r, v, today=today))],
        order="person__family_name",
        row_link=lambda c: reverse("fee", args=[c.pk]),
    )


def _state(row: Any, today: Any) -> Mark:
    """What waits, the most pressing first."""
    if row.decided_at is None:
        return Mark(WAITS["undecided"], "waiting")
    if row.death_unnoted:
        return Mark(WAITS["ended"], "late")
    if row.income_at and row.income_at > row.decided_at:
        return Mark(WAITS["income"], "waiting")
    if row.changed_at:
        return Mark(WAITS["granted"], "waiting")
    if row.renew_on and row.renew_on <= today:
        return Mark(WAITS["renewal"], "late")
    return Mark(N_("beslutad"), "done")


@open_to(Role.FEE_OFFICER)
@require_safe
def fees(request: Request) -> HttpResponse:
    """Everybody whose fees the unit decides on."""
    page = _listing(request).page(
        request,
        fee_cases(request.actor),
        caption=_("Avgifter"),
        empty=_("Inga avgifter än. De kommer hit när någon lämnar sin inkomst eller när du öppnar en avgift."),
        on_show=lambda rows: shown(request, "fee.list", {c.person_id for c in rows}),
        on_export=lambda ids: shown(request, "fee.export", persons_of_fees(ids)),
    )
    month = Month.of(localdate(request.now))
    return page.export or render(request, "fees/fees.html", {"page": page, "month": month})


WITHOUT = Listing(
    columns=[
        Column("name", N_("Person"), lambda p: p.name, sort="family_name"),
        Column("number", N_("Personnummer"), lambda p: p.written_number, sort="number"),
    ],
    order="family_name",
    row_link=lambda p: reverse("fee_begin", args=[p.pk]),
)


@open_to(Role.FEE_OFFICER)
@require_safe
def without(request: Request) -> HttpResponse:
    """Who has been granted help under SoL and has no fee decided on, nor asked about."""
    page = WITHOUT.page(
        request,
        without_fees(request.actor, today=localdate(request.now)),
        caption=_("Beviljad hjälp utan avgift"),
        empty=_("Alla som har beviljats hjälp har också en avgift."),
        on_show=lambda rows: shown(request, "fee.list", {p.pk for p in rows}),
    )
    return page.export or render(request, "fees/without.html", {"page": page})
