"""What ends a case, or help in it, also ends its orders, in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.cases.actions import (
    NeedResult,
    TakenBack,
    close_case,
    move_away,
    note_progress,
    record_follow_up,
    renounce_line,
    take_transfer_step,
    withdraw_application,
)
from samsyn.cases.lifecycle import Status, Step
from samsyn.cases.models import Case, Decision, DecisionLine, FollowUp, Intake, Move, Transfer, Withdrawal
from samsyn.cases.models.standings import earlier_versions, running_lines
from samsyn.cases.sound import overall
from samsyn.cases.transfers import TransferStep
from samsyn.homecare.actions.orders import stop
from samsyn.homecare.lifecycle import ACCEPTED, LIVE, OrderStatus
from samsyn.homecare.models import Order, Plan, replaced_by
from samsyn.people.refusals import N_
from samsyn.people.roles import Actor

ENDED = N_("Ärendet är avslutat.")
RENOUNCED = N_("Personen har tackat nej till hjälpen.")
MOVED = N_("Personen har flyttat till en annan kommun.")


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
    """Record a follow-up; when it ends the case, what is ordered is stopped first.

    What runs to a last day is given until then, so its orders go on.
    """
    if overall(r.result for r in results) == "end" and not running_lines(case, localdate(at)):
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


@action
def withdraw(
    *,
    case: Case,
    said: TakenBack,
    whole: bool,
    by: Actor,
    at: datetime,
    intake: Intake | None = None,
    reasons: str = "",
) -> Withdrawal:
    """Take back an application; see `withdraw_application`. Where earlier help runs, the case goes on with it."""
    taken = withdraw_application(case=case, said=said, whole=whole, intake=intake, reasons=reasons, by=by, at=at)
    _catch_up(case, by, at)
    return taken


@action
def renounce(*, line: DecisionLine, said: TakenBack, by: Actor, at: datetime) -> Withdrawal:
    """The person says no thanks to granted help: what is ordered of it stops, and its line closes.

    An order may still hang on an earlier version of the line, or on a decision that this one has replaced.
    """
    for order in _orders_of(line, localdate(at)):
        stop(order=order, reason=RENOUNCED, by=by, at=at)
    return renounce_line(line=line, said=said, by=by, at=at)


def _orders_of(line: DecisionLine, today: date) -> list[Order]:
    """What a provider has of this help: on the line, on what it corrects, and on the decisions that it replaces.

    Where several lines of the intervention run, an order on a replaced decision may be of another: it goes on.
    """
    [versions] = earlier_versions([line]).values()
    running = {s.line.pk for s in running_lines(line.decision.case, today) if s.line.intervention == line.intervention}
    earlier = [] if running - {line.pk} else list(replaced_by(line))
    own = Order.objects.filter(line__in=versions, status__in=LIVE)
    return sorted({*own, *earlier}, key=lambda order: order.pk)


@action
def move_out(*, case: Case, municipality: str, day: date, by: Actor, at: datetime, why: str = "") -> Move:
    """The person has moved to another municipality: what is ordered stops and the case ends (SoL 29:1)."""
    _stop_all(case, by, at, MOVED)
    return move_away(case=case, municipality=municipality, day=day, why=why, by=by, at=at)


@action
def step_transfer(
    *, transfer: Transfer, taken: TransferStep, on: date, by: Actor, at: datetime, note: str = ""
) -> Transfer:
    """Note what became of a request for transfer. When the case is handed over, what is ordered stops."""
    if taken is TransferStep.HAND_OVER and transfer.outgoing:
        _stop_all(transfer.case, by, at, MOVED)
    return take_transfer_step(transfer=transfer, taken=taken, on=on, note=note, by=by, at=at)


def _stop_all(case: Case, by: Actor, at: datetime, reason: str = ENDED) -> None:
    for order in Order.objects.filter(case=case, status__in=LIVE):
        stop(order=order, reason=reason, by=by, at=at, ends_case=True)


def _catch_up(case: Case, by: Actor, at: datetime) -> None:
    """A case that goes on with its earlier decision stands where its orders and plans do."""
    case.refresh_from_db()
    live = list(Order.objects.filter(case=case, status__in=LIVE))
    if case.status_now is not Status.DECIDED or not live:
        return
    about = f"case:{case.pk}"
    record(by=by, at=at, what="orders.go_on", about=about, case=case.pk, subjects=[case.person_id])
    note_progress(case=case, taken=Step.ORDER, by=by, at=at)
    taken_on = [o for o in live if OrderStatus(o.status) in ACCEPTED]
    if not taken_on:
        return
    note_progress(case=case, taken=Step.ACCEPT, by=by, at=at)
    if Plan.objects.filter(order__in=taken_on, state=Plan.State.APPROVED).exists():
        note_progress(case=case, taken=Step.APPROVE_PLAN, by=by, at=at)
    elif any(o.status == OrderStatus.STARTED for o in taken_on):
        note_progress(case=case, taken=Step.START, by=by, at=at)
