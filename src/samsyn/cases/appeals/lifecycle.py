"""The moves an appeal may make, from its arrival to a judgment that nobody appeals (FL 39, 43-47, SoL 35:1, KL 13:4-8).

An appeal comes to the committee, which tries whether it came in time and reconsiders before it hands it over. A
legality review goes to the court: the committee neither tries nor reconsiders it (FL 2), but sends on what came here.
"""

from dataclasses import dataclass
from enum import StrEnum

from samsyn.cases.regimes import Remedy
from samsyn.people.refusals import N_, Refusal, Refused
from samsyn.people.roles import Role


class Stage(StrEnum):
    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    RECONSIDERED = "reconsidered"
    DISMISSED = "dismissed"
    AT_COURT = "at_court"
    JUDGED = "judged"
    AT_HIGHER_COURT = "at_higher_court"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    TAKE_UP = "take up"
    DISMISS = "dismiss"
    RECONSIDER = "reconsider"
    HAND_OVER = "hand over"
    WITHDRAW = "withdraw"
    JUDGE = "judge"
    GO_HIGHER = "go higher"
    CONCLUDE = "conclude"


TRANSITIONS: dict[tuple[Stage, Move], Stage] = {
    (Stage.RECEIVED, Move.TAKE_UP): Stage.TAKEN_UP,
    (Stage.RECEIVED, Move.DISMISS): Stage.DISMISSED,
    (Stage.RECEIVED, Move.HAND_OVER): Stage.AT_COURT,
    (Stage.RECEIVED, Move.WITHDRAW): Stage.WITHDRAWN,
    (Stage.TAKEN_UP, Move.RECONSIDER): Stage.RECONSIDERED,
    (Stage.TAKEN_UP, Move.WITHDRAW): Stage.WITHDRAWN,
    (Stage.RECONSIDERED, Move.HAND_OVER): Stage.AT_COURT,
    (Stage.RECONSIDERED, Move.WITHDRAW): Stage.WITHDRAWN,
    (Stage.DISMISSED, Move.TAKE_UP): Stage.TAKEN_UP,
    (Stage.AT_COURT, Move.JUDGE): Stage.JUDGED,
    (Stage.JUDGED, Move.GO_HIGHER): Stage.AT_HIGHER_COURT,
    (Stage.JUDGED, Move.CONCLUDE): Stage.CONCLUDED,
    (Stage.AT_HIGHER_COURT, Move.JUDGE): Stage.JUDGED,
}

# What the committee does with an appeal and never with a legality review (FL 2), and the other way round.
OF_APPEAL = frozenset({Move.TAKE_UP, Move.DISMISS, Move.RECONSIDER})


@dataclass(frozen=True)
class Waiting:
    """Who an appeal at some stage waits for, what they do next, and the rule that says so."""

    role: Role | None  # none: the court
    task: str
    law: str


WAITING: dict[Stage, Waiting | None] = {
    Stage.RECEIVED: Waiting(Role.CASEWORKER, N_("pröva om överklagandet kom i rätt tid"), "FL 45"),
    Stage.TAKEN_UP: Waiting(Role.CASEWORKER, N_("ompröva beslutet"), "FL 38"),
    Stage.RECONSIDERED: Waiting(Role.CASEWORKER, N_("lämna över till domstolen"), "FL 46"),
    Stage.DISMISSED: None,
    Stage.AT_COURT: Waiting(None, N_("döma"), "SoL 35:1"),
    Stage.JUDGED: Waiting(Role.CASEWORKER, N_("göra det domen säger och skriva in laga kraft"), "SoL 35:5"),
    Stage.AT_HIGHER_COURT: Waiting(None, N_("ge eller neka prövningstillstånd och döma"), "SoL 35:4"),
    Stage.CONCLUDED: None,
    Stage.WITHDRAWN: None,
}  # fmt: skip
ENDED = frozenset({Stage.DISMISSED, Stage.CONCLUDED, Stage.WITHDRAWN})
WITH_US = frozenset({Stage.RECEIVED, Stage.TAKEN_UP, Stage.RECONSIDERED})

