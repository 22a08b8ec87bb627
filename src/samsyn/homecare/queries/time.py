"""Planned and performed time by day, week and carer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Sum

from samsyn.homecare.lifecycle import GIVEN
from samsyn.homecare.models import Order, PerformedTime, PlannedTime, come
from samsyn.people.roles import PROVIDER, Actor, Role

WEEK = timedelta(days=7)


def _visits(actor: Actor, day: date) -> QuerySet[PlannedTime]:
    if actor.role not in PROVIDER:
        return PlannedTime.objects.none()
    visits = PlannedTime.objects.filter(provider=actor.unit_id, day=day, order__status__in=GIVEN)
    visits = visits.select_related("order__case__person", "activity", "request", "carer", "seconded__carer")
    return visits.prefetch_related("said").order_by("start", "pk")


def my_visits(actor: Actor, *, day: date) -> QuerySet[PlannedTime]:
    """What a carer comes to on a day, first or second, in the day's order."""
    return _visits(actor, day).filter(come(actor.staff_id or 0))


def day_of_unit(actor: Actor, *, day: date) -> QuerySet[PlannedTime]:
    """All planned time of the unit's day, for its planner."""
    return _visits(actor, day) if actor.role is Role.PROVIDER_PLANNER else PlannedTime.objects.none()


def reported() -> Exists:
    """Whether somebody has said that a planned time became otherwise, once or more."""
    return Exists(PerformedTime.objects.filter(planned=OuterRef("pk"), source=PerformedTime.Source.REPORTED))


def only_reported(visits: QuerySet[PlannedTime]) -> QuerySet[PlannedTime]:
    """Those of some visits that somebody has said became otherwise."""
    return visits.filter(reported())


def only_carers(visits: QuerySet[PlannedTime], carer: int) -> QuerySet[PlannedTime]:
    """Those of some visits that a carer comes to, first or second."""
    return visits.filter(come(carer))


def planned_for(order: Order, pk: int) -> PlannedTime:
    """One planned time of this order, with all that was said of it. Raises PlannedTime.DoesNotExist for another's."""
    planned = order.planned.select_related("activity", "request").prefetch_related("said").get(pk=pk)
    planned.order = order
    return planned


@dataclass(frozen=True)
class Week:
    """One week of an order in whole minutes. `monday` is its first day."""

    monday: date
    planned: int
    performed: int
    not_done: int  # how many planned times were not performed


def week_of(order: Order, *, day: date) -> tuple[list[PlannedTime], list[PerformedTime], Week]:
    """The week around a day: what is planned, what was done beside the plan, and the sums."""
    monday = day - timedelta(day.weekday())
    planned = list(
        order.planned.filter(day__gte=monday, day__lt=monday + WEEK)
        .select_related("activity", "request", "carer", "seconded__carer")
        .prefetch_related("said")
        .order_by("day", "start", "pk")
    )
    performed = order.performed.current().filter(day__gte=monday, day__lt=monday + WEEK)
    extra = list(performed.filter(planned__isnull=True).order_by("day", "start"))
    done = performed.aggregate(n=Sum("minutes"))["n"] or 0
    missed = performed.filter(minutes=0).count()
    return planned, extra, Week(monday, sum(p.minutes for p in planned), done, missed)


def who_helped(cases: Collection[int], first: date, last: date) -> set[tuple[int, int]]:
    """Pairs (case, staff) of those who were to give help in some cases between two days, or are contact person."""
    planned = PlannedTime.objects.filter(order__case__in=list(cases), day__gte=first, day__lte=last)
    pairs = planned.exclude(carer=None).order_by().values_list("order__case", "carer").distinct()
    seconds = planned.exclude(seconded=None).order_by().values_list("order__case", "seconded__carer").distinct()
    contacts = Order.objects.filter(case__in=list(cases)).exclude(contact=None).values_list("case", "contact")
    return {(case, staff) for case, staff in [*pairs, *seconds, *contacts] if staff is not None}
