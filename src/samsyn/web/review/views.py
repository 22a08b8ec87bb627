"""The page of reviews, from which the rest is reached; and the unit's rule."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.actions import set_rule
from samsyn.review.lifecycle import LABELS, State
from samsyn.review.queries import my_readings, packets_of_unit, rule_row, waivers_of_unit
from samsyn.web.gate import open_to
from samsyn.web.review.doors import doors_for
from samsyn.web.review.forms import RuleForm
from samsyn.web.shared.asked import form_data, tried
from samsyn.web.shared.lots import new_seed
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.review.models import Packet

YEAR = timedelta(days=365)


@open_to(*ASSESSMENT)
@require_GET
def reviews(request: Request) -> HttpResponse:
    """What waits for the reader, and the way to the parts."""
    mine = list(my_readings(request.actor)[:50])
    leads = request.actor.role is Role.TEAM_LEADER
    context = {
        "doors": doors_for(request.actor),
        "to_read": [r for r in mine if r.done_at is None and r.packet.state == State.SENT],
        "to_meet": [r for r in mine if r.packet.state == State.OPENED],
        "handed_in": [r for r in mine if r.done_at and r.packet.state == State.SENT],
        "concluded": [r for r in mine if r.packet.state == State.CONCLUDED][:10],
        "leads": leads,
        "packets": [(p, LABELS[State(p.state)]) for p in packets_of_unit(by=request.actor, at=request.now)]
        if leads
        else [],
        "waived": waivers_of_unit(request.actor.unit_id, since=request.now - YEAR) if leads else 0,
    }
    return render(request, "review/reviews.html", context)


def _packets(request: Request) -> "list[tuple[Packet, str]]":
    return [(p, LABELS[State(p.state)]) for p in packets_of_unit(by=request.actor, at=request.now)]


@open_to(Role.TEAM_LEADER)
@require_http_methods(["GET", "POST"])
def rule(request: Request) -> HttpResponse:
    """The unit's rule: which cases are reviewed and by whom."""
    standing = rule_row(request.actor.unit_id)
    names = ("mode", "share", "readers", "readers_from")
    initial = {name: getattr(standing, name) for name in names} if standing else {}
    initial["interventions"] = standing.kinds_of_case if standing else []
    defaults = {"mode": "request", "readers": 2, "readers_from": "others_first"}
    form = RuleForm(form_data(request), initial=defaults | initial)
    done, status = tried(form, lambda: _set(request, form))
    if done is not None:
        return redirect("reviews")
    context = {"form": form, "standing": standing}
    return render(request, "review/rule.html", context, status=status)


def _set(request: Request, form: RuleForm) -> object:
    said = form.cleaned_data
    told = {**said, "share": said["share"] or 0}
    return set_rule(**told, seed=new_seed(), by=request.actor, at=request.now)
