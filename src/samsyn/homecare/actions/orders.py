"""Orders and their message pairs: sent, seen, answered, started, stopped."""

from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases.actions import note_progress
from samsyn.cases.lifecycle import Step
from samsyn.cases.models import Case, Decision, DecisionLine
from samsyn.cases.models.standings import earlier_versions, running_lines
from samsyn.cases.queries import current_decision
from samsyn.homecare import access
from samsyn.homecare.actions.execution import ceased, helped
from samsyn.homecare.actions.shared import carry_out, locked, note, send
from samsyn.homecare.actions.time import forget_rest
from samsyn.homecare.lifecycle import LIVE, Message, OrderStatus, Side
from samsyn.homecare.models import Order, Plan, PlannedTime, replaced_by
from samsyn.homecare.ordering import why_not_send
from samsyn.people.contact import tells
from samsyn.people.days import check_day
from samsyn.people.models import Staff, Unit
from samsyn.people.queries import held_on
from samsyn.people.refusals import N_, Invalid, Refusal, enforce, permit
from samsyn.people.roles import Actor, Role

REPLACED = N_(
    "En ny beställning gäller från och med {first}. Ge hjälpen i den här beställningen till och med dagen före."
)


@action
def send_order(
    *,
    line: DecisionLine,
    provider: Unit,
    start_on: date,
    circumstances: str,
    by: Actor,
    at: datetime,
    replaces: Order | None = None,
) -> Order:
    """Order a granted line from a provider. The order carries a copy of needs, goals and frame as they are now.

    `replaces`: an order on an earlier decision that is stopped now and gives what it has planned until the day before.
    """
    case = Case.objects.select_for_update().get(pk=line.decision.case_id)
    permit(access.why_not_order(by, case.unit_id, case.caseworker_id))
    _check(line, provider, start_on, localdate(at))
    _check_told(case, circumstances, "circumstances")
    if replaces and not replaced_by(line).filter(pk=replaces.pk).exists():
        raise Invalid("replaces", Refusal(N_("Välj en beställning i listan, och ladda om sidan om den saknas.")))
    order = Order.objects.create(
        case=case, line=line, provider=provider, status=OrderStatus.SENT, status_since=at, sent_at=at,
        start_on=start_on, content=content_of(line, circumstances.strip()),
    )  # fmt: skip
    note(order, Message.SEND, by=by, at=at, text=circumstances)
    note_progress(case=case, taken=Step.ORDER, by=by, at=at)
    if replaces:
        _replace(locked(replaces), start_on, by, at)
    return order


def _replace(order: Order, start_on: date, by: Actor, at: datetime) -> None:
    """Stop an order because another takes its place from a day. What it has planned before that day is still given."""
    send(order, Message.STOP, Side.AUTHORITY, by=by, at=at, text=REPLACED.format(first=start_on.isoformat()))
    order.plans.filter(state__in=Plan.UNDER_WAY).update(state=Plan.State.REPLACED)
    forget_rest(order, at=at, last=start_on - timedelta(1))
    ceased(order, by=by, at=at)


def content_of(line: DecisionLine, circumstances: str) -> dict[str, Any]:
    """What the provider needs to know, and no more: needs, goals, frame, and what to think of."""
    needs = [
        {
            "id": n.pk, "area": n.area, "own_words": n.own_words, "description": n.description,
            "level_now": n.level_now, "level_meant": n.level_meant, "goal": n.goal,
        }
        for n in line.needs.order_by("area")
    ]  # fmt: skip
    return content_with(line, needs, circumstances)


