"""One check of one night as a table of moves, with the clock as an argument. It stores nothing and asks nothing.

A check is due at an agreed time. Somebody looks and sees the person, or does not; then a second look some minutes
later, and after that somebody goes there. Whatever is not as it should be leads to a visit: no picture, no consent,
nobody who looked, an answer that never came.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from samsyn.people.refusals import N_, Refusal, Refused


class State(StrEnum):
    DUE = "due"  # waits for its time, or for somebody to look
    LOOKING = "looking"  # a picture is open
    RETRY = "retry"  # not seen; looked at once more at `act_at`
    VISIT = "visit"  # somebody is to go there
    GOING = "going"  # somebody is on their way
    LATE = "late"  # somebody should have been there by now
    SEEN = "seen"  # over: seen by camera
    VISITED = "visited"  # over: somebody has been there
    OFF = "off"  # over: called off, since the help has ended or the time was agreed away


class Step(StrEnum):
    OPEN = "open"  # a look begins
    SAW = "saw"
    SAW_NOT = "saw_not"
    FAIL = "fail"  # no power, no network, no answer, a wrong answer
    BAR = "bar"  # a consent is missing or was taken back
    SKIP = "skip"  # nobody looked in time
    LOSE = "lose"  # a look was opened and nobody said what they saw
    ASK = "ask"  # somebody on the staff asks for a visit
    GO = "go"
    MISS = "miss"  # nobody was there in time
    ARRIVE = "arrive"
    CALL_OFF = "call_off"


FIRST, LAST = 1, 2  # the looks of one check
WAITING = frozenset({State.DUE, State.RETRY})
TO_VISIT = frozenset({State.VISIT, State.GOING, State.LATE})
OVER = frozenset({State.SEEN, State.VISITED, State.OFF})

MOVES: dict[tuple[State, Step], State] = {
    **{(state, Step.OPEN): State.LOOKING for state in sorted(WAITING)},
    (State.LOOKING, Step.SAW): State.SEEN,
    (State.LOOKING, Step.SAW_NOT): State.RETRY,  # after the last look: VISIT
    (State.LOOKING, Step.FAIL): State.VISIT,
    (State.LOOKING, Step.LOSE): State.VISIT,
    **{(state, Step.BAR): State.VISIT for state in sorted(WAITING | {State.LOOKING})},
    **{(state, Step.SKIP): State.VISIT for state in sorted(WAITING)},
    **{(state, Step.ASK): State.VISIT for state in sorted(WAITING)},
    (State.VISIT, Step.GO): State.GOING,
    (State.LATE, Step.GO): State.GOING,
    (State.VISIT, Step.MISS): State.LATE,
    (State.GOING, Step.MISS): State.LATE,
    **{(state, Step.ARRIVE): State.VISITED for state in sorted(TO_VISIT)},
    **{(state, Step.CALL_OFF): State.OFF for state in sorted(WAITING)},
}

STATES: dict[State, str] = {
    State.DUE: N_("väntar på tillsyn"),
    State.LOOKING: N_("någon tittar nu"),
    State.RETRY: N_("inte sedd, en ny titt väntar"),
    State.VISIT: N_("någon behöver åka dit"),
    State.GOING: N_("någon är på väg"),
    State.LATE: N_("besöket är försenat"),
    State.SEEN: N_("sedd genom kameran"),
    State.VISITED: N_("besökt"),
    State.OFF: N_("inställd"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed for the check: how long a look lasts, and the minutes of each wait."""

    look_seconds: int
    retry_minutes: int
    window_minutes: int
    visit_minutes: int
    answer_seconds: int


@dataclass(frozen=True, slots=True)
class Check:
    """How one check stands. `act_at` is when the next thing should happen; `since` when it came into its state."""

    state: State
    act_at: datetime
    since: datetime
    looks: int = 0


def why_not(check: Check, step: Step, *, at: datetime, terms: Terms) -> Refusal | None:
    """The reason a step is closed, or None. The button says it, and `move` enforces it."""
    if (check.state, step) not in MOVES:
        return Refusal(
            N_("Det går inte nu: tillsynen har läget ”{state}”. Ladda om sidan."), {"state": STATES[check.state]}
        )
    if step is Step.OPEN and at < check.act_at:
        return Refusal(N_("Det är inte dags att titta än. Ingen tittar utom på de tider som är överenskomna."))
    if step is Step.OPEN and at > deadline(check, terms):
        return Refusal(N_("Tiden för att titta har gått ut. Någon behöver åka dit i stället."))
    return None


def move(check: Check, step: Step, *, at: datetime, terms: Terms) -> Check:
    """The check after a step. Raises Refused when the step is closed."""
    if refusal := why_not(check, step, at=at, terms=terms):
        raise Refused(refusal)
    state = MOVES[check.state, step]
    if step is Step.SAW_NOT and check.looks >= LAST:
        state = State.VISIT
    looks = check.looks + (step is Step.OPEN)
    return replace(check, state=state, act_at=_next(state, check, at, terms), since=at, looks=looks)


def _next(state: State, check: Check, at: datetime, terms: Terms) -> datetime:
    """When something is to happen next: the new look, the visit. A visit that is under way keeps its time."""
    if state is State.RETRY:
        return at + timedelta(minutes=terms.retry_minutes)
    if state is State.VISIT:
        return at + timedelta(minutes=terms.visit_minutes)
    return check.act_at


def closes_at(check: Check, terms: Terms) -> datetime:
    """When the picture of a look that is open goes out by itself."""
    return check.since + timedelta(seconds=terms.look_seconds)


def deadline(check: Check, terms: Terms) -> datetime:
    """Until when what waits may wait; after it the clock moves the check."""
    if check.state is State.LOOKING:
        return closes_at(check, terms) + timedelta(seconds=terms.answer_seconds)
    if check.state in WAITING:
        return check.act_at + timedelta(minutes=terms.window_minutes)
    return check.act_at


def overdue(check: Check, *, at: datetime, terms: Terms, barred: bool) -> Step | None:
    """What the clock does to a check by itself, or None. `barred` is whether a consent is missing.

    Asked again it gives the next step, so that a watch that has stood still catches up.
    """
    if check.state is State.LOOKING and barred:
        return Step.BAR
    if check.state in WAITING and barred and at >= check.act_at:
        return Step.BAR
    if at <= deadline(check, terms):
        return None
    if check.state is State.LOOKING:
        return Step.LOSE
    if check.state in WAITING:
        return Step.SKIP
    return Step.MISS if check.state in {State.VISIT, State.GOING} else None


def diagram() -> str:
    """The table of moves as a Mermaid state diagram."""
    arrows = [f"    {a} --> {b}: {step}" for (a, step), b in MOVES.items()]
    ends = [f"    {s} --> [*]" for s in State if s in OVER]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {State.DUE}", *arrows, *ends])
