"""The page of one outcome: the steps from pattern to action, every figure with its interval, and how it was counted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samsyn.improvement.queries import earlier_measurements, improvements_of, measurement_to_read
from samsyn.people.roles import Role
from samsyn.web.equity.drawn import gaps_of, pictures_of
from samsyn.web.equity.sections import sections
from samsyn.web.equity.shown import Shown
from samsyn.web.equity.told import Told
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request


@open_to(Role.ANALYST)
@require_safe
def measurement(request: Request, pk: int) -> HttpResponse:
    """One measurement as it was made."""
    with missing():
        kept = measurement_to_read(pk, by=request.actor, at=request.now)
    told = Told(kept)
    context = {
        **(examined(told.shown) if told.found else {"verdict": told.why_not}),
        "told": told,
        "earlier": [Told(one) for one in earlier_measurements(kept) if one.pk != kept.pk],
        "improvements": improvements_of([kept]).get((kept.outcome, kept.group), []),
    }
    return render(request, "equity/outcome.html", context)


def examined(shown: Shown) -> dict[str, object]:
    """What the page of an examination is given, whosever rows it is of."""
    asked, drawn = shown.found.asked, pictures_of(shown)
    return {
        "shown": shown,
        "verdict": shown.verdict,
        "facts": [shown.named.column(name) for name in asked.facts],
        "need": [shown.named.column(name) for name in asked.need],
        "picture": gaps_of(shown),
        "sections": [(section, drawn.get(section.key)) for section in sections(shown)],
    }
