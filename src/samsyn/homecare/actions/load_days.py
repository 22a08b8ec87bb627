"""Putting in what an invented unit's coming days consist of: shifts by who is to come, skills, and the unit's point."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction

from samsyn.homecare.day_facts import clock_minutes
from samsyn.homecare.dayplan.skills import is_delegation
from samsyn.homecare.models import CarerSkill, PlannedTime, UnitPlace, VisitDemand, WorkShift
from samsyn.people.models import Staff, Unit
from samsyn.people.queries import why_not_invent
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

AHEAD = 21  # days with shifts, the first with it: two whole weeks from any coming Monday
WEEK = 7
EARLY, LATE = (6 * 60 + 45, 16 * 60), (14 * 60, 23 * 60 + 30)
EVENING = 16 * 60
LATE_SHARE = 3  # one of so many works in the evening: those who come to most then
BREAK, BREAK_AFTER, BREAK_OPEN = 30, 4 * 60, 90
LANGUAGES = ("fi", "ar", "so", "en")
NURSE = "Lo Ek, leg. sjuksköterska"
HOIST = "LYFT"
SKILLED = ("LAKEMEDEL", "INSULIN", HOIST)
LIFTED, LIFTED_SHARE = ("MORGON", "DUSCH"), 8  # what two may be needed for, and for one of so many


@transaction.atomic
def load_days(*, middle: Callable[[str], tuple[int, int]], until: date, by: Actor, at: datetime) -> int:
    """Shifts for three weeks from a day, for everybody who is to come to somebody; returns how many.

    Raises NoAccess for all but a job, and where real people are let in.
    """
    permit(why_not_invent(by))
    units = Unit.objects.filter(purpose=Unit.Purpose.PROVIDER)
    for unit in units:
        east, north = middle(unit.area)
        UnitPlace.objects.get_or_create(unit=unit, defaults={"east": east, "north": north})
    shifts = shifts_of(until, AHEAD, by, at)
    WorkShift.objects.bulk_create(shifts, batch_size=1000)
    CarerSkill.objects.bulk_create(_skills(shifts, until, by, at), batch_size=1000)
    VisitDemand.objects.bulk_create(_demands(until, by, at), batch_size=1000)
    return len(shifts)


def shifts_of(first: date, days: int, by: Actor, at: datetime, **of: int) -> list[WorkShift]:
    """Who comes to most in the evening works then, the others in the day. `of` limits the planned times, by unit."""
    evenings: dict[tuple[int, date], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = PlannedTime.objects.filter(day__gte=first, day__lt=first + timedelta(days), carer__isnull=False, **of)
    for unit, carer, day, start, minutes in rows.values_list("provider", "carer", "day", "start", "minutes"):
        evenings[unit, day][carer] += minutes if clock_minutes(start) >= EVENING else 0
    found = []
    for (unit, day), minutes_of in sorted(evenings.items()):
        order = sorted(minutes_of, key=lambda carer: (-minutes_of[carer], carer))
        late = set(order[: -(-len(order) // LATE_SHARE)])
        found += [_shift(unit, carer, day, LATE if carer in late else EARLY, by, at) for carer in sorted(order)]
    return found


def _shift(unit: int, carer: int, day: date, span: tuple[int, int], by: Actor, at: datetime) -> WorkShift:
    begins, ends = span
    mode = (WorkShift.Mode.BICYCLE, WorkShift.Mode.CAR, WorkShift.Mode.FOOT)[carer % 3]
    opens = begins + BREAK_AFTER
    return WorkShift(
        unit_id=unit, staff_id=carer, day=day, begins=begins, ends=ends, break_from=opens,
        break_to=opens + BREAK_OPEN, break_minutes=BREAK, mode=mode, noted_at=at, noted_by=by.key,
    )  # fmt: skip


def _demands(until: date, by: Actor, at: datetime) -> list[VisitDemand]:
    """Every eighth of those who are helped out of bed or in the shower is lifted by two, one of whom has the skill."""
    ahead = PlannedTime.objects.filter(day__gte=until, day__lt=until + timedelta(WEEK), activity__item__in=LIFTED)
    orders = sorted(set(ahead.order_by().values_list("order", "activity__item")))
    return [
        VisitDemand(order_id=order, item=item, staff=2, skill=HOIST, heavy=1, noted_at=at, noted_by=by.key)
        for order, item in orders[::LIFTED_SHARE]
    ]


def _skills(shifts: list[WorkShift], until: date, by: Actor, at: datetime) -> list[CarerSkill]:
    """Most are delegated the common tasks, some have run out; every fifth speaks one language more."""
    told = {"noted_at": at, "noted_by": by.key, "valid_from": until - timedelta(200)}
    found = []
    for staff in Staff.objects.filter(pk__in={shift.staff_id for shift in shifts}).order_by("pk"):
        for n, key in enumerate(SKILLED):
            if (staff.pk + n) % 4:
                ends = until + timedelta(164) if (staff.pk + n) % 11 else until - timedelta(3)
                nurse = NURSE if is_delegation(key) else ""
                found.append(CarerSkill(staff=staff, key=key, valid_to=ends, decided_by=nurse, **told))
        if staff.pk % 5 == 0:
            found.append(CarerSkill(staff=staff, key=f"language:{LANGUAGES[staff.pk % len(LANGUAGES)]}", **told))
    return found
