"""The provider's side of the message pairs: take on, ask for a change, turn down, start."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from samsyn.homecare.actions import accept, reject, request_change, start
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.orders import answering_forms, order_context
from samsyn.web.shared.asked import tried
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request


def _answer(request: Request, pk: int, name: str, action: Any, onward: str = "", **fields: str) -> HttpResponse:
    """Send one answer; on a refusal show the order again with it, and everything typed."""
    order = order_for(request, pk, what="order.answer")
    form = answering_forms(request, order, request.POST)[name]

    def act() -> object:
        given = {fields.get(key, key): value for key, value in form.cleaned_data.items()}
        return action(order=order, **given, by=request.actor, at=request.now)

    done, status = tried(form, act)
    if done is not None:
        return redirect(onward or reverse("provider_order", args=[order.pk]))
    context = order_context(request, order, answering=name, wrong=form)
    return render(request, "provider/order.html", context, status=status)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def accept_order(request: Request, pk: int) -> HttpResponse:
    """Take the order on, with a contact person."""
    return _answer(request, pk, "accept", accept)


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def request_order_change(request: Request, pk: int) -> HttpResponse:
    """Ask the caseworker to change or clarify."""
    return _answer(request, pk, "change", request_change, text="reason")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def reject_order(request: Request, pk: int) -> HttpResponse:
    """Turn the order down. From then on the unit cannot open it, so the way goes back to the inbox."""
    return _answer(request, pk, "reject", reject, onward=f"{reverse('orders')}?klart=avbojd", text="reason")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def start_order(request: Request, pk: int) -> HttpResponse:
    """Say that the help has begun."""
    order = order_for(request, pk, what="order.answer")
    start(order=order, by=request.actor, at=request.now)
    return redirect("provider_order", pk=order.pk)
