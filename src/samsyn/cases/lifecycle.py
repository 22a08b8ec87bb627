"""The steps a case may take, who each state waits for, and by which rule. The diagram in docs is drawn from here."""

from dataclasses import dataclass
from enum import StrEnum

from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role


class Status(StrEnum):
    RECEIVED = "received"
    INVESTIGATING = "investigating"
    PROPOSED = "proposed"
    DECIDED = "decided"
    ORDERED = "ordered"
    PLANNING = "planning"
    ACTIVE = "active"
    CLOSED = "closed"


class Step(StrEnum):
    OPEN = "open"
    DISMISS = "dismiss"
    PROPOSE = "propose"
    SEND_BACK = "send back"
    SIGN = "sign"
    ORDER = "order"
    ACCEPT = "accept"
    RUN_OUT = "run out"
    START = "start"
    APPROVE_PLAN = "approve plan"
    CONTINUE = "continue"
    REASSESS = "reassess"
    WITHDRAW = "withdraw"
    MOVE = "move"
    REOPEN = "reopen"
    GO_ON = "go on"
    CLOSE = "close"
    RESUME = "resume"


TRANSITIONS: dict[tuple[Status, Step], Status] = {
    (Status.RECEIVED, Step.OPEN): Status.INVESTIGATING,
    (Status.RECEIVED, Step.DISMISS): Status.CLOSED,
    (Status.RECEIVED, Step.CLOSE): Status.CLOSED,
    (Status.INVESTIGATING, Step.PROPOSE): Status.PROPOSED,
    (Status.INVESTIGATING, Step.CLOSE): Status.CLOSED,
    (Status.PROPOSED, Step.SEND_BACK): Status.INVESTIGATING,
    (Status.PROPOSED, Step.SIGN): Status.DECIDED,
    (Status.PROPOSED, Step.CLOSE): Status.CLOSED,
    (Status.DECIDED, Step.ORDER): Status.ORDERED,
    (Status.DECIDED, Step.REASSESS): Status.INVESTIGATING,
    (Status.DECIDED, Step.CLOSE): Status.CLOSED,
    (Status.ORDERED, Step.ORDER): Status.ORDERED,
    (Status.ORDERED, Step.ACCEPT): Status.PLANNING,
    (Status.ORDERED, Step.RUN_OUT): Status.DECIDED,
    (Status.ORDERED, Step.REASSESS): Status.INVESTIGATING,
    (Status.ORDERED, Step.CLOSE): Status.CLOSED,
    (Status.PLANNING, Step.ORDER): Status.PLANNING,
    (Status.PLANNING, Step.ACCEPT): Status.PLANNING,
    (Status.PLANNING, Step.RUN_OUT): Status.DECIDED,
    (Status.PLANNING, Step.START): Status.ACTIVE,
    (Status.PLANNING, Step.APPROVE_PLAN): Status.ACTIVE,
    (Status.PLANNING, Step.REASSESS): Status.INVESTIGATING,
    (Status.PLANNING, Step.CLOSE): Status.CLOSED,
    (Status.ACTIVE, Step.ORDER): Status.ACTIVE,
    (Status.ACTIVE, Step.ACCEPT): Status.ACTIVE,
    (Status.ACTIVE, Step.RUN_OUT): Status.DECIDED,
    (Status.ACTIVE, Step.START): Status.ACTIVE,
    (Status.ACTIVE, Step.APPROVE_PLAN): Status.ACTIVE,
    (Status.ACTIVE, Step.CONTINUE): Status.ACTIVE,
    (Status.ACTIVE, Step.REASSESS): Status.INVESTIGATING,
    (Status.ACTIVE, Step.CLOSE): Status.CLOSED,
    (Status.CLOSED, Step.RESUME): Status.INVESTIGATING,  # only because a court has changed or annulled the decision
    # Against its course: what is taken back, where somebody moves, and what was ended by mistake.
    (Status.RECEIVED, Step.WITHDRAW): Status.CLOSED,
    (Status.INVESTIGATING, Step.WITHDRAW): Status.CLOSED,
    (Status.PROPOSED, Step.WITHDRAW): Status.CLOSED,
    (Status.RECEIVED, Step.MOVE): Status.CLOSED,
    (Status.INVESTIGATING, Step.MOVE): Status.CLOSED,
    (Status.PROPOSED, Step.MOVE): Status.CLOSED,
    (Status.DECIDED, Step.MOVE): Status.CLOSED,
    (Status.ORDERED, Step.MOVE): Status.CLOSED,
    (Status.PLANNING, Step.MOVE): Status.CLOSED,
    (Status.ACTIVE, Step.MOVE): Status.CLOSED,
    (Status.INVESTIGATING, Step.GO_ON): Status.DECIDED,
    (Status.PROPOSED, Step.GO_ON): Status.DECIDED,
    (Status.CLOSED, Step.REOPEN): Status.RECEIVED,
    (Status.CLOSED, Step.GO_ON): Status.DECIDED,
}


