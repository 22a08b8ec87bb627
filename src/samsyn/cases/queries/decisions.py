"""Decisions and their lines. Called after `open_case`, which checks access and records the reading."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Coalesce

from samsyn.cases.models import Case, Decision, DecisionLine, Need, Withdrawal
from samsyn.people.roles import ASSESSMENT, Actor, Role


def with_lines(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with their lines and needs, and who proposed and signed them."""
    renounced = Exists(Withdrawal.objects.filter(line=OuterRef("pk")))
    lines = DecisionLine.objects.annotate(renounced=renounced).order_by("pk")
    lines = lines.prefetch_related(Prefetch("needs", Need.objects.order_by("area")))
    return decisions.select_related("investigation", "proposed_by", "signed_by", "corrects").prefetch_related(
        Prefetch("lines", lines)
    )


def decisions_of(case: Case) -> QuerySet[Decision]:
    """Every version of every decision in a case, newest first, with lines and needs."""
    return with_lines(case.decisions.order_by("-pk"))


def decision_for(case: Case, pk: int) -> Decision:
    """One decision of this case. Raises Decision.DoesNotExist for another case's."""
    decision = with_lines(case.decisions.all()).get(pk=pk)
    decision.case = case
    return decision


def draft_of(case: Case) -> Decision | None:
    """The decision being written or proposed, if any."""
    draft = with_lines(case.decisions.filter(state__in=Decision.UNDER_WAY)).first()
    if draft:
        draft.case = case
    return draft


def current_decision(case: Case) -> Decision | None:
    """The signed decision that holds now: the newest, in its newest version."""
    signed = case.decisions.filter(state=Decision.State.SIGNED)
    return (
        with_lines(signed.exclude(corrected_by__state=Decision.State.SIGNED))
        .order_by("-investigation__opened_at", "-investigation_id", "-version")
        .first()
    )


def line_for(decision: Decision, pk: int) -> DecisionLine:
    """One line of this decision. Raises DecisionLine.DoesNotExist for another's."""
    line = decision.lines.get(pk=pk)
    line.decision = decision
    return line


def proposals(actor: Actor) -> QuerySet[Decision]:
    """What waits for the delegate's signature at the unit, the oldest first."""
    if actor.role is not Role.DELEGATE:
        return Decision.objects.none()
    waiting = Decision.objects.filter(state=Decision.State.PROPOSED, signed_at__isnull=True, case__unit=actor.unit_id)
    return waiting.select_related("case__person", "proposed_by").order_by("proposed_at", "pk")


def decisions_of_unit(actor: Actor) -> QuerySet[Decision]:
    """All that is proposed and signed at the unit, with lines; narrowed to the reader's own unit by construction.

    `since` is when it was signed or else proposed, `is_corrected` whether a signed correction has taken its place.
    """
    if actor.role not in ASSESSMENT:
        return Decision.objects.none()
    later = Decision.objects.filter(corrects=OuterRef("pk"), state=Decision.State.SIGNED)
    shown = Decision.objects.exclude(state=Decision.State.DRAFT).filter(case__unit=actor.unit_id)
    shown = shown.annotate(since=Coalesce("signed_at", "proposed_at"), is_corrected=Exists(later))
    return shown.select_related("case__person", "proposed_by", "signed_by").prefetch_related("lines")


def with_outcome(decisions: QuerySet[Decision], outcome: str) -> QuerySet[Decision]:
    """Those decisions of a list that have some line with an outcome."""
    return decisions.filter(Exists(DecisionLine.objects.filter(decision=OuterRef("pk"), outcome=outcome)))


def lately_signed(actor: Actor, *, after: datetime) -> QuerySet[Decision]:
    """What the delegate has signed since a moment, the newest first."""
    return decisions_of_unit(actor).filter(signed_by=actor.staff_id, signed_at__gte=after).order_by("-signed_at", "-pk")


def persons_of_decisions(ids: Iterable[int]) -> set[int]:
    """The ids of the persons whom these decisions are about, for the reading that a list is."""
    return set(Decision.objects.filter(pk__in=ids).values_list("case__person", flat=True))
