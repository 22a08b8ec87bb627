"""Follow-ups. Called after `open_case`, which checks access and records the reading."""

from django.db.models import Prefetch, QuerySet

from samsyn.cases.models import Case, Decision, FollowUp, FollowUpNeed, Need


def follow_ups_of(case: Case) -> QuerySet[FollowUp]:
    """A case's follow-ups, newest first, with what was found for each need."""
    needs = FollowUpNeed.objects.select_related("need").order_by("need__area")
    return case.follow_ups.select_related("by").prefetch_related(Prefetch("needs", needs)).order_by("-held_on", "-pk")


def follow_up_for(case: Case, pk: int) -> FollowUp:
    """One follow-up of this case. Raises FollowUp.DoesNotExist for another case's."""
    return follow_ups_of(case).get(pk=pk)


def needs_to_follow_up(decision: Decision) -> QuerySet[Need]:
    """The needs that a decision answers with something granted."""
    lines = decision.lines.exclude(outcome="refused").values("pk")
    return Need.objects.filter(lines__in=lines).distinct().order_by("area")
