"""What a unit has planned for the year, what its working group has noted, and what is to be done."""

from datetime import date

from django.db.models import Min, QuerySet
from django.utils.timezone import localdate

from samsyn.people.refusals import permit
from samsyn.people.roles import ASSESSMENT, Actor
from samsyn.review.exercise_access import why_not_belong
from samsyn.review.models import Exercise, GroupAction, GroupNote, WheelDone, WheelItem
from samsyn.review.year_wheel import Planned, Spoke, reminders, shipped_wheel, wheel


def plan_of(unit: int | None) -> list[Planned]:
    """What a unit has planned; the product's wheel where it has made none of its own."""
    rows = list(WheelItem.objects.filter(unit=unit).order_by("month", "pk"))
    if not rows:
        return list(shipped_wheel())
    return [Planned(r.code, r.month, r.label, r.kind) for r in rows if r.removed_at is None]


def year_wheel(*, year: int, today: date, by: Actor) -> tuple[list[Spoke], dict[tuple[str, int], WheelDone]]:
    """A unit's wheel in a year, with what is written of what is done, by code and month."""
    permit(why_not_belong(by, by.unit_id or 0))
    done = list(WheelDone.objects.filter(unit=by.unit_id))
    keys = {(d.code, d.year, d.month) for d in done}
    spokes = wheel(plan_of(by.unit_id), year=year, today=today, done=keys, begun=_begun(by.unit_id))
    return spokes, {(d.code, d.month): d for d in done if d.year == year}


def wheel_reminders(by: Actor, *, today: date) -> list[Spoke]:
    """What is due or late of the wheel of the reader's unit; empty for those who do not assess."""
    if by.role not in ASSESSMENT:
        return []
    done = set(WheelDone.objects.filter(unit=by.unit_id).values_list("code", "year", "month"))
    return reminders(plan_of(by.unit_id), today=today, done=done, begun=_begun(by.unit_id))


def _begun(unit: int | None) -> date | None:
    """The day the unit first made the wheel its own, marked something done or opened a round."""
    first = (
        WheelItem.objects.filter(unit=unit).aggregate(at=Min("added_at"))["at"],
        WheelDone.objects.filter(unit=unit).aggregate(at=Min("done_at"))["at"],
        Exercise.objects.filter(unit=unit).aggregate(at=Min("opened_at"))["at"],
    )
    days = [localdate(at) for at in first if at]
    return min(days, default=None)


def group_notes(*, by: Actor) -> list[GroupNote]:
    """The notes of the unit's working group in their newest versions, the latest meeting first."""
    permit(why_not_belong(by, by.unit_id or 0))
    standing = GroupNote.objects.filter(unit=by.unit_id, corrected_by=None)
    return list(standing.select_related("corrects").order_by("-held_on", "-pk"))


def note_to_read(pk: int, *, by: Actor) -> tuple[GroupNote, list[GroupNote]]:
    """A note and the versions before it, the newest first. Raises DoesNotExist, NoAccess."""
    note = GroupNote.objects.get(pk=pk)
    permit(why_not_belong(by, note.unit_id))
    earlier, at = [], note
    while at.corrects_id:
        at = GroupNote.objects.get(pk=at.corrects_id)
        earlier.append(at)
    return note, earlier


def group_actions(*, by: Actor) -> QuerySet[GroupAction]:
    """What the working group has decided shall be done: what is left first, by day; then what is done."""
    permit(why_not_belong(by, by.unit_id or 0))
    actions = GroupAction.objects.filter(unit=by.unit_id).select_related("responsible")
    return actions.order_by("done_on", "due_on", "pk")


def group_action_to_read(pk: int, *, by: Actor) -> GroupAction:
    """One action. Raises DoesNotExist, NoAccess."""
    found = GroupAction.objects.select_related("responsible").get(pk=pk)
    permit(why_not_belong(by, found.unit_id))
    return found


def late_actions(by: Actor, *, today: date) -> list[GroupAction]:
    """What should have been done by now: the reader's own, and for the team leader the whole unit's."""
    if by.role not in ASSESSMENT:
        return []
    late = GroupAction.objects.filter(unit=by.unit_id, done_at=None, due_on__lt=today)
    if by.role != "team_leader":
        late = late.filter(responsible=by.staff_id)
    return list(late.select_related("responsible").order_by("due_on", "pk"))
