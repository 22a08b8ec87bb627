"""Hearing the person before a decision against them: what was shown, when, how, the answer (FL 25, SoL 14:10)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from samsyn.cases.actions import Said, Sending, answer_communication, communicate, waive_communication
from samsyn.cases.communication import digest
from samsyn.cases.queries import (
    basis_of,
    communication_for,
    communications_of,
    draft_of,
    latest_investigation,
    needs_of,
)
from samsyn.cases.sound import why_not_propose
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.appeals.forms import AnswerForm, SendForm, WaiveForm
from samsyn.web.appeals.page import bound, handled, show
from samsyn.web.casework.heard import said_of, unheard
from samsyn.web.decisions.fetch import draft_to_write
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.basis import shown_basis
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision

TIME_TO_ANSWER = timedelta(days=14)  # what the form suggests; the caseworker gives what the person needs
NOTHING = Refusal(N_("Det finns inget utkast till beslut. Börja på beslutet först."))


@open_to(*ASSESSMENT)
@require_GET
def hearing(request: Request, pk: int) -> HttpResponse:
    """What was communicated in the investigation, what was answered, and what is still to be done."""
    return page(request, case_for(request, pk))


@open_to(Role.CASEWORKER)
@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    """Lay the draft's material before the person."""
    case = handled(request, pk)
    draft = draft_to_write(case)
    form = SendForm(request.POST, auto_id="send_%s")
    told: dict[str, Any] = {"sender": sender(), "by": request.actor, "at": request.now}
    done, status = tried(form, lambda: communicate(decision=draft, sending=_sending(form), **told))
    return redirect("hearing", case.pk) if done else page(request, case, status=status, send=form)


@open_to(Role.CASEWORKER)
@require_POST
def waive(request: Request, pk: int) -> HttpResponse:
    """Note why the person is not heard first."""
    case = handled(request, pk)
    draft = draft_to_write(case)
    form = WaiveForm(request.POST, auto_id="waive_%s")
    done, status = tried(
        form, lambda: waive_communication(decision=draft, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("hearing", case.pk) if done else page(request, case, status=status, waive=form)


@open_to(Role.CASEWORKER)
@require_POST
def answer(request: Request, pk: int, communication_pk: int) -> HttpResponse:
    """Take down what the person answers."""
    case = handled(request, pk)
    with missing():
        communication = communication_for(case, communication_pk)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    done, status = tried(
        form,
        lambda: answer_communication(communication=communication, said=_said(form), by=request.actor, at=request.now),
    )
    return redirect("hearing", case.pk) if done else page(request, case, status=status, answer=form)


def _sending(form: forms.Form) -> Sending:
    said = form.cleaned_data
    return Sending(
        way=said["way"], sent_on=said["sent_on"], answer_by=said["answer_by"], message=said["message"],
        once=str(said["once"] or ""),
    )  # fmt: skip


def _said(form: forms.Form) -> Said:
    said = form.cleaned_data
    return Said(
        text=said["text"], way=said["way"], received_on=said["received_on"], nothing_to_add=said["nothing_to_add"],
        by_whom=said["by_whom"], once=str(said["once"] or ""),
    )  # fmt: skip


def page(request: Request, case: "Case", *, status: int = 200, **came: forms.Form) -> HttpResponse:
    """The page, with any form that came back instead of a fresh one."""
    today = localdate(request.now)
    investigation, draft = latest_investigation(case), draft_of(case)
    found = communications_of(investigation) if investigation else []
    open_ones = [c for c in found if not c.waived]
    said = said_of(found, digest(basis_of(draft)) if draft else "")
    context: dict[str, Any] = {
        "draft": draft,
        "said": said,
        "sent_already": any(item["holds"] and not item["waived"] for item in said),
        "latest": open_ones[0] if open_ones else None,
        "unheard": unheard(draft, request) if draft else NOTHING,
        "not_ready": _not_ready(draft),
        "forms": bound(
            {
                "send": lambda: SendForm(
                    auto_id="send_%s", initial={"sent_on": today, "answer_by": today + TIME_TO_ANSWER}
                ),
                "waive": lambda: WaiveForm(auto_id="waive_%s"),
                "answer": lambda: AnswerForm(auto_id="answer_%s", initial={"received_on": today}),
            },
            came,
        ),
        "open_form": next(iter(came), ""),
        "now_shown": shown_basis(basis_of(draft)) if draft else None,
    }
    return show(request, "hearing", case, context, status=status)


def _not_ready(draft: "Decision | None") -> Refusal | None:
    if draft is None:
        return NOTHING
    if draft.state != "draft":
        return Refusal(N_("Beslutet är inte ett utkast längre. Ladda om sidan för att se hur långt det har kommit."))
    return why_not_propose(list(needs_of(draft.investigation)), list(draft.lines.all()))
