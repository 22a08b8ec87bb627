"""Opening another unit's order in an emergency: the municipality's staff on call, when an alarm comes."""

from datetime import datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.homecare import access
from samsyn.homecare.lifecycle import GIVEN
from samsyn.homecare.models import Order
from samsyn.people.actions import grant_emergency
from samsyn.people.models import EmergencyAccess
from samsyn.people.queries import check_emergency, number_in
from samsyn.people.refusals import N_, Invalid, Refusal
from samsyn.people.roles import Actor


@action
def open_order_in_emergency(*, asked: str, cause: str, reason: str, by: Actor, at: datetime) -> EmergencyAccess:
    """Open the newest order of the person with this whole number. Its provider's planners look at it afterwards."""
    check_emergency(cause=cause, reason=reason, by=by, at=at)
    number = number_in(asked.strip(), localdate(at))
    orders = Order.objects.filter(case__person__number=number, status__in=GIVEN) if number else Order.objects.none()
    orders = orders.select_related("case__person", "provider").order_by("-sent_at", "-pk")
    found = next((o for o in orders if access.why_not_read(by, access.OrderFacts.of(o))), None) or orders.first()
    if found is None:
        raise Invalid(
            "asked", Refusal(N_("Ingen med det numret får hjälp av en utförare nu. Kontrollera personnumret."))
        )
    record(by=by, at=at, what="person.search", about="list", access="read", subjects=[found.case.person_id])
    if refusal := access.why_not_open_in_emergency(by, access.OrderFacts.of(found)):
        raise Invalid("asked", refusal)
    return grant_emergency(
        about=f"order:{found.pk}", case=found.case_id, person=found.case.person, unit=found.provider, cause=cause,
        reason=reason, by=by, at=at,
    )  # fmt: skip
