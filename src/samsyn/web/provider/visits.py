"""The day: planned visits, what became of them, and help beside the plan. A carer's own, or the whole unit's."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.cases.queries import record_shown
from samsyn.homecare.queries import day_of_unit, days_not_closed, extra_of_day, my_visits
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.words import Extra, Visit, extra_said, visit
from samsyn.web.shared.asked import day_asked
from samsyn.web.shared.request import Request

DAYS_NAMED = 7  # days not closed that are named; the rest are counted


@dataclass(frozen=True)
class Round:
    """One carer's day: visits in time order, help beside the plan, and the sums in minutes."""

    name: str
    visits: list[Visit]
    extra: list[Extra]

    @property
    def planned(self) -> int:
        return sum(v.planned.minutes for v in self.visits)

    @property
    def differing(self) -> int:
        return sum(v.differs for v in self.visits)


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def visits_page(request: Request) -> HttpResponse:
    """A day, today unless another is asked for."""
    return render(request, "provider/visits.html", day_context(request, day_asked(request), "visits.list"))


def day_context(request: Request, day: date, what: str) -> dict[str, Any]:
    """A day's rounds and the days beside it. Records whom it shows."""
    rounds, persons = _rounds(request, day)
    record_shown(what=what, persons=persons, by=request.actor, at=request.now)
    today = localdate(request.now)
    not_closed = sorted(days_not_closed(request.actor, today=today).items(), reverse=True)
    return {
        "day": day,
        "before": day - timedelta(1),
        "after": day + timedelta(1),
        "is_today": day == today,
        "ahead": day > today,
        "rounds": rounds,
        "planner": request.actor.role is Role.PROVIDER_PLANNER,
        "not_closed": not_closed[:DAYS_NAMED],
        "more_not_closed": len(not_closed[DAYS_NAMED:]),
        "planned_sum": sum(r.planned for r in rounds),
        "visit_count": sum(len(r.visits) for r in rounds),
        "differing": sum(r.differing for r in rounds),
    }


def _rounds(request: Request, day: date) -> tuple[list[Round], set[int]]:
    """The rounds of a day by carer's name, those without a carer last, and the persons they are about."""
    actor, today = request.actor, localdate(request.now)
    ask = day_of_unit if actor.role is Role.PROVIDER_PLANNER else my_visits
    planned = list(ask(actor, day=day))
    extra = list(extra_of_day(actor, day=day))
    visits: dict[str, list[Visit]] = defaultdict(list)
    beside: dict[str, list[Extra]] = defaultdict(list)
    for one in planned:
        visits[one.carer.name if one.carer else ""].append(visit(one, today=today))
    for other in extra:
        beside[other.carer.name if other.carer else ""].append(extra_said(other))
    names = sorted({*visits, *beside}, key=lambda n: (not n, n))
    rounds = [Round(n or _("Ingen är utsedd än"), visits[n], beside[n]) for n in names]
    return rounds, {p.order.case.person_id for p in planned} | {e.order.case.person_id for e in extra}
