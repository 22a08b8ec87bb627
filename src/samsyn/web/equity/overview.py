"""The analyst's overview: a line for each outcome, with its three gaps, how it has been, and what is done about it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from samsyn.cases.report_definitions import definitions
from samsyn.equity.together import together
from samsyn.improvement.definitions import Group, Period, groups, outcomes, periods
from samsyn.improvement.due import measure_period
from samsyn.improvement.queries import REPORT, improvements_of, newest_measurements, whole_years_of
from samsyn.people.roles import Role
from samsyn.web.equity.drawn import all_outcomes
from samsyn.web.equity.scales import joined
from samsyn.web.equity.told import Told
from samsyn.web.gate import open_to
from samsyn.web.shared.export import TYPES, table_file
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import period as period_said

if TYPE_CHECKING:
    from samsyn.improvement.models import Improvement

SHOWN_PERIODS = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the overview is of."""

    group: Group
    period: Period

    @property
    def query(self) -> str:
        return f"grupp={self.group.key}&period={key_of(self.period)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome."""

    told: Told
    trend: list[tuple[str, str]]
    improvement: "Improvement | None"
    late: bool


def key_of(period: Period) -> str:
    """A period as it stands in an address."""
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"


def chosen(request: Request, asked: dict[str, str]) -> Chosen:
    """The group and the period that are asked for; the first of each when they are not, or mean nothing."""
    all_groups, all_periods = groups(), {key_of(p): p for p in periods(localdate(request.now))}
    group = all_groups.get(asked.get("grupp", "")) or next(iter(all_groups.values()))
    period = all_periods.get(asked.get("period", "")) or next(iter(all_periods.values()))
    return Chosen(group, period)


@open_to(Role.ANALYST)
@require_safe
def overview(request: Request) -> HttpResponseBase:
    """The newest measurement of each outcome of a period; `&format=csv` or xlsx gives them as a file."""
    asked, today = chosen(request, request.GET.dict()), localdate(request.now)
    newest = newest_measurements(asked.group.key, asked.period, by=request.actor, at=request.now)
    told = [Told(one) for one in newest.values()]
    under_way = improvements_of(newest.values())
    earlier = whole_years_of(asked.group.key)
    lines = [_line(one, [Told(m) for m in earlier.get(one.kept.outcome, [])], under_way, today) for one in told]
    if (form := request.GET.get("format", "")) in TYPES:
        return table_file(form, _table(lines), gettext("Lika behandling"))
    language = get_language() or "sv"
    context = {
        "lines": lines,
        "picture": all_outcomes(told),
        "standing": _standing(told),
        "compared": next((one.compared for one in told if one.found), ""),
        "definitions": [definitions(today)[REPORT]],
        "chosen": asked,
        "groups": [(g.key, g.said(language)) for g in groups().values()],
        "periods": [(key_of(p), period_label(p)) for p in periods(today)],
        "chosen_period": key_of(asked.period),
        "missing": [o.said(language) for k, o in outcomes(today).items() if newest and k not in newest],
    }
    return render(request, "equity/overview.html", context)


def period_label(period: Period) -> str:
    """ "Hela 2025", or from one day to another."""
    if period.is_whole_year:
        return gettext("hela {year}").format(year=period.first.year)
    return period_said(period.first, period.last)


def _line(
    told: Told, earlier: "list[Told]", under_way: "dict[tuple[str, str], list[Improvement]]", today: date
) -> Line:
    own = under_way.get((told.kept.outcome, told.kept.group), [])
    running = [one for one in own if one.ended_at is None]
    improvement = running[0] if running else own[-1] if own else None
    late = bool(running) and running[0].due_on < today
    years = [one for one in earlier if Period(one.kept.first, one.kept.last).is_whole_year][-SHOWN_PERIODS:]
    adjusted = [(one.kept.first.year, one.gaps[1]) for one in years]
    trend = [(f"{year}", gap.number if gap.estimate else gap.said) for year, gap in adjusted]
    return Line(told, trend, improvement, late)


def _standing(told: list[Told]) -> str:
    """Which gaps still stand when all that are shown are counted: many comparisons find something by chance."""
    examined = [one for one in told if one.found]
    shown = together([one.examination for one in examined])
    names = [one.label for one, gap in zip(examined, shown, strict=True) if gap.stands]
    if not names:
        return gettext("När alla jämförelser räknas tillsammans står ingen av de justerade skillnaderna kvar.")
    return gettext("När alla jämförelser räknas tillsammans står de här justerade skillnaderna kvar: {names}.").format(
        names=joined(names)
    )


def _table(lines: list[Line]) -> list[list[object]]:
    """A row for each gap, with all that a figure carries."""
    head = [
        gettext("Utfall"), gettext("Räknad"), gettext("Skillnad"), gettext("Från"), gettext("Till"), gettext("Enhet"),
        gettext("Antal (n)"), gettext("Slutsats"), gettext("Period"), gettext("Definition"), gettext("Frågans version"),
    ]  # fmt: skip
    rows: list[list[object]] = [[*head]]
    for told in (line.told for line in lines):
        carried = [told.verdict[0], told.period, told.definition, told.kept.query]
        for gap in told.gaps:
            found = [gap.estimate.value, gap.estimate.low, gap.estimate.high] if gap.estimate else [gap.said, "", ""]
            rows.append([told.label, gap.label, *found, told.unit_of_file, gap.n or "", *carried])
    return rows


@transaction.non_atomic_requests
@open_to(Role.ANALYST)
@require_POST
def measure(request: Request) -> HttpResponse:
    """Measure a period now, as the night does when a quarter has ended.

    A city takes seconds, and nobody else shall wait to write meanwhile: what is found is kept in one transaction.
    """
    asked = chosen(request, request.POST.dict())
    measure_period(asked.period, asked.group.key, by=request.actor, at=request.now)
    return redirect(f"{reverse('equity')}?{asked.query}")
