"""Where the reader works, for what a unit does together."""

from typing import TYPE_CHECKING

from samsyn.people.queries import units
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.people.models import Unit


def own_unit(request: Request) -> "Unit":
    """The unit that the reader acts for."""
    return units().get(pk=request.actor.unit_id or 0)
