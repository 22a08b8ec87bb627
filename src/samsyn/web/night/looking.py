"""A look: begun, shown at the vendor's own page, and told. Outside of one transaction, since the vendor is asked."""

from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.homecare.night_desk import look_now, picture, tell_what_was_seen, vendor
from samsyn.homecare.queries import open_look_of, seconds_left
from samsyn.people.refusals import N_, Invalid, Refusal
from samsyn.web.gate import open_to
from samsyn.web.night.watch import STAFF, fetched
from samsyn.web.night.words import TROUBLES
from samsyn.web.shared.reach import reach
from samsyn.web.shared.request import Request


@non_atomic_requests
@open_to(*STAFF)
@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Begin a look and ask for the picture; without one somebody is to go there, and the check says so."""
    found = look_now(fetched(request, pk), by=request.actor, at=request.now, vendor=vendor())
    return redirect("night_check" if found.trouble else "night_look", pk)


@non_atomic_requests
@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def look_page(request: Request, pk: int) -> HttpResponse:
    """One's own look: the way to the picture, and what was seen. A look that has ended leads back to the check."""
    check = fetched(request, pk)
    mine = open_look_of(check, request.actor)
    if mine is None:
        return redirect("night_check", pk)
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        if not outcome:
            raise Invalid("outcome", Refusal(N_("Välj vad du såg.")))
        tell_what_was_seen(mine, outcome, by=request.actor, at=request.now, vendor=vendor())
        return redirect("night_check", pk)
    at_vendor = vendor()
    found = picture(mine, vendor=at_vendor)
    person = check.supervision.order.case.person
    context: dict[str, Any] = {
        "check": check,
        "person": person,
        "reach": reach(request, person),
        "look": mine,
        "left": seconds_left(mine, request.now),
        "picture_url": at_vendor.view_url(found.opened.ticket) if found.opened else "",
        "trouble": TROUBLES[found.trouble] if found.trouble else "",
    }
    return render(request, "night/look.html", context)
