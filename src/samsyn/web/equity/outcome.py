"""The page of one outcome: the steps from pattern to action, every figure with its interval, and how it was counted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from samsyn.equity.narration import narrate
from samsyn.improvement.queries import earlier_measurements, improvements_of, measurement_to_read
from samsyn.people.roles import Role
from samsyn.web.equity.drawn import gaps_of, pictures_of
from samsyn.web.equity.numbers import column_said, language_now, value_said
from samsyn.web.equity.section_words import STEPS
from samsyn.web.equity.sections import sections
from samsyn.web.equity.told import Told, note_said
from samsyn.web.gate import open_to
from samsyn.web.shared.asked import missing
from samsyn.web.shared.request import Request

HIDES = "need_may_hide"  # said on the page itself, beside the figure


@open_to(Role.ANALYST)
@require_safe
def measurement(request: Request, pk: int) -> HttpResponse:
    """One measurement as it was made."""
    with missing():
        kept = measurement_to_read(pk, by=request.actor, at=request.now)
    told = Told(kept)
    context = {
        **(_examined(told) if told.found else {"verdict": told.why_not}),
        "told": told,
        "earlier": [Told(one) for one in earlier_measurements(kept) if one.pk != kept.pk],
        "improvements": improvements_of([kept]).get((kept.outcome, kept.group), []),
    }
    return render(request, "equity/outcome.html", context)


def _examined(told: Told) -> dict[str, object]:
    answer, asked, drawn = told.examination.answer, told.examination.asked, pictures_of(told)
    return {
        "verdict": note_said(answer.verdict),
        "notes": [note_said(note) for note in answer.notes if note.code != HIDES],
        "facts": [column_said(name) for name in asked.facts],
        "need": [column_said(name) for name in asked.need],
        "picture": gaps_of(told),
        "steps": narrate(told.examination, language_now(), names=names_for(told)),
        "sections": [(section, drawn.get(section.key)) for section in sections(told)],
    }


def names_for(told: Told) -> dict[str, str]:
    """The columns and the two groups as the pages call them, for the narration."""
    answer, asked = told.examination.answer, told.examination.asked
    columns = (asked.group, *asked.facts, *asked.need, *asked.units)
    groups = {f"{asked.group}={value}": value_said(value) for value in (answer.compared, answer.reference)}
    steps = {f"step={name}": gettext(step) for name, step in STEPS.items()}
    named = {name: column_said(name) for name in columns} | groups | steps
    return named | {asked.outcome: told.label[:1].lower() + told.label[1:]}
