"""The first step of the views: an order and one of its plans. What is not there is a 404, never a 403."""

from typing import TYPE_CHECKING

from samsyn.homecare.queries import plan_for
from samsyn.web.shared.asked import missing
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import Order, Plan


def order_and_plan(request: Request, pk: int, plan_pk: int) -> tuple["Order", "Plan"]:
    """The order and one of its plans."""
    order = order_for(request, pk, what="plan.read")
    with missing():
        return order, plan_for(order, plan_pk)
