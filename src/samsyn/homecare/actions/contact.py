"""Offering a fast omsorgskontakt, the person's answer, and what ends it (SoL 10:7). Each is one more step."""

from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.homecare import contact_access as access
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions.shared import locked, tell
from samsyn.homecare.contact import (
    OFFERED_WITH,
    WHY,
    Stands,
    Step,
    title_that_counts,
    why_not_answer_contact,
    why_not_be_contact,
    why_not_offer_contact,
)
from samsyn.homecare.models import ContactStep, Order, Plan
from samsyn.homecare.models.contact_held import contact_standing, titles_of, works_at
from samsyn.people.models import Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import Actor, Role

NOTED = frozenset({Plan.Hand.PAPER, Plan.Hand.SPOKEN})


@action
def offer_contact(*, order: Order, staff: Staff, why: str, by: Actor, at: datetime, words: str = "") -> ContactStep:
    """Offer somebody named as fast omsorgskontakt. Refused for who may not be one, and over a no that stands."""
    order, today = locked(order), localdate(at)
    permit(access.why_not_offer(by, OrderFacts.of(order)))
    if order.content["intervention"] not in OFFERED_WITH:
        raise Refused(Refusal(N_("Fast omsorgskontakt erbjuds den som har hemtjänst."), law="SoL 10:7"))
    if why not in WHY:
        raise Invalid("why", Refusal(N_("Välj varför ni erbjuder nu.")))
    if not works_at(staff, order.provider_id, today):
        raise Invalid("staff", Refusal(N_("Välj någon som arbetar i gruppen.")))
    held = titles_of(staff.pk)
    rule = title_that_counts(held, today)
    if rule is None:
        refusal = why_not_be_contact(held, today)
        raise Invalid("staff", refusal or Refusal(N_("Välj någon som arbetar i gruppen.")))
    enforce(why_not_offer_contact(contact_standing(order, today), staff.pk, why))
    return _tell(order, Step.OFFERED, by, at, staff=staff, rule=f"{rule.title}/{rule.version}", why=why, words=words)


@action
def answer_contact(
    *, order: Order, accept: bool, hand: str, by: Actor, at: datetime, words: str = "", said_on: date | None = None
) -> ContactStep:
    """The person's yes or no. A yes makes the one offered the order's contact person; a no is respected.

    A no without an offer that waits takes the contact person away. `hand` tells how it was given; staff may only note
    what was said or signed.
    """
    order, today = locked(order), localdate(at)
    _check_hand(order, hand, by)
    now = contact_standing(order, today)
    enforce(why_not_answer_contact(now, accept=accept))
    if accept:
        _check_still(order, now.offered, today)
    step = Step.ACCEPTED if accept else Step.DECLINED
    told = _tell(order, step, by, at, hand=hand, words=words, said_on=_said_on(said_on, today))
    if accept:
        order.contact_id = now.offered
        order.save(update_fields=["contact"])
    return told


@action
def ask_for_contact(
    *, order: Order, hand: str, by: Actor, at: datetime, words: str = "", said_on: date | None = None
) -> ContactStep:
    """The person asks for a fast omsorgskontakt, after a no as well, or for another than the one they have."""
    order, today = locked(order), localdate(at)
    _check_hand(order, hand, by)
    if order.content["intervention"] not in OFFERED_WITH:
        raise Refused(Refusal(N_("Fast omsorgskontakt erbjuds den som har hemtjänst."), law="SoL 10:7"))
    if contact_standing(order, today).stands is Stands.ASKED:
        raise Refused(Refusal(N_("Det är redan önskat. Utföraren återkommer med ett namn.")))
    return _tell(order, Step.ASKED, by, at, hand=hand, words=words, said_on=_said_on(said_on, today))


@action
def note_contact_unneeded(*, order: Order, reason: str, by: Actor, at: datetime) -> ContactStep:
    """Write down that it is obvious that no fast omsorgskontakt is needed, and why; the planner's to say."""
    order = locked(order)
    permit(access.why_not_offer(by, OrderFacts.of(order)))
    if by.role is not Role.PROVIDER_PLANNER:
        raise Refused(Refusal(N_("Det är planeraren som antecknar att ingen behövs.")))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför det är uppenbart att ingen behövs.")))
    if contact_standing(order, localdate(at)).stands is Stands.ASKED:
        raise Refused(Refusal(N_("Personen har bett om en fast omsorgskontakt. Erbjud någon."), law="SoL 10:7"))
    return _tell(order, Step.UNNEEDED, by, at, words=reason)


def _check_still(order: Order, offered: int | None, today: date) -> None:
    """Who was offered may have left, or lost the title, before the person said yes. Raises Refused."""
    staff = Staff.objects.filter(pk=offered or 0).first()
    works = staff is not None and works_at(staff, order.provider_id, today)
    if staff is None or not works or not title_that_counts(titles_of(staff.pk), today):
        said = N_("Den som erbjöds kan inte vara fast omsorgskontakt längre. Utföraren behöver erbjuda någon annan.")
        raise Refused(Refusal(said, law="SoL 10:7"))


def _check_hand(order: Order, hand: str, by: Actor) -> None:
    permit(access.why_not_answer(by, OrderFacts.of(order), noted=hand in NOTED))
    if hand not in Plan.Hand.values:
        raise Invalid("hand", Refusal(N_("Välj hur svaret gavs.")))


def _said_on(told: date | None, today: date) -> date:
    if told and told > today:
        raise Invalid("said_on", Refusal(N_("Dagen har inte varit än. Skriv dagen då personen svarade.")))
    return told or today


def _tell(order: Order, step: Step, by: Actor, at: datetime, **more: object) -> ContactStep:
    words = str(more.pop("words", "")).strip()
    told = {"said_on": localdate(at), **more, "words": words, "told_at": at, "told_by": by.key, "told_name": by.name}
    made = ContactStep.objects.create(order=order, step=step, **told)
    tell(order, f"contact.{step}", by=by, at=at, hand=made.hand)
    return made
