"""The rows that the conditions of LSS and SoL 29:7 are decided over, as values."""

from django.utils.timezone import localdate

from samsyn.cases.conditions import ASSISTANCE, Applicant, Assessed, is_needed, why_not_decide
from samsyn.cases.models import Conditions, Decision, DecisionLine, Intake, Investigation
from samsyn.people.refusals import Refusal


def why_not_conditions(decision: Decision, lines: list[DecisionLine]) -> Refusal | None:
    """What LSS or SoL 29:7 lacks before a draft can be proposed, or None. A correction rests on what was assessed."""
    if not is_needed(lines):
        return None
    found = assessed(decision.investigation)
    if decision.corrects_id is not None and found == Assessed():
        return None
    return why_not_decide(lines, found, applicant(decision.investigation))


def assessed(investigation: Investigation) -> Assessed:
    """What the special assessment found, as the rules look at it."""
    row = Conditions.objects.filter(investigation=investigation).first()
    return Assessed(row.circle, row.plan, row.ground, row.disregards_home) if row else Assessed()


def applicant(investigation: Investigation) -> Applicant:
    """Who applies, when the first application of the case came, and what assistance they had before."""
    case = investigation.case
    came = case.intakes.filter(form=Intake.Form.APPLICATION).order_by("received_at").first()
    earlier = DecisionLine.objects.filter(
        decision__case__person=case.person_id, decision__state="signed", intervention=ASSISTANCE, amount__gt=0
    ).order_by("-decision__signed_at", "-pk").first()  # fmt: skip
    on = localdate(came.received_at) if came else localdate(investigation.opened_at)
    return Applicant(case.person.birth_date, on, earlier.amount if earlier else None)
