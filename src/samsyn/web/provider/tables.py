"""The lists of orders and plans. Each is made for a request, because what is late depends on its clock."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.cases.queries import record_shown
from samsyn.homecare.frame import current_until
from samsyn.homecare.lifecycle import LABELS, LIVE, OrderStatus
from samsyn.homecare.queries import is_current, persons_in_orders, persons_in_plans
from samsyn.people.refusals import N_
from samsyn.web.provider.words import intervention, order_mark, plan_mark
from samsyn.web.shared.columns import Choice, Column, Mark
from samsyn.web.shared.listing import Listing
from samsyn.web.shared.reach import named
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, Plan

A_FEW = 10
PLAN_STATES = [
    ("approved", N_("godkända")),
    ("draft", N_("som skrivs")),
    ("offered", N_("som väntar på personens svar")),
    ("objected", N_("som personen vill ändra")),
]


def order_link(order: "Order") -> str:
    return reverse("provider_order", args=[order.pk])


def plan_link(plan: "Plan") -> str:
    return reverse("provider_plan", args=[plan.order_id, plan.pk])


def _order_columns(request: Request) -> list[Column]:
    return [
        Column("person", N_("Person"), lambda o: named(o.case.person), sort="case__person__family_name"),
        Column("what", N_("Insats"), intervention),
        Column("status", N_("Läge"), lambda o: order_mark(o, request.now), sort="status", kind="mark"),
        Column("since", N_("Sedan"), lambda o: o.status_since, sort="status_since", kind="time"),
        Column("start", N_("Ska börja"), lambda o: o.start_on, sort="start_on", kind="date"),
        Column("unit", N_("Från"), lambda o: o.case.unit.name, sort="case__unit__name"),
        Column("contact", N_("Kontaktperson"), lambda o: o.contact.name if o.contact else ""),
    ]


def orders_list(request: Request) -> Listing:
    """The whole inbox."""
    status = Choice("status", N_("Läge"), [(s, LABELS[s]) for s in OrderStatus if s in LIVE], field="status")
    return Listing(_order_columns(request), [status], order="status_since", row_link=order_link)


def few_orders(request: Request, key: str, *columns: str) -> Listing:
    """A short list on Min dag, with the columns that matter there."""
    chosen = [c for c in _order_columns(request) if c.key in columns]
    return Listing(chosen, order="status_since", row_link=order_link, key=key, per_page=A_FEW)


def few_plans(request: Request, key: str, *columns: str) -> Listing:
    """A short list on Min dag, with the columns that matter there."""
    chosen = [c for c in _plan_columns(request) if c.key in columns]
    return Listing(chosen, order="made_on", row_link=plan_link, key=key, per_page=A_FEW)


def plans_list(request: Request) -> Listing:
    """All the plans, with how long each is current."""
    state = Choice("state", N_("Läge"), PLAN_STATES, field="state")
    return Listing(_plan_columns(request), [state], order="made_on", row_link=plan_link)


def _plan_columns(request: Request) -> list[Column]:
    today = localdate(request.now)

    def current(plan: "Plan") -> Mark | None:
        if plan.state != "approved":
            return None
        return None if is_current(plan, today=today) else Mark(N_("inte aktuell längre"), "late")

    return [
        Column("person", N_("Person"), lambda p: named(p.order.case.person), sort="order__case__person__family_name"),
        Column("state", N_("Läge"), plan_mark, sort="state", kind="mark"),
        Column("made", N_("Gjord"), lambda p: p.made_on, sort="made_on", kind="date"),
        Column("until", N_("Aktuell till"), _until, sort="current_from", kind="date"),
        Column("current", N_("Aktuell"), current, kind="mark"),
        Column("follow_up", N_("Följs upp"), lambda p: p.follow_up_on, sort="follow_up_on", kind="date"),
        Column("contact", N_("Kontaktperson"), lambda p: p.order.contact.name if p.order.contact else ""),
    ]


def _until(plan: "Plan") -> date | None:
    return current_until(plan.current_from) if plan.current_from else None


def shows_orders(request: Request, what: str) -> Callable[[Iterable[Any]], None]:
    """Record that a page showed these orders' persons."""
    return lambda rows: record_shown(
        what=what, persons=(o.case.person_id for o in rows), by=request.actor, at=request.now
    )  # fmt: skip


def shows_plans(request: Request, what: str) -> Callable[[Iterable[Any]], None]:
    """Record that a page showed these plans' persons."""
    return lambda rows: record_shown(
        what=what, persons=(p.order.case.person_id for p in rows), by=request.actor, at=request.now
    )  # fmt: skip


def exports_orders(request: Request) -> Callable[[list[int]], None]:
    """Record that a file holds these orders' persons."""
    return lambda ids: record_shown(
        what="orders.export", persons=persons_in_orders(ids), by=request.actor, at=request.now
    )  # fmt: skip


def exports_plans(request: Request) -> Callable[[list[int]], None]:
    """Record that a file holds these plans' persons."""
    return lambda ids: record_shown(
        what="plans.export", persons=persons_in_plans(ids), by=request.actor, at=request.now
    )  # fmt: skip
