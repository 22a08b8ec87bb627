"""What came back from providers, for the caseworker who ordered and the unit's team leader."""

from django.db.models import QuerySet

from samsyn.cases.lifecycle import Status
from samsyn.cases.queries import handling
from samsyn.homecare.lifecycle import OrderStatus
from samsyn.homecare.models import Order
from samsyn.people.roles import Actor


def _untaken(actor: Actor) -> QuerySet[Order]:
    untaken = Order.objects.filter(handling(actor, "case__"), contact__isnull=True)
    return untaken.select_related("case__person", "case__caseworker", "provider")


def change_requested(actor: Actor) -> QuerySet[Order]:
    """Orders whose provider asks for a change before answering, the oldest first."""
    return _untaken(actor).filter(status=OrderStatus.CHANGE_REQUESTED).order_by("status_since", "pk")


def turned_down(actor: Actor) -> QuerySet[Order]:
    """Orders that a provider has turned down and that nobody else has been asked instead of, the oldest first."""
    waiting = _untaken(actor).filter(status=OrderStatus.REJECTED, case__status=Status.DECIDED)
    return waiting.order_by("status_since", "pk")