class Granted(Protocol):
    """As much of a line as an order copies."""

    @property
    def intervention(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def goal(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def content_with(line: Granted, needs: list[dict[str, Any]], circumstances: str) -> dict[str, Any]:
    """The same of needs that are known already."""
    return {
        "intervention": line.intervention,
        "frame": {"amount": line.amount, "unit": line.unit},
        "goal": line.goal,
        "needs": needs,
        "valid_from": line.valid_from.isoformat(),
        "valid_to": line.valid_to.isoformat() if line.valid_to else None,
        "circumstances": circumstances,
    }


def _check(line: DecisionLine, provider: Unit, start_on: date, today: date) -> None:
    decision = line.decision
    signed = Decision.State.SIGNED
    enforce(
        why_not_send(
            signed=decision.state == signed,
            refused=line.outcome == DecisionLine.Outcome.REFUSED,
            corrected=Decision.objects.filter(corrects=decision, state=signed).exists(),
            ordered=line.orders.filter(status__in=LIVE).exists(),
            runs=line.pk in {stands.line.pk for stands in running_lines(decision.case, today)},
            renounced=line.withdrawals.exists(),
        )
    )
    if provider.purpose != Unit.Purpose.PROVIDER or provider.closed_on:
        raise Invalid("provider", Refusal(N_("Välj en utförare i listan.")))
    check_day("start_on", start_on)
    if start_on < line.valid_from or (line.valid_to and start_on > line.valid_to):
        raise Invalid("start_on", Refusal(N_("Startdagen ligger utanför beslutets tid.")))


@action
def see(*, order: Order, by: Actor, at: datetime) -> Order:
    """The provider has opened the order: the other half of "sent". Opening it again changes nothing."""
    order = locked(order)
    permit(access.why_not_answer(by, access.OrderFacts.of(order)))
    if order.status != OrderStatus.SENT:
        return order
    return send(order, Message.SEE, Side.PROVIDER, by=by, at=at)


@action
def accept(*, order: Order, contact: Staff, by: Actor, at: datetime) -> Order:
    """Take the order on and say who will make the plan with the person."""
    order = _answering(order, by)
    works_here = contact.appointments.filter(held_on(localdate(at)), unit=order.provider_id, role=Role.CARE_WORKER)
    if contact.left_on or not works_here.exists():
        raise Invalid("contact", Refusal(N_("Välj en kontaktperson som arbetar i gruppen.")))
    order.contact = contact
    order.save(update_fields=["contact"])
    send(order, Message.ACCEPT, Side.PROVIDER, by=by, at=at)
    note_progress(case=order.case, taken=Step.ACCEPT, by=by, at=at)
    return order


@action
def reject(*, order: Order, reason: str, by: Actor, at: datetime) -> Order:
    """Turn the order down with the reason; the case goes back to the caseworker."""
    order = _answering(order, by)
    send(order, Message.REJECT, Side.PROVIDER, by=by, at=at, text=_said(reason))
    _if_none_left(order, by, at)
    return order


@action
def request_change(*, order: Order, reason: str, by: Actor, at: datetime) -> Order:
    """Ask the caseworker to change or clarify the order before it can be answered."""
    order = _answering(order, by)
    return send(order, Message.REQUEST_CHANGE, Side.PROVIDER, by=by, at=at, text=_said(reason))


@action
def answer_change(*, order: Order, text: str, start_on: date, by: Actor, at: datetime) -> Order:
    """Answer the provider's question; the order goes out again in a new version with what was added."""
    order = locked(order)
    permit(access.why_not_order(by, order.case.unit_id, order.case.caseworker_id))
    _check_start(order, start_on)
    _check_told(order.case, text, "text")
    order.version += 1
    order.start_on = start_on
    order.content = {
        **order.content,
        "circumstances": f"{order.content['circumstances']}\n{_said(text)}".strip(),
    }
    order.save(update_fields=["version", "start_on", "content"])
    for before in _giving_until_then(order, at):
        forget_rest(before, at=at, last=start_on - timedelta(1))
    return send(order, Message.ANSWER_CHANGE, Side.AUTHORITY, by=by, at=at, text=text)


@action
def start(*, order: Order, by: Actor, at: datetime) -> Order:
    """Say that the help has begun. From then the decision line is being carried out (SoL 34:1)."""
    order = send(_answering(order, by), Message.START, Side.PROVIDER, by=by, at=at)
    carry_out(order, by=by, at=at)
    helped(order, localdate(at), said=True, by=by, at=at)
    return order


@action
def stop(*, order: Order, reason: str, by: Actor, at: datetime, ends_case: bool = False) -> Order:
    """End an order from the authority's side, with the reason. What was planned for later goes away.

    Unless the case ends with it, what was carried out is interrupted from the last day of help (SoL 34:1).
    """
    order = locked(order)
    permit(access.why_not_order(by, order.case.unit_id, order.case.caseworker_id))
    send(order, Message.STOP, Side.AUTHORITY, by=by, at=at, text=_said(reason))
    forget_rest(order, at=at)
    order.plans.filter(state__in=Plan.UNDER_WAY).update(state=Plan.State.REPLACED)
    if not ends_case:
        ceased(order, by=by, at=at)
    _if_none_left(order, by, at)
    return order


def _giving_until_then(order: Order, at: datetime) -> QuerySet[Order]:
    """The stopped orders that still have help planned, because this one takes their place."""
    stopped = Order.objects.filter(case=order.case_id, line__intervention=order.line.intervention)
    ahead = PlannedTime.objects.filter(order=OuterRef("pk"), day__gt=localdate(at))
    return stopped.filter(Exists(ahead), status=OrderStatus.STOPPED).select_related("case__person")


def _answering(order: Order, by: Actor) -> Order:
    order = locked(order)
    permit(access.why_not_answer(by, access.OrderFacts.of(order)))
    return order


def _check_told(case: Case, text: str, field_name: str) -> None:
    """What goes to a provider is kept there: it may not tell where a protected person is (OSL 26:1)."""
    if case.person.protection and tells(text, case.person):
        raise Invalid(
            field_name,
            Refusal(
                N_(
                    "Texten innehåller personens skyddade adress, telefon eller e-post. Ta bort det: texten sparas hos"
                    " utföraren. Den som är behörig där ser adressen på annat sätt."
                ),
                law="OSL 26:1",
            ),
        )


def _check_start(order: Order, start_on: date) -> None:
    line = order.line
    if start_on < line.valid_from or (line.valid_to and start_on > line.valid_to):
        raise Invalid("start_on", Refusal(N_("Startdagen ligger utanför beslutets tid.")))


def _said(text: str) -> str:
    if not text.strip():
        raise Invalid("text", Refusal(N_("Skriv varför, så att mottagaren förstår.")))
    return text.strip()


def _if_none_left(order: Order, by: Actor, at: datetime) -> None:
    """When nothing that the decision grants is ordered any longer, the case waits for the caseworker again."""
    decision = current_decision(order.case)
    lines = set().union(*earlier_versions(decision.lines.all()).values()) if decision else set()
    if not Order.objects.filter(case=order.case_id, line__in=lines, status__in=LIVE).exists():
        note_progress(case=order.case, taken=Step.RUN_OUT, by=by, at=at)
