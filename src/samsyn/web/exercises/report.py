"""What came of a closed round, and of all closed rounds laid together, in words and dots."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samsyn.people.roles import ASSESSMENT, Role
from samsyn.review.exercise_report import Report, Spread
from samsyn.review.queries import pooled_report, report_everywhere, report_to_read
from samsyn.web.exercises.dots import amount_dots, level_dots, outcome_dots
from samsyn.web.exercises.told import agreement_row, effect_row
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request
from samsyn.web.shared.wording import amount

if TYPE_CHECKING:
    from samsyn.review.vignette import Vignette

WORDS_SHOWN = 12


@open_to(*ASSESSMENT)
@require_safe
def exercise_report(request: Request, pk: int) -> HttpResponse:
    """The report of one closed round."""
    with missing():
        found, told, vignettes = report_to_read(pk, by=request.actor)
    context = {
        "round": found,
        "vignettes": vignettes,
        "spreads": [_spread(s, vignettes) for s in told.spreads],
        "words": [(v.title, words) for n, v in enumerate(vignettes) if (words := _words(told, n))],
        **_figures(told),
    }
    return render(request, "exercises/report.html", context)


@open_to(*ASSESSMENT)
@require_safe
def pooled(request: Request) -> HttpResponse:
    """Every closed round of the unit laid together."""
    count, told = pooled_report(by=request.actor)
    context = {"count": count, "today": localdate(request.now), **_figures(told)}
    return render(request, "exercises/pooled.html", context)


@open_to(Role.ANALYST)
@require_safe
def everywhere(request: Request) -> HttpResponse:
    """Every closed round of all units laid together: the experiment beside the figures of equal treatment."""
    count, told = report_everywhere(by=request.actor)
    context = {"count": count, "today": localdate(request.now), "everywhere": True, **_figures(told)}
    return render(request, "exercises/pooled.html", context)


def _figures(told: Report) -> dict[str, Any]:
    return {
        "report": told,
        "agreement": [agreement_row(a) for a in told.agreement],
        "effects": [effect_row(e) for e in told.effects],
    }


def _words(told: Report, vignette: int) -> list[str]:
    return [word for at, word in told.words if at == vignette][:WORDS_SHOWN]


def _spread(spread: Spread, vignettes: "list[Vignette]") -> dict[str, Any]:
    vignette = vignettes[spread.vignette]
    question = vignette.questions[spread.question]
    drawn = [outcome_dots(spread.outcomes)]
    if spread.amounts and any(spread.amounts):
        drawn.append(amount_dots(spread.amounts, question.unit))
    if spread.levels:
        drawn.append(level_dots(spread.levels))
    middle = spread.middle
    return {
        "title": vignette.title,
        "asks": question.asks,
        "dots": drawn,
        "middle": "" if middle is None else amount(round(middle), question.unit),
    }
