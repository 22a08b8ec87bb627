"""How and when the person was told of a decision, when it was announced, and how long it may be appealed (FL 33)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from samsyn.cases.actions import Telling, announce, note_notice, strike_notice, take_down
from samsyn.cases.queries import announcement_for, announcements_of, notice_for, notices_of_decision, times_to_appeal
from samsyn.cases.regimes import Remedy
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.appeals.forms import AnnounceForm, NoticeForm, StrikeForm, TakeDownForm
from samsyn.web.appeals.page import bound, decision_of, handled, show
from samsyn.web.casework import appeal_words as words
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.time_to_appeal import shown_times

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision, Notice


@open_to(*ASSESSMENT)
@require_GET
def notices(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """All that is known of how the person was told."""
    case = case_for(request, pk)
    return page(request, case, decision_of(case, decision_pk))


@open_to(Role.CASEWORKER)
@require_POST
def note(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Note how and when the person was told."""
    case = handled(request, pk)
    decision = decision_of(case, decision_pk)
    form = NoticeForm(request.POST, auto_id="note_%s")
    return _done(
        request, case, decision, "note", form,
        lambda: note_notice(decision=decision, telling=Telling(**form.cleaned_data), by=request.actor, at=request.now),
    )  # fmt: skip


@open_to(Role.CASEWORKER)
@require_POST
def strike(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Strike out a note that was wrong."""
    case = handled(request, pk)
    decision = decision_of(case, decision_pk)
    form = StrikeForm(request.POST, auto_id="strike_%s", notices=_to_strike(decision))

    def act() -> object:
        notice = notice_for(case, form.cleaned_data["notice"])
        return strike_notice(notice=notice, why=form.cleaned_data["why"], by=request.actor, at=request.now)

    return _done(request, case, decision, "strike", form, act)


@open_to(Role.CASEWORKER)
@require_POST
def put_up(request: Request, pk: int, decision_pk: int) -> HttpResponse:
    """Note when the approval of the minutes was announced on the notice board."""
    case = handled(request, pk)
    decision = decision_of(case, decision_pk)
    form = AnnounceForm(request.POST, auto_id="announce_%s")
    return _done(
        request, case, decision, "announce", form,
        lambda: announce(decision=decision, **form.cleaned_data, by=request.actor, at=request.now),
    )  # fmt: skip


@open_to(Role.CASEWORKER)
@require_POST
def put_down(request: Request, pk: int, decision_pk: int, announcement_pk: int) -> HttpResponse:
    """Note when the announcement was taken down."""
    case = handled(request, pk)
    decision = decision_of(case, decision_pk)
    with missing():
        announcement = announcement_for(case, announcement_pk)
    form = TakeDownForm(request.POST, auto_id="down_%s")
    return _done(
        request, case, decision, "down", form,
        lambda: take_down(announcement=announcement, **form.cleaned_data, by=request.actor, at=request.now),
    )  # fmt: skip


def _done(
    request: Request, case: "Case", decision: "Decision", name: str, form: forms.Form, act: Callable[[], object]
) -> HttpResponse:
    done, status = tried(form, act)
    if done is None:
        return page(request, case, decision, status=status, **{name: form})
    return redirect("notices", case.pk, decision.pk)


def page(
    request: Request, case: "Case", decision: "Decision", *, status: int = 200, **came: forms.Form
) -> HttpResponse:
    """The page, with any form that came back instead of a fresh one."""
    today = localdate(request.now)
    times = shown_times(times_to_appeal(decision, today=today), today=today)
    board, to_strike = announcements_of(decision), _to_strike(decision)
    context: dict[str, Any] = {
        "decision": decision,
        "times": times,
        "notices": [shown_notice(n) for n in notices_of_decision(decision)],
        "announced": any(t.remedy is Remedy.LEGALITY_REVIEW for t in times),
        "board": board,
        "is_up": next((a for a in board if a.taken_down_on is None), None),
        "forms": bound(
            {
                "note": lambda: NoticeForm(auto_id="note_%s", initial={"sent_on": today}),
                "strike": lambda: StrikeForm(auto_id="strike_%s", notices=to_strike),
                "announce": lambda: AnnounceForm(auto_id="announce_%s"),
                "down": lambda: TakeDownForm(auto_id="down_%s"),
            },
            came,
        ),
        "may_strike": bool(to_strike),
        "open_form": next(iter(came), ""),
    }
    return show(request, "notices", case, context, status=status)


def _to_strike(decision: "Decision") -> list[tuple[int, str]]:
    """The notes that stand, as choices."""
    found = [n for n in notices_of_decision(decision) if n.struck_at is None]
    return [(n.pk, f"{gettext(words.TOLD_WAYS[n.way])} {n.received_on or n.sent_on}") for n in found]


def shown_notice(notice: "Notice") -> dict[str, Any]:
    """A note of how the person was told, in words."""
    return {
        "notice": notice,
        "way": words.TOLD_WAYS[notice.way],
        "remedy": words.REMEDY_TOLD[notice.remedy_told],
        "wrong": notice.remedy_told != "right",
    }
