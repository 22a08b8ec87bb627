"""The coming nights of a camera: those that can be called off, and those that are."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.homecare.nightwatch.times import night_at
from samsyn.web.shared.wording import short_date

if TYPE_CHECKING:
    from samsyn.homecare.models import NightOff, Supervision

NIGHTS = 14  # offered; longer than that is better agreed on


def nights_to_call_off(supervision: "Supervision", at: datetime) -> list[tuple[str, str]]:
    """The coming nights that are not called off yet: by their evening, as people say them."""
    off = {one.night for one in supervision.nights_off.all() if one.back_at is None}
    coming = [night_at(at) + timedelta(days=n) for n in range(NIGHTS)]
    return [(one.isoformat(), night_named(one)) for one in coming if one not in off]


def called_off(supervision: "Supervision", at: datetime) -> "list[tuple[NightOff, str]]":
    """The nights that are called off and not over, in order."""
    off = [one for one in supervision.nights_off.all() if one.back_at is None and one.night >= night_at(at)]
    return [(one, night_named(one.night)) for one in sorted(off, key=lambda one: one.night)]


def night_named(evening: date) -> str:
    """A night by its two days, as people say it."""
    return _("natten mellan {first} och {last}").format(
        first=short_date(evening), last=short_date(evening + timedelta(days=1))
    )
