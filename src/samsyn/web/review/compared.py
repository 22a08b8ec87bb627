"""A decision held against its review, as the caseworker explains it and the delegate reads it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from samsyn.review.queries import (
    Compared,
    compared,
    departures_of,
    packet_of,
    waiver_for,
    waiver_of,
    why_not_unreviewed,
)
from samsyn.web.review.forms import DepartureForm
from samsyn.web.review.words import CAUSES, WAIVERS, said
from samsyn.web.shared.outcomes import OUTCOMES
from samsyn.web.shared.wording import amount, label, say

if TYPE_CHECKING:
    from samsyn.cases.models import Case, Decision


@dataclass(frozen=True)
class ShownDeparture:
    """One intervention where the decision departs: what the review says, what the decision says, and why."""

    code: str
    name: str
    reviewed: str
    decided: str
    form: DepartureForm | None
    cause: str
    why: str


def shown_departures(
    held: Compared, draft: "Decision", typed: tuple[str, DepartureForm] | None = None
) -> list[ShownDeparture]:
    """Every departure of a draft, with its form."""
    reviewed = {line.intervention: _in_words(line) for line in held.lines}
    decided: dict[str, str] = {}
    for line in draft.lines.all():
        before = decided.get(line.intervention)
        decided[line.intervention] = f"{before}; {_in_words(line)}" if before else _in_words(line)
    nothing, found = gettext("inget"), []
    for code in held.departs:
        reason = held.reasons.get(code)
        initial = {"cause": reason.cause, "why": reason.why} if reason else {}
        form = typed[1] if typed and typed[0] == code else DepartureForm(prefix=code, initial=initial)
        found.append(
            ShownDeparture(
                code, label("interventions", code), reviewed.get(code, nothing), decided.get(code, nothing), form,
                CAUSES[reason.cause] if reason else "", reason.why if reason else "",
            )
        )  # fmt: skip
    return found


def _in_words(line: Any) -> str:
    outcome = say(OUTCOMES[line.outcome])
    return outcome if line.outcome == "refused" else f"{outcome}, {amount(line.amount, line.unit)}"


def beside_draft(case: "Case", draft: "Decision") -> dict[str, Any]:
    """What the draft's page shows of the review: how far it is, and why the draft may not be proposed."""
    key, waiver = packet_of(case), waiver_of(case)
    return {
        "review_state": key.packet.state if key else "",
        "review_waiver": WAIVERS.get(waiver.cause, "") if waiver else "",
        "unreviewed": why_not_unreviewed(draft),
    }


def beside_decision(decision: "Decision") -> dict[str, Any]:
    """What the delegate sees of the review, and what stands of it with the decision when the key is gone."""
    held = compared(decision)
    departures = [(label("interventions", d.intervention), CAUSES[d.cause], d.why) for d in departures_of(decision)]
    waiver = waiver_for(decision.investigation_id)
    return {
        "review_lines": [said(line) for line in held.lines] if held else [],
        "review_note": held.note if held else "",
        "review_done": held is not None,
        "review_departures": departures,
        "review_waiver": (WAIVERS.get(waiver.cause, ""), waiver.why) if waiver else None,
    }
