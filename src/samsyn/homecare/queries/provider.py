"""What the provider's pages ask beside the orders themselves. Narrowed to the actor's own unit by construction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Count, QuerySet

from samsyn.homecare.lifecycle import ACCEPTED, GIVEN, LIVE
from samsyn.homecare.models import UNTOLD, Activity, Order, OrderMessage, PerformedTime, Plan, PlannedTime
from samsyn.homecare.queries.time import reported
from samsyn.people.queries import the_dead
from samsyn.people.roles import PROVIDER, Actor, Role


def messages_of(order: Order) -> QuerySet[OrderMessage]:
    """What the two sides have said to each other, in order. Called after `open_order`."""
    return order.messages.order_by("at", "pk")


def activity_for(plan: Plan, pk: int) -> Activity:
    """One activity of this plan. Raises Activity.DoesNotExist for another plan's."""
    activity = plan.activities.get(pk=pk)
    activity.plan = plan
    return activity


def my_persons(actor: Actor) -> QuerySet[Order]:
    """The accepted orders that a care worker is contact person for, by the person's name."""
    if actor.role is not Role.CARE_WORKER:
        return Order.objects.none()
    mine = Order.objects.filter(provider=actor.unit_id, status__in=ACCEPTED, contact=actor.staff_id)
    mine = mine.select_related("case__person", "contact").prefetch_related("plans")
    return mine.order_by("case__person__family_name", "case__person__given_name", "pk")


def plans_at(actor: Actor) -> QuerySet[Plan]:
    """Plans that hold or are being made: all of the planner's unit, or those of the care worker's own persons."""
    if actor.role not in PROVIDER:
        return Plan.objects.none()
    plans = Plan.objects.filter(order__provider=actor.unit_id, order__status__in=ACCEPTED)
    plans = plans.exclude(state=Plan.State.REPLACED).select_related("order__case__person", "order__contact", "made_by")
    if actor.role is Role.CARE_WORKER:
        plans = plans.filter(order__contact=actor.staff_id)
    return plans.order_by("made_on", "pk")


def plans_objected(actor: Actor) -> QuerySet[Plan]:
    """Plans that the person has said no to, the oldest answer first."""
    return plans_at(actor).filter(state=Plan.State.OBJECTED).order_by("answered_at", "pk")


def extra_of_day(actor: Actor, *, day: date) -> QuerySet[PerformedTime]:
    """Help given beside the plan on a day: the whole unit's for its planner, else the carer's own."""
    if actor.role not in PROVIDER:
        return PerformedTime.objects.none()
    extra = _extra_at(actor, day)
    if actor.role is Role.CARE_WORKER:
        extra = extra.filter(carer=actor.staff_id)
    return extra.select_related("order__case__person", "carer").order_by("start", "pk")


def _extra_at(actor: Actor, day: date) -> QuerySet[PerformedTime]:
    return PerformedTime.objects.current().filter(order__provider=actor.unit_id, day=day, planned__isnull=True)


@dataclass
class Round:
    """One carer's day in figures: how many visits, minutes planned, and when the first begins and the last ends.

    `carer` is None for what nobody is named for. Times past midnight count on from 24 hours; in minutes from 0.00.
    What somebody comes to as the second of two is told apart: the visit is in the first's line.
    """

    carer: int | None
    name: str
    visits: int = 0
    planned: int = 0
    differing: int = 0  # visits that somebody has said became otherwise
    extra: int = 0  # minutes of help beside the plan
    seconds: int = 0  # visits as the second of two, and their minutes
    beside: int = 0
    begins: int | None = None
    ends: int | None = None

    def reach(self, start: time, minutes: int) -> None:
        """Let the day reach over a visit."""
        begins = start.hour * 60 + start.minute
        self.begins = begins if self.begins is None else min(self.begins, begins)
        self.ends = max(self.ends or 0, begins + minutes)


def rounds_of_unit(actor: Actor, *, day: date) -> list[Round]:
    """The day of each carer at the planner's unit, by name; what nobody is named for comes last. Names no person."""
    if actor.role is not Role.PROVIDER_PLANNER:
        return []
    rounds: dict[int | None, Round] = {}

    def of(carer: int | None, given: str | None, family: str | None) -> Round:
        return rounds.setdefault(carer, Round(carer, f"{given} {family}" if carer else ""))

    who = ("carer", "carer__given_name", "carer__family_name")
    planned = PlannedTime.objects.filter(provider=actor.unit_id, day=day, order__status__in=GIVEN)
    for *carer, start, minutes, differs in planned.values_list(*who, "start", "minutes", reported()):
        one = of(*carer)
        one.visits += 1
        one.planned += minutes
        one.differing += differs
        one.reach(start, minutes)
    seconds = planned.exclude(seconded=None).values_list(*(f"seconded__{name}" for name in who), "start", "minutes")
    for *carer, start, minutes in seconds:
        one = of(*carer)
        one.seconds += 1
        one.beside += minutes
        one.reach(start, minutes)
    for *carer, minutes in _extra_at(actor, day).values_list(*who, "minutes"):
        of(*carer).extra += minutes
    return sorted(rounds.values(), key=lambda r: (r.carer is None, r.name, r.carer))


def days_not_closed(actor: Actor, *, today: date) -> dict[date, int]:
    """Past days of the planner's unit with planned time that nobody has said anything about, and how many times."""
    if actor.role is not Role.PROVIDER_PLANNER:
        return {}
    left = PlannedTime.objects.filter(UNTOLD, provider=actor.unit_id, day__lt=today)
    return dict(left.order_by("day").values_list("day").annotate(n=Count("pk")))


def orders_after_death(actor: Actor) -> QuerySet[Order]:
    """The planner's orders under way of persons who have died, until the caseworker ends them; the first dead first."""
    if actor.role is not Role.PROVIDER_PLANNER:
        return Order.objects.none()
    dead = Order.objects.filter(provider=actor.unit_id, status__in=LIVE, case__person__in=the_dead())
    return dead.select_related("case__person", "case__caseworker").order_by("case__person__died_on", "pk")


def persons_in_orders(orders: Iterable[int]) -> set[int]:
    """Whom these orders are about, for the reading that an exported list is."""
    return set(Order.objects.filter(pk__in=list(orders)).values_list("case__person", flat=True))


def persons_in_plans(plans: Iterable[int]) -> set[int]:
    """Whom these plans are about, for the reading that an exported list is."""
    return set(Plan.objects.filter(pk__in=list(plans)).values_list("order__case__person", flat=True))
