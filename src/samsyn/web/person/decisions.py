"""The person's decisions: all of them, one as a letter on the page, and the same letter as a PDF."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from samsyn.cases.actions import note_own_reading
from samsyn.cases.queries import letter_of, times_to_appeal, told_appeals, told_decision, told_decisions
from samsyn.web.gate import open_to
from samsyn.web.person.page import READERS, show, whose
from samsyn.web.person.words import OUTCOME_TONES, OUTCOMES
from samsyn.web.shared.asked import missing
from samsyn.web.shared.letters import Asked, asked_for
from samsyn.web.shared.paper import Paper
from samsyn.web.shared.request import Request
from samsyn.web.shared.sender import sender
from samsyn.web.shared.time_to_appeal import shown_times

if TYPE_CHECKING:
    from samsyn.cases.letters.blocks import Letter
    from samsyn.cases.models import Decision


@open_to(*READERS)
@require_safe
def decisions(request: Request, person: int) -> HttpResponse:
    """Every decision about a person, newest first."""
    to = whose(request, person, "decision.told")
    found = list(told_decisions(person, by=request.actor))
    return show(request, "decisions.html", to, decisions=found, outcomes=OUTCOMES, tones=OUTCOME_TONES)


@open_to(*READERS)
@require_safe
def decision(request: Request, person: int, pk: int) -> HttpResponse:
    """One decision, as the letter that was sent."""
    to = whose(request, person, "decision.letter", about=f"decision:{pk}")
    asked = asked_for(request, to.person)
    found, letter = _letter(request, person, pk, asked)
    _received(request, found)
    replaced_by = getattr(found, "corrected_by", None)
    if replaced_by and replaced_by.state != "signed":
        replaced_by = None
    today = localdate(request.now)
    times = shown_times(times_to_appeal(found, today=today), today=today)
    appeals = [a for a in told_appeals(person, by=request.actor) if a.decision_id == pk]
    return show(
        request, "decision.html", to, decision=found, letter=letter, asked=asked, replaced_by=replaced_by, times=times,
        appeals=appeals,
    )  # fmt: skip


@open_to(*READERS)
@require_safe
def decision_pdf(request: Request, person: int, pk: int) -> HttpResponse:
    """The letter to keep or print, `?sprak=fi` in another language; `?stor=1` gives larger print.

    It is drawn before its reading is recorded, so that drawing does not hold the log's chain, and sent after.
    """
    asked = asked_for(request)
    found, letter = _letter(request, person, pk, asked)
    drawn = Paper(letter, name=f"beslut-{found.case.number}-{found.version}", large_print=asked.large)
    whose(request, person, "decision.pdf", about=f"decision:{pk}")
    _received(request, found)
    return drawn


def _received(request: Request, found: "Decision") -> None:
    """The person has the decision now: the day from which the time to appeal runs, noted once (FL 44)."""
    if request.method == "GET":
        note_own_reading(decision=found, by=request.actor, at=request.now)


def _letter(request: Request, person: int, pk: int, asked: Asked) -> tuple["Decision", "Letter"]:
    """The decision and its letter, for whoever may be told of it; the caller records the reading."""
    with missing():
        found = told_decision(person, pk, by=request.actor)
    return found, letter_of(found, sender=sender(), today=localdate(request.now), language=asked.language)
