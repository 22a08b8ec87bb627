"""Help with a plan: offered by the supervisor of care, answered by the contact person, followed up."""

from collections.abc import Sequence
from datetime import datetime

from samsyn.audit.actions import action
from samsyn.homecare import support_access as access
from samsyn.homecare.access import OrderFacts
from samsyn.homecare.actions.shared import locked, tell
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Order, PlanHelp
from samsyn.homecare.models.supported import supported_units
from samsyn.people.refusals import N_, Invalid, NoAccess, Refusal, Refused, permit
from samsyn.people.roles import Actor


@action
def offer_help(*, order: Order, reasons: Sequence[str], message: str, by: Actor, at: datetime) -> PlanHelp:
    """Offer the contact person help with a plan for reasons that hold now. Refused while an earlier offer is open."""
    order = _supported(order, by)
    if order.status not in ACCEPTED or order.contact_id is None:
        raise Refused(Refusal(N_("Beställningen har ingen kontaktperson att erbjuda hjälp.")))
    if not reasons:
        raise Refused(Refusal(N_("Planen är ändrad, och det finns inget skäl längre. Ladda om sidan.")))
    if not message.strip():
        raise Invalid("message", Refusal(N_("Skriv vad du kan hjälpa till med.")))
    if PlanHelp.objects.filter(order=order, followed_at=None).exclude(answer="no").exists():
        raise Refused(Refusal(N_("Hjälp är redan erbjuden. Följ upp den innan du erbjuder på nytt.")))
    made = PlanHelp.objects.create(
        order=order, to_id=order.contact_id, reasons=list(reasons), message=message.strip(), offered_at=at,
        offered_by=by.key, offered_name=by.name,
    )  # fmt: skip
    tell(order, "help.offer", by=by, at=at, about=f"help:{made.pk}")
    return made


@action
def answer_help(*, offer: PlanHelp, accept: bool, words: str, by: Actor, at: datetime) -> PlanHelp:
    """The contact person's yes or no. Nothing follows from a no."""
    order = locked(offer.order)
    offer = PlanHelp.objects.select_for_update().get(pk=offer.pk)
    permit(access.why_not_answer_help(by, OrderFacts.of(order), order.contact_id))
    if offer.answer:
        raise Refused(Refusal(N_("Erbjudandet är redan besvarat.")))
    offer.answer, offer.words = ("yes" if accept else "no"), words.strip()
    offer.answered_at, offer.answered_by = at, by.key
    offer.save()
    tell(order, "help.answer", by=by, at=at, about=f"help:{offer.pk}", answer=offer.answer)
    return offer


@action
def follow_up_help(*, offer: PlanHelp, outcome: str, by: Actor, at: datetime) -> PlanHelp:
    """Write what came of help that was given. Once, after a yes."""
    order = _supported(offer.order, by)
    offer = PlanHelp.objects.select_for_update().get(pk=offer.pk)
    if offer.answer != PlanHelp.Answer.YES or offer.followed_at:
        raise Refused(Refusal(N_("Det finns ingen hjälp att följa upp här. Ladda om sidan.")))
    if not outcome.strip():
        raise Invalid("outcome", Refusal(N_("Skriv vad det blev av hjälpen.")))
    offer.outcome, offer.followed_at, offer.followed_by = outcome.strip(), at, by.key
    offer.save()
    tell(order, "help.follow_up", by=by, at=at, about=f"help:{offer.pk}")
    return offer


def _supported(order: Order, by: Actor) -> Order:
    permit(access.why_not_support(by))
    order = locked(order)
    if not supported_units(by).filter(pk=order.provider_id).exists():
        raise NoAccess(Refusal(N_("Enheten hör inte till dem du är handledare för.")))
    return order
