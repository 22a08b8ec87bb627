"""Who carries out what was decided, without telling of whom."""

from django.db.models import QuerySet

from samsyn.cases.models import Decision
from samsyn.homecare.models import Order


def first_providers(investigations: QuerySet[Decision, tuple[int]]) -> dict[int, str]:
    """The provider of the first order of each investigation's decision; those that nothing is ordered of are not there.

    For figures of equal treatment, whose reader notes the showing in the log.
    """
    orders = Order.objects.filter(line__decision__investigation__in=investigations).order_by("sent_at", "pk")
    found: dict[int, str] = {}
    for investigation, name in orders.values_list("line__decision__investigation", "provider__name").iterator():
        found.setdefault(investigation, name)
    return found
