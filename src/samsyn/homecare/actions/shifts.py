"""Saying who works a day, and who is kept apart: the unit's planner."""

from datetime import date, datetime

from django.db.models import Q

from samsyn.audit.actions import action, record
from samsyn.homecare.dayplan.access import why_not_plan_day
from samsyn.homecare.lifecycle import GIVEN
from samsyn.homecare.models import ApartReason, KeptApart, Order, WorkShift
from samsyn.homecare.models.shifts import LATEST
from samsyn.people.days import check_day
from samsyn.people.models import Appointment, Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor, Role

DAY = 24 * 60


@action
def put_shift(
    *, staff: Staff, day: date, begins: int, ends: int, break_from: int, break_to: int, break_minutes: int, mode: str,
    by: Actor, at: datetime,
) -> WorkShift:  # fmt: skip
    """Give a carer of the unit a shift, in minutes from midnight; `ends` before `begins` is the next morning.

    The same shift again changes nothing; another takes the place of the one there is. Raises Invalid for hours that
    are none, a break outside the shift, or somebody who does not work at the unit.
    """
    unit = by.unit_id or 0
    permit(why_not_plan_day(by, unit))
    check_day("day", day)
    ends = ends + DAY if ends <= begins else ends
    if ends > DAY:  # a break after midnight
        break_from, break_to = (minute + DAY if minute < begins else minute for minute in (break_from, break_to))
    held = {"break_from": break_from, "break_to": break_to} if break_minutes else {"break_from": 0, "break_to": 0}
    _check_works(staff, unit, day)
    if ends > LATEST:
        raise Invalid("ends", Refusal(N_("Passet kan sluta senast klockan 6.00 nästa morgon. Skriv en tidigare tid.")))
    if ends - begins > DAY * 2 // 3:
        raise Invalid("ends", Refusal(N_("Passet är längre än sexton timmar. Kontrollera när det slutar.")))
    if break_minutes and not begins <= break_from <= break_to < ends:
        raise Invalid("break_from", Refusal(N_("Rasten ska börja inom passet, och tidigast före senast.")))
    if mode not in WorkShift.Mode.values:
        raise Invalid("mode", Refusal(N_("Välj hur hen tar sig fram.")))
    told = {"begins": begins, "ends": ends, "break_minutes": break_minutes, "mode": mode, **held}
    now = WorkShift.objects.select_for_update().filter(unit=unit, staff=staff, day=day, removed_at=None).first()
    if now and all(getattr(now, name) == value for name, value in told.items()):
        return now
    if now:
        _remove(now, by, at)
    made = WorkShift.objects.create(unit_id=unit, staff=staff, day=day, noted_at=at, noted_by=by.key, **told)
    record(by=by, at=at, what="shift.put", about=f"shift:{made.pk}", detail={"staff": staff.pk, "day": day.isoformat()})
    return made


def _check_works(staff: Staff, unit: int, day: date) -> None:
    held = Appointment.objects.filter(staff=staff, unit=unit, role=Role.CARE_WORKER, valid_from__lte=day)
    if staff.left_on or not held.filter(Q(valid_to=None) | Q(valid_to__gte=day)).exists():
        raise Invalid("staff", Refusal(N_("Personen arbetar inte på enheten den dagen. Välj någon annan.")))


def _remove(shift: WorkShift, by: Actor, at: datetime) -> None:
    shift.removed_at, shift.removed_by = at, by.key
    shift.save(update_fields=["removed_at", "removed_by"])


@action
def remove_shift(*, shift: WorkShift, by: Actor, at: datetime) -> None:
    """Take a shift away: somebody is ill, or it was a slip. Their visits wait in the plans to be given to others."""
    permit(why_not_plan_day(by, shift.unit_id))
    held = WorkShift.objects.select_for_update().get(pk=shift.pk)
    if held.removed_at:
        return
    _remove(held, by, at)
    record(by=by, at=at, what="shift.remove", about=f"shift:{held.pk}", detail={"staff": held.staff_id})


@action
def cut_shift(
    *, shift: WorkShift, ends: int, rested: int | None = None, by: Actor, at: datetime
) -> WorkShift | None:  # fmt: skip
    """End a shift at a minute before its end: somebody goes home. `rested` is when their break began, if it has.

    A shift that would not have begun is taken away whole. Returns what is left of it.
    """
    permit(why_not_plan_day(by, shift.unit_id))
    held = WorkShift.objects.select_for_update().get(pk=shift.pk)
    if held.removed_at or ends >= held.ends:
        return None if held.removed_at else held
    _remove(held, by, at)
    left = None
    if ends > held.begins:
        rest = rested if rested is not None and held.begins <= rested < ends else 0
        told = {name: getattr(held, name) for name in ("unit_id", "staff_id", "day", "mode", "starts_at", "ends_at")}
        left = WorkShift.objects.create(
            **told, begins=held.begins, ends=ends, break_minutes=held.break_minutes if rest else 0,
            break_from=rest, break_to=rest, noted_at=at, noted_by=by.key,
        )  # fmt: skip
    record(by=by, at=at, what="shift.cut", about=f"shift:{held.pk}", detail={"staff": held.staff_id, "ends": ends})
    return left


@action
def keep_apart(*, person: int, staff: Staff, wish: str, since: date, reason: str, by: Actor, at: datetime) -> KeptApart:
    """Keep a carer from a person; why is kept apart from the pair. Twice is once.

    Raises Invalid without a reason, or for somebody the unit does not help.
    """
    unit = by.unit_id or 0
    permit(why_not_plan_day(by, unit))
    check_day("since", since)
    if not Order.objects.filter(case__person=person, provider=unit, status__in=GIVEN).exists():
        raise Invalid("person", Refusal(N_("Enheten har ingen beställning för personen. Välj någon i listan.")))
    if not reason.strip():
        raise Invalid("reason", Refusal(N_("Skriv varför de hålls isär.")))
    if wish not in KeptApart.Wish.values:
        raise Invalid("wish", Refusal(N_("Välj vems önskan det är.")))
    if held := KeptApart.objects.filter(unit=unit, person=person, staff=staff, ended_at=None).first():
        return held
    pair = KeptApart.objects.create(
        unit_id=unit, person_id=person, staff=staff, wish=wish, since=since, noted_at=at, noted_by=by.key
    )
    ApartReason.objects.create(pair=pair, text=reason.strip())
    record(by=by, at=at, what="apart.keep", about=f"apart:{pair.pk}", subjects=[person], detail={"staff": staff.pk})
    return pair


@action
def end_apart(*, pair: KeptApart, by: Actor, at: datetime) -> None:
    """Let two meet again."""
    permit(why_not_plan_day(by, pair.unit_id))
    held = KeptApart.objects.select_for_update().get(pk=pair.pk)
    if held.ended_at:
        raise Refused(Refusal(N_("De hålls redan inte isär.")))
    held.ended_at, held.ended_by = at, by.key
    held.save(update_fields=["ended_at", "ended_by"])
    record(by=by, at=at, what="apart.end", about=f"apart:{held.pk}", subjects=[held.person_id])
