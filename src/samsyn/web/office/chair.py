"""The chair's day: what waits for the committee and may be too urgent for it."""

from django.http import HttpResponse
from django.shortcuts import render

from samsyn.people.roles import Role
from samsyn.web.shared.day import day_of
from samsyn.web.shared.request import Request


@day_of(Role.CHAIR)
def day(request: Request) -> HttpResponse:
    """What waits for the committee."""
    return render(request, "office/chair.html", {})
