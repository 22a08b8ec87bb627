"""The first step of many views: the case or the order, read by the one who asks. What is not there is a 404."""

from typing import TYPE_CHECKING

from samsyn.cases.access import CaseFacts, why_not_handle
from samsyn.cases.queries import open_case
from samsyn.homecare.queries import open_order
from samsyn.people.refusals import N_, NoAccess, Refusal, permit
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import Case
    from samsyn.homecare.models import Order


def case_for(request: Request, pk: int, *, what: str = "case.read") -> "Case":
    """The case with person, unit and caseworker; the reading is in the log."""
    with missing():
        case = open_case(pk, by=request.actor, at=request.now, what=what)
    _only_read(request, case.unit_id, f"case:{pk}")
    return case


def case_to_handle(request: Request, pk: int) -> "Case":
    """The case, for the caseworker who has it. Raises NoAccess for others."""
    case = case_for(request, pk)
    permit(why_not_handle(request.actor, CaseFacts.of(case)))
    return case


def order_for(request: Request, pk: int, *, what: str = "order.read") -> "Order":
    """The order with its case; the reading is in the log."""
    with missing():
        order = open_order(pk, by=request.actor, at=request.now, what=what)
    _only_read(request, order.provider_id, f"order:{pk}")
    return order


def _only_read(request: Request, unit_id: int, about: str) -> None:
    """In an emergency one reads what belongs to another unit, and writes nothing in it."""
    is_reading = request.method in {"GET", "HEAD"}
    if not is_reading and about in request.actor.emergencies and request.actor.unit_id != unit_id:
        raise NoAccess(Refusal(N_("I nödläge kan du läsa men inte skriva. Ring den som har ärendet."), law="SoLPuL 10"))
