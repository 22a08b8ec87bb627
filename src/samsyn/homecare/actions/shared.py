"""What every action on an order does the same way."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.cases.actions import note_progress
from samsyn.cases.codes import without_plan
from samsyn.cases.lifecycle import Step
from samsyn.homecare.frame import current_until
from samsyn.homecare.lifecycle import Message, OrderStatus, Side, answer
from samsyn.homecare.models import Order, OrderMessage
from samsyn.people.roles import Actor


def locked(order: Order) -> Order:
    """The order as it stands now, held until the transaction ends."""
    return Order.objects.select_for_update(of=("self",)).select_related("case", "line__decision").get(pk=order.pk)


def send(order: Order, message: Message, side: Side, *, by: Actor, at: datetime, text: str = "") -> Order:
    """Put a message on an order and move it by the lifecycle; raises Refused when it may not be sent now."""
    order.status, order.status_since = answer(OrderStatus(order.status), message, side), at
    order.save(update_fields=["status", "status_since"])
    note(order, message, by=by, at=at, text=text)
    return order


def note(order: Order, message: Message, *, by: Actor, at: datetime, text: str = "") -> None:
    """Keep a message, and the event that tells of it."""
    OrderMessage.objects.create(order=order, kind=message, at=at, by=by.key, by_name=by.name, text=text.strip())
    tell(order, f"order.{message}", by=by, at=at)


def tell(order: Order, what: str, *, by: Actor, at: datetime, about: str = "", **detail: Any) -> None:
    """The event of an action on an order."""
    record(
        by=by, at=at, what=what, about=about or f"order:{order.pk}", case=order.case_id,
        subjects=[order.case.person_id], detail=detail,
    )  # fmt: skip


def carry_out(order: Order, *, by: Actor, at: datetime) -> None:
    """Help that has begun and needs no plan, such as an alarm, is from now on to be followed up. Part of an action."""
    if order.line.intervention not in without_plan():
        return
    until = current_until(localdate(at))
    note_progress(case=order.case, taken=Step.START, by=by, at=at, follow_up_on=until)