@dataclass(frozen=True)
class Waiting:
    """Who a case in some state waits for, what they do next, and the rule that says so."""

    role: Role
    task: str
    law: str


WAITING: dict[Status, Waiting | None] = {
    Status.RECEIVED: Waiting(Role.CASEWORKER, N_("öppna utredning"), "SoL 14:2"),
    Status.INVESTIGATING: Waiting(Role.CASEWORKER, N_("utreda och föreslå beslut"), "SoL 14:2"),
    Status.PROPOSED: Waiting(Role.DELEGATE, N_("fatta beslut"), "KL 6:37"),
    Status.DECIDED: Waiting(Role.CASEWORKER, N_("beställa eller avsluta insatsen"), "SoL 34:1"),
    Status.ORDERED: Waiting(Role.PROVIDER_PLANNER, N_("svara på beställningen"), "SoL 34:1"),
    Status.PLANNING: Waiting(Role.CARE_WORKER, N_("göra genomförandeplanen tillsammans med personen"), "SoL 10:3"),
    Status.ACTIVE: Waiting(Role.CASEWORKER, N_("följa upp"), "SoL 5:2"),
    Status.CLOSED: None,
}

# The event that each step leaves in the log. A follow-up is told of whatever comes of it; when it ends the case or has
# it investigated anew, that step's own event follows.
EVENTS: dict[Step, str] = {
    Step.OPEN: "investigation.open",
    Step.DISMISS: "case.dismiss",
    Step.PROPOSE: "decision.propose",
    Step.SEND_BACK: "decision.send_back",
    Step.SIGN: "decision.sign",
    Step.ORDER: "case.order",
    Step.ACCEPT: "case.accept",
    Step.RUN_OUT: "case.run_out",
    Step.START: "case.start",
    Step.APPROVE_PLAN: "case.approve_plan",
    Step.CONTINUE: "follow_up.record",
    Step.REASSESS: "case.reassess",
    Step.CLOSE: "case.close",
    Step.WITHDRAW: "case.withdraw",
    Step.MOVE: "case.move",
    Step.REOPEN: "case.reopen",
    Step.GO_ON: "case.go_on",
    Step.RESUME: "case.resume",
}

# What comes in later can join a case that is not decided yet; after that it is a new case, or nobody would open it.
JOINABLE = frozenset({Status.RECEIVED, Status.INVESTIGATING})

LABELS: dict[Status, str] = {
    Status.RECEIVED: N_("inkommet"),
    Status.INVESTIGATING: N_("under utredning"),
    Status.PROPOSED: N_("föreslaget för beslut"),
    Status.DECIDED: N_("beslutat"),
    Status.ORDERED: N_("beställt"),
    Status.PLANNING: N_("under planering"),
    Status.ACTIVE: N_("pågående"),
    Status.CLOSED: N_("avslutat"),
}

STEP_LABELS: dict[Step, str] = {
    Step.OPEN: N_("öppna utredning"),
    Step.DISMISS: N_("avsluta utan utredning"),
    Step.PROPOSE: N_("föreslå beslut"),
    Step.SEND_BACK: N_("skicka tillbaka"),
    Step.SIGN: N_("signera beslutet"),
    Step.ORDER: N_("beställa"),
    Step.ACCEPT: N_("ta emot beställningen"),
    Step.RUN_OUT: N_("stå utan beställning"),
    Step.START: N_("börja"),
    Step.APPROVE_PLAN: N_("godkänna planen"),
    Step.CONTINUE: N_("fortsätta"),
    Step.REASSESS: N_("utreda på nytt"),
    Step.CLOSE: N_("avsluta"),
    Step.RESUME: N_("återuppta efter en dom"),
    Step.WITHDRAW: N_("skriva av efter återkallelse"),
    Step.MOVE: N_("avsluta efter flytt"),
    Step.REOPEN: N_("ta upp igen"),
    Step.GO_ON: N_("fortsätta med det som är beslutat"),
}


def why_not(status: Status, step: Step) -> Refusal | None:
    """The reason a step is closed to a case in this state, or None. Buttons show it; `move` enforces it."""
    if (status, step) in TRANSITIONS:
        return None
    return Refusal(
        N_("Ärendet är {status} och då går det inte att {step}."),
        {"status": LABELS[status], "step": STEP_LABELS[step]},
    )


def move(status: Status, step: Step) -> Status:
    """The state after the step. Raises Refused when the table has no such step."""
    if refusal := why_not(status, step):
        raise Refused(refusal)
    return TRANSITIONS[status, step]


def diagram() -> str:
    """The table as a Mermaid state diagram, with who each state waits for."""
    arrows = [f"    {a} --> {b}: {step}" for (a, step), b in TRANSITIONS.items()]
    notes = [f"    note right of {s}: waits for {w.role}, {w.law}" for s, w in WAITING.items() if w]
    start, end = f"    [*] --> {Status.RECEIVED}", f"    {Status.CLOSED} --> [*]"
    return "\n".join(["stateDiagram-v2", start, *arrows, end, *notes])
