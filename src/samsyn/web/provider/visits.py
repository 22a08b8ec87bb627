"""The day: a carer's own visits; for the planner a line per carer, of whom one is opened at a time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from samsyn.cases.queries import record_shown
from samsyn.homecare.queries import (
    Round,
    day_of_unit,
    days_not_closed,
    extra_of_day,
    my_visits,
    only_carers,
    only_reported,
    orders_after_death,
    rounds_of_unit,
)
from samsyn.people.roles import Role
from samsyn.web.gate import open_to
from samsyn.web.provider.words import Extra, Visit, extra_said, visit
from samsyn.web.shared.asked import day_asked
from samsyn.web.shared.plain import is_number
from samsyn.web.shared.reach import streets
from samsyn.web.shared.request import Request

DAYS_NAMED = 7  # days not closed that are named; the rest are counted
NOBODY, DIFFERING, EVERYBODY = "ingen", "annorlunda", "alla"  # what the planner may open beside one carer


@dataclass(frozen=True)
class Opened:
    """One carer's visits in time order, and the help beside the plan."""

    name: str
    visits: list[Visit]
    extra: list[Extra]

    @property
    def planned(self) -> int:
        return sum(v.planned.minutes for v in self.visits)

    @property
    def differing(self) -> int:
        return sum(v.differs for v in self.visits)


@dataclass(frozen=True)
class Line:
    """One carer in the unit's day. `key` opens the carer; `begins` and `ends` are None when no visit is planned."""

    round: Round
    key: str
    name: str
    begins: time | None
    ends: time | None
    is_opened: bool


@open_to(Role.PROVIDER_PLANNER, Role.CARE_WORKER)
@require_GET
def visits_page(request: Request) -> HttpResponse:
    """A day, today unless another is asked for: one's own visits, or the unit's carers with one of them opened."""
    day = day_asked(request)
    shown = _of_planner(request, day) if request.actor.role is Role.PROVIDER_PLANNER else own_day(request, day)
    return render(request, "provider/visits.html", {**about_day(request, day), **shown})


def about_day(request: Request, day: date) -> dict[str, Any]:
    """The days beside a day, those that are not closed, and the orders that keep them so. Records whom it names."""
    today = localdate(request.now)
    not_closed = sorted(days_not_closed(request.actor, today=today).items(), reverse=True)
    dead = list(orders_after_death(request.actor))
    if dead:
        persons = {o.case.person_id for o in dead}
        record_shown(what="orders.list", persons=persons, by=request.actor, at=request.now)
    return {
        "after_death": dead,
        "day": day,
        "before": day - timedelta(1),
        "after": day + timedelta(1),
        "is_today": day == today,
        "ahead": day > today,
        "planner": request.actor.role is Role.PROVIDER_PLANNER,
        "not_closed": not_closed[:DAYS_NAMED],
        "more_not_closed": len(not_closed[DAYS_NAMED:]),
    }


def own_day(request: Request, day: date) -> dict[str, Any]:
    """A carer's own day. Records whom it shows."""
    visits, extra = my_visits(request.actor, day=day), extra_of_day(request.actor, day=day)
    opened = _opened(request, visits, extra, of=request.actor.staff_id)
    return {"opened": opened, **_sums(sum(len(o.visits) for o in opened), *_added(opened))}


def day_of_carers(request: Request, day: date, *, asked: str = "") -> dict[str, Any]:
    """The unit's day in a line per carer, which names no person, so that long days are read at once."""
    rounds = rounds_of_unit(request.actor, day=day)
    lines = [_line(r, asked) for r in rounds]
    counts = sum(r.visits for r in rounds), sum(r.planned for r in rounds), sum(r.differing for r in rounds)
    return {"lines": lines, **_sums(*counts)}


def _of_planner(request: Request, day: date) -> dict[str, Any]:
    """The unit's day, and what of it is opened."""
    asked, of = request.GET.get("vem", ""), None
    visits, extra = day_of_unit(request.actor, day=day), extra_of_day(request.actor, day=day)
    if asked == NOBODY:
        visits, extra = visits.filter(carer__isnull=True), extra.filter(carer__isnull=True)
    elif asked == DIFFERING:
        visits = only_reported(visits)
    elif is_number(asked):
        of = int(asked)
        visits, extra = only_carers(visits, of), extra.filter(carer=of)
    elif asked != EVERYBODY:
        visits, extra, asked = visits.none(), extra.none(), ""
    return {
        **day_of_carers(request, day, asked=asked),
        "opened": _opened(request, visits, extra, of=of),
        "asked": asked,
    }


def _line(one: Round, asked: str) -> Line:
    key = str(one.carer or NOBODY)
    name = one.name or _("Ingen är utsedd än")
    return Line(one, key, name, _clock(one.begins), _clock(one.ends), key == asked)


def _clock(minutes: int | None) -> time | None:
    """Minutes from midnight as a time of day; past midnight it is the next day's clock."""
    return None if minutes is None else time(minutes // 60 % 24, minutes % 60)


def _opened(request: Request, planned: Any, extra: Any, *, of: int | None = None) -> list[Opened]:
    """Visits and help by carer's name, or one carer's; those without a carer last. Records whom they are about.

    What two come to is in the list of each.
    """
    planned, extra = list(planned), list(extra)
    today = localdate(request.now)
    persons = {one.order.case.person_id for one in [*planned, *extra]}
    record_shown(what="visits.list", persons=persons, by=request.actor, at=request.now)
    where = streets(request, (one.order.case.person for one in planned))
    visits: dict[Any, list[Visit]] = defaultdict(list)
    beside: dict[Any, list[Extra]] = defaultdict(list)
    for one in planned:
        for carer in (one.carer, one.second) if one.second else (one.carer,):
            key = carer.pk if carer else None
            if of is None or of == key:
                told = visit(one, today=today, street=where[one.order.case.person_id], carer=key)
                visits[_key(carer)].append(told)
    for other in extra:
        beside[_key(other.carer)].append(extra_said(other))
    carers = sorted({*visits, *beside})
    return [Opened(key[1] or _("Ingen är utsedd än"), visits[key], beside[key]) for key in carers]


def _key(carer: Any) -> tuple[bool, str, int]:
    """What a carer's visits are gathered and sorted by: two of the same name are two."""
    return (False, carer.name, carer.pk) if carer else (True, "", 0)


def _added(opened: list[Opened]) -> tuple[int, int]:
    return sum(o.planned for o in opened), sum(o.differing for o in opened)


def _sums(visits: int, planned: int, differing: int) -> dict[str, int]:
    return {"visit_count": visits, "planned_sum": planned, "differing": differing}
