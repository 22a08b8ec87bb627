"""Emergency access: opened with a reason, ended by itself, looked at afterwards. The rooms above say what may be."""

from datetime import datetime, timedelta

from django.conf import settings

from samsyn.audit.actions import action, record
from samsyn.people import access
from samsyn.people.models import EmergencyAccess, Person, Unit
from samsyn.people.queries.emergency import check_emergency
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor


@action
def grant_emergency(
    *, about: str, case: int, person: Person, unit: Unit, cause: str, reason: str, by: Actor, at: datetime
) -> EmergencyAccess:
    """Open `about` for reading for some hours. Called by the rooms that know what it is, after their own rules.

    What the same hand has open already for the same reason is not opened twice: the leader looks at it once.
    """
    told = {"staff": by.staff, "role": by.role, "cause": cause, "reason": reason.strip()}
    open_now = EmergencyAccess.objects.filter(about=about, ends_at__gt=at, from_unit=by.unit_id or unit.pk, **told)
    if before := open_now.first():
        return before
    check_emergency(cause=cause, reason=reason, by=by, at=at)
    made = EmergencyAccess.objects.create(
        about=about, person=person, staff_id=by.staff, role=by.role, from_unit_id=by.unit_id or unit.pk, unit=unit,
        cause=cause,
        reason=reason.strip(), opened_at=at, ends_at=at + timedelta(hours=settings.SAMSYN["emergency_hours"]),
    )  # fmt: skip
    detail = {"emergency": made.pk, "cause": cause}
    record(by=by, at=at, what="emergency.open", about=about, case=case, subjects=[person.pk], detail=detail)
    return made


@action
def review_emergency(
    *, emergency: EmergencyAccess, verdict: str, note: str, by: Actor, at: datetime
) -> EmergencyAccess:
    """The leader's judgement of an emergency access, written once: in order, or to be investigated with a note."""
    emergency = EmergencyAccess.objects.select_for_update().get(pk=emergency.pk)
    permit(access.why_not_review(by, emergency.unit_id, emergency.staff_id))
    if emergency.reviewed_at is not None:
        raise Refused(Refusal(N_("Nödöppningen är redan granskad.")))
    if verdict not in {EmergencyAccess.Verdict.APPROVED, EmergencyAccess.Verdict.INVESTIGATE}:
        raise Invalid("verdict", Refusal(N_("Välj om nödöppningen var i sin ordning.")))
    if verdict == EmergencyAccess.Verdict.INVESTIGATE and not note.strip():
        raise Invalid("note", Refusal(N_("Skriv vad som behöver utredas.")))
    emergency.verdict, emergency.note = verdict, note.strip()
    emergency.reviewed_at, emergency.reviewed_by = at, by.key
    emergency.save(update_fields=["verdict", "note", "reviewed_at", "reviewed_by"])
    about, detail = f"emergency:{emergency.pk}", {"verdict": verdict}
    record(by=by, at=at, what="emergency.review", about=about, subjects=[emergency.person_id], detail=detail)
    return emergency
