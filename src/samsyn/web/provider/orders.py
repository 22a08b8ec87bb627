"""The inbox and the order: what it holds, what is said about it, and the answer."""

from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.homecare import access
from samsyn.homecare.actions import see
from samsyn.homecare.lifecycle import GIVEN, Message, OrderStatus, Side, why_not
from samsyn.homecare.queries import inbox, latest_plan, messages_of, plans_of, wish_that_holds
from samsyn.people.queries import colleagues
from samsyn.people.refusals import Refusal
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.forms import AcceptForm, SayForm
from samsyn.web.provider.tables import exports_orders, orders_list, shows_orders
from samsyn.web.provider.words import intervention, needs_in, order_mark, plan_mark, said, valid_days
from samsyn.web.shared.case_chain import chain_for
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.reach import reach
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import Order


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def inbox_page(request: Request) -> HttpResponse:
    """Every order that is with the unit, those that have waited longest first."""
    page = orders_list(request).page(
        request,
        inbox(request.actor),
        caption=_("Beställningar"),
        empty=_("Här kommer beställningarna från kommunens handläggare. Just nu finns det ingen."),
        on_show=shows_orders(request, "orders.list"),
        on_export=exports_orders(request),
    )
    return page.export or render(
        request, "provider/orders.html", {"list": page, "rejected": request.GET.get("klart") == "avbojd"}
    )


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def order_page(request: Request, pk: int) -> HttpResponse:
    """The order. That a planner opens it is the other half of "sent"."""
    order = order_for(request, pk)
    if request.actor.role is Role.PROVIDER_PLANNER and order.status == OrderStatus.SENT:
        see(order=order, by=request.actor, at=request.now)
        order.refresh_from_db(fields=["status", "status_since"])
    return render(request, "provider/order.html", order_context(request, order))


def order_context(
    request: Request, order: "Order", *, answering: str = "", wrong: Form | None = None
) -> dict[str, Any]:
    """All the order's page shows. `wrong` is the form called `answering` that came back with errors."""
    forms = answering_forms(request, order)
    if wrong is not None:
        forms[answering] = wrong
    plans = list(plans_of(order))
    return {
        **about(request, order),
        "messages": [said(m) for m in messages_of(order)],
        "valid": valid_days(order),
        "plans": [(plan_mark(p), p) for p in plans],
        "plan": latest_plan(order) if plans else None,
        "forms": forms,
        "why_not_answer": _why_not(request, order, Message.ACCEPT),
        "why_not_start": _why_not(request, order, Message.START),
        "why_not_plan": access.why_not_plan(request.actor, access.OrderFacts.of(order)),
        "wrong": wrong,
    }


def about(request: Request, order: "Order") -> dict[str, Any]:
    """What every page about an order shows of it."""
    return {
        "order": order,
        "person": order.case.person,
        "reach": reach(request, order.case.person),
        "intervention": intervention(order),
        "mark": order_mark(order, request.now),
        "needs": needs_in(order),
        "wish_now": wish_that_holds(order) if order.status in GIVEN else None,
        "steps": chain_for(request, order.case),
        "planner": request.actor.role is Role.PROVIDER_PLANNER,
    }


def answering_forms(request: Request, order: "Order", data: Any = None) -> dict[str, Form]:
    """The three answers to an order, empty or with what was posted."""
    carers = colleagues(order.provider_id, Role.CARE_WORKER, today=localdate(request.now))
    return {
        "accept": AcceptForm(data, carers=carers, auto_id="accept_%s"),
        "change": SayForm(
            data,
            auto_id="change_%s",
            label=_("Vad behöver ändras eller förtydligas?"),
            help_text=_("Handläggaren svarar och skickar beställningen igen."),
        ),
        "reject": SayForm(
            data,
            auto_id="reject_%s",
            label=_("Varför avböjer ni?"),
            help_text=_(
                "Handläggaren ser skälet och vänder sig till en annan utförare. Ni ser inte beställningen längre."
            ),
        ),
    }


def _why_not(request: Request, order: "Order", message: Message) -> Refusal | None:
    """Why this message may not be sent by this reader now, or None."""
    refusal = access.why_not_answer(request.actor, access.OrderFacts.of(order))
    return refusal or why_not(OrderStatus(order.status), message, Side.PROVIDER)
