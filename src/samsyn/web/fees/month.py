"""A month's fees for the invoices (Fakturaunderlag): person, fee, and a file; protected persons without address."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.cases.fees.months import Month
from samsyn.cases.queries.fees import charged, charges_in
from samsyn.people.contact import posted_to
from samsyn.people.roles import Role
from samsyn.web.fees.fetch import shown
from samsyn.web.gate import open_to
from samsyn.web.shared.export import TYPES, table_file
from samsyn.web.shared.money import KRONA
from samsyn.web.shared.plain import page_asked
from samsyn.web.shared.request import Request

FIRST, LAST = 2025, 2100
PER_PAGE = 100


@open_to(Role.FEE_OFFICER)
@require_safe
def basis(request: Request) -> HttpResponseBase:
    """Every fee of a month at the unit, the sum, and the same as a file. `?manad=2026-03`; this month without it."""
    month = _asked(request)
    due = [one for one in charges_in(request.actor, month) if one.fee]
    form = request.GET.get("format", "")
    if form in TYPES:
        everybody = charged(due)
        answer = table_file(form, _table(everybody, month), f"{_('Fakturaunderlag')} {month}")
        shown(request, "fee.export", {one.fee_case.person_id for one in everybody})
        return answer
    pages = max(1, -(-len(due) // PER_PAGE))
    number = min(page_asked(request.GET.get("page", "")), pages)
    first = (number - 1) * PER_PAGE
    rows = charged(due[first : first + PER_PAGE])
    shown(request, "fee.list", {one.fee_case.person_id for one in rows})
    context = {
        "month": month, "charged": rows, "count": len(due), "total": sum(one.fee for one in due), "number": number,
        "pages": pages, "first": first + 1, "last": first + len(rows), "previous": number - 1, "next": number + 1,
        "before": _before(month), "after": month.next(),
    }  # fmt: skip
    return _page(request, context)


def _asked(request: Request) -> Month:
    """The month in the address; this one when there is none, or it means nothing."""
    try:
        month = Month.read(request.GET.get("manad", ""))
    except ValueError:
        return Month.of(localdate(request.now))
    return month if FIRST <= month.year <= LAST else Month.of(localdate(request.now))


def _page(request: Request, context: dict[str, Any]) -> HttpResponse:
    return render(request, "fees/month.html", context)


def _before(month: Month) -> Month:
    return Month(month.year - (month.number == 1), (month.number - 2) % 12 + 1)


def _table(charged: list[Any], month: Month) -> list[list[Any]]:
    head = [
        _("Månad"), _("Avgiftsärende"), _("Personnummer"), _("Namn"), _("Adress"), _("Skyddad"), _("Omsorg, kronor"),
        _("Bostad, kronor"), _("Avgift, kronor"), _("Beslutsversion"),
    ]  # fmt: skip
    return [head, *(_row(one, month) for one in charged)]


def _row(one: Any, month: Month) -> list[Any]:
    person, decision = one.fee_case.person, one.decision
    address = ", ".join(posted_to(person))
    return [
        str(month), one.fee_case.number, person.written_number, person.name, address, bool(person.protection),
        decision.fee_care / KRONA, decision.fee_housing / KRONA, decision.fee / KRONA, decision.version,
    ]  # fmt: skip
