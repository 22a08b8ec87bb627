"""What a person's visits demand of who comes: a skill, and how heavy they are."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samsyn.homecare.actions import end_demand, note_demand
from samsyn.homecare.dayplan.skills import visit_skills
from samsyn.homecare.queries import Demands, demand_for, demands_of, unit_demands
from samsyn.people.roles import Role
from samsyn.web.dayplan.skill_forms import HEAVY, DemandForm
from samsyn.web.dayplan.skills import skill_said
from samsyn.web.gate import open_to
from samsyn.web.provider.words import intervention
from samsyn.web.shared.account import named
from samsyn.web.shared.asked import missing, tried
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

if TYPE_CHECKING:
    from samsyn.homecare.models import VisitDemand


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def demands(request: Request) -> HttpResponse:
    """Everybody whom the unit helps: first those whose visits demand something."""
    rows = [
        (person, [(_about(one.item, ""), _said(one)) for one in held])
        for person, held in unit_demands(by=request.actor, at=request.now)
    ]
    asks = [row for row in rows if row[1]]
    return render(request, "dayplan/demands.html", {"asks": asks, "others": [p for p, held in rows if not held]})


def _said(demand: "VisitDemand") -> list[str]:
    """What is demanded, each in words."""
    told = [skill_said(demand.skill)] if demand.skill else []
    told += [say(HEAVY[demand.heavy])] if demand.heavy else []
    if demand.second_skill:
        told.append(gettext("två kommer, den andra med {skill}").format(skill=skill_said(demand.second_skill)))
    elif demand.staff > 1:
        told.append(gettext("två kommer"))
    return told


def _about(item: str, what: str) -> str:
    return named(item, what or item) if item else gettext("Alla besök")


@open_to(Role.PROVIDER_PLANNER)
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: Request, pk: int) -> HttpResponse:
    """What one person's visits demand, and a form for one demand more."""
    with missing():
        known = demands_of(pk, by=request.actor, at=request.now)
    form = DemandForm(
        request.POST if request.method == "POST" else None, of=_of(known),
        skills=[(key, skill_said(key)) for key in visit_skills()], initial={"seen": known.seen},
    )  # fmt: skip

    def noted() -> object:
        told = dict(form.cleaned_data)
        order, _, item = told.pop("of").partition(":")
        return note_demand(order=known.orders[int(order)], item=item, **told, by=request.actor, at=request.now)

    done, status = tried(form, noted, item="of")
    if done is not None:
        return redirect("dayplan_person_demands", pk)
    whats = {item: what for items in known.items.values() for item, what in items}
    rows = [(one, _about(one.item, whats.get(one.item, "")), _said(one)) for one in known.held]
    context = {"whom": known.person, "rows": rows, "form": form, "seen": known.seen}
    return render(request, "dayplan/person_demands.html", context, status=status)


def _of(known: Demands) -> list[tuple[str, str]]:
    """What a demand may be about: all visits of an order, or one thing that is done."""
    found = []
    for pk, order in known.orders.items():
        found.append((f"{pk}:", gettext("Alla besök: {help}").format(help=intervention(order))))
        found += [
            (f"{pk}:{item}", f"{intervention(order)}: {named(item, what)}") for item, what in known.items.get(pk, ())
        ]
    return found


@open_to(Role.PROVIDER_PLANNER)
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Take a demand away."""
    with missing():
        demand = demand_for(pk, by=request.actor)
    end_demand(demand=demand, by=request.actor, at=request.now)
    return redirect("dayplan_person_demands", demand.order.case.person_id)
