"""My day: one address for everybody, answered by the view that the reader's audience has put up for its role."""

from collections.abc import Callable

from django.http import HttpResponse

from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import Role
from samsyn.web.gate import View, open_to
from samsyn.web.shared.request import Request

DAYS: dict[Role, View] = {}


def day_of(*roles: Role) -> Callable[[View], View]:
    """Put a view up as the day of these roles. Raises ValueError when a role already has one."""

    def put_up(view: View) -> View:
        for role in roles:
            if DAYS.setdefault(role, view) is not view:
                raise ValueError(f"{role} already has a day")
        return view

    return put_up


@open_to(*Role)
def day(request: Request) -> HttpResponse:
    """What waits for the reader, as their role sees it."""
    view = DAYS.get(request.actor.role)
    if view is None:
        raise NoAccess(Refusal(N_("Din roll har ingen egen dag i den här installationen.")))
    return view(request)
