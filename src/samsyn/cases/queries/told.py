"""What the person, and whoever they have let see it, is told of their cases.

Each checks access; the page records the reading once, with `people.queries.own_person`.
"""

from django.db.models import Prefetch, QuerySet

from samsyn.cases import access
from samsyn.cases.models import Case, Decision, DecisionLine, FollowUp, FollowUpNeed, Intake, Need
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


def told_decisions(person_id: int, *, by: Actor) -> QuerySet[Decision]:
    """The signed decisions in all a person's cases, newest first, with lines; drafts are never told."""
    _permit(by, person_id)
    needs = Prefetch("needs", Need.objects.order_by("area"))
    lines = DecisionLine.objects.order_by("pk").prefetch_related(needs)
    return (
        Decision.objects.filter(case__person=person_id, state=Decision.State.SIGNED)
        .select_related("case", "case__unit", "signed_by", "corrected_by")
        .prefetch_related(Prefetch("lines", lines))
        .order_by("-signed_at", "-pk")
    )


def told_decision(person_id: int, pk: int, *, by: Actor) -> Decision:
    """One signed decision of this person. Raises Decision.DoesNotExist for another's and for a draft."""
    related = ("case__person", "case__caseworker", "investigation", "proposed_by", "corrects")
    return told_decisions(person_id, by=by).select_related(*related, "case__unit", "signed_by").get(pk=pk)


def told_follow_ups(person_id: int, *, by: Actor) -> QuerySet[FollowUp]:
    """Every follow-up with a person, newest first, with what was found for each need."""
    _permit(by, person_id)
    needs = FollowUpNeed.objects.select_related("need").order_by("need__area")
    held = FollowUp.objects.filter(case__person=person_id).select_related("by", "case")
    return held.prefetch_related(Prefetch("needs", needs)).order_by("-held_on", "-pk")


def told_intake(person_id: int, case: int, *, by: Actor) -> Intake:
    """The latest application made on the web in a case: its receipt, for whoever may apply or see.

    Raises Intake.DoesNotExist for another person's case and where nothing came that way.
    """
    if access.why_not_apply(by, person_id):
        _permit(by, person_id)
    intakes = Intake.objects.filter(case=case, case__person=person_id, channel=Intake.Channel.WEB)
    return intakes.select_related("case__unit").latest("received_at")


def open_case_to_join(person_id: int) -> Case | None:
    """The person's newest case that waits to be investigated; a second application belongs there."""
    return Case.objects.filter(person=person_id, status="received").order_by("-received_at", "-pk").first()


def _permit(by: Actor, person_id: int) -> None:
    permit(access.why_not_tell(by, person_id))
