"""The person's plans: all versions, one of them, and their yes or no."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from samsyn.homecare.access import OrderFacts, why_not_answer_plan
from samsyn.homecare.actions import answer_plan
from samsyn.homecare.frame import current_until, granted_a_week, minutes_a_week
from samsyn.homecare.queries import told_plan, told_plans, wish_of
from samsyn.people.access import SEE
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.person.forms import AnswerForm
from samsyn.web.person.page import READERS, Whose, show, whose
from samsyn.web.person.words import PLAN_STATES, PLAN_TONES
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.rhythm import times_of

if TYPE_CHECKING:
    from samsyn.homecare.models import Activity, Plan

PLAN = SEE | {"plan"}
WEEKDAYS = "1234567"


@open_to(*READERS)
@require_safe
def plans(request: Request, person: int) -> HttpResponse:
    """Every plan that has lain before a person, newest first."""
    to = whose(request, person, "plan.told", functions=PLAN)
    found = list(told_plans(person, by=request.actor))
    return show(request, "plans.html", to, plans=found, states=PLAN_STATES, tones=PLAN_TONES)


@open_to(*READERS)
@require_safe
def plan(request: Request, person: int, pk: int) -> HttpResponse:
    """One plan: what, which days, how, by whom; and the answer, if it waits for one."""
    to = whose(request, person, "plan.told", functions=PLAN, about=f"plan:{pk}")
    return _plan_page(request, to, _told(request, person, pk), AnswerForm())


@open_to(*READERS)
@require_POST
def answer(request: Request, person: int, pk: int) -> HttpResponse:
    """The person's yes or no, by their own hand or by somebody with authority."""
    to = whose(request, person, "plan.told", functions=PLAN, about=f"plan:{pk}")
    found = _told(request, person, pk)
    form = AnswerForm(request.POST)
    done, status = tried(
        form,
        lambda: answer_plan(
            plan=found,
            approve=form.cleaned_data["answer"] == "yes",
            words=form.cleaned_data["words"],
            hand="self" if request.actor.role is Role.PERSON else "relative",
            by=request.actor,
            at=request.now,
        ),
    )
    if done is not None:
        return redirect("my_plan", person, pk)
    return _plan_page(request, to, found, form, status=status)


def _told(request: Request, person: int, pk: int) -> "Plan":
    with missing():
        return told_plan(person, pk, by=request.actor)


def _plan_page(request: Request, to: Whose, found: "Plan", form: AnswerForm, *, status: int = 200) -> HttpResponse:
    activities = list(found.activities.all())
    frame = found.order.content["frame"]
    refusal = why_not_answer_plan(request.actor, OrderFacts.of(found.order), spoken_or_paper=False)
    until = current_until(found.current_from) if found.current_from else None
    context: dict[str, Any] = {
        "plan": found,
        "wish": wish_of(found),
        "days": _by_day(activities),
        "planned": minutes_a_week(times_of(activities)),
        "average": any(a.every_weeks > 1 for a in activities),
        "granted": granted_a_week(frame["amount"], frame["unit"]),
        "until": until,
        "outdated": found.state == "approved" and until is not None and localdate(request.now) > until,
        "state": PLAN_STATES[found.state],
        "tone": PLAN_TONES[found.state],
        "why_not": refusal,
        "form": form,
    }
    return show(request, "plan.html", to, status=status, **context)


def _by_day(activities: list["Activity"]) -> list[tuple[int, list["Activity"]]]:
    """For each weekday that has something: its number and what is done, in the day's order."""
    days = [(int(d), [a for a in activities if d in a.weekdays]) for d in WEEKDAYS]
    return [(day, done) for day, done in days if done]
