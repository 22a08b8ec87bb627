"""A sent order: the messages both ways, what it waits for, the answer to a question, and its end."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from samsyn.homecare.access import why_not_order
from samsyn.homecare.actions import answer_change, stop
from samsyn.homecare.lifecycle import Message, OrderStatus, Side, why_not
from samsyn.homecare.queries import is_unseen_too_long, messages_of
from samsyn.people.roles import ASSESSMENT, Role
from samsyn.web.decisions.fetch import show
from samsyn.web.decisions.forms import ChangeForm, StopForm
from samsyn.web.decisions.states import NEXT, TOLD, order_mark
from samsyn.web.decisions.words import shown_order
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import tried
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import Order


@open_to(*ASSESSMENT)
@require_GET
def order_sent(request: Request, order_pk: int) -> HttpResponse:
    """An order as both sides have it, with every message in time order."""
    return _page(request, order_for(request, order_pk))


@open_to(Role.CASEWORKER)
@require_POST
def answer(request: Request, order_pk: int) -> HttpResponse:
    """Answer the provider's request for a change; the order goes out again."""
    order = order_for(request, order_pk)
    form = ChangeForm(request.POST, prefix="svar")
    done, status = tried(
        form,
        lambda: answer_change(
            order=order,
            text=form.cleaned_data["text"],
            start_on=form.cleaned_data["start_on"],
            by=request.actor,
            at=request.now,
        ),
    )
    if done is None:
        return _page(request, order, change=form, status=status)
    return redirect("order_sent", order.pk)


@open_to(Role.CASEWORKER)
@require_POST
def end(request: Request, order_pk: int) -> HttpResponse:
    """Stop the order, with the reason."""
    order = order_for(request, order_pk)
    form = StopForm(request.POST, prefix="slut")
    done, status = tried(
        form, lambda: stop(order=order, reason=form.cleaned_data["text"], by=request.actor, at=request.now)
    )
    if done is None:
        return _page(request, order, ending=form, status=status)
    return redirect("case_orders", order.case_id)


def _page(
    request: Request,
    order: "Order",
    *,
    change: ChangeForm | None = None,
    ending: StopForm | None = None,
    status: int = 200,
) -> HttpResponse:
    case, now = order.case, OrderStatus(order.status)
    late = is_unseen_too_long(order, now=request.now)
    not_order = why_not_order(request.actor, case.unit_id, case.caseworker_id)
    asked = now is OrderStatus.CHANGE_REQUESTED
    messages = list(messages_of(order))
    context = {
        "order": order,
        "mark": order_mark(order, late=late),
        "late": late,
        "next": NEXT[now],
        "sees": shown_order(order.content),
        "messages": [(m, TOLD[Message(m.kind)]) for m in messages],
        "asked": asked,
        "question": messages[-1].text if asked else "",
        "change": change or ChangeForm(prefix="svar", initial={"start_on": order.start_on}),
        "ending": ending or StopForm(prefix="slut"),
        "not_answer": not_order,
        "not_stop": not_order or why_not(now, Message.STOP, Side.AUTHORITY),
        "again": now in {OrderStatus.REJECTED, OrderStatus.STOPPED},
    }
    return show(request, "order_sent", case, context, status=status)
