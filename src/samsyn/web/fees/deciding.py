"""Working a fee out, deciding it as it was read, its letter, and putting it right beside."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.cases.actions import decide_fee
from samsyn.cases.charging.raising import Notice
from samsyn.cases.charging.working import Worked
from samsyn.cases.fees.changes import Change
from samsyn.cases.queries import (
    fee_decision_for,
    fee_decisions_of,
    fee_letter_of,
    newest_income,
    work_out_fee,
)
from samsyn.cases.queries.fees import raised_fee, suggested_fee_month, why_not_fee
from samsyn.people.refusals import Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.fees.fetch import fee_for
from samsyn.web.fees.forms import CorrectForm, DecideForm
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, refuse, tried
from samsyn.web.shared.paper import Paper
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import FeeCase, FeeDecision


@open_to(Role.FEE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, pk: int) -> HttpResponse:
    """The month, the changes of the minimum amount, and every row of the calculation; two buttons: count, decide."""
    fee_case = fee_for(request, pk)
    change = _suggested(request, fee_case)
    month = change.first_month.first_day if change else localdate(request.now).replace(day=1)
    return _decide(request, fee_case, DecideForm(form_data(request), first_month=month), change)


@open_to(Role.FEE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def put_right(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """A corrected version beside a decision, which stays as it is (FL 36)."""
    fee_case = fee_for(request, pk)
    with missing():
        wrong = fee_decision_for(fee_case, decision_pk)
    form = CorrectForm(form_data(request), first_month=wrong.first_month)
    return _decide(request, fee_case, form, None, corrects=wrong)


def _suggested(request: Request, fee_case: "FeeCase") -> Change | None:
    return suggested_fee_month(fee_case, today=localdate(request.now))


def _decide(
    request: Request,
    fee_case: "FeeCase",
    form: DecideForm,
    change: Change | None,
    *,
    corrects: "FeeDecision | None" = None,
) -> HttpResponse:
    status = 200
    if request.method == "POST" and request.POST.get("do") == "decide":
        done, status = tried(form, lambda: _decided(request, fee_case, form, corrects))
        if done is not None:
            return redirect("fee_decision", fee_case.pk, done.pk)
    elif form.is_bound and not form.is_valid():
        status = 422
    worked = _worked(fee_case, form)
    context: dict[str, Any] = {
        "fee_case": fee_case, "person": fee_case.person, "form": form, "worked": worked, "change": change,
        "corrects": corrects, "income": newest_income(fee_case),
        "not_decide": _why_not(request, worked) if worked else None,
        "raised": raised_fee(fee_case, worked) if worked else None,
    }  # fmt: skip
    return render(request, "fees/decide.html", context, status=status)


def _why_not(request: Request, worked: Worked) -> Refusal | None:
    return why_not_fee(worked, by=request.actor, today=localdate(request.now))


def _decided(request: Request, fee_case: "FeeCase", form: DecideForm, corrects: "FeeDecision | None") -> "FeeDecision":
    given = form.cleaned_data
    return decide_fee(
        fee_case=fee_case, choices=form.choices, reasons=given["reasons"], seen=request.POST.get("seen", ""),
        sender=sender(), by=request.actor, at=request.now, corrects=corrects,
        correction_reason=given.get("correction_reason", ""),
        notice=Notice(given["notified_on"], given["unnotified"]),
    )  # fmt: skip


def _worked(fee_case: "FeeCase", form: DecideForm) -> Worked | None:
    """The calculation of what the form says, or of what it begins with; None where it cannot be made."""
    counted = form
    if not form.is_bound:
        counted = DecideForm({"month": f"{form.initial['month']:%Y-%m}"}, first_month=form.initial["month"])
    if counted.errors.keys() - {"reasons", "correction_reason", "notified_on", "unnotified", "__all__"}:
        return None
    try:
        return work_out_fee(fee_case, counted.choices)
    except Refused as refused:
        refuse(form if form.is_bound else counted, refused)
        return None


@open_to(Role.FEE_OFFICER)
@require_safe
def decision(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """A decision as its letter was sent."""
    fee_case = fee_for(request, pk, what="fee.letter")
    with missing():
        found = fee_decision_for(fee_case, decision_pk)
    replaced = next((d for d in fee_decisions_of(fee_case) if d.corrects_id == found.pk), None)
    context = {
        "fee_case": fee_case, "person": fee_case.person, "decision": found, "letter": fee_letter_of(found),
        "replaced": replaced,
    }  # fmt: skip
    return render(request, "fees/decision.html", context)


@open_to(Role.FEE_OFFICER)
@require_safe
def letter_pdf(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """The letter as a tagged PDF; `?stor` gives it in large print."""
    fee_case = fee_for(request, pk, what="fee.pdf")
    with missing():
        found = fee_decision_for(fee_case, decision_pk)
    return pdf_answer(found, large_print="stor" in request.GET)


def pdf_answer(found: "FeeDecision", *, large_print: bool) -> HttpResponse:
    """The letter as a file; its name holds no name."""
    name = f"avgift-{found.fee_case.number}-v{found.version}"
    return Paper(fee_letter_of(found), name=name, large_print=large_print)
