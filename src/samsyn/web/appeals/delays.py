"""When a decision takes long: telling the person, and their request that it be made (FL 11-12)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from samsyn.cases.access import CaseFacts, why_not_rule
from samsyn.cases.actions import Asking, ask_for_decision, note_delay, refuse_request
from samsyn.cases.appeals.delay import four_weeks, six_months, why_not_ask
from samsyn.cases.clocks import Clock
from samsyn.cases.queries import delay_notices_of, handling_of, request_for, requests_of
from samsyn.cases.queries.mandate import why_not_rule_under
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.appeals.forms import AskForm, DelayForm, ReasonsForm
from samsyn.web.appeals.page import bound, handled, show
from samsyn.web.casework import appeal_words as words
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import Case


@open_to(*ASSESSMENT)
@require_GET
def delay(request: Request, pk: int) -> HttpResponse:
    """How long the case has taken, what the person was told, and what they have asked for."""
    return page(request, case_for(request, pk))


@open_to(Role.CASEWORKER)
@require_POST
def tell(request: Request, pk: int) -> HttpResponse:
    """Note that the person was told that it takes long."""
    case = handled(request, pk)
    form = DelayForm(request.POST, auto_id="tell_%s")
    told: dict[str, Any] = {"sender": sender(), "by": request.actor, "at": request.now}
    done, status = tried(form, lambda: note_delay(case=case, **form.cleaned_data, **told))
    return redirect("delay", case.pk) if done else page(request, case, status=status, tell=form)


@open_to(Role.CASEWORKER)
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Register a request that the case be decided."""
    case = handled(request, pk)
    form = AskForm(request.POST, auto_id="ask_%s")
    done, status = tried(
        form, lambda: ask_for_decision(case=case, asking=_asking(form), by=request.actor, at=request.now)
    )
    return redirect("delay", case.pk) if done else page(request, case, status=status, ask=form)


@open_to(Role.DELEGATE)
@require_POST
def refuse(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Decide that the case is not decided yet, and read the decision."""
    case = case_for(request, pk)
    with missing():
        asked = request_for(case, request_pk)
    form = ReasonsForm(request.POST, auto_id="refuse_%s")
    done, status = tried(
        form,
        lambda: refuse_request(request=asked, **form.cleaned_data, sender=sender(), by=request.actor, at=request.now),
    )
    return redirect("ruling", case.pk, done.pk) if done else page(request, case, status=status, refuse=form)


def _asking(form: forms.Form) -> Asking:
    said = form.cleaned_data | {"once": str(form.cleaned_data["once"] or "")}
    return Asking(**said)


def page(request: Request, case: "Case", *, status: int = 200, **came: forms.Form) -> HttpResponse:
    """The page, with any form that came back instead of a fresh one."""
    today = localdate(request.now)
    handling = handling_of(case)
    asked = requests_of(case)
    context: dict[str, Any] = {
        "since": handling.since,
        "clock": six_months(handling, today) if handling.since else None,
        "told": [(n, words.DELAY_WAYS[n.way]) for n in delay_notices_of(case)],
        "asked": [_asked(r, handling.since, today) for r in asked],
        "not_ask": why_not_ask(handling, today),
        "not_refuse": why_not_rule(request.actor, CaseFacts.of(case)),
        "not_item": why_not_rule_under("FL_12", by=request.actor, today=today),
        "forms": bound(
            {
                "tell": lambda: DelayForm(auto_id="tell_%s", initial={"told_on": today}),
                "ask": lambda: AskForm(auto_id="ask_%s", initial={"received_on": today}),
                "refuse": lambda: ReasonsForm(auto_id="refuse_%s"),
            },
            came,
        ),
        "open_form": next(iter(came), ""),
    }
    return show(request, "delay", case, context, status=status)


def _asked(asked: Any, since: Any, today: Any) -> dict[str, Any]:
    ruling = getattr(asked, "ruling", None)
    clock = four_weeks(since if since and since <= asked.received_on else None, asked.received_on, today=today)
    return {
        "request": asked,
        "channel": words.ASK_CHANNELS[asked.channel],
        "ruling": ruling,
        "last_day": clock.last_day if isinstance(clock, Clock) else None,
        "late": isinstance(clock, Clock) and clock.is_open is False and ruling is None,
    }
