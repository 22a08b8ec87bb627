"""The planner's day: the board with its map and its list, the figures beside, and two plans compared."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from samsyn.homecare.queries import changes_of, clashes_of, day_plans, unit_day
from samsyn.people.queries import names_of_actors
from samsyn.people.roles import Role
from samsyn.web.dayplan import aside
from samsyn.web.dayplan.beside import beside
from samsyn.web.dayplan.clashes import clashes_told
from samsyn.web.dayplan.compared import compared
from samsyn.web.dayplan.fetch import plan_of, told_plan
from samsyn.web.dayplan.map import map_of
from samsyn.web.dayplan.mended import mended_by
from samsyn.web.dayplan.more import given_said
from samsyn.web.dayplan.phones import on_phones
from samsyn.web.dayplan.told import Told
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import day_asked
from samsyn.web.shared.plain import is_number
from samsyn.web.shared.request import Request

if TYPE_CHECKING:
    from samsyn.homecare.models import DayPlan

SHOWN_CHANGES = 20


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def board(request: Request) -> HttpResponse:
    """A day of the planner's unit: the newest plan, or the one that is asked for."""
    day = day_asked(request)
    plans = list(day_plans(day, by=request.actor))
    asked = request.GET.get("plan", "")
    plan = next((p for p in plans if asked == str(p.version)), plans[0] if plans else None)
    context = {**about_day(request, day), "plans": plans, "plan": plan}
    if plan is None:
        known = unit_day(day, by=request.actor, at=request.now)
        return render(request, "dayplan/none.html", {**context, "known": known})
    return render(request, "dayplan/board.html", {**context, **of_plan(request, plan, plans)})


def about_day(request: Request, day: date) -> dict[str, Any]:
    """The days beside a day, and how far a search of it has come."""
    today = localdate(request.now)
    search = aside.standing(request.actor.unit_id or 0, day)
    return {
        "day": day,
        "before": day - timedelta(1),
        "after": day + timedelta(1),
        "is_today": day == today,
        "is_past": day < today,
        "search": search,
        "gave": given_said(search),
    }


def of_plan(request: Request, plan: "DayPlan", plans: list["DayPlan"]) -> dict[str, Any]:
    """What the board of a plan shows."""
    told = told_plan(request, plan)
    asked = request.GET.get("vem", "")
    chosen = int(asked) if is_number(asked) and int(asked) in told.names else None
    changes = list(changes_of(plan)[:SHOWN_CHANGES])
    names = names_of_actors({change.by for change in changes} | {plan.made_by})
    return {
        "told": told,
        "chosen": chosen,
        "mended": mended_by(told, plans),
        "map": map_of(request, told, chosen),
        "beside": beside(request, told),
        "phones": on_phones(told),
        "clashes": clashes_told(told, clashes_of(plan) if told.left else []),
        "changes": [
            (change, names.get(change.by, ""), told.names.get(change.after.get("carer"))) for change in changes
        ],
        "made_by": names.get(plan.made_by, ""),
        "others": [p for p in plans if p.pk != plan.pk],
    }


@open_to(Role.PROVIDER_PLANNER)
@require_GET
def compare(request: Request, pk: int, other_pk: int) -> HttpResponse:
    """Two plans of the same day side by side: what each comes to, and every visit that differs."""
    plan, other = plan_of(request, pk), plan_of(request, other_pk)
    one = told_plan(request, plan)
    two = told_plan(request, other) if other.day == plan.day else Told(one.known, other, [])
    context = {"one": one, "two": two, "rows": compared(one, two), "day": plan.day, "same_day": other.day == plan.day}
    return render(request, "dayplan/compare.html", context)
