"""The carrying out of a case's granted lines: how each stands, what has happened, and why it waits (SoL 34:1)."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.actions import explain_delay, note_line_event, retract_line_event
from samsyn.cases.execution import by_hand, why_not_retract
from samsyn.cases.queries import delay_of, line_event_for, line_events_of, standings_of
from samsyn.people.refusals import enforce, permit
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.casework.standing import DelayForm, LineEventForm, TakeBackForm, history_of, said
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case
    from samsyn.cases.queries import LineStanding

BACK = ("caseworker", "provider", "time", "order", "loaded", "case")


def standing_of(case: "Case", request: Request) -> list[dict[str, Any]]:
    """How every line that is not replaced stands, for the case's page."""
    today = localdate(request.now)
    shown = (s for s in standings_of(case, today) if s.now.close_reason != "new_decision")
    return [said(stands, today) for stands in shown]


@open_to(*ASSESSMENT)
@require_http_methods(["GET", "POST"])
def line_page(request: Request, pk: int, line_pk: int) -> HttpResponse:
    """One line: its standing, its history, and for its caseworker what to note. A post notes what has happened."""
    case = case_for(request, pk)
    stands = _line(request, case, line_pk)
    if request.method == "GET":
        return _shown(request, case, stands)
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    form = _form(request, stands, request.POST)
    done, status = tried(
        form, lambda: note_line_event(line=stands.line, **form.cleaned(), by=request.actor, at=request.now)
    )
    return redirect("line_execution", pk, line_pk) if done else _shown(request, case, stands, status, form=form)


@open_to(Role.CASEWORKER)
@require_http_methods(["POST"])
def explain(request: Request, pk: int, line_pk: int) -> HttpResponse:
    """Say why a line waits, for the report."""
    case = case_for(request, pk)
    stands = _line(request, case, line_pk)
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    form = DelayForm(request.POST, auto_id="delay_%s")
    done, status = tried(
        form, lambda: explain_delay(line=stands.line, **form.cleaned_data, by=request.actor, at=request.now)
    )
    return redirect("line_execution", pk, line_pk) if done else _shown(request, case, stands, status, delay=form)


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def take_back(request: Request, pk: int, event_pk: int) -> HttpResponse:
    """Take back what was noted by mistake, with the reason."""
    case = case_for(request, pk)
    with missing():
        event = line_event_for(case, event_pk)
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        enforce(why_not_retract(source=event.source, retracted=hasattr(event, "retracted_by")))
    done, status = tried(
        form, lambda: retract_line_event(event=event, why=form.cleaned_data["why"], by=request.actor, at=request.now)
    )
    if done:
        return redirect("line_execution", pk, event.line_id)
    context = {"case": case, "person": case.person, "form": form, "row": history_of([event])[0]}
    return render(request, "casework/take_back.html", context, status=status)


def _line(request: Request, case: "Case", line_pk: int) -> "LineStanding":
    found = {s.line.pk: s for s in standings_of(case, localdate(request.now))}
    if line_pk not in found:
        raise Http404
    return found[line_pk]


def _form(request: Request, stands: "LineStanding", data: Any = None) -> LineEventForm:
    day = localdate(request.now)
    offered = by_hand(runs=stands.runs(day))
    return LineEventForm(data, stands=stands, offered=offered, initial={"day": day}, auto_id="event_%s")


def _shown(request: Request, case: "Case", stands: "LineStanding", status: int = 200, **bound: Any) -> HttpResponse:
    events = [e for e in line_events_of(case) if e.pk in {x.pk for x in stands.events} or e.line_id == stands.line.pk]
    mine = why_not_handle(request.actor, CaseFacts.of(case)) is None
    delay = delay_of(stands.line)
    initial = {name: getattr(delay, name) for name in DelayForm.base_fields} if delay else {}
    context = {
        "case": case,
        "person": case.person,
        "said": said(stands, localdate(request.now)),
        "history": history_of(events, BACK if mine else ()),
        "form": bound.get("form") or (_form(request, stands) if mine and not stands.now.closed else None),
        "delay_form": bound.get("delay")
        or (DelayForm(initial=initial, auto_id="delay_%s") if mine and stands.clocks else None),
        "delay": delay,
        "mine": mine,
        "open_delay": "delay" in bound,
    }
    return render(request, "casework/line.html", context, status=status)
