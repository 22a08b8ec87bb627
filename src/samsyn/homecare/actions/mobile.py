"""Carers' phones: a shift begins and ends, a phone is emptied from afar, and told times go when they are due."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from samsyn.audit.actions import action, record
from samsyn.homecare.mobile import access
from samsyn.homecare.models import MobileDevice, MobileShift, ToldTime
from samsyn.people.refusals import N_, Refusal, enforce, permit
from samsyn.people.roles import Actor

SECRET_BYTES = 32
WIPED = N_("Telefonen har tömts från kontoret. Börja om med telefonen genom att öppna sidan en gång till.")


@action
def begin_shift(*, device: UUID, hours: int, by: Actor, at: datetime, halved: bool = False) -> MobileShift:
    """Let a carer's phone hold the day for so many hours, and give it the secret that its key is made of.

    A shift that is under way goes on with the same secret: what is on the phone can be read again after a dead battery.
    With `halved` the key is made of a second half too, which the phone fetches and never keeps on its disk.
    Raises NoAccess for another's device, Refused for one that was emptied.
    """
    permit(access.why_not_carry(by))
    today = localdate(at)
    terms = {"staff_id": by.staff, "unit_id": by.unit_id, "registered_on": today, "seen_on": today}
    found, _ = MobileDevice.objects.select_for_update().get_or_create(uuid=device, defaults=terms)
    permit(access.why_not_use(by, found.staff_id))
    enforce(Refusal(WIPED) if found.wiped_at else None)
    if found.seen_on != today or found.unit_id != by.unit_id:
        found.seen_on, found.unit_id = today, by.unit_id or found.unit_id
        found.save(update_fields=["seen_on", "unit"])
    going_on = found.shifts.filter(ended_at=None, ends_at__gt=at).order_by("-pk").first()
    if going_on:
        return going_on
    shift = MobileShift.objects.create(
        device=found,
        secret=secrets.token_hex(SECRET_BYTES),
        half=secrets.token_hex(SECRET_BYTES) if halved else "",
        began_at=at,
        ends_at=at + timedelta(hours=hours),
    )
    record(by=by, at=at, what="mobile.begin", about=f"device:{found.pk}", detail={"shift": shift.pk})
    return shift


@action
def end_shift(*, device: MobileDevice, by: Actor, at: datetime) -> int:
    """Log out of the phone: its shifts end now. What was not handed in can still be, by the same carer."""
    permit(access.why_not_use(by, device.staff_id))
    ended = device.shifts.filter(ended_at=None, ends_at__gt=at).update(ended_at=at)
    if ended:
        record(by=by, at=at, what="mobile.end", about=f"device:{device.pk}")
    return ended


@action
def wipe_device(*, device: MobileDevice, by: Actor, at: datetime) -> MobileDevice:
    """Mark a phone to be emptied at its next contact, and throw its secrets away at once: without them it is noise.

    What it had not handed in is gone. Pressing twice changes nothing.
    """
    device = MobileDevice.objects.select_for_update().get(pk=device.pk)
    permit(access.why_not_wipe(by, device.unit_id))
    if device.wiped_at:
        return device
    device.wiped_at, device.wiped_by = at, by.key
    device.save(update_fields=["wiped_at", "wiped_by"])
    device.shifts.all().delete()
    record(by=by, at=at, what="mobile.wipe", about=f"device:{device.pk}", detail={"staff": device.staff_id})
    return device


@action
def forget_times(*, days: int, by: Actor, at: datetime) -> int:
    """Delete when carers began and ended, and the secrets of shifts, after so many days. Returns how many told times.

    The minutes that were performed stay: they are the person's, and the committee's to account for (SoL 15:9).
    """
    due = at - timedelta(days=days)
    forgotten, _ = ToldTime.objects.filter(received_at__lt=due).delete()
    shifts, _ = MobileShift.objects.filter(ends_at__lt=due).delete()
    if forgotten or shifts:
        record(by=by, at=at, what="mobile.forget", about="told times", detail={"times": forgotten, "shifts": shifts})
    return forgotten
