"""What several actions on a check do the same way: move it, ask for a visit, end an open look. Parts of an action."""

from dataclasses import dataclass
from datetime import datetime

from samsyn.homecare.models import Look, NightCheck, NightVisit
from samsyn.homecare.night_facts import check_of, terms_of
from samsyn.homecare.nightwatch.machine import State, Step, move
from samsyn.people.roles import Actor

WHY_VISIT = {
    Step.SAW_NOT: NightVisit.Why.NOT_SEEN,
    Step.FAIL: NightVisit.Why.FAILED,
    Step.LOSE: NightVisit.Why.LOST,
    Step.BAR: NightVisit.Why.NO_CONSENT,
    Step.SKIP: NightVisit.Why.NOT_LOOKED,
    Step.ASK: NightVisit.Why.ASKED,
}


@dataclass(frozen=True)
class Ending:
    """How a look ended: an outcome, the vendor's seconds where they said how many, and why there was no picture."""

    outcome: str
    seconds: int | None = None
    trouble: str = ""


def step_check(row: NightCheck, step: Step, *, by: Actor, at: datetime) -> None:
    """Move a check, and ask for a visit where that follows. Raises Refused. The row must be held, with its terms."""
    after = move(check_of(row), step, at=at, terms=terms_of(row.terms))
    row.state, row.act_at, row.since, row.looks = after.state, after.act_at, after.since, after.looks
    row.save(update_fields=["state", "act_at", "since", "looks"])
    if after.state is State.VISIT:
        NightVisit.objects.create(check_of=row, why=WHY_VISIT[step], asked_at=at, asked_by=by.key)


def end_open_look(look: Look, ending: Ending, at: datetime) -> None:
    """Write how a look ended. Its length is the vendor's, else ours, and never more than was agreed."""
    ours = 0 if ending.trouble else int((at - look.began_at).total_seconds())
    look.seconds = max(0, min(look.most_seconds, ours if ending.seconds is None else ending.seconds))
    look.ended_at, look.outcome, look.trouble = at, ending.outcome, ending.trouble
    look.save(update_fields=["ended_at", "seconds", "outcome", "trouble"])
