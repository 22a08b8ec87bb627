"""Until when a decision may be appealed, or why that cannot be said yet, for each remedy (FL 44, KL 13:5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from samsyn.cases.clocks import Answer, Clock, NotRunning
from samsyn.cases.regimes import Remedy
from samsyn.people.refusals import N_
from samsyn.web.shared.wording import label

if TYPE_CHECKING:
    from samsyn.cases.models import DecisionLine

HOW = {
    Remedy.APPEAL: N_("Överklagas till nämnden, som lämnar det till förvaltningsrätten"),
    Remedy.LEGALITY_REVIEW: N_("Laglighetsprövas hos förvaltningsrätten"),
    Remedy.APPEAL_COURT: N_("Överklagas till nämnden, som lämnar det till kammarrätten"),
    Remedy.NONE: N_("Kan inte överklagas"),
}


@dataclass(frozen=True)
class ShownTime:
    """One remedy: its lines, the last day if it can be said, and the clock's own words."""

    remedy: Remedy
    how: str
    what: str
    last_day: date | None
    passed: bool
    reasoning: str
    law: str
    notes: tuple[str, ...]


def shown_times(found: Sequence[tuple[Remedy, list["DecisionLine"], Answer]], *, today: date) -> list[ShownTime]:
    """The remedies of a decision in the order in which its lines first meet them."""
    return [_shown(remedy, lines, answer, today) for remedy, lines, answer in found]


def _shown(remedy: Remedy, lines: list["DecisionLine"], answer: Answer, today: date) -> ShownTime:
    what = ", ".join(dict.fromkeys(label("interventions", line.intervention) for line in lines))
    return told_time(remedy, answer, today=today, what=what)


def told_time(remedy: Remedy, answer: Answer, *, today: date, what: str = "") -> ShownTime:
    """What one clock says of one remedy."""
    last = answer.last_day if isinstance(answer, Clock) else None
    words = answer.reasoning if isinstance(answer, Clock | NotRunning) else answer.question
    notes = (*answer.warnings, *answer.unanswered) if isinstance(answer, Clock) else ()
    passed = last is not None and last < today
    law = ", ".join(answer.paragraphs)
    return ShownTime(remedy, HOW[remedy], what, last, passed, words, law, notes)
