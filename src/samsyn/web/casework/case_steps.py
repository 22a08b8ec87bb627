"""What the buttons of a case's page do: take and give it, open its investigation, end it, confirm a fact."""

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.actions import assign, dismiss, open_investigation, reassess
from samsyn.cases.lifecycle import Status
from samsyn.cases.queries import latest_investigation
from samsyn.homecare.actions import end_case
from samsyn.people.actions import confirm_fact
from samsyn.people.queries import caseworkers_of, staff_named
from samsyn.people.roles import Role
from samsyn.web.casework.case_page import shown
from samsyn.web.casework.forms import AssignForm, CloseForm, FactForm, ReasonForm, ReassessForm
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.kept import own_path
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case


def _is_opened(case: "Case", **said: object) -> bool:
    """Whether what a press asks for is done: the first investigation is open, or the new one that `said` the same."""
    latest = latest_investigation(case)
    if latest is None or case.status_now is not Status.INVESTIGATING:
        return False
    return said == ({"by": latest.opened_by_id, "cause": latest.cause, "why": latest.why} if latest.cause else {})


def _to(case: "Case") -> HttpResponse:
    return HttpResponseRedirect(reverse("case", args=[case.pk]))


@open_to(Role.CASEWORKER, Role.TEAM_LEADER)
@require_POST
def assign_case(request: Request, pk: int) -> HttpResponse:
    """Take a case that nobody has, or as team leader give it to somebody."""
    case = case_for(request, pk)
    if request.actor.role is Role.CASEWORKER:
        if case.caseworker_id == request.actor.staff_id:
            return _to(case)  # pressed twice
        assign(case=case, to=staff_named({request.actor.staff})[request.actor.staff], by=request.actor, at=request.now)
        return _to(case)
    found = caseworkers_of(case.unit_id, today=localdate(request.now))
    form = AssignForm(request.POST, caseworkers=found)
    if not form.is_valid():
        return shown(request, case, status=422, assign=form)
    assign(case=case, to=form.cleaned_data["to"], by=request.actor, at=request.now)
    return _to(case)


@open_to(Role.CASEWORKER)
@require_POST
def begin_investigation(request: Request, pk: int) -> HttpResponse:
    """Open the investigation and go to it."""
    case = case_for(request, pk)
    if why_not_handle(request.actor, CaseFacts.of(case)) or not _is_opened(case):
        open_investigation(case=case, by=request.actor, at=request.now)
    return HttpResponseRedirect(reverse("investigation", args=[case.pk]))


@open_to(Role.CASEWORKER)
@require_POST
def dismiss_report(request: Request, pk: int) -> HttpResponse:
    """End a report that leads to no investigation, with the reason."""
    case = case_for(request, pk)
    form = ReasonForm(request.POST, auto_id="dismiss_%s")
    done, status = tried(
        form, lambda: dismiss(case=case, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    )
    return _to(case) if done else shown(request, case, status=status, dismiss=form)


@open_to(Role.CASEWORKER)
@require_POST
def begin_anew(request: Request, pk: int) -> HttpResponse:
    """Open a new investigation of what is decided, with the reason, and go to it."""
    case = case_for(request, pk)
    form = ReassessForm(request.POST, auto_id="reassess_%s")
    done, status = tried(form, lambda: reassess(case=case, **form.cleaned_data, by=request.actor, at=request.now))
    if done is None and not _is_opened(case, by=request.actor.staff_id, **form.cleaned_data):
        return shown(request, case, status=status, reassess=form)
    return HttpResponseRedirect(reverse("investigation", args=[case.pk]))


@open_to(Role.CASEWORKER)
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """End a case and what is ordered in it, with the reason."""
    case = case_for(request, pk)
    form = CloseForm(request.POST, auto_id="close_%s")
    done, status = tried(
        form, lambda: end_case(case=case, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
    )
    if done is None and not (case.closed_at and case.close_reason == form.cleaned_data.get("reason")):
        return shown(request, case, status=status, close=form)
    return _to(case)


@open_to(Role.CASEWORKER, Role.TEAM_LEADER)
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Confirm something about the person, and go back to where it was written."""
    case = case_for(request, pk)
    form = FactForm(request.POST, auto_id="fact_%s")
    if not form.is_valid():
        return shown(request, case, status=422, fact=form)
    told = form.cleaned_data
    confirm_fact(
        person=case.person,
        key=told["key"],
        value=told["value"],
        source=told["source"],
        by=request.actor,
        at=request.now,
    )
    back = own_path(request, request.POST.get("next", ""))
    return HttpResponseRedirect(back) if back else _to(case)
