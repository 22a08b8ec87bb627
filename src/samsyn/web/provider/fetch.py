"""The first step of the views: the order, the plan, the day asked for. What is not there is a 404, never a 403."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.timezone import localdate

from samsyn.homecare.queries import open_order, plan_for
from samsyn.web.shared import asked
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, Plan


FARTHEST = timedelta(days=1100)  # what is further off is a slip of the pen; then it is today


def order_for(request: Request, pk: int, *, what: str = "order.read") -> "Order":
    """The order, read by the one who asks; the reading is in the log."""
    with missing():
        return open_order(pk, by=request.actor, at=request.now, what=what)


def order_and_plan(request: Request, pk: int, plan_pk: int) -> tuple["Order", "Plan"]:
    """The order and one of its plans."""
    order = order_for(request, pk, what="plan.read")
    with missing():
        return order, plan_for(order, plan_pk)


def day_asked(request: Request) -> date:
    """The day in the address, `?dag=2026-11-24`; today when there is none, or it is years away."""
    today, day = localdate(request.now), asked.day_asked(request)
    return day if abs(day - today) <= FARTHEST else today


def posted(request: Request) -> QueryDict | None:
    """What a form starts from: what was posted, also when that is nothing, else None."""
    return request.POST if request.method == "POST" else None
