"""A week of one order: planned and performed side by side, with reasons and sums."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from samsyn.homecare.queries import week_of
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.orders import about
from samsyn.web.provider.words import Extra, Visit, extra_said, visit
from samsyn.web.shared.asked import day_asked
from samsyn.web.shared.fetch import order_for
from samsyn.web.shared.request import Request

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WeekDay:
    """One day of the week with its visits and the help beside the plan."""

    day: date
    visits: list[Visit]
    extra: list[Extra]


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def week_page(request: Request, pk: int) -> HttpResponse:
    """The week around the day asked for."""
    order = order_for(request, pk, what="time.read")
    return render(request, "provider/week.html", {**about(request, order), **_week(request, order)})


def _week(request: Request, order: Any) -> dict[str, Any]:
    planned, extra, sums = week_of(order, day=day_asked(request))
    today = localdate(request.now)
    days = [sums.monday + timedelta(n) for n in range(7)]
    return {
        "sums": sums,
        "sunday": sums.monday + timedelta(6),
        "before": sums.monday - WEEK,
        "after": sums.monday + WEEK,
        "empty": not planned and not extra,
        "days": [
            WeekDay(
                d,
                [visit(p, today=today) for p in planned if p.day == d],
                [extra_said(e) for e in extra if e.day == d],
            )
            for d in days
        ],
    }
