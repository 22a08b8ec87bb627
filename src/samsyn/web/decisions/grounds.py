"""What a draft gives less of than what runs, for its page, and the grounds of a decision that did (SoL 14:9, FL 37)."""

from typing import TYPE_CHECKING, Any

from samsyn.cases.detriment import HOW_LABELS, LABELS, LAWS, Ground, why_not_lower
from samsyn.cases.queries import grounds_of
from samsyn.people.refusals import Refusal
from samsyn.web.casework.ending_forms import GroundForm
from samsyn.web.shared.wording import label, say

if TYPE_CHECKING:
    from samsyn.cases.models import Decision
    from samsyn.cases.queries import LoweredLine


def choices(draft: "Decision") -> list[tuple[str, str]]:
    """The grounds that may be given for a new decision, or for a correction."""
    left_out = {Ground.GUIDELINES, Ground.CHANGED if draft.corrects_id else Ground.CLERICAL}
    return [(str(g.value), f"{say(LABELS[g])} ({LAWS[g]})") for g in Ground if g not in left_out]


def lowered(rows: list["LoweredLine"], draft: "Decision", bound: GroundForm | None = None) -> list[dict[str, Any]]:
    """The rows of the draft's page: what runs, how the draft gives less, and the form for its ground."""
    return [
        {
            "line": row.line,
            "name": label("interventions", row.line.intervention),
            "how": HOW_LABELS[row.lowering.how],
            "chosen": say(LABELS[Ground(row.chosen.ground)]) if row.chosen else "",
            "form": bound
            if bound is not None and bound.held == row.line.pk
            else GroundForm(
                held=row.line.pk,
                choices=choices(draft),
                initial={"ground": row.chosen.ground, "reasons": row.chosen.reasons} if row.chosen else None,
            ),
        }
        for row in rows
    ]


def grounds(decision: "Decision") -> list[dict[str, Any]]:
    """On which grounds a decision gives less than what ran, for its page."""
    return [
        {"name": label("interventions", g.held.intervention), "ground": g, "said": LABELS[Ground(g.ground)]}
        for g in grounds_of(decision)
    ]


def why_not_lowered(rows: list["LoweredLine"], draft: "Decision") -> Refusal | None:
    """The first reason the draft may not give less than what runs, or None."""
    correcting = draft.corrects_id is not None
    for row in rows:
        said = (row.chosen.ground, row.chosen.reasons) if row.chosen else ("", "")
        if refusal := why_not_lower(row.lowering, *said, correcting=correcting):
            return refusal
    return None
