"""Planned travel against real, and planning by what was seen."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from samsyn.homecare.actions import learn_travel
from samsyn.homecare.queries import travel_seen
from samsyn.people.roles import Role
from samsyn.planning.profile import Share
from samsyn.web.gate import open_to
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def travel(request: Request) -> HttpResponse:
    """What journeys took, by way of travelling, beside what was planned. Of no one carer."""
    seen, profile = travel_seen(by=request.actor, at=request.now)
    rows = [
        (
            label("travel_modes", one.mode, "homecare"), one.journeys, _said(one.planned), _said(one.real),
            _said(one.assumed.seconds(1000) / 60), _said(one.found.seconds(1000) / 60),
        )
        for one in seen
    ]  # fmt: skip
    hours = [
        (label("travel_modes", one.mode, "homecare"), f"{begins:.0f}–{ends:.0f}", share.n, *_more(share))
        for one in seen
        for (begins, ends), share in one.hours
    ]
    return render(request, "dayplan/travel.html", {"rows": rows, "hours": hours, "profile": profile})


def _more(share: Share) -> tuple[str, str]:
    """How many per cent longer, and between what."""
    cents = (round(100 * (x - 1)) for x in (share.factor, share.low, share.high))
    told, low, high = (f"{n:+d}".replace("-", "−") if n else "0" for n in cents)
    return f"{told} %", f"{low} … {high}"


def _said(minutes: float) -> str:
    return f"{minutes:.1f}".replace(".", ",")


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def learn(request: Request) -> HttpResponse:
    """Plan from now on by what was seen."""
    learn_travel(by=request.actor, at=request.now)
    return redirect("dayplan_travel")
