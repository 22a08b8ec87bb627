"""Who sees which plans may need help, and offers it: the supervisor of care, for the municipality's own units.

A supervisor reads why, never what a plan says. Help is offered to the contact person and can be turned down.
"""

from samsyn.homecare.access import OrderFacts
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import PROVIDER, Actor, Role


def why_not_support(actor: Actor) -> Refusal | None:
    """Seeing the list: the supervisor, never of a private provider."""
    if actor.role is Role.CARE_SUPERVISOR and not actor.is_private:
        return None
    return Refusal(N_("Det är omsorgshandledaren som ser vilka planer som kan behöva hjälp."))


def why_not_answer_help(actor: Actor, order: OrderFacts, contact: int | None) -> Refusal | None:
    """Saying yes or no to help: the contact person it was offered to, or the planner of the unit."""
    at_unit = actor.role in PROVIDER and actor.unit_id == order.provider_id
    if at_unit and (actor.role is Role.PROVIDER_PLANNER or actor.staff_id == contact):
        return None
    return Refusal(N_("Det är kontaktpersonen som svarar på om hjälpen behövs."))
