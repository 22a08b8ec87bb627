"""What an import asks of lines and orders before it stores anything."""

from collections.abc import Iterable

from samsyn.cases.models import DecisionLine
from samsyn.homecare.lifecycle import LIVE
from samsyn.homecare.models import Order


def lines_ordered(lines: Iterable[int]) -> dict[int, int]:
    """Of some stored lines those that a provider has now, with the order."""
    return dict(Order.objects.filter(line__in=list(lines), status__in=LIVE).values_list("line", "pk"))


def lines_refused(lines: Iterable[int]) -> set[int]:
    """Of some stored lines those that were refused."""
    refused = DecisionLine.objects.filter(pk__in=list(lines), outcome=DecisionLine.Outcome.REFUSED)
    return set(refused.values_list("pk", flat=True))


def cases_of_orders(orders: Iterable[int]) -> dict[int, int]:
    """The case of each of some orders."""
    return dict(Order.objects.filter(pk__in=list(orders)).values_list("pk", "case"))
