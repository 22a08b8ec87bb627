"""The follow-up: written with the person's view beside the professional's, and read afterwards (SoL 5:2)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.queries import current_decision, follow_up_for, follow_ups_of, needs_to_follow_up
from samsyn.homecare.actions import conclude_follow_up
from samsyn.homecare.queries import time_given
from samsyn.people.refusals import N_, Refusal, Refused, permit
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.decisions.fetch import show
from samsyn.web.decisions.follow_forms import FollowUpForm, NeedForm, all_valid, wrong_in
from samsyn.web.decisions.words import REACHED, RESULTS, shown_need
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.fetch import case_for
from samsyn.web.shared.links import link_to
from samsyn.web.shared.outcomes import level
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label, period

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision, FollowUp

WEEKS = timedelta(weeks=4)


@open_to(Role.CASEWORKER)
@require_http_methods(["GET", "POST"])
def follow_up_new(request: Request, pk: int) -> HttpResponse:
    """Follow up every need that the decision answers."""
    case = case_for(request, pk)
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    decision = _followed(case)
    data = form_data(request)
    form = FollowUpForm(data)
    needs = [NeedForm(data, need=shown_need(n)) for n in needs_to_follow_up(decision)]
    status = 200
    if request.method == "POST":
        done, status = _record(request, case, decision, form, needs)
        if done is not None:
            return redirect("follow_up_page", case.pk, done.pk)
    context = {
        "decision": decision,
        "form": form,
        "needs": needs,
        "wrong": wrong_in([form, *needs]),
        "others": list(follow_ups_of(case)),
        **_time(case, localdate(request.now)),
    }
    return show(request, "follow_up_new", case, context, status=status)


@open_to(*ASSESSMENT)
@require_GET
def follow_up_page(request: Request, pk: int, follow_up_pk: int) -> HttpResponse:
    """A follow-up as it was recorded, and what it led to."""
    case = case_for(request, pk)
    with missing():
        found = follow_up_for(case, follow_up_pk)
    rows = [
        {
            "area": label("areas", n.need.area),
            "goal": n.need.goal,
            "now": level(n.need.level_now),
            "meant": level(n.need.level_meant),
            "level": level(n.level),
            "reached_person": REACHED[n.reached_person],
            "reached_professional": REACHED[n.reached_professional],
            "result": RESULTS[n.result],
            "comment": n.comment,
        }
        for n in found.needs.all()
    ]
    context = {
        "follow_up": found,
        "rows": rows,
        "result": RESULTS[found.result],
        "investigation_url": link_to("investigation", case.pk),
        "others": [f for f in follow_ups_of(case) if f.pk != found.pk],
    }
    return show(request, "follow_up", case, context)


def _record(
    request: Request, case: "Case", decision: "Decision", form: FollowUpForm, needs: list[NeedForm]
) -> tuple["FollowUp | None", int]:
    if not all_valid([form, *needs]):
        return None, 422
    return tried(
        form,
        lambda: conclude_follow_up(
            case=case,
            decision=decision,
            held_on=form.cleaned_data["held_on"],
            took_part=form.cleaned_data["took_part"],
            persons_words=form.cleaned_data["persons_words"],
            results=[n.found() for n in needs],
            next_on=form.cleaned_data["next_on"],
            by=request.actor,
            at=request.now,
        ),
    )


def _followed(case: "Case") -> "Decision":
    decision = current_decision(case)
    if decision is None or not any(line.outcome != "refused" for line in decision.lines.all()):
        raise Refused(Refusal(N_("Det finns inget beviljat att följa upp än. Uppföljningen kommer efter beslutet.")))
    return decision


def _time(case: "Case", today: date) -> dict[str, Any]:
    """Granted, planned and performed time of the last four whole weeks, up to last Sunday."""
    last = today - timedelta(today.isoweekday())
    first = last - WEEKS + timedelta(1)
    found = time_given(case, first=first, last=last)
    rows = [(t, label("interventions", t.order.content["intervention"])) for t in found]
    return {"time": rows, "time_period": period(first, last)}
