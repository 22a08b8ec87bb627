"""What every action on a case does the same way."""

from datetime import datetime
from typing import Any

from samsyn.audit.actions import record
from samsyn.cases.lifecycle import Status, Step, move
from samsyn.cases.models import Case
from samsyn.people.roles import Actor


def locked(case: Case) -> Case:
    """The case as it stands now, held until the transaction ends, so that two tabs cannot both take a step."""
    return Case.objects.select_for_update().get(pk=case.pk)


def sent_before(once: str, by: Actor) -> Case | None:
    """The case of what the same registrar has sent with this `once`."""
    if not once:
        return None
    return Case.objects.filter(intakes__once=once, intakes__registered_by=by.key).first()


def step(case: Case, taken: Step, at: datetime) -> Case:
    """Move the case by the lifecycle table; raises Refused when the step is closed."""
    before = Status(case.status)
    after = move(before, taken)
    if after is not before:
        case.status, case.status_since = after, at
        case.save(update_fields=["status", "status_since", "closed_at"])
    return case


def tell(case: Case, what: str, *, by: Actor, at: datetime, about: str = "", **detail: Any) -> None:
    """The event of an action on a case."""
    record(
        by=by,
        at=at,
        what=what,
        about=about or f"case:{case.pk}",
        case=case.pk,
        subjects=[case.person_id],
        detail=detail,
    )