EVENTS: dict[Move, str] = {
    Move.TAKE_UP: "appeal.take_up",
    Move.DISMISS: "appeal.dismiss",
    Move.RECONSIDER: "appeal.reconsider",
    Move.HAND_OVER: "appeal.hand_over",
    Move.WITHDRAW: "appeal.withdraw",
    Move.JUDGE: "appeal.judge",
    Move.GO_HIGHER: "appeal.go_higher",
    Move.CONCLUDE: "appeal.conclude",
}

LABELS: dict[Stage, str] = {
    Stage.RECEIVED: N_("inkommet"),
    Stage.TAKEN_UP: N_("i rätt tid"),
    Stage.RECONSIDERED: N_("omprövat"),
    Stage.DISMISSED: N_("avvisat"),
    Stage.AT_COURT: N_("hos domstolen"),
    Stage.JUDGED: N_("avgjort av domstol"),
    Stage.AT_HIGHER_COURT: N_("hos högre domstol"),
    Stage.CONCLUDED: N_("laga kraft"),
    Stage.WITHDRAWN: N_("återkallat"),
}

MOVE_LABELS: dict[Move, str] = {
    Move.TAKE_UP: N_("ta upp det till prövning"),
    Move.DISMISS: N_("avvisa det"),
    Move.RECONSIDER: N_("ompröva beslutet"),
    Move.HAND_OVER: N_("lämna över det till domstolen"),
    Move.WITHDRAW: N_("återkalla det hos oss"),
    Move.JUDGE: N_("skriva in en dom"),
    Move.GO_HIGHER: N_("skriva in att domen är överklagad"),
    Move.CONCLUDE: N_("skriva in laga kraft"),
}


def why_not(stage: Stage, move: Move, remedy: Remedy) -> Refusal | None:
    """The reason a move is closed to an appeal at this stage, or None."""
    if remedy is Remedy.LEGALITY_REVIEW and move in OF_APPEAL:
        return Refusal(
            N_("En laglighetsprövning prövas bara av domstolen. Lämna över det som har kommit hit."), law="FL 2"
        )
    early = stage is Stage.RECEIVED and move is Move.HAND_OVER and remedy is not Remedy.LEGALITY_REVIEW
    if early:
        return Refusal(N_("Pröva först om överklagandet kom i rätt tid, och ompröva beslutet."), law="FL 45")
    if (stage, move) in TRANSITIONS:
        return None
    return Refusal(
        N_("Överklagandet är {stage} och då går det inte att {move}."),
        {"stage": LABELS[stage], "move": MOVE_LABELS[move]},
    )


def advance(stage: Stage, move: Move, remedy: Remedy) -> Stage:
    """The stage after the move. Raises Refused when the table has no such move for this remedy."""
    if refusal := why_not(stage, move, remedy):
        raise Refused(refusal)
    return TRANSITIONS[stage, move]


def first_stage(remedy: Remedy, *, at_court: bool) -> Stage:
    """Where it begins: here, or for a legality review that the court tells of, at the court (KL 13:4)."""
    return Stage.AT_COURT if remedy is Remedy.LEGALITY_REVIEW and at_court else Stage.RECEIVED


def diagram() -> str:
    """The table as a Mermaid state diagram, with who each stage waits for."""
    arrows = [f"    {a} --> {b}: {move}" for (a, move), b in TRANSITIONS.items()]
    notes = [f"    note right of {s}: waits for {w.role or 'the court'}, {w.law}" for s, w in WAITING.items() if w]
    starts = [f"    [*] --> {Stage.RECEIVED}", f"    [*] --> {Stage.AT_COURT}: legality review"]
    ends = [f"    {stage} --> [*]" for stage in Stage if stage in ENDED]
    return "\n".join(["stateDiagram-v2", *starts, *arrows, *ends, *notes])
