"""The ground on which a decision gives less than what runs: chosen in its draft, asked for at proposal and signing."""

from datetime import datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.detriment import Ground, why_not_lower
from samsyn.cases.models import Decision, DecisionLine, DetrimentGround
from samsyn.cases.models.lowering import lowerings
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor


@action
def choose_ground(
    *, decision: Decision, held: DecisionLine, ground: str, reasons: str, by: Actor, at: datetime
) -> DetrimentGround:
    """Say why a draft gives less than a line that runs (SoL 14:9, FL 37), in place of what was said before.

    Raises Invalid for a ground that the law does not give, with the paragraph; Refused for a line that is not lowered.
    """
    locked(decision.case)
    decision = Decision.objects.select_related("case").get(pk=decision.pk)
    permit(access.why_not_handle(by, access.CaseFacts.of(decision.case)))
    if decision.state != Decision.State.DRAFT:
        raise Refused(Refusal(N_("Beslutet är föreslaget eller signerat. Grunden ändras bara i ett utkast.")))
    found = {low.held.key: low for low in lowerings(decision, localdate(at))}
    if held.pk not in found:
        raise Refused(Refusal(N_("Beslutet ger inte mindre än den insatsen, så ingen grund behövs.")))
    if ground not in set(Ground):
        raise Invalid("ground", Refusal(N_("Välj en grund i listan.")))
    correcting = decision.corrects_id is not None
    if refusal := why_not_lower(found[held.pk], ground, reasons, correcting=correcting):
        raise Invalid("reasons" if refusal.law == "FL 32" else "ground", refusal)
    chosen, _made = DetrimentGround.objects.update_or_create(
        decision=decision, held=held,
        defaults={"ground": ground, "reasons": reasons.strip(), "chosen_at": at, "chosen_by": by.key},
    )  # fmt: skip
    tell(decision.case, "decision.ground", by=by, at=at, about=f"decision:{decision.pk}", line=held.pk, ground=ground)
    return chosen


def enforce_grounds(decision: Decision, at: datetime) -> None:
    """Refuse a decision that gives less than what runs without a ground that the law gives. Part of an action."""
    if refusal := why_not_lower_in(decision, at):
        raise Refused(refusal)


def why_not_lower_in(decision: Decision, at: datetime) -> Refusal | None:
    """The first reason a decision may not give less than what runs, or None."""
    chosen = {g.held_id: g for g in decision.grounds.all()}
    correcting = decision.corrects_id is not None
    for lowering in lowerings(decision, localdate(at)):
        ground = chosen.get(lowering.held.key)
        said = (ground.ground, ground.reasons) if ground else ("", "")
        if refusal := why_not_lower(lowering, *said, correcting=correcting):
            return refusal
    return None
