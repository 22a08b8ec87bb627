"""The week: which days somebody comes, for what, how long, and who. Always in words."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samsyn.homecare.queries import told_week
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, show, whose
from samsyn.web.shared.account import who_comes
from samsyn.web.shared.asked import day_asked
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import label

WEEK = timedelta(days=7)
FARTHEST = timedelta(days=366)  # beyond this there is nothing to look at in either direction


@dataclass(frozen=True)
class Help:
    """One thing done or to be done on a day. `given` is None until the day is over or somebody has said."""

    start: time
    what: str
    minutes: int
    who: str
    given: int | None = None
    reason: str = ""
    extra: bool = False

    @property
    def differed(self) -> bool:
        return self.given is not None and (self.extra or self.given != self.minutes)


@dataclass(frozen=True)
class Day:
    """One day of the week with its help in order."""

    on: date
    help: list[Help]

    @property
    def minutes(self) -> int:
        return sum(h.minutes for h in self.help)


def days_of_week(request: Request, person: int, day: date) -> list[Day]:
    """The seven days around a day. The page that shows them records the reading."""
    monday = day - timedelta(day.weekday())
    planned, extra = told_week(person, day=day, by=request.actor)
    found: dict[date, list[Help]] = {monday + timedelta(n): [] for n in range(7)}
    for p in planned:
        given = p.performed
        reason = label("reasons", given.reason, "homecare") if given else ""
        who = who_comes(p) or _name(given.carer if given else None)
        minutes = given.minutes if given else None
        found[p.day].append(Help(p.start, p.what, p.minutes, who, minutes, reason))
    for e in extra:
        found[e.day].append(
            Help(e.start, "", 0, _name(e.carer), e.minutes, label("reasons", e.reason, "homecare"), extra=True)
        )
    return [Day(on, sorted(helps, key=lambda h: h.start)) for on, helps in found.items()]


def _name(carer) -> str:
    return carer.name if carer else ""


@open_to(*READERS)
@require_safe
def week(request: Request, person: int) -> HttpResponse:
    """The help of one week, and the way to the weeks beside it."""
    to = whose(request, person, "week.told")
    today = localdate(request.now)
    day = min(max(day_asked(request), today - FARTHEST), today + FARTHEST)
    days = days_of_week(request, person, day)
    context: dict[str, Any] = {
        "week": days,
        "monday": days[0].on,
        "sunday": days[-1].on,
        "minutes": sum(d.minutes for d in days),
        "before": days[0].on - WEEK,
        "after": days[0].on + WEEK,
        "this_week": days[0].on <= today <= days[-1].on,
    }
    return show(request, "week.html", to, **context)
