"""What carers need when the system is down: each provider's visits for a while ahead, and who works there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from samsyn.audit.actions import record
from samsyn.audit.models import Event
from samsyn.homecare.lifecycle import GIVEN
from samsyn.homecare.models import PlannedTime
from samsyn.people.models import Fact, Staff, Unit
from samsyn.people.queries import colleagues
from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import Actor, Role

PACKER = "job:downtime-pack"
KEYS = "keys"


@dataclass(frozen=True)
class GroupDay:
    """One provider's visits in order of time, what opens each door, and who works there today."""

    unit: Unit
    visits: list[PlannedTime]
    keys: dict[int, str]  # by person
    planners: list[Staff]
    carers: list[Staff]


def groups_with_lists() -> list[Unit]:
    """Every provider that is open: what can come to have a list."""
    return list(Unit.objects.filter(purpose=Unit.Purpose.PROVIDER, closed_on=None).order_by("name", "pk"))


def group_days(*, first: datetime, last: datetime, by: Actor) -> Iterator[GroupDay]:
    """Every provider with visits that begin between two moments. Only for the job that makes the pack."""
    if by.key != PACKER:
        raise NoAccess(Refusal(N_("Det är bara driften som gör reservlistorna."), law="SoLPuL 10"))
    begins, ends = localtime(first), localtime(last)
    planned = PlannedTime.objects.filter(day__gte=begins.date(), day__lte=ends.date(), order__status__in=GIVEN)
    units = Unit.objects.filter(pk__in=planned.order_by().values("provider").distinct()).order_by("name", "pk")
    for unit in units:
        rows = planned.filter(provider=unit, order__case__person__died_on=None)
        rows = rows.select_related("order__case__person", "order__contact", "activity", "request")
        rows = rows.select_related("carer", "seconded__carer")
        within = [v for v in rows if begins <= _moment(v, begins) <= ends]
        if within:
            yield _group(unit, within, begins.date())


def _moment(visit: PlannedTime, like: datetime) -> datetime:
    return datetime.combine(visit.day, visit.start, like.tzinfo)


def _group(unit: Unit, visits: list[PlannedTime], today: date) -> GroupDay:
    persons = {v.order.case.person_id for v in visits}
    keys = Fact.objects.filter(person__in=persons, key=KEYS, replaced_on=None).values_list("person", "value")
    visits.sort(key=lambda v: (v.day, v.start, v.pk))
    planners, carers = (
        list(colleagues(unit.pk, role, today=today)) for role in (Role.PROVIDER_PLANNER, Role.CARE_WORKER)
    )
    return GroupDay(unit, visits, dict(keys), planners, carers)


@transaction.atomic
def note_pack(*, groups: int, visits: int, by: Actor, at: datetime) -> None:
    """Leave in the log that a pack was made, and how much is in it; who opens one is noted by hand."""
    detail = {"groups": groups, "visits": visits}
    record(by=by, at=at, what="downtime.pack", about="downtime", access=Event.Access.READ, detail=detail)
