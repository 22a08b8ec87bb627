"""What the person, and whoever they have let in, is told of plans and help.

Each checks access; the page records the reading once, with `people.queries.own_person`.
"""

from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from samsyn.homecare.lifecycle import ACCEPTED, GIVEN, LIVE
from samsyn.homecare.models import Activity, Order, PerformedTime, Plan, PlannedTime
from samsyn.homecare.queries.time import WEEK
from samsyn.people.access import SEE, why_not_act_for
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

PLAN = SEE | {"plan"}  # who is to answer a plan must be able to read it


def told_orders(person_id: int, *, by: Actor, functions: frozenset[str] = SEE) -> QuerySet[Order]:
    """The orders under way for a person: who gives the help, and the contact person."""
    _permit(by, person_id, functions)
    orders = Order.objects.filter(case__person=person_id, status__in=LIVE)
    return orders.select_related("provider", "contact", "line", "case").order_by("sent_at", "pk")


def told_orders_under_way(person_id: int, *, by: Actor, functions: frozenset[str]) -> list[Order]:
    """The orders that give help now, for a reader with one of some functions."""
    return list(told_orders(person_id, by=by, functions=functions).filter(status__in=ACCEPTED))


def told_order_under_way(person_id: int, pk: int, *, by: Actor, functions: frozenset[str]) -> Order:
    """One of them, with the names that a form bears. Raises Order.DoesNotExist for another's."""
    orders = told_orders(person_id, by=by, functions=functions).filter(status__in=ACCEPTED)
    return orders.select_related("case__person", "case__caseworker", "case__unit", "provider", "contact", "line").get(
        pk=pk
    )


def told_plans(person_id: int, *, by: Actor) -> QuerySet[Plan]:
    """Every plan that has lain before a person, newest first; drafts are not told."""
    _permit(by, person_id, PLAN)
    activities = Activity.objects.select_related("responsible").order_by("start", "pk")
    return (
        Plan.objects.filter(order__case__person=person_id)
        .exclude(state=Plan.State.DRAFT)
        .select_related("order__provider", "order__contact", "order__line", "order__case", "made_by")
        .prefetch_related(Prefetch("activities", activities))
        .order_by("-made_on", "-pk")
    )


def told_plan(person_id: int, pk: int, *, by: Actor) -> Plan:
    """One plan of this person. Raises Plan.DoesNotExist for another's and for a draft."""
    return told_plans(person_id, by=by).get(pk=pk)


def told_week(person_id: int, *, day: date, by: Actor) -> tuple[list[PlannedTime], list[PerformedTime]]:
    """The help of the week around a day: what is planned, and what was given beside the plan."""
    _permit(by, person_id, SEE)
    monday = day - timedelta(day.weekday())
    planned = PlannedTime.objects.filter(order__case__person=person_id, day__gte=monday, day__lt=monday + WEEK)
    extra = PerformedTime.objects.current().filter(
        order__case__person=person_id, planned__isnull=True, day__gte=monday, day__lt=monday + WEEK
    )
    by_time = planned.filter(order__status__in=GIVEN).select_related("activity", "request", "carer", "provider")
    by_time = by_time.select_related("seconded__carer")
    by_time = by_time.prefetch_related(Prefetch("said", PerformedTime.objects.select_related("carer")))
    return list(by_time.order_by("day", "start", "pk")), list(extra.select_related("carer").order_by("day", "start"))


def _permit(by: Actor, person_id: int, functions: frozenset[str]) -> None:
    permit(why_not_act_for(by, person_id, functions))
