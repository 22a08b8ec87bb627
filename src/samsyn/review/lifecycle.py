"""The states of a packet and the steps between them."""

from enum import StrEnum

from samsyn.people.refusals import N_, Refusal, Refused


class State(StrEnum):
    DRAFT = "draft"  # with the caseworker, who settles what is doubtful
    SENT = "sent"  # the reviewers read, each for themselves
    OPENED = "opened"  # the readings lie side by side
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    SEND = "send"
    OPEN = "open"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.SEND): State.SENT,
    (State.SENT, Step.OPEN): State.OPENED,
    (State.OPENED, Step.CONCLUDE): State.CONCLUDED,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.SENT, Step.WITHDRAW): State.WITHDRAWN,
    (State.OPENED, Step.WITHDRAW): State.WITHDRAWN,
}
UNDER_WAY = (State.DRAFT, State.SENT, State.OPENED)

LABELS: dict[State, str] = {
    State.DRAFT: N_("görs i ordning"),
    State.SENT: N_("läses"),
    State.OPENED: N_("väntar på mötet"),
    State.CONCLUDED: N_("klar"),
    State.WITHDRAWN: N_("tillbakadragen"),
}

_CLOSED: dict[State, str] = {
    State.DRAFT: N_("Underlaget är inte skickat än."),
    State.SENT: N_("Underlaget är skickat och läses nu. Dra tillbaka det om något behöver ändras."),
    State.OPENED: N_("Läsningarna är öppnade. Mötet samlar ihop dem."),
    State.CONCLUDED: N_("Granskningen är klar och ändras inte."),
    State.WITHDRAWN: N_("Underlaget är tillbakadraget. Gör ett nytt om ärendet ska granskas."),
}


def why_not(state: State, step: Step) -> Refusal | None:
    """The reason a step is closed to a packet in this state, or None."""
    return None if (state, step) in TRANSITIONS else Refusal(_CLOSED[state])


def move(state: State, step: Step) -> State:
    """The state after the step. Raises Refused when the table has no such step."""
    if refusal := why_not(state, step):
        raise Refused(refusal)
    return TRANSITIONS[state, step]
