"""Where a case stands that another system has decided: pure, from its lines and what was done with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samsyn.cases.lifecycle import Status


@dataclass(frozen=True)
class LineFacts:
    """As much of a decision line as a case's state depends on. `ordered` and `started` tell of its live orders."""

    decided_on: date
    granted: bool
    valid_to: date | None
    ordered: bool
    started: bool


@dataclass(frozen=True)
class Stands:
    """The state of a case, since which day, and for a closed one why."""

    status: Status
    since: date
    close_reason: str = ""


def standing(received_on: date, lines: Sequence[LineFacts], today: date) -> Stands:
    """Where a case stands today.

    Without a decision it waits for an investigation. With nothing granted that still holds it is closed: refused, or
    the need has ceased with the last day. Else it is as far as the line that has come farthest (SoL 14:2, 34:1).
    """
    if not lines:
        return Stands(Status.RECEIVED, received_on)
    last_decided = max(line.decided_on for line in lines)
    granted = [line for line in lines if line.granted]
    if not granted:
        return Stands(Status.CLOSED, last_decided, "refused")
    holding = [line for line in granted if line.valid_to is None or line.valid_to >= today]
    if not holding:
        ended = max(line.valid_to for line in granted if line.valid_to)
        return Stands(Status.CLOSED, max(ended, last_decided), "need_ceased")
    if any(line.ordered and line.started for line in holding):
        return Stands(Status.ACTIVE, last_decided)
    return Stands(Status.PLANNING if any(line.ordered for line in holding) else Status.DECIDED, last_decided)
