"""What waits for the committee: the list, the proposal to read, and the decision written down (KL 6:37, 6:39)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases.access import why_not_decide_urgently
from samsyn.cases.actions import decide_urgently, record_committee_decision
from samsyn.cases.queries import committee_decision, for_committee, letter_of, order_today, waiting_for_committee
from samsyn.people.roles import COMMITTEE as COMMITTEE_ROLES
from samsyn.people.roles import Role
from samsyn.web.decisions.mandate import decided_under
from samsyn.web.decisions.words import decision_mark, interventions
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.day import day_of
from samsyn.web.shared.inputs import DayInput, long_text, offer
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import Decision


class CommitteeForm(forms.Form):
    """What the committee has decided: who, when, and where in the minutes."""

    body = forms.ChoiceField(
        label=gettext_lazy("Vem har beslutat?"),
        error_messages={"required": gettext_lazy("Välj vem som har fattat beslutet.")},
    )
    meeting_on = forms.DateField(
        label=gettext_lazy("Sammanträdets dag"),
        widget=DayInput,
        error_messages={"required": gettext_lazy("Välj vilken dag sammanträdet var.")},
    )
    paragraph = forms.CharField(
        label=gettext_lazy("Paragraf i protokollet"),
        help_text=gettext_lazy("Till exempel § 45."),
        max_length=20,
        error_messages={"required": gettext_lazy("Skriv paragrafen i protokollet, till exempel § 45.")},
    )

    def __init__(self, data: Any = None, *, bodies: list[str]) -> None:
        super().__init__(data, initial={"body": bodies[0]})
        offer(self, "body", [(name, name[:1].upper() + name[1:]) for name in bodies])


class UrgentForm(forms.Form):
    """Why the chair decides alone."""

    reason = long_text(
        rows=4,
        required=False,
        label=gettext_lazy("Varför kan nämndens beslut inte inväntas?"),
        help_text=gettext_lazy("Skälet sparas med beslutet och anmäls vid nämndens nästa sammanträde (KL 6:40)."),
    )


@day_of(Role.CHAIR)
def chair_day(request: Request) -> HttpResponseBase:
    """The chair's day is what waits for the committee."""
    return committee_page(request)


@open_to(*COMMITTEE_ROLES)
@require_safe
def committee_page(request: Request) -> HttpResponse:
    """Proposals that nobody may decide alone: numbers and codes, no name of whom they are about."""
    waiting = waiting_for_committee(by=request.actor, at=request.now)
    order = order_today(localdate(request.now))
    rows = [{"decision": d, "what": interventions(d.lines.all()), "body": bodies[0]} for d, bodies in waiting]
    return render(request, "office/committee.html", {"rows": rows, "order": order})


@open_to(*COMMITTEE_ROLES)
@require_safe
def committee_matter(request: Request, decision_pk: int) -> HttpResponse:
    """One proposal with its letter, and the forms that decide it."""
    return _page(request, _decision(request, decision_pk))


@open_to(*COMMITTEE_ROLES)
@require_POST
def committee_decide(request: Request, decision_pk: int) -> HttpResponse:
    """Write down what the committee has decided; the decision is then signed."""
    decision = _decision(request, decision_pk)
    form = CommitteeForm(request.POST, bodies=_bodies(request, decision))
    done, status = tried(
        form,
        lambda: record_committee_decision(
            decision=decision, **form.cleaned_data, sender=sender(), by=request.actor, at=request.now
        ),
    )
    if done is None and not _is_mine(request, decision):
        return _page(request, decision, form=form, status=status)
    return redirect("committee_matter", decision.pk)


@open_to(Role.CHAIR)
@require_POST
def committee_urgent(request: Request, decision_pk: int) -> HttpResponse:
    """Decide in the committee's place what cannot wait for it."""
    decision = _decision(request, decision_pk)
    form = UrgentForm(request.POST)
    done, status = tried(
        form,
        lambda: decide_urgently(
            decision=decision, reason=form.cleaned_data["reason"], sender=sender(), by=request.actor, at=request.now
        ),
    )
    if done is None and not _is_mine(request, decision):
        return _page(request, decision, urgent=form, status=status)
    return redirect("committee_matter", decision.pk)


def _decision(request: Request, pk: int) -> "Decision":
    with missing():
        return committee_decision(pk, by=request.actor, at=request.now)


def _is_mine(request: Request, decision: "Decision") -> bool:
    """Whether the same press has signed it already."""
    return decision.state == "signed" and decision.signed_by_id == request.actor.staff_id


def _bodies(request: Request, decision: "Decision") -> list[str]:
    return for_committee(decision, today=localdate(request.now)).bodies


def _page(
    request: Request,
    decision: "Decision",
    *,
    form: CommitteeForm | None = None,
    urgent: UrgentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = localdate(request.now)
    answers = for_committee(decision, today=today)
    context = {
        "decision": decision,
        "case": decision.case,
        "mark": decision_mark(decision),
        "letter": letter_of(decision, sender=sender(), today=today),
        "under": decided_under(decision),
        "form": form or CommitteeForm(bodies=answers.bodies),
        "urgent": urgent or UrgentForm(),
        "not_urgent": why_not_decide_urgently(request.actor) or answers.not_urgent,
        "is_chair": request.actor.role is Role.CHAIR,
    }
    return render(request, "office/committee_matter.html", context, status=status)
