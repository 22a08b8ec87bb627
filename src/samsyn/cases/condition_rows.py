"""The rows that the conditions of LSS and SoL 29:7 are decided over, as values."""

from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from samsyn.cases.conditions import ASSISTANCE, Applicant, Assessed, Grant, age_limit, is_needed, why_not_decide
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
    """Who applies, when the application that waits for this decision came, and what assistance they had before.

    An earlier grant counts when it was made before the age limit, or answers an application that came before it.
    """
    born, on = investigation.case.person.birth_date, _applied_on(investigation)
    if born is None or on < age_limit(born):
        return Applicant(born, on)
    given = Q(lines__intervention=ASSISTANCE, lines__amount__gt=0)
    earlier = Decision.objects.filter(given, case__person=investigation.case.person_id, state=Decision.State.SIGNED)
    earlier = earlier.exclude(investigation=investigation).exclude(corrected_by__state=Decision.State.SIGNED)
    for decision in earlier.distinct().select_related("investigation__case").order_by("-signed_at", "-pk"):
        if _counts(decision, age_limit(born)):
            lines = decision.lines.filter(intervention=ASSISTANCE, amount__gt=0)
            return Applicant(born, on, tuple(Grant(line.unit, line.amount) for line in lines))
    return Applicant(born, on)


def _counts(decision: Decision, limit: date) -> bool:
    signed = decision.signed_at and localdate(decision.signed_at)
    return (signed is not None and signed < limit) or _applied_on(decision.investigation) < limit


def _applied_on(investigation: Investigation) -> date:
    """When what an investigation answers came in: the first application after the decision before it.

    Where nothing was applied for, as when help is reassessed, the day when the investigation was opened.
    """
    case = investigation.case
    before = case.decisions.filter(state=Decision.State.SIGNED, investigation__lt=investigation.pk)
    last = before.order_by("-signed_at").values_list("signed_at", flat=True).first()
    applied = case.intakes.filter(form=Intake.Form.APPLICATION)
    if last:
        applied = applied.filter(registered_at__gt=last)
    later = case.investigations.filter(pk__gt=investigation.pk).order_by("pk").first()
    if later:
        applied = applied.filter(registered_at__lte=later.opened_at)
    came = applied.order_by("received_at").first()
    return localdate(came.received_at if came else investigation.opened_at)
