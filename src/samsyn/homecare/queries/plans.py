"""Plans and their activities. Called after `open_order`, which checks access and records the reading."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from samsyn.cases.codes import without_plan
from samsyn.homecare.frame import current_until
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Activity, Order, OwnItem, Plan, PlanWish
from samsyn.people.roles import Actor, Role


def plans_of(order: Order) -> QuerySet[Plan]:
    """Every version of an order's plan, newest first, with activities."""
    return order.plans.select_related("made_by").prefetch_related("activities").order_by("-version")


def plan_for(order: Order, pk: int) -> Plan:
    """One plan of this order. Raises Plan.DoesNotExist for another order's."""
    plan = order.plans.select_related("made_by").get(pk=pk)
    plan.order = order
    return plan


def latest_plan(order: Order) -> Plan | None:
    """The plan being written or before the person; else the one that holds."""
    return _with_order(order.plans.select_related("made_by").order_by("-version").first(), order)


def _with_order(plan: Plan | None, order: Order) -> Plan | None:
    if plan:
        plan.order = order
    return plan


def activities_of(plan: Plan) -> QuerySet[Activity]:
    """What is done, by time of day."""
    return plan.activities.select_related("responsible", "need").order_by("start", "pk")


def is_current(plan: Plan, *, today: date) -> bool:
    """Whether the person said yes to the plan within six months, and it still holds.

    Kolada U21452 counts a plan that was followed up within six months, too. A follow-up here is a new version.
    """
    if plan.state != Plan.State.APPROVED or plan.current_from is None:
        return False
    return today <= current_until(plan.current_from)


def to_plan(actor: Actor) -> QuerySet[Order]:
    """Accepted orders without an approved plan: the contact person's own, or all of the planner's unit."""
    approved = Plan.objects.filter(order=OuterRef("pk"), state=Plan.State.APPROVED)
    waiting = Order.objects.filter(~Exists(approved), provider=actor.unit_id, status__in=ACCEPTED).exclude(
        line__intervention__in=without_plan()
    )
    waiting = waiting.select_related("case__person", "contact").prefetch_related("plans").order_by("status_since", "pk")
    if actor.role is Role.CARE_WORKER:
        return waiting.filter(contact=actor.staff_id)
    return waiting if actor.role is Role.PROVIDER_PLANNER else Order.objects.none()


def plans_running_out(actor: Actor, *, made_before: date) -> QuerySet[Plan]:
    """Approved plans that are current from a day or earlier, at the actor's unit: soon, or already, too old."""
    old = Plan.objects.filter(
        state=Plan.State.APPROVED,
        current_from__lte=made_before,
        order__provider=actor.unit_id,
        order__status__in=ACCEPTED,
    ).select_related("order__case__person", "order__contact")
    old = old.order_by("current_from", "pk")
    return old.filter(order__contact=actor.staff_id) if actor.role is Role.CARE_WORKER else old


def own_items_for(order: Order) -> list[OwnItem]:
    """What the person of an order has put among what their time can be used for, the oldest first."""
    return list(OwnItem.objects.filter(person=order.case.person_id, ended_at=None).order_by("pk"))


def wish_of(plan: Plan) -> PlanWish | None:
    """What the person wished when the plan was made, if anything."""
    wish = PlanWish.objects.filter(plan=plan).first()
    return wish if wish and not wish.is_empty else None


def wish_that_holds(order: Order) -> PlanWish | None:
    """The wishes of the plan that holds for an order."""
    plan = order.plans.filter(state=Plan.State.APPROVED).select_related("wish").first()
    wish = getattr(plan, "wish", None)
    return wish if wish and not wish.is_empty else None
