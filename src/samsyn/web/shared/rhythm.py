"""How often something in a plan is done, in words, as both the person and the provider read it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from samsyn.homecare.frame import Times
from samsyn.people.refusals import N_

if TYPE_CHECKING:
    from samsyn.homecare.models import Activity

APART = {2: N_("varannan vecka"), 3: N_("var tredje vecka"), 4: N_("var fjärde vecka")}


def times_of(activities: Iterable["Activity"]) -> list[Times]:
    """The activities as the frame counts them."""
    return [(a.weekdays, a.minutes, a.every_weeks) for a in activities]


def often(activity: "Activity", *, days: bool = False) -> str:
    """ "varannan vecka, med början vecka 48", with its weekdays when asked for; nothing for what is done every week."""
    if activity.first_week is None:
        return ""
    named = [str(WEEKDAYS[int(d) - 1]) for d in activity.weekdays] if days else []
    week = activity.first_week.isocalendar().week
    return ", ".join([_(APART[activity.every_weeks]), *named, _("med början vecka {week}").format(week=week)])
