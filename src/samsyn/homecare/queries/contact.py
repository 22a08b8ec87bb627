"""Which orders wait for an offer of a fast omsorgskontakt, and which offers wait for the person."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from samsyn.homecare.contact import (
    OFFERED_WITH,
    Step,
    titles_in_force,
)
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import ContactStep, Order
from samsyn.people.access import SEE, why_not_act_for
from samsyn.people.models import Staff, StaffTitle
from samsyn.people.queries import held_on
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role


def contacts_to_offer(actor: Actor, *, today: date) -> QuerySet[Order]:
    """Accepted orders of the actor's unit, or of the care worker's own persons, where an offer is to be made.

    It is when none was made, when the person asks, and when the one appointed has left or may not be one any longer.
    """
    if actor.role not in {Role.PROVIDER_PLANNER, Role.CARE_WORKER}:
        return Order.objects.none()
    newest = ContactStep.objects.filter(order=OuterRef("pk")).order_by("-pk").values("step")[:1]
    orders = Order.objects.filter(
        provider=actor.unit_id, status__in=ACCEPTED, line__intervention__in=OFFERED_WITH
    ).annotate(newest_step=Subquery(newest))
    able = StaffTitle.objects.filter(held_on(today), key__in=titles_in_force(today)).values("staff")
    cannot_go_on = Q(newest_step=Step.ACCEPTED) & (Q(contact__left_on__isnull=False) | ~Q(contact__in=able))
    waiting = orders.filter(Q(newest_step__isnull=True) | Q(newest_step=Step.ASKED) | cannot_go_on)
    if actor.role is Role.CARE_WORKER:
        waiting = waiting.filter(contact=actor.staff_id)
    return waiting.select_related("case__person", "contact").order_by("status_since", "pk")


def told_contact_offers(person_id: int, *, by: Actor) -> list[tuple[Order, str]]:
    """The person's orders with somebody offered who waits for an answer, and that name."""
    permit(why_not_act_for(by, person_id, SEE | {"plan"}))
    newest = ContactStep.objects.filter(order=OuterRef("pk")).order_by("-pk")
    orders = Order.objects.filter(case__person=person_id, status__in=ACCEPTED).select_related("provider")
    orders = orders.annotate(
        newest_step=Subquery(newest.values("step")[:1]), offered=Subquery(newest.values("staff")[:1])
    )
    waiting = list(orders.filter(newest_step=Step.OFFERED).order_by("pk"))
    names = {s.pk: s.name for s in Staff.objects.filter(pk__in=[o.offered for o in waiting])}
    return [(order, names[order.offered]) for order in waiting]
