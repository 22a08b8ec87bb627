"""How far an order has come, as its mark on both sides."""

from typing import TYPE_CHECKING

from samsyn.homecare.lifecycle import LABELS, OrderStatus
from samsyn.web.shared.columns import Mark, Tone

if TYPE_CHECKING:
    from samsyn.homecare.models import Order

TONES: dict[OrderStatus, Tone] = {
    OrderStatus.SENT: "waiting",
    OrderStatus.SEEN: "waiting",
    OrderStatus.CHANGE_REQUESTED: "waiting",
    OrderStatus.ACCEPTED: "now",
    OrderStatus.STARTED: "done",
    OrderStatus.REJECTED: "refused",
    OrderStatus.STOPPED: "",
}


def state_of(order: "Order", late: str = "") -> Mark:
    """The state of an order; `late` is what its reader is told instead when it has lain unopened too long."""
    if late:
        return Mark(late, "late")
    status = OrderStatus(order.status)
    return Mark(LABELS[status], TONES[status])
