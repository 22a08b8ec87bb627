"""What the authority sees of its orders: what goes to the provider, what is under way, and the time that was given.

Called after `open_case` or `open_order`, which check access and record the reading.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from samsyn.cases.models import Case, DecisionLine
from samsyn.homecare.actions.orders import content_of
from samsyn.homecare.frame import granted_a_week
from samsyn.homecare.lifecycle import LIVE
from samsyn.homecare.models import Order, replaced_by

DAYS_A_WEEK = 7


def content_to_send(line: DecisionLine) -> dict[str, Any]:
    """What an order of this line would carry to the provider, before anything is added about circumstances."""
    return content_of(line, "")


def live_orders(case: Case) -> QuerySet[Order]:
    """The case's orders that a provider has now, with their lines."""
    return case.orders.filter(status__in=LIVE).select_related("provider", "contact", "line").order_by("sent_at", "pk")


def replaceable(line: DecisionLine) -> QuerySet[Order]:
    """The orders that a provider has now and an order of this line can take the place of, the oldest first."""
    return replaced_by(line).select_related("provider").order_by("sent_at", "pk")


@dataclass(frozen=True)
class TimeGiven:
    """What one order's person was granted, planned and given from one day to another, both included, in minutes.

    `granted` is the frame for the days of the period that the order covers; None for what is not granted as time.
    """

    order: Order
    first: date
    last: date
    granted: int | None
    planned: int
    performed: int
    not_done: int


def time_given(case: Case, *, first: date, last: date) -> list[TimeGiven]:
    """Granted, planned and performed time of each order of a case in a period. Three numbers that never mix."""
    within = Q(day__gte=first, day__lte=last)
    found = []
    for order in case.orders.select_related("provider", "line").filter(start_on__lte=last).order_by("sent_at", "pk"):
        planned = order.planned.filter(within).aggregate(n=Sum("minutes"))["n"] or 0
        counts = order.performed.current().filter(within)
        done = counts.aggregate(n=Sum("minutes"), missed=Count("pk", filter=Q(minutes=0)))
        if order.status not in LIVE and not planned and not done["n"]:
            continue
        found.append(
            TimeGiven(order, first, last, _granted(order, first, last), planned, done["n"] or 0, done["missed"])
        )
    return found


def _granted(order: Order, first: date, last: date) -> int | None:
    frame, end = order.content["frame"], order.content["valid_to"]
    a_week = granted_a_week(frame["amount"], frame["unit"])
    if a_week is None:
        return None
    until = min(last, date.fromisoformat(end)) if end else last
    days = (until - max(first, order.start_on)).days + 1
    return max(0, days) * a_week // DAYS_A_WEEK
