"""Writing a plan with the person: its activities and how the person took part (SoL 10:3, SoL 14:3)."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.homecare.actions import put_activity, remove_activity, write_plan
from samsyn.homecare.queries import activity_for
from samsyn.people.queries import colleagues
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.fetch import order_and_plan
from samsyn.web.provider.forms import ActivityForm, ParticipationForm
from samsyn.web.provider.plans import plan_again, plan_context
from samsyn.web.provider.words import needs_in
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import Activity, Order, Plan


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_POST
def write_participation(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Save how the person took part and when the plan is followed up."""
    order, plan = order_and_plan(request, pk, plan_pk)
    form = ParticipationForm(request.POST)
    done, status = tried(form, lambda: write_plan(plan=plan, **form.cleaned_data, by=request.actor, at=request.now))
    if done is None:
        return plan_again(request, order, plan, form=form, status=status)
    return redirect("provider_plan", pk=order.pk, plan_pk=plan.pk)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def add_activity(request: Request, pk: int, plan_pk: int) -> HttpResponse:
    """Add something to the plan."""
    order, plan = order_and_plan(request, pk, plan_pk)
    return _activity(request, order, plan)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def change_activity(request: Request, pk: int, plan_pk: int, activity_pk: int) -> HttpResponse:
    """Change something in the plan."""
    order, plan = order_and_plan(request, pk, plan_pk)
    with missing():
        activity = activity_for(plan, activity_pk)
    return _activity(request, order, plan, activity)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_POST
def drop_activity(request: Request, pk: int, plan_pk: int, activity_pk: int) -> HttpResponse:
    """Take something out of the plan."""
    order, plan = order_and_plan(request, pk, plan_pk)
    with missing():
        activity = activity_for(plan, activity_pk)
    remove_activity(activity=activity, by=request.actor, at=request.now)
    return redirect("provider_plan", pk=order.pk, plan_pk=plan.pk)


def _activity(request: Request, order: "Order", plan: "Plan", activity: "Activity | None" = None) -> HttpResponse:
    form = ActivityForm(
        form_data(request),
        initial=_written(activity, order),
        needs=[(n.id, n.area) for n in needs_in(order)],
        carers=colleagues(order.provider_id, Role.CARE_WORKER, today=localdate(request.now)),
    )
    done, status = tried(
        form,
        lambda: put_activity(plan=plan, terms=form.terms(), activity=activity, by=request.actor, at=request.now),
    )
    if done is not None:
        return redirect("provider_plan", pk=order.pk, plan_pk=plan.pk)
    context = {**plan_context(request, order, plan), "form": form, "activity": activity}
    return render(request, "provider/activity.html", context, status=status)


def _written(activity: "Activity | None", order: "Order") -> dict[str, Any]:
    """What the form starts from: the activity as it stands, or the contact person as the one who does it."""
    if activity is None:
        return {"responsible": order.contact_id}
    names = ("what", "goal", "how", "start", "minutes", "every_weeks", "first_week")
    written = {name: getattr(activity, name) for name in names}
    return {
        **written,
        "need": activity.need_id,
        "responsible": activity.responsible_id,
        "weekdays": list(activity.weekdays),
    }
