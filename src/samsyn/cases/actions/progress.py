"""Steps that rooms above report, and closing."""

from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.closing import finish
from samsyn.cases.actions.shared import locked, step, tell
from samsyn.cases.endings import why_not_close
from samsyn.cases.lifecycle import EVENTS, Status, Step, why_not
from samsyn.cases.models import Case
from samsyn.cases.models.standings import running_lines
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import Actor

# What happens to an order or a plan moves the case; the room above has already asked who may.
REPORTED = frozenset({Step.ORDER, Step.ACCEPT, Step.RUN_OUT, Step.APPROVE_PLAN, Step.START})
CLOSE_REASONS = ("need_ceased", "withdrawn", "moved", "deceased", "follow_up", "refused", "no_investigation")


@action
def note_progress(*, case: Case, taken: Step, by: Actor, at: datetime, follow_up_on: date | None = None) -> Case:
    """Move the case by what happened to its order or plan.

    The order has its own lifecycle. Where the case is elsewhere in the chain, as when it is reassessed while an earlier
    decision is carried out, it stays there; a closed case refuses. `follow_up_on` is kept when no day is set before,
    or when this step is what carries out the decision.
    """
    if taken not in REPORTED:
        raise ValueError(f"{taken} is not reported from above")
    case = locked(case)
    carried_out = case.status_now is Status.PLANNING
    if follow_up_on and (case.follow_up_on is None or carried_out):
        case.follow_up_on = follow_up_on
        case.save(update_fields=["follow_up_on"])
    if case.status_now is Status.CLOSED or why_not(case.status_now, taken) is None:
        step(case, taken, at)
        tell(case, EVENTS[taken], by=by, at=at)
    return case


@action
def bring_follow_up(*, case: Case, on: date, by: Actor, at: datetime) -> None:
    """Follow the case up on a day, when no earlier one is set. Part of an action above, which tells why."""
    case = locked(case)
    if case.status_now is Status.ACTIVE and (case.follow_up_on is None or case.follow_up_on > on):
        case.follow_up_on = on
        case.save(update_fields=["follow_up_on"])
        tell(case, "follow_up.bring", by=by, at=at)


@action
def close_case(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """End a case with a coded reason. The room above has stopped what was under way.

    A death, a withdrawal before the decision and a move are noted first, and what runs is not ended by closing
    (SoL 14:9): refused otherwise, with what to do.
    """
    case = locked(case)
    permit(access.why_not_handle(by, access.CaseFacts.of(case)))
    if reason not in CLOSE_REASONS:
        raise Invalid("reason", Refusal(N_("Välj varför ärendet avslutas.")))
    if case.status_now is not Status.CLOSED:
        enforce(
            why_not_close(
                reason,
                case.status_now,
                decided=case.decisions.filter(state="signed").exists(),
                dead=case.person.died_on is not None,
                moved=case.moves.filter(kind="out").exists(),
                running=bool(running_lines(case, localdate(at))),
            )
        )
    return finish(case, Step.CLOSE, reason, by=by, at=at)
