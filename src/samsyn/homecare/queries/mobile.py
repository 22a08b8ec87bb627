"""What a carer's phone is given, and what is held about carers' times. Hands out readings of their own in the log."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.homecare.mobile import access
from samsyn.homecare.models import MobileDevice, MobileShift, Plan, PlannedTime, SyncedChange, ToldTime
from samsyn.homecare.queries.time import my_visits
from samsyn.people.models import Appointment, Fact, Staff
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role

KEYS = "keys"  # of people.Fact: keys and door


@dataclass(frozen=True)
class PhoneVisit:
    """One visit of a carer's day: what is done, how the person wants it, and how one gets in."""

    planned: PlannedTime
    matters: str  # in the person's words, from the plan
    keys: str
    begun: datetime | None = None  # as the carer told it
    ended: datetime | None = None


def phone_day(*, day: date, by: Actor) -> list[PhoneVisit]:
    """A carer's own visits of a day with what is needed in each, and nobody else's.

    Whoever hands them out notes the reading (`note_day`); what the phone has already is not handed out again.
    """
    permit(access.why_not_carry(by))
    visits = list(my_visits(by, day=day).select_related("order__contact", "order__provider"))
    persons = {v.order.case.person_id for v in visits}
    keys = dict(
        Fact.objects.filter(person__in=persons, key=KEYS, replaced_on=None).values_list("person", "value")
    )  # fmt: skip
    told = _told_of(visits, by)
    approved = Plan.objects.filter(order__in={v.order_id for v in visits}, state=Plan.State.APPROVED)
    plans = dict(approved.values_list("order", "persons_words"))
    return [
        PhoneVisit(
            v,
            plans.get(v.order_id, ""),
            keys.get(v.order.case.person_id, ""),
            told.get((v.pk, "begin")),
            told.get((v.pk, "end")),
        )
        for v in visits
    ]


@transaction.atomic
def note_day(visits: list[PhoneVisit], *, by: Actor, at: datetime) -> None:
    """A carer's phone was given a day: leaves in the log whom it is about."""
    if persons := sorted({v.planned.order.case.person_id for v in visits}):
        record(by=by, at=at, what="mobile.day", about="list", access=Event.Access.READ, subjects=persons)


def _told_of(visits: list[PlannedTime], by: Actor) -> dict[tuple[int | None, str], datetime]:
    """When the carer last said that each visit began and ended."""
    told = ToldTime.objects.filter(
        staff=by.staff, change__visit__in=[v.pk for v in visits], change__kind__in=["begin", "end"]
    )
    return {
        (visit, kind): at for visit, kind, at in told.order_by("at").values_list("change__visit", "change__kind", "at")
    }


def device_of(uuid: UUID, *, by: Actor) -> MobileDevice | None:
    """The carer's own device, None before it has begun a shift. Raises NoAccess for another's."""
    found = MobileDevice.objects.filter(uuid=uuid).first()
    if found:
        permit(access.why_not_use(by, found.staff_id))
    return found


def shift_under_way(pk: int, *, by: Actor, at: datetime) -> MobileShift | None:
    """A shift that the carer's own phone is in now."""
    under_way = MobileShift.objects.filter(ended_at=None, ends_at__gt=at, device__wiped_at=None)
    return under_way.filter(pk=pk, device__staff=by.staff_id).first() if by.staff_id else None


def is_emptied(pk: int) -> bool:
    """Whether a phone has been marked to be emptied, or is not known."""
    return not MobileDevice.objects.filter(pk=pk, wiped_at=None).exists()


def is_marked(uuid: UUID) -> bool:
    """Whether the phone that names itself so has been marked to be emptied: told to whoever asks, and nothing else."""
    return MobileDevice.objects.filter(uuid=uuid, wiped_at__isnull=False).exists()


def shift_secrets(device: MobileDevice) -> dict[int, str]:
    """The secrets of the shifts that are kept, by shift: for its own carer, to read what was not handed in."""
    return dict(device.shifts.values_list("pk", "secret"))


def shift_halves(device: MobileDevice) -> dict[int, str]:
    """The halves of keys that a phone never keeps on its disk, by shift; none for a shift whose key is the secret's."""
    return dict(device.shifts.exclude(half="").values_list("pk", "half"))


def devices_at(actor: Actor) -> QuerySet[MobileDevice]:
    """Phones that have held a day: those of the planner's unit, or all for the administrator."""
    devices = MobileDevice.objects.select_related("staff", "unit").order_by("-seen_on", "staff__family_name", "pk")
    if actor.role is Role.ADMINISTRATOR:
        return devices
    return devices.filter(unit=actor.unit_id) if actor.role is Role.PROVIDER_PLANNER else devices.none()


def device_for(pk: int, *, by: Actor) -> MobileDevice:
    """One phone, to be emptied. Raises MobileDevice.DoesNotExist, NoAccess for another unit's."""
    device = MobileDevice.objects.get(pk=pk)
    permit(access.why_not_wipe(by, device.unit_id))
    return device


@transaction.atomic
def not_taken(*, since: date, by: Actor, at: datetime) -> list[SyncedChange]:
    """What carers of the planner's unit wrote and no visit tells of: refused, or in conflict and not chosen yet.

    Records whom it is about.
    """
    if by.role is not Role.PROVIDER_PLANNER:
        return []
    chosen = SyncedChange.objects.filter(resolves=OuterRef("pk"), outcome=SyncedChange.Outcome.DONE)
    left = SyncedChange.objects.filter(~Exists(chosen), order__provider=by.unit_id, received_on__gte=since)
    left = left.exclude(outcome=SyncedChange.Outcome.DONE).exclude(kind="choose")
    found = list(left.select_related("device__staff", "order__case__person").order_by("-pk"))
    persons = {c.order.case.person_id for c in found if c.order}
    if persons:
        record(by=by, at=at, what="mobile.left", about="list", access=Event.Access.READ, subjects=sorted(persons))
    return found


def units_of(staff_id: int) -> frozenset[int]:
    """Where somebody works or has worked as a carer."""
    held = Appointment.objects.filter(staff=staff_id, role=Role.CARE_WORKER)
    return frozenset(held.values_list("unit", flat=True))


@transaction.atomic
def told_times(staff_id: int, *, by: Actor, at: datetime) -> tuple[Staff, QuerySet[ToldTime]]:
    """When a carer began, ended and wrote, newest first. Anybody else's reading of it leaves an event.

    A planner sees what was told on orders of the own unit. Raises Staff.DoesNotExist.
    """
    staff = Staff.objects.get(pk=staff_id)
    permit(access.why_not_read_times(by, staff_id, units_of(staff_id)))
    times = ToldTime.objects.filter(staff=staff_id).select_related("change").order_by("-at", "-pk")
    if by.staff_id == staff_id:
        return staff, times
    record(by=by, at=at, what="times.read", about=f"staff:{staff_id}", access=Event.Access.READ)
    return staff, times.filter(change__order__provider=by.unit_id)


def readers_of_times(staff_id: int) -> list[Event]:
    """Who has read a carer's times, newest first: the planners of where they work, since nobody else can."""
    planners = Appointment.objects.filter(unit__in=units_of(staff_id), role=Role.PROVIDER_PLANNER)
    keys = [f"staff:{pk}" for pk in planners.values_list("staff", flat=True).distinct()]
    return list(Event.objects.filter(by__in=keys, what="times.read", about=f"staff:{staff_id}").order_by("-pk"))
