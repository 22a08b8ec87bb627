"""What ends a case also ends its orders, in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from samsyn.audit.actions import action
from samsyn.cases.actions import NeedResult, close_case, record_follow_up
from samsyn.cases.models import Case, Decision, FollowUp
from samsyn.cases.sound import overall
from samsyn.homecare.actions.orders import stop
from samsyn.homecare.lifecycle import LIVE
from samsyn.homecare.models import Order
from samsyn.people.refusals import N_
from samsyn.people.roles import Actor

ENDED = N_("Ärendet är avslutat.")


@action
def conclude_follow_up(
    *,
    case: Case,
    decision: Decision,
    held_on: date,
    took_part: str,
    persons_words: str,
    results: Sequence[NeedResult],
    next_on: date | None,
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Record a follow-up; when it ends the case, what is ordered is stopped first."""
    if overall(r.result for r in results) == "end":
        _stop_all(case, by, at)
    return record_follow_up(
        case=case, decision=decision, held_on=held_on, took_part=took_part, persons_words=persons_words,
        results=results, next_on=next_on, by=by, at=at,
    )  # fmt: skip


@action
def end_case(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Close a case with a coded reason and stop what is ordered."""
    _stop_all(case, by, at)
    return close_case(case=case, reason=reason, by=by, at=at)


def _stop_all(case: Case, by: Actor, at: datetime) -> None:
    for order in Order.objects.filter(case=case, status__in=LIVE):
        stop(order=order, reason=ENDED, by=by, at=at, ends_case=True)
