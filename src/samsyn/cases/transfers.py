"""The way of a request that a case be moved to another municipality (SoL 29:10-11): pure.

The request is in writing and the other municipality answers at once, in writing. Only when the two do not agree, or
when a month has passed without an answer, may the inspectorate be asked.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samsyn.cases.clocks import Clock, Facts, answer
from samsyn.people.refusals import N_, Refusal, Refused


class TransferState(StrEnum):
    REQUESTED = "requested"
    AGREED = "agreed"
    DISAGREED = "disagreed"
    AT_IVO = "at ivo"
    GRANTED = "granted"  # by the inspectorate
    DENIED = "denied"
    HANDED_OVER = "handed over"
    GIVEN_UP = "given up"


class TransferStep(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    ASK_IVO = "ask ivo"
    GRANT = "grant"
    DENY = "deny"
    HAND_OVER = "hand over"
    GIVE_UP = "give up"


S, T = TransferState, TransferStep
TRANSITIONS: dict[tuple[TransferState, TransferStep], TransferState] = {
    (S.REQUESTED, T.AGREE): S.AGREED,
    (S.REQUESTED, T.DISAGREE): S.DISAGREED,
    (S.REQUESTED, T.ASK_IVO): S.AT_IVO,
    (S.REQUESTED, T.GIVE_UP): S.GIVEN_UP,
    (S.DISAGREED, T.ASK_IVO): S.AT_IVO,
    (S.DISAGREED, T.AGREE): S.AGREED,
    (S.DISAGREED, T.GIVE_UP): S.GIVEN_UP,
    (S.AT_IVO, T.AGREE): S.AGREED,
    (S.AT_IVO, T.GRANT): S.GRANTED,
    (S.AT_IVO, T.DENY): S.DENIED,
    (S.AT_IVO, T.GIVE_UP): S.GIVEN_UP,
    (S.AGREED, T.HAND_OVER): S.HANDED_OVER,
    (S.AGREED, T.GIVE_UP): S.GIVEN_UP,
    (S.GRANTED, T.HAND_OVER): S.HANDED_OVER,
}
ENDED = frozenset({S.DENIED, S.HANDED_OVER, S.GIVEN_UP})

LABELS = {
    S.REQUESTED: N_("begärd, inte besvarad"),
    S.AGREED: N_("den andra kommunen säger ja"),
    S.DISAGREED: N_("den andra kommunen säger nej"),
    S.AT_IVO: N_("hos IVO"),
    S.GRANTED: N_("IVO har flyttat ärendet"),
    S.DENIED: N_("IVO har sagt nej"),
    S.HANDED_OVER: N_("överlämnat"),
    S.GIVEN_UP: N_("begäran är tillbakatagen"),
}
STEP_LABELS = {
    T.AGREE: N_("De säger ja"),
    T.DISAGREE: N_("De säger nej"),
    T.ASK_IVO: N_("Ansökt hos IVO"),
    T.GRANT: N_("IVO beslutar att ärendet ska flyttas"),
    T.DENY: N_("IVO säger nej"),
    T.HAND_OVER: N_("Ärendet är överlämnat"),
    T.GIVE_UP: N_("Begäran tas tillbaka"),
}


@dataclass(frozen=True)
class Requested:
    """As much of a request as its rules and clocks look at. `outgoing`: this municipality asks the other."""

    state: TransferState
    outgoing: bool
    requested_on: date
    answered_on: date | None = None
    asked_ivo_on: date | None = None


def why_not(transfer: Requested, step: TransferStep, on: date) -> Refusal | None:
    """The reason a step cannot be taken on a day, or None."""
    if (transfer.state, step) not in TRANSITIONS:
        return Refusal(
            N_("Begäran är {state}, och då går det inte att anteckna det här."), {"state": LABELS[transfer.state]}
        )
    if refusal := why_not_day(transfer, on):
        return refusal
    if step is T.ASK_IVO and transfer.state is S.REQUESTED and not may_ask_ivo(transfer, on):
        return Refusal(
            N_("IVO kan prövas först när en månad har gått utan svar, eller när kommunerna inte är överens."),
            law="SoL 29:11",
        )
    return None


def why_not_day(transfer: Requested, on: date) -> Refusal | None:
    """The reason nothing can have become of a request on a day, or None."""
    return Refusal(N_("Dagen ligger före begäran. Kontrollera dagen.")) if on < transfer.requested_on else None


def may_ask_ivo(transfer: Requested, on: date) -> bool:
    """Whether a month has passed without an answer (SoL 29:11)."""
    clock = answer("OVERFLYTT_1M", _facts(transfer))
    return isinstance(clock, Clock) and clock.last_day is not None and on > clock.last_day


def move(transfer: Requested, step: TransferStep, on: date) -> TransferState:
    """The state after the step. Raises Refused."""
    if refusal := why_not(transfer, step, on):
        raise Refused(refusal)
    return TRANSITIONS[transfer.state, step]


def clocks(transfer: Requested, today: date) -> list[Clock]:
    """The clocks that run for a request: the answer, the month, the inspectorate's three months."""
    codes = {S.REQUESTED: ("OVERFLYTT_SVAR", "OVERFLYTT_1M"), S.AT_IVO: ("OVERFLYTT_IVO_3M",)}
    found = [answer(code, _facts(transfer, today)) for code in codes.get(transfer.state, ())]
    return [clock for clock in found if isinstance(clock, Clock)]


def _facts(transfer: Requested, today: date | None = None) -> Facts:
    return Facts(
        law="SoL", transfer_requested=transfer.requested_on, in_writing=True, answered=transfer.answered_on,
        ivo_applied=transfer.asked_ivo_on, today=today,
    )  # fmt: skip


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    named = {state: state.replace(" ", "_") for state in S}
    arrows = [f"    {named[a]} --> {named[b]}: {step}" for (a, step), b in TRANSITIONS.items()]
    ends = [f"    {named[state]} --> [*]" for state in S if state in ENDED]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {named[S.REQUESTED]}", *arrows, *ends])
