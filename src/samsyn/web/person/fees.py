"""The person's own fee: what they pay and why, telling their income, and trying what would happen if it changed.

Only the person's own. Income is not shown to whoever else may see the case (SoL 11:2 keeps it apart from the needs).
"""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.cases.actions import tell_income
from samsyn.cases.charging.told import Figure, ToldIncome
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.situation import Household, Housing
from samsyn.cases.queries import (
    fee_decision_for,
    fee_decisions_of,
    fee_letter_of,
    fee_now,
    newest_income,
    told_fee_case,
    try_income,
)
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.fees.deciding import pdf_answer
from samsyn.web.gate import open_to
from samsyn.web.person.page import show, whose
from samsyn.web.shared.asked import form_data, missing, refuse, tried
from samsyn.web.shared.income_form import HOUSEHOLDS, HOUSINGS, ChangedIncomeForm, IncomeForm
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.charging.working import Worked
    from samsyn.cases.models import FeeCase, FeeDecision

SOURCE = "Personen själv"


@open_to(Role.PERSON)
@require_safe
def fees(request: Request, person: int) -> HttpResponse:
    """What the person pays this month, what they have told, and every decision."""
    to = whose(request, person, "fee.told")
    fee_case = told_fee_case(person, by=request.actor)
    month = Month.of(localdate(request.now))
    context: dict[str, Any] = {"month": month, "fee_case": fee_case, "told": request.GET.get("lamnat") == "1"}
    if fee_case:
        context |= {
            "now_decision": fee_now(fee_case, month), "decisions": fee_decisions_of(fee_case),
            "income": newest_income(fee_case), "households": HOUSEHOLDS, "housings": HOUSINGS,
        }  # fmt: skip
    return show(request, "fees.html", to, **context)


@open_to(Role.PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: Request, person: int) -> HttpResponse:
    """Tell household, housing and income; what was told last stands there already."""
    to = whose(request, person, "fee.told")
    form = ChangedIncomeForm(form_data(request), today=localdate(request.now), last=_last(request, person))
    done, status = tried(
        form,
        lambda: tell_income(person=to.person, told=form.terms(source=SOURCE), by=request.actor, at=request.now),
    )
    if done is not None:
        return redirect(f"{reverse('my_fees', args=[person])}?lamnat=1")
    return show(request, "income.html", to, status=status, form=form)


@open_to(Role.PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: Request, person: int) -> HttpResponse:
    """What the fee would be with another income. Nothing is sent or kept."""
    to = whose(request, person, "fee.told")
    form = IncomeForm(form_data(request), today=localdate(request.now), last=_last(request, person))
    status, worked = 200, None
    if form.is_bound:
        status = 200 if form.is_valid() else 422
        worked = _tried(request, person, form) if form.is_valid() else None
    return show(request, "what_if.html", to, status=status, form=form, worked=worked)


def _last(request: Request, person: int) -> Any:
    fee_case = told_fee_case(person, by=request.actor)
    return newest_income(fee_case) if fee_case else None


def _tried(request: Request, person: int, form: IncomeForm) -> "Worked | None":
    told = form.terms()
    income = ToldIncome(
        Household(told.household), told.lives_together, Housing(told.housing), told.housing_cost,
        told.partner_housing_cost, told.declines,
        tuple(Figure(f.whose, f.kind, f.amount, f.per) for f in told.figures),
    )  # fmt: skip
    try:
        return try_income(person, income, month=Month.of(localdate(request.now)), by=request.actor)
    except Refused as refused:
        refuse(form, refused)
        return None


@open_to(Role.PERSON)
@require_safe
def decision(request: Request, person: int, pk: int) -> HttpResponse:
    """One fee decision, as the letter that was sent."""
    to = whose(request, person, "fee.letter", about=f"fee_decision:{pk}")
    found = _decision(request, person, pk)
    replaced = next((d for d in fee_decisions_of(found.fee_case) if d.corrects_id == found.pk), None)
    return show(request, "fee_decision.html", to, decision=found, letter=fee_letter_of(found), replaced=replaced)


@open_to(Role.PERSON)
@require_safe
def decision_pdf(request: Request, person: int, pk: int) -> HttpResponse:
    """The letter to keep or print; `?stor=1` gives larger print."""
    found = _decision(request, person, pk)
    answer = pdf_answer(found, large_print=request.GET.get("stor") == "1")
    whose(request, person, "fee.pdf", about=f"fee_decision:{pk}")
    return answer


def _decision(request: Request, person: int, pk: int) -> "FeeDecision":
    fee_case = told_fee_case(person, by=request.actor)
    with missing():
        return fee_decision_for(_there(fee_case), pk)


def _there(fee_case: "FeeCase | None") -> "FeeCase":
    if fee_case is None:
        raise Refused(Refusal(N_("Det finns inget avgiftsbeslut.")))
    return fee_case
