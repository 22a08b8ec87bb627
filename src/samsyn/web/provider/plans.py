"""The plan as it is read: the page while it is made, its versions, the paper, and the person's answer."""

from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.homecare import access
from samsyn.homecare.actions import answer_plan, offer_plan, start_plan
from samsyn.homecare.frame import current_until
from samsyn.homecare.queries import activities_of, plans_at, plans_of, wish_of
from samsyn.homecare.sound import why_not_offer
from samsyn.people.queries import names_of_actors
from samsyn.people.refusals import NoAccess, Refusal, Refused
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.fetch import order_and_plan
from samsyn.web.provider.forms import AnswerForm, ParticipationForm
from samsyn.web.provider.orders import about
from samsyn.web.provider.shelf import shelf
from samsyn.web.provider.tables import exports_plans, plans_list, shows_plans
from samsyn.web.provider.words import DAY_SHORT, HANDS, activities_said, plan_mark
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request
from samsyn.web.shared.rhythm import times_of

if TYPE_CHECKING:
    from samsyn.homecare.models import Activity, Order, Plan

WRITABLE = {"draft", "objected"}
WRITTEN = ("participation", "persons_words", "others_present", "follow_up_on")


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def plans_page(request: Request) -> HttpResponse:
    """The plans of the unit, or of those the reader is contact person for."""
    page = plans_list(request).page(
        request,
        plans_at(request.actor),
        caption=_("Genomförandeplaner"),
        empty=_("Här kommer planerna. En plan börjar på beställningens sida när den är mottagen."),
        on_show=shows_plans(request, "plans.list"),
        on_export=exports_plans(request),
    )
    return page.export or render(request, "provider/plans.html", {"list": page})


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_POST
def begin_plan(request: Request, pk: int) -> HttpResponse:
    """Begin a plan, or a new version; one that is under way is opened instead."""
    order = order_for(request, pk, what="plan.read")
    plan = start_plan(order=order, by=request.actor, at=request.now)
    return redirect("provider_plan", pk=order.pk, plan_pk=plan.pk)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def plan_page(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """One version of the plan: to write in while it is made, to read afterwards."""
    order, plan = order_and_plan(request, pk, plan_pk)
    return render(request, "provider/plan.html", plan_context(request, order, plan))


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def print_page(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """The plan in large type, to read together and to sign."""
    order, plan = order_and_plan(request, pk, plan_pk)
    return render(request, "provider/plan_print.html", plan_context(request, order, plan))


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_POST
def offer(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Put the plan before the person."""
    order, plan = order_and_plan(request, pk, plan_pk)
    try:
        offer_plan(plan=plan, by=request.actor, at=request.now)
    except NoAccess:
        raise
    except Refused as refused:
        return plan_again(request, order, plan, refusal=refused.refusal)
    return redirect("provider_plan", pk=order.pk, plan_pk=plan.pk)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def note_answer(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Write in an answer that the person gave by word of mouth or on paper."""
    order, plan = order_and_plan(request, pk, plan_pk)
    form = AnswerForm(form_data(request), initial={"said_on": localdate(request.now)})
    done, status = tried(
        form,
        lambda: answer_plan(
            plan=plan,
            approve=form.cleaned_data["answer"] == "yes",
            hand=form.cleaned_data["hand"],
            words=form.cleaned_data["words"],
            said_on=form.cleaned_data["said_on"],
            by=request.actor,
            at=request.now,
        ),
    )
    if done is not None:
        return redirect("provider_plan", pk=order.pk, plan_pk=plan.pk)
    context = {**plan_context(request, order, plan), "form": form}
    return render(request, "provider/plan_answer.html", context, status=status)


def plan_again(
    request: Request,
    order: "Order",
    plan: "Plan",
    *,
    form: Form | None = None,
    refusal: Refusal | None = None,
    status: int = 409,
) -> HttpResponse:
    """The plan's page once more, with what was refused."""
    context = plan_context(request, order, plan, form=form)
    return render(request, "provider/plan.html", {**context, "refusal": refusal}, status=status)


def plan_context(request: Request, order: "Order", plan: "Plan", *, form: Form | None = None) -> dict[str, Any]:
    """All that a page about a plan shows."""
    activities = list(activities_of(plan))
    frame = order.content["frame"]
    closed = access.why_not_plan(request.actor, access.OrderFacts.of(order))
    return {
        **about(request, order),
        "plan": plan,
        "plan_mark": plan_mark(plan),
        "wish": wish_of(plan),
        "versions": [(plan_mark(p), p) for p in plans_of(order)],
        "activities": activities_said(activities, order),
        "shelf": shelf(times_of(activities), frame["amount"], frame["unit"]),
        "day_names": DAY_SHORT,
        "writable": plan.state in WRITABLE and closed is None,
        "why_not_plan": closed,
        "why_not_offer": closed or why_not_ready(plan, activities, request),
        "form": form or ParticipationForm(initial={name: getattr(plan, name) for name in WRITTEN}),
        "current_until": current_until(plan.current_from) if plan.current_from else None,
        "answered_by": names_of_actors({plan.answered_by}).get(plan.answered_by, "") if plan.answered_by else "",
        "hand": HANDS.get(plan.answered_hand, ""),
    }


def why_not_ready(plan: "Plan", activities: list["Activity"], request: Request) -> Refusal | None:
    """What is missing before the plan can be handed to the person: the same rule that refuses it."""
    frame = plan.order.content["frame"]
    return why_not_offer(
        times_of(activities),
        participation=plan.participation,
        follow_up_on=plan.follow_up_on,
        amount=frame["amount"],
        unit=frame["unit"],
        today=localdate(request.now),
    )
