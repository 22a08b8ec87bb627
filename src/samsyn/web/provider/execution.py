"""What the provider says of the carrying out of what is ordered: a part, an interruption, an offer (SoL 34:1)."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from samsyn.cases.execution import BY_PROVIDER, why_not_retract
from samsyn.homecare.access import OrderFacts, why_not_report
from samsyn.homecare.actions import take_back_execution, tell_execution
from samsyn.homecare.queries import event_for, events_for, standing_for
from samsyn.people.refusals import enforce, permit
from samsyn.people.roles import Role
from samsyn.web.casework.standing import LineEventForm, TakeBackForm, history_of, said
from samsyn.web.gate import open_to
from samsyn.web.provider.orders import about
from samsyn.web.shared.asked import form_data, missing, tried
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import Order


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def execution_page(request: Request, pk: int) -> HttpResponse:
    """How what is ordered stands, and what has happened to it."""
    order = order_for(request, pk)
    today = localdate(request.now)
    stands = standing_for(order, on=today)
    form, status = None, 200
    if stands and not stands.now.closed:
        form = LineEventForm(form_data(request), stands=stands, offered=BY_PROVIDER, initial={"day": today})
        done, status = tried(
            form, lambda: tell_execution(order=order, **form.cleaned(), by=request.actor, at=request.now)
        )
        if done:
            return redirect("provider_execution", pk)
    context: dict[str, Any] = {
        **about(request, order),
        "said": said(stands, today) if stands else None,
        "form": form,
        "history": history_of(events_for(order), ("provider",)),
    }
    return render(request, "provider/execution.html", context, status=status)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_http_methods(["GET", "POST"])
def take_back(request: Request, pk: int, event_pk: int) -> HttpResponse:
    """Take back what the provider has said by mistake."""
    order = order_for(request, pk)
    permit(why_not_report(request.actor, OrderFacts.of(order)))
    with missing():
        event = event_for(order, event_pk)
    form = TakeBackForm(form_data(request))
    if request.method == "GET":
        enforce(why_not_retract(source=event.source, retracted=hasattr(event, "retracted_by")))
    done, status = tried(
        form,
        lambda: take_back_execution(
            order=order, event=event, why=form.cleaned_data["why"], by=request.actor, at=request.now
        ),
    )
    if done:
        return redirect("provider_execution", pk)
    return _asked(request, order, event, form, status)


def _asked(request: Request, order: "Order", event: Any, form: TakeBackForm, status: int) -> HttpResponse:
    context = {**about(request, order), "form": form, "row": history_of([event])[0]}
    return render(request, "casework/take_back.html", context, status=status)
