"""Opening a case of another unit in an emergency (nödöppning): for reading, for some hours, looked at afterwards."""

from datetime import datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.cases import access
from samsyn.cases.lifecycle import Status
from samsyn.cases.models import Case
from samsyn.people.actions import grant_emergency
from samsyn.people.models import EmergencyAccess
from samsyn.people.queries import check_emergency, number_in
from samsyn.people.refusals import N_, Invalid, Refusal, permit
from samsyn.people.roles import Actor

NO_CASE = access.CaseFacts(0, 0, 0, None)


@action
def open_case_in_emergency(*, asked: str, cause: str, reason: str, by: Actor, at: datetime) -> EmergencyAccess:
    """Open a case by its number, or a person's newest by their whole number (SoLPuF 15 §): nothing else is searched.

    What protection covers stays covered: an emergency is no permission to see it.
    """
    permit(access.why_not_open_in_emergency(by, NO_CASE))
    check_emergency(cause=cause, reason=reason, by=by, at=at)
    case = _asked_for(asked.strip(), at)
    if case is None:
        raise Invalid("asked", Refusal(N_("Det finns inget ärende med det numret. Kontrollera numret.")))
    record(by=by, at=at, what="person.search", about="list", access="read", subjects=[case.person_id])
    if refusal := access.why_not_open_in_emergency(by, access.CaseFacts.of(case)):
        raise Invalid("asked", refusal)
    return grant_emergency(
        about=f"case:{case.pk}", case=case.pk, person=case.person, unit=case.unit, cause=cause, reason=reason, by=by,
        at=at,
    )  # fmt: skip


def _asked_for(text: str, at: datetime) -> Case | None:
    cases = Case.objects.select_related("person", "unit")
    if number := number_in(text, localdate(at)):
        newest = cases.filter(person__number=number).order_by("-received_at", "-pk")
        return newest.exclude(status=Status.CLOSED).first() or newest.first()
    return cases.filter(number=text).first() if text else None
