"""The page of the figures of reviews: leak and effect over time, as dots with intervals and as a file."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from samsyn.cases.report_definitions import definitions
from samsyn.people.roles import Role
from samsyn.review.leak import WORDS, Interval
from samsyn.review.leak_ratio import Period
from samsyn.review.queries import Measures, Told, review_measures
from samsyn.web.alike.masked import KINDS
from samsyn.web.alike.measure_words import CAUSES, HEADS, SERIES, UNDECIDED, Series
from samsyn.web.gate import open_to
from samsyn.web.shared.export import TYPES, table_file
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import say

WIDTH, MARGIN = 260, 10  # of a drawing, in its own units


@dataclass(frozen=True)
class Row:
    """One period of a figure in words, with places on the drawing where there is a figure."""

    period: str
    said: str
    interval: str = ""
    number: str = ""
    more: str = ""
    low: int = 0
    at: int = 0
    high: int = 0
    chance: int = 0

    @property
    def drawn(self) -> bool:
        return bool(self.at)


@dataclass(frozen=True)
class Shown:
    """One figure as it stands on the page, and where its scale ends."""

    key: str
    series: Series
    rows: list[Row]
    most: str


@open_to(Role.TEAM_LEADER, Role.ANALYST)
@require_safe
def measures(request: Request) -> HttpResponseBase:
    """The figures over time; `?format=csv` or xlsx gives all of them as one file, as they are shown."""
    found = review_measures(by=request.actor, at=request.now)
    shown = [_shown(key, series, found.series[key]) for key, series in SERIES.items()]
    if (form := request.GET.get("format", "")) in TYPES:
        return table_file(form, _table(shown, found), gettext("Granskningens mått"))
    return _page(request, shown, found)


def _shown(key: str, series: Series, told: list[Told]) -> Shown:
    """One figure, all its rows on the same scale: from nothing to what it reaches to, or beyond when a row does."""
    ends = [t.rate.interval.high for t in told if t.rate]
    most = max([series.reaches, *(math.ceil(end) for end in ends)])
    return Shown(key, series, [_row(series, one, most) for one in told], f"{_number(most)}{series.suffix}")


def _page(request: Request, shown: list[Shown], found: Measures) -> HttpResponse:
    context = {
        "shown": shown,
        "words": found.words,
        "kinds": [(KINDS.get(kind, kind), _number(r.value, 1), _between(r.interval, "", 1)) for kind, r in found.kinds],
        "kinds_of": found.kinds[0][1].reviews if found.kinds else 0,
        "causes": [(CAUSES[cause], n) for cause, n in found.causes],
        "definitions": [definitions(localdate(request.now))["reviews"]],
        "everywhere": request.actor.role is Role.ANALYST,
    }
    return render(request, "alike/measures.html", context)


def quarters_said(period: Period) -> str:
    """One quarter, or the first and last of several: "kvartal 1 2026 till kvartal 2 2026"."""
    names = [gettext("kvartal {number} {year}").format(number=n, year=y) for y, n in period.quarters]
    return names[0] if len(names) == 1 else gettext("{first} till {last}").format(first=names[0], last=names[-1])


def _row(series: Series, told: Told, most: float) -> Row:
    period = quarters_said(told.period)
    if told.few:
        return Row(period, gettext("för få på ena sidan för att visas"))
    if told.leak:
        return _leak_row(period, told, most)
    if told.rate is None:
        return Row(period, gettext(UNDECIDED), number=gettext("färre än 8"))
    place = _place(most)
    interval = told.rate.interval
    return Row(
        period,
        f"{_number(told.rate.value, series.decimals)}{series.suffix}",
        _between(interval, series.suffix, series.decimals),
        str(told.rate.reviews),
        low=place(interval.low), at=place(told.rate.value), high=place(interval.high),
    )  # fmt: skip


def _leak_row(period: str, told: Told, most: float) -> Row:
    found = told.leak
    if found is None:
        raise TypeError("a row of a leak needs one")
    place = _place(most)
    percent = Interval(100 * found.interval.low, 100 * found.interval.high)
    more = [
        say(WORDS[found.verdict]),
        gettext("slumpen {chance} %, p = {p}").format(chance=_number(100 * found.chance, 0), p=_number(found.p, 3)),
    ]
    if told.informed:
        more.append(
            gettext("skiljer könen åt: {value} (95 %: {low} till {high})").format(
                value=_number(told.informed.value, 2),
                low=_number(told.informed.interval.low, 2),
                high=_number(told.informed.interval.high, 2),
            )
        )
    if found.brier is not None and found.brier_blind is not None:
        more.append(
            gettext("Brier {own}, blint {blind}").format(
                own=_number(found.brier, 2), blind=_number(found.brier_blind, 2)
            )
        )
    number = gettext("{texts} texter, {guesses} gissningar, {abstained} gissade inte").format(
        texts=found.texts, guesses=found.guesses, abstained=found.abstained
    )
    return Row(
        period, f"{_number(100 * found.right, 0)} %", _between(percent, " %", 0), number, "; ".join(more),
        low=place(percent.low), at=place(100 * found.right), high=place(percent.high), chance=place(100 * found.chance),
    )  # fmt: skip


def _place(most: float) -> Callable[[float], int]:
    return lambda value: MARGIN + round((WIDTH - 2 * MARGIN) * max(0.0, value) / most)


def _between(interval: Interval, suffix: str, decimals: int) -> str:
    low, high = _number(interval.low, decimals), _number(interval.high, decimals)
    return gettext("{low} till {high}{suffix}").format(low=low, high=high, suffix=suffix)


def _number(value: float, decimals: int = 0) -> str:
    """Rounded: Django's own cuts off."""
    return number_format(round(value, decimals), decimals)


def _table(shown: list[Shown], found: Measures) -> list[list[str]]:
    """What the file holds: exactly what the page shows."""
    head, few = [gettext(h) for h in HEADS], gettext("färre än 8")
    rows = [[say(s.series.label), r.period, r.said, r.interval, r.number, r.more] for s in shown for r in s.rows]
    words = [[gettext("Ord som har avslöjat"), "", word, "", str(n or few), ""] for word, n in found.words]
    per = gettext("Ändringar efter slag, per 1 000 ord")
    kinds = [
        [
            per,
            "",
            f"{say(KINDS.get(kind, kind))}: {_number(r.value, 1)}",
            _between(r.interval, "", 1),
            str(r.reviews),
            "",
        ]
        for kind, r in found.kinds
    ]
    causes = [[gettext("Skäl till avvikelser"), "", say(CAUSES[c]), "", str(n or few), ""] for c, n in found.causes]
    return [head, *rows, *words, *kinds, *causes]
