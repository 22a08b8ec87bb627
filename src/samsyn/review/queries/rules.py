"""The unit's rule as it stands, and whether it asks for a review of a decision."""

from collections.abc import Collection
from typing import Any

from samsyn.cases.models import Decision, Investigation
from samsyn.people.refusals import N_, Refusal
from samsyn.review.lifecycle import UNDER_WAY, State
from samsyn.review.models import Departure, PacketKey, ReviewResult, ReviewRule, ReviewWaiver
from samsyn.review.reading import Answer, Decided, departs
from samsyn.review.rule import Rule, asked_by


def rule_row(unit_id: int | None) -> ReviewRule | None:
    """The rule that a unit has set, if any."""
    return ReviewRule.objects.filter(unit=unit_id).order_by("-pk").first()


def rule_for(unit_id: int | None) -> Rule:
    """The rule of a unit; without one, review is on request."""
    row = rule_row(unit_id)
    return Rule(row.mode, row.share, frozenset(row.kinds_of_case), row.seed) if row else Rule()


def why_not_unreviewed(decision: Decision) -> Refusal | None:
    """The reason a draft may not be proposed for want of a review, or None.

    A correction of a decision that is signed is no new assessment, and is not asked for a review. Nor is the case of
    somebody whose data are protected: it is not reviewed at all.
    """
    if decision.corrects_id is not None:
        return None
    key = standing_key(decision.investigation_id)
    if key and key.packet.state in UNDER_WAY:
        return Refusal(N_("Ärendet granskas. Vänta tills granskningen är klar, eller dra tillbaka underlaget."))
    if result := result_of(decision.investigation_id):
        return _unexplained(decision, result)
    return asks_for_review(decision.investigation, {line.intervention for line in decision.lines.all()})


def asks_for_review(investigation: Investigation, interventions: Collection[str] = ()) -> Refusal | None:
    """Why an investigation that nobody has reviewed must be, or None: also where no decision is begun."""
    case = investigation.case
    if case.person.protection or ReviewWaiver.objects.filter(investigation=investigation).exists():
        return None
    return asked_by(rule_for(case.unit_id), case.pk, interventions)


def standing_key(investigation_id: int) -> PacketKey | None:
    """The key of the packet that stands for an investigation, if one does: not one that was withdrawn."""
    keys = PacketKey.objects.filter(investigation=investigation_id).exclude(packet__state=State.WITHDRAWN)
    return keys.select_related("packet").order_by("-pk").first()


def result_of(investigation_id: int) -> ReviewResult | None:
    """What the newest review of an investigation came to; stays when its key is gone."""
    return ReviewResult.objects.filter(investigation=investigation_id).order_by("-pk").first()


def departing(decision: Decision, result: ReviewResult) -> list[str]:
    """The interventions where the draft departs from what the review came to."""
    reviewed = [Answer(**line) for line in result.lines]
    decided = [Decided(d.intervention, d.outcome, d.unit, d.amount) for d in decision.lines.all()]
    return departs(reviewed, decided)


def terms_of(decision: Decision, intervention: str) -> list[list[Any]]:
    """What a draft says of an intervention, line by line: a reason is of exactly this."""
    lines = decision.lines.filter(intervention=intervention).order_by("outcome", "unit", "amount")
    return [list(line) for line in lines.values_list("outcome", "unit", "amount")]


def _unexplained(decision: Decision, result: ReviewResult) -> Refusal | None:
    said = dict(Departure.objects.filter(decision=decision).values_list("intervention", "terms"))
    if left := [c for c in departing(decision, result) if c not in said or said[c] != terms_of(decision, c)]:
        return Refusal(
            N_("Beslutet avviker från granskningen på {n} ställen. Skriv varför, så kan du föreslå det."),
            {"n": len(left)},
        )
    return None
