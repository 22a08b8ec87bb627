"""My day: one address for everybody; each audience puts up the view that answers for its roles."""

from collections.abc import Callable

from django.http.response import HttpResponseBase

from samsyn.people.roles import Role

DayView = Callable[..., HttpResponseBase]

DAYS: dict[Role, DayView] = {}


def day_of(*roles: Role) -> Callable[[DayView], DayView]:
    """Put a view up as the day of these roles. Raises ValueError when a role already has one."""

    def put_up(view: DayView) -> DayView:
        for role in roles:
            if DAYS.setdefault(role, view) is not view:
                raise ValueError(f"{role} already has a day")
        return view

    return put_up
