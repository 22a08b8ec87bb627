"""How granted lines stand: what is carried out, what clock runs, and what has been noted.

Called after `open_case`, or for lists that record their own reading.
"""

from datetime import date

from django.db.models import QuerySet

from samsyn.cases.models import Case, LineEvent
from samsyn.cases.models.standings import LineStanding, granted_lines, standings


def standings_of(case: Case, on: date) -> list[LineStanding]:
    """How every granted line of a case stands on a day, the oldest decision first."""
    return list(standings(granted_lines(case), on).values())


def line_events_of(case: Case) -> QuerySet[LineEvent]:
    """All that has been noted on a case's lines, what was taken back too, newest day first."""
    events = LineEvent.objects.filter(line__decision__case=case, retracts__isnull=True)
    return events.select_related("line__decision", "retracted_by").order_by("-day", "-pk")


def line_event_for(case: Case, pk: int) -> LineEvent:
    """One event of this case. Raises LineEvent.DoesNotExist for another's."""
    return LineEvent.objects.select_related("line__decision__case").get(pk=pk, line__decision__case=case)
