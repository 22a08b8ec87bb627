"""The message pairs between who orders and who performs, and the states of an order and of a plan."""

from dataclasses import dataclass
from enum import StrEnum

from samsyn.people.refusals import N_, Refusal, Refused


class OrderStatus(StrEnum):
    SENT = "sent"
    SEEN = "seen"
    CHANGE_REQUESTED = "change_requested"
    ACCEPTED = "accepted"
    STARTED = "started"
    REJECTED = "rejected"
    STOPPED = "stopped"


class Message(StrEnum):
    SEND = "sent"
    SEE = "seen"
    ACCEPT = "accepted"
    REJECT = "rejected"
    REQUEST_CHANGE = "change_requested"
    ANSWER_CHANGE = "change_answered"
    START = "started"
    STOP = "stopped"


class Side(StrEnum):
    AUTHORITY = "authority"
    PROVIDER = "provider"


@dataclass(frozen=True)
class Reply:
    """What a message makes of an order, and which side may send it."""

    side: Side
    after: OrderStatus


MESSAGES: dict[tuple[OrderStatus, Message], Reply] = {
    (OrderStatus.SENT, Message.SEE): Reply(Side.PROVIDER, OrderStatus.SEEN),
    (OrderStatus.SEEN, Message.ACCEPT): Reply(Side.PROVIDER, OrderStatus.ACCEPTED),
    (OrderStatus.SEEN, Message.REJECT): Reply(Side.PROVIDER, OrderStatus.REJECTED),
    (OrderStatus.SEEN, Message.REQUEST_CHANGE): Reply(Side.PROVIDER, OrderStatus.CHANGE_REQUESTED),
    (OrderStatus.CHANGE_REQUESTED, Message.ANSWER_CHANGE): Reply(Side.AUTHORITY, OrderStatus.SENT),
    (OrderStatus.ACCEPTED, Message.START): Reply(Side.PROVIDER, OrderStatus.STARTED),
    (OrderStatus.SENT, Message.STOP): Reply(Side.AUTHORITY, OrderStatus.STOPPED),
    (OrderStatus.SEEN, Message.STOP): Reply(Side.AUTHORITY, OrderStatus.STOPPED),
    (OrderStatus.CHANGE_REQUESTED, Message.STOP): Reply(Side.AUTHORITY, OrderStatus.STOPPED),
    (OrderStatus.ACCEPTED, Message.STOP): Reply(Side.AUTHORITY, OrderStatus.STOPPED),
    (OrderStatus.STARTED, Message.STOP): Reply(Side.AUTHORITY, OrderStatus.STOPPED),
}

ACCEPTED = frozenset({OrderStatus.ACCEPTED, OrderStatus.STARTED})
WITH_PROVIDER = frozenset({OrderStatus.SENT, OrderStatus.SEEN})
# Help is or was given: what was done can be written and read, also the last days before a stop.
GIVEN = ACCEPTED | {OrderStatus.STOPPED}
LIVE = ACCEPTED | WITH_PROVIDER | {OrderStatus.CHANGE_REQUESTED}

LABELS: dict[OrderStatus, str] = {
    OrderStatus.SENT: N_("skickad"),
    OrderStatus.SEEN: N_("sedd"),
    OrderStatus.CHANGE_REQUESTED: N_("ändring begärd"),
    OrderStatus.ACCEPTED: N_("mottagen"),
    OrderStatus.STARTED: N_("påbörjad"),
    OrderStatus.REJECTED: N_("avböjd"),
    OrderStatus.STOPPED: N_("avslutad"),
}

MESSAGE_LABELS: dict[Message, str] = {
    Message.SEND: N_("skickad"),
    Message.SEE: N_("sedd"),
    Message.ACCEPT: N_("mottagen"),
    Message.REJECT: N_("avböjd"),
    Message.REQUEST_CHANGE: N_("ändring begärd"),
    Message.ANSWER_CHANGE: N_("ändring besvarad"),
    Message.START: N_("påbörjad"),
    Message.STOP: N_("avslutad"),
}


def why_not(status: OrderStatus, message: Message, side: Side) -> Refusal | None:
    """The reason this side may not send this message now, or None."""
    reply = MESSAGES.get((status, message))
    if reply is None:
        return Refusal(
            N_("Beställningen har läget ”{status}” och kan inte få läget ”{after}”."),
            {"status": LABELS[status], "after": MESSAGE_LABELS[message]},
        )
    if reply.side is not side:
        return Refusal(N_("Det är den andra parten som svarar här. Vänta på svaret eller ring."))
    return None


def answer(status: OrderStatus, message: Message, side: Side) -> OrderStatus:
    """The order's state after the message. Raises Refused when it may not be sent."""
    if refusal := why_not(status, message, side):
        raise Refused(refusal)
    return MESSAGES[status, message].after


def diagram() -> str:
    """The message pairs as a Mermaid state diagram."""
    arrows = [f"    {a} --> {r.after}: {m} ({r.side})" for (a, m), r in MESSAGES.items()]
    ends = [f"    {s} --> [*]" for s in (OrderStatus.REJECTED, OrderStatus.STOPPED)]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {OrderStatus.SENT}", *arrows, *ends])
