"""Saying that something became otherwise than planned, or that more was done; the committee has it (SoL 15:9)."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samsyn.homecare.actions import report_extra, report_time
from samsyn.homecare.queries import planned_for
from samsyn.people.queries import names_of_actors
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.forms import ExtraForm, VisitForm
from samsyn.web.provider.orders import about
from samsyn.web.provider.words import earlier_said, visit
from samsyn.web.shared.asked import day_asked, form_data, missing, resent, tried
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request


def _day_url(request: Request, day: Any) -> str:
    """The day that the reader came from, with the carer that was opened there."""
    opened = request.GET.get("vem", "")
    asked = {"dag": day, "vem": opened} if opened else {"dag": day}
    return f"{reverse('visits')}?{urlencode(asked)}{'#oppnat' if opened else ''}"


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def report_visit(request: Request, pk: int, planned_pk: int) -> HttpResponse:
    """Say what differed from the plan; saying it again corrects what was said."""
    order = order_for(request, pk, what="time.read")
    with missing():
        planned = planned_for(order, planned_pk)
    row = visit(planned, today=localdate(request.now))
    form = VisitForm(form_data(request), initial=_said_before(row))
    done, status = tried(
        form,
        lambda: report_time(
            planned=planned,
            minutes=form.cleaned_data["minutes"],
            reason=form.cleaned_data["reason"],
            note_text=form.cleaned_data["note"],
            seen=form.cleaned_data["seen"],
            by=request.actor,
            at=request.now,
        ),
    )
    if overtaken := status == HTTPStatus.CONFLICT:
        resent(form, {"seen": str(_version(row))})  # the page shows the newest: what is sent from it has read that
    back = _day_url(request, planned.day)
    if done is not None:
        return redirect(back)
    names = names_of_actors({said.recorded_by for said in planned.said.all()})
    context = {
        **about(request, order),
        "form": form,
        "visit": row,
        "earlier": earlier_said(planned, names, newest=overtaken),
        "back": back,
    }
    return render(request, "provider/report.html", context, status=status)


def _version(row: Any) -> int:
    return row.performed.version if row.performed else 0


def _said_before(row: Any) -> dict[str, Any]:
    seen = _version(row)
    if not row.differs:
        return {"minutes": row.planned.minutes, "seen": seen}
    said = row.performed
    told = {"minutes": said.minutes or None, "not_done": not said.minutes, "reason": said.reason, "note": said.note}
    return {**told, "seen": seen}


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def report_extra_help(request: Request, pk: int) -> HttpResponse:
    """Write in help that was given and not planned."""
    order = order_for(request, pk, what="time.read")
    form = ExtraForm(form_data(request), initial={"day": day_asked(request), "reason": "EXTRA"})
    done, status = tried(
        form,
        lambda: report_extra(
            order=order,
            day=form.cleaned_data["day"],
            start=form.cleaned_data["start"],
            minutes=form.cleaned_data["minutes"],
            reason=form.cleaned_data["reason"],
            note_text=form.cleaned_data["note"],
            by=request.actor,
            at=request.now,
        ),
    )
    if done is not None:
        return redirect(_day_url(request, done.day))
    context = {**about(request, order), "form": form}
    return render(request, "provider/extra.html", context, status=status)
