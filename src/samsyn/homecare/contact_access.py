"""Who may offer a fast omsorgskontakt, answer for the person, and ask for another: role *and* relation."""

from samsyn.homecare.access import OrderFacts
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import PROVIDER, Actor, Role


def why_not_offer(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Offering, and noting that none is needed: the provider's staff, once the order is accepted."""
    if actor.role not in PROVIDER or actor.unit_id != order.provider_id:
        return Refusal(N_("Det är utförarens personal som erbjuder en fast omsorgskontakt."), law="SoL 10:7")
    if order.status not in ACCEPTED:
        return Refusal(N_("Beställningen behöver tas emot innan ni erbjuder en fast omsorgskontakt."))
    return None


def why_not_answer(actor: Actor, order: OrderFacts, *, noted: bool) -> Refusal | None:
    """Yes, no, or a wish for another: the person, somebody with authority, or staff who note what they said."""
    if order.status not in ACCEPTED:
        return Refusal(N_("Hjälpen är avslutad, så det finns inget att svara på."))
    if actor.role is Role.PERSON and actor.person_id == order.person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("plan", order.person_id):
        return None
    if noted and why_not_offer(actor, order) is None:
        return None
    return Refusal(N_("Det är personen själv, eller någon som personen gett rätt till det, som svarar."))
