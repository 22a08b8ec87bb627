"""The night's looks with the vendor between the actions, and the watch's one round. Stores nothing itself.

Each stands outside of any transaction: what is begun is stored before the vendor is asked, so that a process that is
killed while it waits leaves a look that the watch finds and sends somebody instead.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils.timezone import localdate

from samsyn.homecare.actions import (
    Ending,
    Said,
    begin_look,
    end_look,
    escalate_check,
    lay_out_checks,
    withdraw_camera_consent,
)
from samsyn.homecare.models import CameraConsent, Look, NightCheck
from samsyn.homecare.nightwatch.machine import OVER, State
from samsyn.homecare.nightwatch.rules import night_rules
from samsyn.homecare.nightwatch.vendor import Vendor
from samsyn.homecare.nightwatch.wire import NoPicture, Opened, Trouble
from samsyn.people.refusals import Refused
from samsyn.people.roles import Actor, job

LOG = logging.getLogger(__name__)
WATCH = "night-watch"
MOST_STEPS = 4  # from a look that was lost to a visit that is late


def vendor() -> Vendor:
    """The vendor that the settings name; one without an address where none is named."""
    rules = night_rules(localdate())
    known = settings.SAMSYN
    return Vendor(known["camera_url"], known["camera_secret"], rules.vendor_seconds, rules.vendor_attempts)


@dataclass(frozen=True)
class Looked:
    """A look that has begun: the ticket to its picture, or why there is none."""

    look: Look
    opened: Opened | None = None
    trouble: Trouble | None = None


def look_now(check: NightCheck, *, by: Actor, at: datetime, vendor: Vendor) -> Looked:
    """Begin a look and ask the vendor to open the picture. Without a picture somebody goes there, at once.

    Raises Refused and NoAccess as `begin_look` does.
    """
    look = begin_look(check=check, by=by, at=at)
    found = picture(look, vendor=vendor)
    if found.trouble:
        with suppress(Refused):  # the watch, or whoever took a yes back, was first
            end_look(look=look, ending=Ending("failed", 0, found.trouble), by=by, at=at)
    elif Look.objects.filter(pk=look.pk).exclude(ended_at=None).exists():
        darken([look], vendor=vendor)  # a yes was taken back while the vendor was asked
    return found


def picture(look: Look, *, vendor: Vendor) -> Looked:
    """The ticket to the picture of a look, the same however often it is asked for. It is never stored."""
    device = Look.objects.values_list("check_of__terms__device", flat=True).get(pk=look.pk)
    try:
        return Looked(look, vendor.open_look(device=device, look=look.key, seconds=look.most_seconds))
    except NoPicture as none:
        return Looked(look, trouble=none.trouble)


def tell_what_was_seen(look: Look, outcome: str, *, by: Actor, at: datetime, vendor: Vendor) -> NightCheck:
    """Close the picture and write what was seen. A vendor who does not answer hinders nothing: it closes by itself."""
    seconds = None
    with suppress(NoPicture):
        seconds = vendor.end_look(look=look.key, seconds=look.most_seconds).seconds
    trouble = Trouble.NO_ANSWER if outcome == "failed" else ""
    return end_look(look=look, ending=Ending(outcome, seconds, trouble), by=by, at=at)


def take_back(consent: CameraConsent, said: Said, *, by: Actor, at: datetime, vendor: Vendor) -> list[Look]:
    """Take a yes back, and darken what is shown as soon as that is stored."""
    stopped = withdraw_camera_consent(consent=consent, said=said, by=by, at=at)
    if stopped:
        transaction.on_commit(lambda: darken(stopped, vendor=vendor))
    return stopped


def darken(looks: Iterable[Look], *, vendor: Vendor) -> None:
    """Close pictures at the vendor's. One who does not answer closes them within the minute that was asked for."""
    for look in looks:
        with suppress(NoPicture):
            vendor.end_look(look=look.key, seconds=look.most_seconds)


@dataclass(frozen=True)
class Round:
    """What one round of the watch did."""

    laid_out: int
    moved: int
    failed: int = 0


def keep_watch(*, at: datetime, vendor: Vendor) -> Round:
    """One round: lay out the coming hours, move what is late, darken what nobody may see any longer.

    Killed at any point and begun again it loses and doubles nothing: each step is stored by itself, and is asked for
    from how things stand.
    """
    by = job(WATCH)
    laid_out, moved, failed = lay_out_checks(by=by, at=at), 0, 0
    for check in waiting(at):
        try:
            moved += _moved(check, by=by, at=at)
        except OperationalError:
            raise  # the database does not answer: the watch tries again
        except Exception:
            failed += 1
            LOG.exception("night check %s could not be moved", check.pk)
    still = Look.objects.filter(outcome=Look.Outcome.BARRED, ended_at__gt=at - timedelta(minutes=2))
    darken([look for look in still if look.began_at + timedelta(seconds=look.most_seconds) > at], vendor=vendor)
    return Round(laid_out, moved, failed)


def _moved(check: NightCheck, *, by: Actor, at: datetime) -> int:
    """How many steps the clock moved a check."""
    for steps in range(MOST_STEPS):
        if not escalate_check(check=check, by=by, at=at):
            return steps
    return MOST_STEPS


def waiting(at: datetime) -> list[NightCheck]:
    """The checks that the clock may have something to do with: those that are not over and whose time has come."""
    return list(
        NightCheck.objects.filter(act_at__lte=at).exclude(state__in=[*OVER, State.LATE]).order_by("act_at", "pk")
    )
