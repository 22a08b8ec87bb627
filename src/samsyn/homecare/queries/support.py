"""The plans that may need help, for the supervisor of care: why, never what they say. The page records the reading."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, Min, Q, QuerySet
from django.utils.timezone import localdate

from samsyn.cases.codes import without_plan
from samsyn.homecare.frame import Times, granted_a_week, minutes_a_week
from samsyn.homecare.lifecycle import ACCEPTED, Message
from samsyn.homecare.models import Activity, Order, OrderMessage, Plan, PlanHelp
from samsyn.homecare.models.supported import supported_units
from samsyn.homecare.plan_watch import Finding, PlanFacts, findings
from samsyn.homecare.support_access import why_not_support
from samsyn.people.models import Unit
from samsyn.people.refusals import permit
from samsyn.people.roles import PROVIDER, Actor, Role


@dataclass(frozen=True)
class WatchedPlan:
    """An order whose plan may need help, and why, the reason that has lasted longest first."""

    order: int
    unit: int
    found: tuple[Finding, ...]

    @property
    def since(self) -> date:
        return min(one.since for one in self.found)


def units_supported(actor: Actor) -> list[Unit]:
    """The units whose plans a supervisor sees."""
    permit(why_not_support(actor))
    return list(supported_units(actor))


def plans_to_support(actor: Actor, *, today: date, only: int | None = None) -> list[WatchedPlan]:
    """Every order with a reason to look at its plan, the oldest reason first; or of one order only."""
    permit(why_not_support(actor))
    orders = Order.objects.filter(provider__in=supported_units(actor), status__in=ACCEPTED)
    orders = orders.exclude(line__intervention__in=without_plan())
    if only is not None:
        orders = orders.filter(pk=only)
    known = list(orders.values_list("pk", "provider", "status_since", "line__amount", "line__unit"))
    plans, accepted = _plans(orders), _accepted(orders)
    watched = []
    for pk, unit, since, amount, per in known:
        facts = _facts(plans.get(pk), localdate(accepted.get(pk, since)), granted_a_week(amount, per))
        if found := findings(facts, today):
            watched.append(WatchedPlan(pk, unit, found))
    return sorted(watched, key=lambda one: (one.since, one.order))


@dataclass
class _Held:
    current_from: date | None
    version: int
    has_words: bool
    times: list[Times]


def _plans(orders: QuerySet[Order]) -> dict[int, _Held]:
    """The plan that holds for each order, with what is done."""
    held: dict[int, _Held] = {}
    by_plan: dict[int, _Held] = {}
    rows = Plan.objects.filter(order__in=orders, state=Plan.State.APPROVED)
    for pk, order, current, version, words in rows.values_list(
        "pk", "order", "current_from", "version", "persons_words"
    ):
        held[order] = by_plan[pk] = _Held(current, version, bool(words.strip()), [])
    done = Activity.objects.filter(plan__order__in=orders, plan__state=Plan.State.APPROVED)
    for plan, weekdays, minutes, every in done.values_list("plan", "weekdays", "minutes", "every_weeks"):
        by_plan[plan].times.append((weekdays, minutes, every))
    return held


def _accepted(orders: QuerySet[Order]) -> dict[int, datetime]:
    taken = OrderMessage.objects.filter(order__in=orders, kind=Message.ACCEPT).order_by()
    return dict(taken.values("order").annotate(first=Min("at")).values_list("order", "first"))


def _facts(held: _Held | None, accepted_on: date, granted: int | None) -> PlanFacts:
    if held is None:
        return PlanFacts(accepted_on, granted=granted)
    return PlanFacts(
        accepted_on, held.current_from, held.version, minutes_a_week(held.times), granted, len(held.times),
        held.has_words,
    )  # fmt: skip


def orders_shown(actor: Actor, pks: list[int]) -> dict[int, Order]:
    """These orders with person, unit and contact person, of the units a supervisor supports."""
    permit(why_not_support(actor))
    known = [pk for pk in pks if pk <= BigIntegerField.MAX_BIGINT]  # an address can name any number
    orders = Order.objects.filter(pk__in=known, provider__in=supported_units(actor))
    return {o.pk: o for o in orders.select_related("case__person", "provider", "contact", "line")}


def help_of(orders: list[int]) -> dict[int, list[PlanHelp]]:
    """What has been offered for each of these orders, the newest first. Called after `orders_shown`."""
    offers: dict[int, list[PlanHelp]] = defaultdict(list)
    for offer in PlanHelp.objects.filter(order__in=orders).select_related("to").order_by("-pk"):
        offers[offer.order_id].append(offer)
    return offers


def help_given_by(actor: Actor) -> QuerySet[PlanHelp]:
    """What a supervisor's units have been offered and is not followed up yet, the oldest first.

    An offer that nobody answered before the help ended waits for nothing.
    """
    permit(why_not_support(actor))
    open_ones = PlanHelp.objects.filter(order__provider__in=supported_units(actor), followed_at=None)
    open_ones = open_ones.filter(Q(answer=PlanHelp.Answer.YES) | Q(answer="", order__status__in=ACCEPTED))
    return open_ones.select_related("order__case__person", "order__provider", "to").order_by("offered_at", "pk")


def help_to(actor: Actor) -> QuerySet[PlanHelp]:
    """Offers of help that wait for the contact person's answer: their own, or all of the planner's unit."""
    if actor.role not in PROVIDER:
        return PlanHelp.objects.none()
    waiting = PlanHelp.objects.filter(order__provider=actor.unit_id, order__status__in=ACCEPTED, answer="")
    if actor.role is Role.CARE_WORKER:
        waiting = waiting.filter(order__contact=actor.staff_id)
    return waiting.select_related("order__case__person", "to").order_by("offered_at", "pk")


def help_for(order: Order, pk: int) -> PlanHelp:
    """One offer of an order that has been opened. Raises PlanHelp.DoesNotExist for another's."""
    offer = PlanHelp.objects.select_related("to").get(pk=pk, order=order)
    offer.order = order
    return offer
