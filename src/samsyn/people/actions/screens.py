"""Closing a case to those who judge it blind, and opening it again. The rooms above say to whom and when.

The events are a job's, and say how many and nothing else: the log stays when the screen is gone, and what happens at
the same moment may be of the one who judges. Told of the case, they would lead from one to the other.
"""

from collections.abc import Collection
from datetime import datetime

from samsyn.audit.actions import action, record
from samsyn.people.models import Person, Screen
from samsyn.people.refusals import N_, Refusal, permit
from samsyn.people.roles import Actor


@action
def screen_off(*, about: str, person: Person, staff: Collection[int], by: Actor, at: datetime) -> None:
    """Close `about` to some of the staff. Raises NoAccess for all but a job."""
    permit(_why_not_screen(by))
    for one in sorted(staff):
        Screen.objects.get_or_create(about=about, staff_id=one, defaults={"person": person, "put_at": at})
    record(by=by, at=at, what="screen.put", about="list", detail={"staff": len(staff)})


@action
def lift_screens(*, about: str, staff: Collection[int], by: Actor, at: datetime) -> None:
    """Open `about` again to some of the staff. Raises NoAccess for all but a job."""
    permit(_why_not_screen(by))
    lifted, _ = Screen.objects.filter(about=about, staff__in=staff).delete()
    record(by=by, at=at, what="screen.lift", about="list", detail={"staff": lifted})


def _why_not_screen(by: Actor) -> Refusal | None:
    if by.key.startswith("job:"):
        return None
    return Refusal(N_("Din roll ger inte tillgång till enskilda ärenden."), law="SoLPuL 10")
