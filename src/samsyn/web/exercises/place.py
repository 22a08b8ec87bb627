"""Where the reader works, for what a unit does together; and in what amounts are measured there."""

from typing import TYPE_CHECKING

from samsyn.people.queries import units
from samsyn.people.refusals import N_
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.people.models import Unit

UNITS = {
    "minutes_week": N_("timmar i veckan"),
    "minutes_month": N_("timmar i månaden"),
    "times_week": N_("gånger i veckan"),
    "days_week": N_("dagar i veckan"),
    "days_month": N_("dygn i månaden"),
    "count": N_("beviljas eller inte, utan mängd"),
}


def own_unit(request: Request) -> "Unit":
    """The unit that the reader acts for."""
    return units().get(pk=request.actor.unit_id or 0)
