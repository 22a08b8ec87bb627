"""The address of my day, the first page after the login."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.shared.day import DAYS
from samsyn.web.shared.request import Request


@open_to(*Role)
@require_safe
def day(request: Request) -> HttpResponseBase:
    """What waits for the reader, as their role sees it."""
    view = DAYS.get(request.actor.role) if request.actor else None
    if view is None:
        raise NoAccess(Refusal(N_("Sidan Min dag finns inte för din roll.")))
    return view(request)
