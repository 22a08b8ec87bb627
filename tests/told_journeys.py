"""Journeys of a unit's carers in tests, told as their phones tell them."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from samsyn.homecare.models import SyncedChange, ToldTime
from samsyn.people.roles import Role
from tests import factories as f
from tests.dayplans import shift

REAL = 26  # minutes that a kilometre on foot took


def told(phone, visit, kind, at, staff):
    change = SyncedChange.objects.create(
        device=phone.device, seq=SyncedChange.objects.count() + 1, uuid=uuid4(), kind=kind, order=visit.order,
        visit=visit.pk, outcome="done", answer={}, received_on=visit.day, received_by=phone.by.key,
    )  # fmt: skip
    ToldTime.objects.create(change=change, staff=staff, at=at, told_at=at, behind=0, received_at=at)


def walked(known, phone, *, minutes=REAL, gap=19, days=11, forgotten=1, pair=0, hour=8, of=3):
    """So many carers by turns went from one person to the other, a day each; the last times *Klar* was forgotten."""
    known.carers.extend(f.staff(Role.CARE_WORKER, known.unit) for _ in range(of - len(known.carers)))
    first, second = (list(o.planned.order_by("day")[:days]) for o in known.orders[2 * pair :][:2])
    for n, (one, other) in enumerate(zip(first, second, strict=True)):
        staff = known.carers[n % of]
        begins = datetime.combine(one.day, time(hour), f.NOW.tzinfo)
        starts = begins + timedelta(minutes=40 + gap)
        for visit, start in ((one, begins), (other, starts)):
            type(visit).objects.filter(pk=visit.pk).update(start=start.time())
        shift(staff, known.planner, day=one.day)
        took = 80 if n >= days - forgotten else minutes + n % 3
        for visit, kind, at in (
            (one, "begin", begins), (one, "end", begins + timedelta(minutes=40)),
            (other, "begin", begins + timedelta(minutes=40 + took)),
        ):  # fmt: skip
            told(phone, visit, kind, at, staff)
