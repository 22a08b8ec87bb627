"""What waits for the committee: proposals that nobody may decide alone. Each checks access and records the reading."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.cases import access
from samsyn.cases.mandate import Order, bodies_for, outside_all, why_not_urgent
from samsyn.cases.models import Decision, DecisionLine, DecisionMandate
from samsyn.cases.order_rows import matters_of, order_in_force
from samsyn.cases.queries.decisions import with_lines
from samsyn.people.refusals import Refusal, permit
from samsyn.people.roles import COMMITTEE, Actor

MATTERS = ("regime", "outcome", "intervention", "unit", "amount", "applied", "valid_from", "valid_to")


def waiting_for_committee(*, by: Actor, at: datetime) -> list[tuple[Decision, list[str]]]:
    """Proposals that wait for the committee or an utskott, the oldest first, each with the bodies that may decide it.

    They carry numbers and codes; whoever shows a name of theirs opens the proposal first.
    """
    if by.role not in COMMITTEE:
        return []
    order = order_in_force(localdate(at))
    proposed = Decision.objects.filter(state=Decision.State.PROPOSED, signed_at__isnull=True)
    # Most proposals are a delegate's: only what decides that is read of them, and the others are then read whole.
    lines: defaultdict[int, list[Any]] = defaultdict(list)
    of_proposals = DecisionLine.objects.filter(decision__in=proposed).order_by("pk")
    for line in of_proposals.values_list("decision", *MATTERS, named=True):
        lines[line.decision].append(line)
    matters = {d: matters_of(lines.get(d, [])) for d in proposed.values_list("pk", flat=True)}
    waiting = {d: some for d, some in matters.items() if outside_all(some, order)}
    rows = with_lines(Decision.objects.filter(pk__in=waiting).order_by("proposed_at", "pk"))
    rows = rows.select_related("case__unit", "proposed_by", "corrects")
    return [(d, bodies_for(waiting[d.pk], order)) for d in rows]


@transaction.atomic
def committee_decision(pk: int, *, by: Actor, at: datetime) -> Decision:
    """One proposal that waits for the committee, or what it or its chair has decided; the reading is recorded.

    Raises Decision.DoesNotExist, or NoAccess for what a delegate decides.
    """
    related = ("case__person", "case__unit", "case__caseworker")
    decision = (
        with_lines(Decision.objects.all()).select_related(*related, "proposed_by", "signed_by", "corrects").get(pk=pk)
    )
    permit(why_not_read(decision, order_in_force(localdate(at)), by=by))
    case = decision.case
    about, subjects = f"decision:{decision.pk}", [case.person_id]
    read = Event.Access.READ
    record(by=by, at=at, what="decision.committee", about=about, access=read, case=case.pk, subjects=subjects)
    return decision


def why_not_read(decision: Decision, order: Order | None, *, by: Actor) -> Refusal | None:
    """The reason somebody at the committee's office may not read a decision, or None."""
    return access.why_not_read_for_committee(by, is_for_committee=_is_for_committee(decision, order))


def _is_for_committee(decision: Decision, order: Order | None) -> bool:
    if decision.state == Decision.State.PROPOSED:
        return outside_all(matters_of(decision.lines.all()), order)
    by_committee = (DecisionMandate.By.BODY, DecisionMandate.By.CHAIR)
    return DecisionMandate.objects.filter(decision=decision, by__in=by_committee).exists()


@dataclass(frozen=True)
class ForCommittee:
    """Which bodies may decide a proposal, the nearest first, and why the chair may not decide in their place."""

    bodies: list[str]
    not_urgent: Refusal | None


def for_committee(decision: Decision, *, today: date) -> ForCommittee:
    """How the committee may decide a proposal. Called after the query that opens it, which checks access."""
    order, matters = order_in_force(today), matters_of(decision.lines.all())
    return ForCommittee(bodies_for(matters, order), why_not_urgent(matters, order))
