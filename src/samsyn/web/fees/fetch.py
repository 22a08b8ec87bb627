"""The first step of the views about one person's fees: the fees, read by the officer who asks; 404 for none."""

from typing import TYPE_CHECKING

from samsyn.cases.queries import open_fees, record_shown
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.cases.models import FeeCase


def fee_for(request: Request, pk: int, *, what: str = "fee.read") -> "FeeCase":
    """Somebody's fees; the reading is in the log."""
    with missing():
        return open_fees(pk, by=request.actor, at=request.now, what=what)


def shown(request: Request, what: str, persons: set[int]) -> None:
    """The reading that a list, or a file of one, is."""
    record_shown(what=what, persons=persons, by=request.actor, at=request.now)
