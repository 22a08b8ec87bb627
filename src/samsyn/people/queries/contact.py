"""How to reach persons, as one reader may see it. That something protected was shown is an event of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.people.contact import Contact, contact_of
from samsyn.people.models import Person, ProtectionChange, ProtectionRoutine, SightPermit, Staff
from samsyn.people.roles import CITIZEN, Actor


@transaction.atomic
def contact_for(person: Person, *, by: Actor, at: datetime) -> Contact:
    """How this reader may reach a person; what is protected and shown is recorded as `protected.show`."""
    return contacts_for([person], by=by, at=at)[person.pk]


@transaction.atomic
def contacts_for(persons: Iterable[Person], *, by: Actor, at: datetime) -> dict[int, Contact]:
    """The same for many persons, by their key, in one event for what is protected and shown."""
    found = {p.pk: contact_of(p, by) for p in persons}
    shown = [pk for pk, c in found.items() if c.is_protected and not c.is_covered]
    if shown and by.role not in CITIZEN:
        about = f"person:{shown[0]}" if len(shown) == 1 else "list"
        record(by=by, at=at, what="protected.show", about=about, access=Event.Access.READ, subjects=shown)
    return found


@dataclass(frozen=True)
class OtherWay:
    """How to reach a protected person without knowing where they are.

    `via` is what was written with the protection, `through` those at the reader's unit who have the permission.
    """

    via: str
    through: tuple[Staff, ...]


def other_way(person: Person, *, by: Actor, today: date) -> OtherWay:
    """What stands where address and phone are covered."""
    newest = protection_history(person.pk).first()
    held = permits_in_force(today).filter(appointment__unit=by.unit_id).select_related("appointment__staff")
    through = {p.appointment.staff_id: p.appointment.staff for p in held}
    return OtherWay(newest.via if newest else "", tuple(through.values()))


def permits_in_force(on: date) -> QuerySet[SightPermit]:
    """The permissions to see protected data that hold on a day, by name."""
    held = SightPermit.objects.filter(valid_from__lte=on, valid_to__gte=on, ended_at__isnull=True)
    held = held.filter(appointment__staff__left_on__isnull=True)
    return held.order_by("appointment__staff__family_name", "pk")


def permits_of(staff_id: int) -> QuerySet[SightPermit]:
    """Every such permission somebody has had, the newest first."""
    return SightPermit.objects.filter(appointment__staff=staff_id).select_related("appointment").order_by("-pk")


def permit_for(staff_id: int, pk: int) -> SightPermit:
    """One permission of this member of staff. Raises SightPermit.DoesNotExist for another's."""
    return SightPermit.objects.get(pk=pk, appointment__staff=staff_id)


def protection_history(person_id: int) -> QuerySet[ProtectionChange]:
    """How a person's protection came and went, newest first. The page that shows it records the reading."""
    return ProtectionChange.objects.filter(person=person_id).order_by("-pk")


def protected_among(persons: Iterable[int]) -> list[Person]:
    """Those of some persons whose data are protected."""
    return list(Person.objects.filter(pk__in=list(persons)).exclude(protection=""))


def how_many_protected() -> int:
    """How many persons are protected now: a number for the administrator, who sees nobody."""
    return Person.objects.exclude(protection="").count()


def routines(part: str = "") -> QuerySet[ProtectionRoutine]:
    """The versions of the routine for protected persons, newest first."""
    found = ProtectionRoutine.objects.order_by("part", "-version")
    return found.filter(part=part) if part else found
