"""Putting in what an invented unit's carers told by phone of the days behind: when they began and ended each visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.timezone import make_aware

from samsyn.homecare.actions.load_days import shifts_of
from samsyn.homecare.models import MobileDevice, PlannedTime, SyncedChange, ToldTime, WorkShift
from samsyn.people.models import HomePlace
from samsyn.people.queries import why_not_invent
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor
from samsyn.planning.profile import between
from samsyn.synthetic.journeys import Journeys

BEHIND = 14  # days that are told of, within what told times are kept
LATE = timedelta(minutes=45)  # a visit that would begin so much later was somebody else's
EARLY = timedelta(minutes=5)  # nobody begins earlier than so much before its time
KLAR = timedelta(seconds=40)  # a forgotten Klar is pressed so long before the next visit begins


@dataclass
class _Told:
    visit: PlannedTime
    begins: datetime
    ends: datetime
    forgotten: bool


@transaction.atomic
def load_told(*, unit: int, journeys: Journeys, until: date, by: Actor, at: datetime) -> int:
    """When the visits of a unit's last days began and ended, by a phone for each carer; returns how many visits.

    The days behind get their shifts too. Raises NoAccess for all but a job, and where real people are let in.
    """
    permit(why_not_invent(by))
    first = until - timedelta(BEHIND)
    shifts = shifts_of(first, BEHIND, by, at, provider=unit)
    WorkShift.objects.bulk_create(shifts, batch_size=1000)
    modes = {(shift.staff_id, shift.day): str(shift.mode) for shift in shifts}
    rows = PlannedTime.objects.filter(provider=unit, day__gte=first, day__lt=until, carer__isnull=False)
    rows = rows.select_related("order__case", "carer").prefetch_related("said").order_by("carer", "day", "start", "pk")
    done = [row for row in rows if row.performed and row.performed.minutes]
    homes = HomePlace.objects.filter(person__in={row.order.case.person_id for row in done})
    points = {home.person_id: (home.east, home.north) for home in homes}
    count = 0
    for carer, of_one in groupby(done, key=lambda row: row.carer_id or 0):
        days = groupby(of_one, key=lambda row: row.day)
        told = [one for day, of_day in days for one in _of_day(of_day, modes[carer, day], points, journeys)]
        _put(unit, told, journeys)
        count += len(told)
    return count


def _of_day(
    rows: Iterator[PlannedTime], mode: str, points: dict[int, tuple[int, int]], journeys: Journeys
) -> list[_Told]:  # fmt: skip
    """One carer's day: each visit begins when they are there, and what they cannot reach was made by another."""
    told: list[_Told] = []
    for row in rows:
        planned = make_aware(datetime.combine(row.day, row.start))
        begins = planned + timedelta(seconds=journeys.off())
        if told:
            one, other = (points.get(visit.order.case.person_id) for visit in (told[-1].visit, row))
            begins = max(told[-1].ends + timedelta(seconds=_way(mode, one, other, journeys)), planned - EARLY)
            if begins > planned + LATE:
                continue
            if told[-1].forgotten:
                told[-1].ends = begins - KLAR
        minutes = row.performed.minutes if row.performed else row.minutes
        told.append(_Told(row, begins, begins + timedelta(seconds=journeys.lasts(minutes)), journeys.forgets()))
    return told


def _way(mode: str, one: tuple[int, int] | None, other: tuple[int, int] | None, journeys: Journeys) -> float:
    return journeys.seconds(mode, between(one, other) if one and other else 0.0) if one != other else 0.0


def _put(unit: int, told: list[_Told], journeys: Journeys) -> None:
    """Keep one carer's told times as their phone would have handed them in."""
    if not told:
        return
    staff, days = told[0].visit.carer_id or 0, [one.visit.day for one in told]
    device = MobileDevice.objects.create(
        uuid=_mark(journeys), staff_id=staff, unit_id=unit, acknowledged=2 * len(told), registered_on=min(days),
        seen_on=max(days),
    )  # fmt: skip
    moments = [(one.visit, kind, at) for one in told for kind, at in (("begin", one.begins), ("end", one.ends))]
    changes = [
        _change(device, n, visit, kind, _mark(journeys)) for n, (visit, kind, _) in enumerate(moments, start=1)
    ]  # fmt: skip
    SyncedChange.objects.bulk_create(changes, batch_size=1000)
    times = [
        ToldTime(change=change, staff_id=staff, at=at, told_at=at, behind=0, received_at=at)
        for change, (_, _, at) in zip(changes, moments, strict=True)
    ]
    ToldTime.objects.bulk_create(times, batch_size=1000)


def _mark(journeys: Journeys) -> UUID:
    return UUID(int=journeys.bits(), version=4)


def _change(device: MobileDevice, seq: int, visit: PlannedTime, kind: str, mark: UUID) -> SyncedChange:
    answer = {"seq": seq, "uuid": str(mark), "outcome": "done"}
    return SyncedChange(
        device=device, seq=seq, uuid=mark, kind=kind, order_id=visit.order_id, visit=visit.pk, outcome="done",
        answer=answer, received_on=visit.day, received_by=f"staff:{device.staff_id}",
    )  # fmt: skip
