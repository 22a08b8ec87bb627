"""How what is ordered is carried out, as its provider sees it. Called after `open_order`."""

from datetime import date

from django.db.models import QuerySet

from samsyn.cases.models import LineEvent
from samsyn.cases.models.standings import LineStanding, latest_version, standings
from samsyn.homecare.models import Order

# What the provider said itself, and what follows from its own time and order. The caseworker's notes are the file's.
SEEN = (LineEvent.Source.PROVIDER, LineEvent.Source.TIME, LineEvent.Source.ORDER)


def standing_for(order: Order, *, on: date) -> LineStanding | None:
    """How the line that an order carries out stands on a day, as it was last corrected."""
    line = latest_version(order.line)
    return standings([line], on).get(line.pk)


def events_for(order: Order) -> QuerySet[LineEvent]:
    """What this provider has said of the line, what was taken back too, newest day first."""
    events = LineEvent.objects.filter(key=f"order:{order.pk}", source__in=SEEN, retracts__isnull=True)
    return events.select_related("line", "retracted_by").order_by("-day", "-pk")


def event_for(order: Order, pk: int) -> LineEvent:
    """One of them. Raises LineEvent.DoesNotExist for another's."""
    return events_for(order).select_related("line__decision__case").get(pk=pk)
