"""How far an order has come, in words: for its mark, and for what its reader waits for."""

from typing import TYPE_CHECKING

from samsyn.homecare.lifecycle import Message, OrderStatus
from samsyn.people.refusals import N_
from samsyn.web.shared.columns import Mark
from samsyn.web.shared.orders import state_of

if TYPE_CHECKING:
    from samsyn.homecare.models import Order

UNSEEN = N_("inte öppnad på mer än en arbetsdag")

# What each message means when it is read afterwards.
TOLD = {
    Message.SEND: N_("skickade beställningen"),
    Message.SEE: N_("öppnade beställningen"),
    Message.ACCEPT: N_("tog emot beställningen"),
    Message.REJECT: N_("avböjde beställningen"),
    Message.REQUEST_CHANGE: N_("bad om en ändring"),
    Message.ANSWER_CHANGE: N_("svarade, och beställningen gick ut på nytt"),
    Message.START: N_("började ge hjälpen"),
    Message.STOP: N_("avslutade beställningen"),
}

# What comes next, by the state of the order.
NEXT = {
    OrderStatus.SENT: N_("Utföraren har inte öppnat beställningen än."),
    OrderStatus.SEEN: N_("Utföraren har öppnat beställningen och ska svara."),
    OrderStatus.CHANGE_REQUESTED: N_("Utföraren väntar på ditt svar."),
    OrderStatus.ACCEPTED: N_("Kontaktpersonen gör genomförandeplanen tillsammans med personen."),
    OrderStatus.STARTED: N_("Hjälpen pågår. Nästa steg är uppföljningen."),
    OrderStatus.REJECTED: N_("Utföraren har avböjt. Beställ hos en annan utförare."),
    OrderStatus.STOPPED: N_("Beställningen är avslutad. Inget mer händer i den."),
}


def order_mark(order: "Order", *, late: bool) -> Mark:
    """The state of an order; one that nobody has opened for a working day stands out."""
    return state_of(order, UNSEEN if late else "")
