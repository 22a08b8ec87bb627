"""How a case ends and is taken up again, as parts of actions."""

from datetime import datetime

from samsyn.cases.actions.execution import end_clocks, take_back_ends
from samsyn.cases.actions.shared import step, tell
from samsyn.cases.lifecycle import EVENTS, Step
from samsyn.cases.models import Case, Decision
from samsyn.people.refusals import N_
from samsyn.people.roles import Actor

BY_MISTAKE = N_("Dödsfallet var antecknat av misstag.")


def finish(case: Case, taken: Step, reason: str, *, by: Actor, at: datetime, about: str = "") -> Case:
    """End a case by a step, for a coded reason: what was being written is laid aside, and its clocks end."""
    lay_aside(case, at)
    case.closed_at, case.close_reason, case.follow_up_on = at, reason, None
    case.save(update_fields=["close_reason", "follow_up_on"])
    step(case, taken, at)
    tell(case, EVENTS[taken], by=by, at=at, about=about, reason=reason)
    end_clocks(case, reason, by=by, at=at)
    return case


def lay_aside(case: Case, at: datetime) -> None:
    """What was being written stays as it was, and a first decision no longer waits for anybody.

    A correction does: an error in what was decided is put right whether or not the case goes on (FL 36-39). What is
    laid aside stands in no correction's way.
    """
    case.investigations.filter(completed_at=None).update(completed_at=at)
    begun = case.decisions.filter(state__in=Decision.UNDER_WAY, corrects=None)
    begun.update(state=Decision.State.ASIDE, proposed_at=None, proposed_by=None)


def take_up_again(case: Case, *, by: Actor, at: datetime) -> Case:
    """Take up a case that was ended by mistake: with what is decided where something is, else as it came in."""
    decided = case.decisions.filter(state=Decision.State.SIGNED).exists()
    taken = Step.GO_ON if decided else Step.REOPEN
    case.closed_at, case.close_reason = None, ""
    case.save(update_fields=["close_reason"])
    step(case, taken, at)
    tell(case, EVENTS[taken], by=by, at=at)
    take_back_ends(case, BY_MISTAKE, by=by, at=at)
    return case
