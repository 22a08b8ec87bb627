"""The first step of many views: the case or the order, read by the one who asks. What is not there is a 404."""

from typing import TYPE_CHECKING

from samsyn.cases.queries import open_case
from samsyn.homecare.queries import open_order
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case
    from samsyn.homecare.models import Order


def case_for(request: Request, pk: int, *, what: str = "case.read") -> "Case":
    """The case with person, unit and caseworker; the reading is in the log."""
    with missing():
        return open_case(pk, by=request.actor, at=request.now, what=what)


def order_for(request: Request, pk: int, *, what: str = "order.read") -> "Order":
    """The order with its case; the reading is in the log."""
    with missing():
        return open_order(pk, by=request.actor, at=request.now, what=what)
