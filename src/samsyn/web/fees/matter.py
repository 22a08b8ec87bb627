"""One person's fees: what applies, what was told, what is granted; beginning, telling from paper, and ending."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samsyn.cases.actions import end_fee, link_other, open_fee_case, tell_income
from samsyn.cases.charging.told import income_kinds
from samsyn.cases.fees.months import Month
from samsyn.cases.queries import (
    fee_decisions_of,
    fee_now,
    incomes_of,
    lines_of,
    newest_income,
    partner_disagrees,
    person_without_fees,
)
from samsyn.cases.queries.fees import ends_of
from samsyn.people.roles import Role
from samsyn.web.fees.fetch import fee_for, shown
from samsyn.web.fees.forms import EndForm, LinkForm, PaperIncomeForm
from samsyn.web.fees.words import CHANNELS, ENDS
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.income_form import HOUSEHOLDS, HOUSINGS
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import FeeCase


@open_to(Role.FEE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Request, person: int) -> HttpResponse:
    """Somebody who is granted help and has no fee: what is granted, and a button that opens the fees."""
    found = person_without_fees(person, by=request.actor, today=localdate(request.now))
    if request.method == "POST":
        opened = open_fee_case(person=found, by=request.actor, at=request.now)
        return redirect("fee", opened.pk)
    shown(request, "fee.list", {found.pk})
    return render(request, "fees/begin.html", {"person": found})


@open_to(Role.FEE_OFFICER)
@require_http_methods(["GET", "HEAD"])
def matter(request: Request, pk: int) -> HttpResponse:
    """The fee now, what it is for, what was told and every decision."""
    return show(request, fee_for(request, pk))


def show(
    request: Request,
    fee_case: "FeeCase",
    *,
    ending: EndForm | None = None,
    linking: LinkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of somebody's fees, with the forms that end them and that name the partner."""
    month = Month.of(localdate(request.now))
    if fee_case.other_id:
        shown(request, "fee.list", {fee_case.other_id})  # the comparison tells what the partner has told
    incomes = list(incomes_of(fee_case))
    context: dict[str, Any] = {
        "fee_case": fee_case,
        "person": fee_case.person,
        "month": month,
        "now_decision": fee_now(fee_case, month),
        "lines": [line for line in lines_of(fee_case) if line.is_given_in(month)],
        "income": incomes[0] if incomes else None,
        "earlier": incomes[1:],
        "decisions": fee_decisions_of(fee_case),
        "ends": [(last_month, ENDS[cause]) for cause, last_month in ends_of(fee_case)],
        "disagrees": partner_disagrees(fee_case, month),
        "ending": ending or EndForm(),
        "linking": linking or LinkForm(today=localdate(request.now)),
        "kinds": income_kinds(),
        "households": HOUSEHOLDS,
        "housings": HOUSINGS,
        "channels": CHANNELS,
    }
    return render(request, "fees/fee.html", context, status=status)


@open_to(Role.FEE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def income(request: Request, pk: int) -> HttpResponse:
    """Write in what came on paper, by phone or at a visit, with the source and day of each amount."""
    fee_case = fee_for(request, pk)
    form = PaperIncomeForm(form_data(request), today=localdate(request.now), last=newest_income(fee_case))
    done, status = tried(
        form,
        lambda: tell_income(
            person=fee_case.person,
            told=form.terms(channel=form.cleaned_data["channel"], source=form.cleaned_data["source"]),
            by=request.actor,
            at=request.now,
        ),
    )
    if done is not None:
        return redirect("fee_decide", pk)
    return render(
        request, "fees/income.html", {"fee_case": fee_case, "person": fee_case.person, "form": form}, status=status
    )


@open_to(Role.FEE_OFFICER)
@require_http_methods(["POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """End the fee with the month that SoL 32:10 gives."""
    fee_case = fee_for(request, pk)
    form = EndForm(request.POST)
    done, status = tried(
        form, lambda: end_fee(fee_case=fee_case, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("fee", pk)
    return show(request, fee_case, ending=form, status=status)


@open_to(Role.FEE_OFFICER)
@require_http_methods(["POST"])
def link(request: Request, pk: int) -> HttpResponse:
    """Name the spouse or cohabitant whose fee is compared with this one (SoL 32:7)."""
    fee_case = fee_for(request, pk)
    form = LinkForm(request.POST, today=localdate(request.now))
    done, status = tried(
        form, lambda: link_other(fee_case=fee_case, **form.cleaned_data, by=request.actor, at=request.now)
    )
    if done is not None:
        return redirect("fee", pk)
    return show(request, fee_case, linking=form, status=status)
