"""Emergency accesses: what is open to one who reads, and what waits for the unit's leader."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.people import access
from samsyn.people.models import EmergencyAccess
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

DAY = timedelta(hours=24)
MOST = 10  # within a day: then somebody else must be rung
MANY = 3  # within a day: said to the reader and to the leader


def own_emergencies(actor: Actor, *, now: datetime) -> QuerySet[EmergencyAccess]:
    """What somebody has open now, the one that ends first first."""
    held = EmergencyAccess.objects.filter(staff=actor.staff_id, role=actor.role, from_unit=actor.unit_id)
    return held.filter(ends_at__gt=now).order_by("ends_at")


def _waiting(actor: Actor) -> QuerySet[EmergencyAccess]:
    waiting = EmergencyAccess.objects.filter(unit=actor.unit_id, reviewed_at=None).exclude(staff=actor.staff_id)
    return waiting.select_related("person", "staff", "from_unit").order_by("opened_at", "pk")


@transaction.atomic
def emergencies_to_review(actor: Actor, *, at: datetime) -> list[EmergencyAccess]:
    """What waits for the unit's leader, the oldest first. Records whom it names."""
    if access.why_not_review(actor, actor.unit_id or 0, None):
        return []
    found = list(_waiting(actor))
    if found:
        subjects = sorted({e.person_id for e in found})
        record(by=actor, at=at, what="emergency.list", about="list", access=Event.Access.READ, subjects=subjects)
    return found


@transaction.atomic
def emergency_to_review(pk: int, *, by: Actor, at: datetime) -> EmergencyAccess:
    """One emergency access, for the leader of the unit it was opened at. Records the reading."""
    found = EmergencyAccess.objects.select_related("person", "staff", "from_unit", "unit").get(pk=pk)
    permit(access.why_not_review(by, found.unit_id, found.staff_id))
    about = f"emergency:{pk}"
    record(by=by, at=at, what="emergency.read", about=about, access=Event.Access.READ, subjects=[found.person_id])
    return found


def opened_within_a_day(staff: int, at: datetime) -> int:
    """How many times somebody has opened in an emergency in the day up to a moment."""
    return EmergencyAccess.objects.filter(staff=staff, opened_at__gt=at - DAY, opened_at__lte=at).count()


def check_emergency(*, cause: str, reason: str, by: Actor, at: datetime) -> None:
    """Raise the reason nothing may be opened, before anybody is looked for: else the answer tells who is known here."""
    permit(access.why_not_emergency(by))
    if cause not in EmergencyAccess.Cause.values:
        raise Invalid("cause", Refusal(N_("Välj varför du behöver läsa.")))
    if len(reason.split()) < 2:
        raise Invalid("reason", Refusal(N_("Skriv vad som har hänt, så att chefen förstår det efteråt.")))
    if opened_within_a_day(by.staff, at) >= MOST:
        raise Refused(
            Refusal(N_("Du har öppnat {n} gånger i nödläge på ett dygn. Ring enhetens chef."), {"n": MOST}, "SoLPuL 10")
        )


def emergencies_by_unit() -> dict[str, tuple[int, int]]:
    """For the administrator, who sees nobody: by unit, how many in all and how many wait to be looked at."""
    rows = EmergencyAccess.objects.values_list("unit__name").annotate(
        n=Count("pk"), waiting=Count("pk", filter=Q(reviewed_at=None))
    )
    return {name: (n, waiting) for name, n, waiting in rows.order_by("unit__name")}
