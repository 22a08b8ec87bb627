"""Orders: the provider's inbox, the caseworker's sent ones, and opening one."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases.models import Case
from samsyn.cases.working_days import whole_working_day_has_passed
from samsyn.homecare import access
from samsyn.homecare.lifecycle import LIVE, OrderStatus
from samsyn.homecare.models import Order
from samsyn.people.refusals import permit
from samsyn.people.roles import ASSESSMENT, Actor, Role


@transaction.atomic
def open_order(pk: int, *, by: Actor, at: datetime, what: str = "order.read") -> Order:
    """The order with case, person, line, provider and contact, for somebody with a relation to it.

    Records the reading. Raises Order.DoesNotExist, or NoAccess in the rule's words.
    """
    order = Order.objects.select_related(
        "case__person", "case__caseworker", "case__unit", "line", "provider", "contact"
    ).get(pk=pk)
    permit(access.why_not_read(by, access.OrderFacts.of(order)))
    record(
        by=by, at=at, what=what, about=f"order:{order.pk}", access=Event.Access.READ, case=order.case_id,
        subjects=[order.case.person_id],
    )  # fmt: skip
    return order


def orders_of(case: Case) -> QuerySet[Order]:
    """A case's orders, newest first, with their messages. Called after the case is opened."""
    orders = case.orders.select_related("provider", "contact", "line").prefetch_related("messages", "plans")
    return orders.order_by("-sent_at", "-pk")


def inbox(actor: Actor) -> QuerySet[Order]:
    """What the provider's planner has: unanswered first, the oldest first."""
    if actor.role is not Role.PROVIDER_PLANNER:
        return Order.objects.none()
    orders = Order.objects.filter(provider=actor.unit_id, status__in=LIVE)
    return orders.select_related("case__person", "case__unit", "contact").order_by("status_since", "pk")


def unseen_too_long(actor: Actor, *, now: datetime) -> list[Order]:
    """Orders that nobody at the provider has opened after one whole working day, as both sides see them."""
    sent = Order.objects.filter(status=OrderStatus.SENT, contact__isnull=True)
    sent = sent.select_related("case__person", "case__caseworker", "provider")
    if actor.role is Role.PROVIDER_PLANNER:
        sent = sent.filter(provider=actor.unit_id)
    elif actor.role is Role.CASEWORKER:
        sent = sent.filter(case__caseworker=actor.staff_id, case__unit=actor.unit_id)
    elif actor.role in ASSESSMENT:
        sent = sent.filter(case__unit=actor.unit_id)
    else:
        return []
    return [o for o in sent.order_by("status_since") if is_unseen_too_long(o, now=now)]


def is_unseen_too_long(order: Order, *, now: datetime) -> bool:
    """Whether a whole working day has passed without the provider opening the order."""
    return order.status == OrderStatus.SENT and whole_working_day_has_passed(order.status_since, now)
