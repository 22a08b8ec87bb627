"""What nobody may decide alone: the committee's decision written down, and the chair's when it cannot be awaited."""

from datetime import date, datetime, time

from django.utils.timezone import localdate, make_aware

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.decision import held_decision, make_decision
from samsyn.cases.actions.mandate import Held, lines_of
from samsyn.cases.letters.content import Sender
from samsyn.cases.mandate import COMMITTEE, NOT_HUMAN, Order, bodies_for, body_item, why_not_urgent
from samsyn.cases.mandate import why_not_for_committee as why_not
from samsyn.cases.models import Decision, DecisionLine, DecisionMandate
from samsyn.cases.order_rows import matters_of, order_in_force
from samsyn.people.days import check_day
from samsyn.people.queries import appointment_of
from samsyn.people.refusals import N_, Invalid, NoAccess, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor

NOON = time(12)


@action
def record_committee_decision(
    *, decision: Decision, body: str, meeting_on: date, paragraph: str, sender: Sender, by: Actor, at: datetime
) -> Decision:
    """Sign a proposal as the committee, or an utskott, has decided it at a meeting; the secretary or the chair writes.

    The decision is of the meeting's day, so that its clocks run from then. Raises Invalid for a day before the proposal
    or ahead, Refused for what a delegate may decide.
    """
    permit(access.why_not_record_for_committee(by))
    _enforce_present(by, at)
    decision = _waiting(decision)
    lines = lines_of(decision)
    _check_meeting(decision, meeting_on, paragraph, at)
    order = order_in_force(meeting_on)
    matters = matters_of(lines)
    enforce(why_not(matters, order))
    if body not in bodies_for(matters, order):
        raise Invalid("body", Refusal(N_("Välj vem som har fattat beslutet."), law="KL 6:37"))
    found = {line.pk: body_item(matter, body, order) for line, matter in zip(lines, matters, strict=True)}
    held = Held(
        DecisionMandate.By.BODY, body, order.pk if order and body != COMMITTEE else None,
        {pk: item for pk, item in found.items() if item}, meeting_on=meeting_on, paragraph=paragraph.strip(),
    )  # fmt: skip
    decided_at = _moment_of(decision, meeting_on, at)
    return make_decision(decision, held, sender=sender, by=by, at=at, decided_at=decided_at)


@action
def decide_urgently(*, decision: Decision, reason: str, sender: Sender, by: Actor, at: datetime) -> Decision:
    """The chair decides in the committee's place what is too urgent to await it, and says why (KL 6:39).

    Raises Refused for what a delegate may decide, and where the order gives the chair no such right.
    """
    permit(access.why_not_decide_urgently(by))
    _enforce_present(by, at)
    decision = _waiting(decision)
    if decision.proposed_by_id == by.staff_id:
        raise Refused(Refusal(N_("Den som har utrett beslutar inte själv.")))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför nämndens beslut inte kan inväntas."), law="KL 6:39"))
    lines, order = lines_of(decision), order_in_force(localdate(at))
    enforce(why_not_urgent(matters_of(lines), order))
    held = _in_haste(lines, order, reason)
    return make_decision(decision, held, sender=sender, by=by, at=at)


def _in_haste(lines: list[DecisionLine], order: Order | None, reason: str) -> Held:
    item = order.urgent_item if order else None
    if order is None or item is None:
        raise ValueError("asked only when the order lets the chair")
    items = {line.pk: item for line in lines}
    return Held(DecisionMandate.By.CHAIR, item.holders[0], order.pk, items, urgency=reason.strip())


def _enforce_present(by: Actor, at: datetime) -> None:
    """Whoever writes really holds the role that day, whatever they say of themselves."""
    if appointment_of(by, on=localdate(at)) is None:
        raise NoAccess(NOT_HUMAN)


def _waiting(decision: Decision) -> Decision:
    decision = held_decision(decision)
    if decision.state != Decision.State.PROPOSED:
        raise Refused(Refusal(N_("Förslaget väntar inte längre. Ladda om sidan för att se hur långt det har kommit.")))
    return decision


def _check_meeting(decision: Decision, meeting_on: date, paragraph: str, at: datetime) -> None:
    check_day("meeting_on", meeting_on)
    if decision.proposed_at is None or meeting_on < localdate(decision.proposed_at):
        raise Invalid("meeting_on", Refusal(N_("Sammanträdet kan inte ha varit före förslaget. Kontrollera dagen.")))
    if meeting_on > localdate(at):
        raise Invalid("meeting_on", Refusal(N_("Skriv in beslutet när sammanträdet har varit.")))
    if not paragraph.strip():
        raise Invalid("paragraph", Refusal(N_("Skriv paragrafen i protokollet, till exempel § 45.")))


def _moment_of(decision: Decision, meeting_on: date, at: datetime) -> datetime:
    """When it was decided: now, or at noon of an earlier meeting, but never before it was proposed."""
    if meeting_on == localdate(at):
        return at
    noon = make_aware(datetime.combine(meeting_on, NOON))
    return max(noon, decision.proposed_at) if decision.proposed_at else noon
