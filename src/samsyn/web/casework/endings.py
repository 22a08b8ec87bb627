"""What ends a case or help in it against its course: what is taken back, and where the person or the case moves."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samsyn.cases.access import CaseFacts, why_not_handle, why_not_move_unit
from samsyn.cases.actions import move_unit, note_stay, request_transfer
from samsyn.cases.lifecycle import LABELS, Status
from samsyn.cases.queries import clocks_of_transfer, moves_of, running_lines, transfer_for, transfers_of, withdrawals_of
from samsyn.cases.transfers import ENDED, TransferState, TransferStep
from samsyn.cases.transfers import LABELS as TRANSFER_LABELS
from samsyn.homecare.actions import move_out, renounce, step_transfer, withdraw
from samsyn.people.queries import assessment_units, who_may
from samsyn.people.refusals import N_, Refusal, permit
from samsyn.people.roles import ASSESSMENT
from samsyn.web.casework.ending_forms import (
    WITHDRAWN,
    OutForm,
    StayForm,
    StepForm,
    TransferForm,
    UnitForm,
    WithdrawForm,
)
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import Case

BEFORE = (Status.RECEIVED, Status.INVESTIGATING, Status.PROPOSED)
FORMS_SAID = {"written": N_("skriftligt"), "oral": N_("muntligt")}
MOVED = {
    "out": N_("Flyttade till"),
    "stay": N_("Vistas en kortare tid i"),
    "placed": N_("Bor genom vårt beslut i"),
    "within": N_("Ärendet flyttades till"),
}


def _about(request: Request, case: "Case") -> dict[str, Any]:
    return {"case": case, "person": case.person, "state": LABELS[case.status_now], "chain": chain_for(request, case)}


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def withdrawal_page(request: Request, pk: int) -> HttpResponse:
    """What the person takes back: the application, part of it, or help that is granted."""
    case = case_for(request, pk)
    refusal = why_not_handle(request.actor, CaseFacts.of(case))
    form = _withdraw_form(request, case)
    if request.method == "POST":
        permit(refusal)
        mark = request.POST.get("once", "")
        if mark and any(str(w.once) == mark for w in withdrawals_of(case)):  # pressed twice: nothing is left to choose
            return HttpResponseRedirect(reverse("case", args=[case.pk]))
        done, status = tried(form, lambda: _take_back(request, case, form))
        if done is not None:
            return HttpResponseRedirect(reverse("case", args=[case.pk]))
    else:
        status = 200
    rows = [
        (w, label("interventions", w.line.intervention) if w.line else "", FORMS_SAID[w.form])
        for w in withdrawals_of(case)
    ]
    nothing = Refusal(N_("Det finns ingen ansökan och ingen hjälp att ta tillbaka.")) if not form.offered else None
    context = {**_about(request, case), "form": form, "rows": rows, "why_not": refusal or nothing}
    return render(request, "casework/withdrawal.html", context, status=status)


def _withdraw_form(request: Request, case: "Case") -> WithdrawForm:
    today = localdate(request.now)
    lines = {
        f"line{line.pk}": (line, label("interventions", line.intervention)) for line in running_lines(case, today=today)
    }
    relatives = {str(p.pk): p for p in who_may("apply", person_id=case.person_id, today=today)}
    data = request.POST if request.method == "POST" else None
    return WithdrawForm(data, before=case.status_now in BEFORE, lines=lines, relatives=relatives, today=today)


def _take_back(request: Request, case: "Case", form: WithdrawForm) -> Any:
    line, by, at = form.line, request.actor, request.now
    if line is not None:
        return renounce(line=line, said=form.said(), by=by, at=at)
    whole = form.cleaned_data["about"] == WITHDRAWN
    return withdraw(case=case, said=form.said(), whole=whole, reasons=form.cleaned_data["reasons"], by=by, at=at)


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def move_page(request: Request, pk: int) -> HttpResponse:
    """Where the person or the case moves, and what has been asked of another municipality."""
    case = case_for(request, pk)
    if request.method != "POST":
        return _moves(request, case)
    do = request.POST.get("do", "")
    form = _forms(request, case, do, request.POST).get(do)
    if form is None:
        return _moves(request, case)
    done, status = tried(form, lambda: _moved(request, case, do, form.cleaned_data))
    if done is None:
        return _moves(request, case, status=status, **{do: form})
    name = "cases" if do == "unit" else "case" if do == "out" else "case_move"
    return HttpResponseRedirect(reverse(name, args=[] if name == "cases" else [case.pk]))


def _moved(request: Request, case: "Case", do: str, told: dict[str, Any]) -> Any:
    by, at = request.actor, request.now
    match do:
        case "out":
            return move_out(case=case, **told, by=by, at=at)
        case "stay":
            return note_stay(case=case, **told, by=by, at=at)
        case "unit":
            return move_unit(case=case, **told, by=by, at=at)
        case "transfer":
            return request_transfer(case=case, **told, by=by, at=at)
        case _:
            with missing():
                transfer = transfer_for(case, told["transfer"])
            taken = TransferStep(told["taken"])
            return step_transfer(transfer=transfer, taken=taken, on=told["on"], note=told["note"], by=by, at=at)


def _forms(request: Request, case: "Case", bound: str = "", data: Any = None) -> dict[str, forms.Form]:
    units = [u for u in assessment_units() if u.pk != case.unit_id]
    today = localdate(request.now)
    under_way = transfers_of(case).exclude(state__in=ENDED).first()
    made: dict[str, forms.Form] = {
        "out": OutForm(data if bound == "out" else None, auto_id="out_%s", initial={"day": today}),
        "stay": StayForm(data if bound == "stay" else None, auto_id="stay_%s"),
        "unit": UnitForm(data if bound == "unit" else None, units=units),
        "transfer": TransferForm(data if bound == "transfer" else None, auto_id="transfer_%s"),
    }
    if under_way:
        state = TransferState(under_way.state)
        made["step"] = StepForm(data if bound == "step" else None, transfer=under_way.pk, state=state, today=today)
    return made


def _moves(request: Request, case: "Case", *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    today = localdate(request.now)
    facts = CaseFacts.of(case)
    closed = Refusal(N_("Ärendet är avslutat.")) if case.closed_at else None
    transfers = list(transfers_of(case))
    context = {
        **_about(request, case),
        "rows": [(m, MOVED[m.kind]) for m in moves_of(case)],
        "transfers": [
            (t, TRANSFER_LABELS[TransferState(t.state)], clocks_of_transfer(t, today=today)) for t in transfers
        ],
        "forms": {**_forms(request, case), **bound},
        "wrong": next(iter(bound.values()), None),
        "open_form": next(iter(bound), ""),
        "why_not": closed or why_not_handle(request.actor, facts),
        "why_not_unit": closed or why_not_move_unit(request.actor, facts),
    }
    return render(request, "casework/moves.html", context, status=status)
