"""What the person, and the provider's staff, are told of the account of granted time and of requests about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime

from samsyn.cases.models import DecisionLine
from samsyn.homecare.account.settle import lots_in, usable_until
from samsyn.homecare.account.swap import answers_need
from samsyn.homecare.account.told import Statement, statement
from samsyn.homecare.lifecycle import ACCEPTED, OrderStatus
from samsyn.homecare.menu import menu, own_item, usual_minutes
from samsyn.homecare.models import (
    UNTOLD,
    Order,
    OwnItem,
    PerformedTime,
    PlannedTime,
    TimeEntry,
    TimeFinding,
    TimeRequest,
    come,
)
from samsyn.homecare.models.accounts import LineAccount, accounts_on, frames_of, needs_of, whole_account
from samsyn.homecare.reasons import AWAY, GIVEN_UP, provider_reasons
from samsyn.people.access import SEE, why_not_act_for
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor, Role

CHANGED_SINCE = timedelta(hours=36)  # yesterday morning, for who begins in the evening
TIME = SEE | {"time"}  # who may swap must be able to read what there is to swap


@dataclass(frozen=True)
class Account:
    """The account of an order that is under way, for one period."""

    order: Order
    held: LineAccount
    lapses: tuple[int, date] | None  # of what is saved, what is gone first, and the last day it can be used
    is_now: bool = True  # whether it is the period that today lies in

    @property
    def is_open(self) -> bool:
        """Whether visits can be swapped: help that another order takes over is given as it is planned."""
        return self.order.status in ACCEPTED

    @property
    def left(self) -> int:
        """Minutes that the person can still get of the period: planned ahead or free. Never below nothing."""
        return max(0, self.held.balance.left)

    @property
    def over(self) -> int:
        """Minutes that are planned or used beyond what is granted, also with what is saved of earlier periods."""
        return max(0, -self.held.balance.free - self.of_earlier)

    @property
    def of_earlier(self) -> int:
        """Minutes of the period that will be taken of earlier ones: of what is saved only what was planned is."""
        lacking = max(0, -self.held.balance.free)
        of_saved = min(self.held.saved, max(0, lacking - self.held.overrun))
        return of_saved + min(self.held.owed, lacking - of_saved)


def told_accounts(person_id: int, *, now: datetime, by: Actor) -> list[Account]:
    """The accounts of a person's help for the period that today lies in."""
    permit(why_not_act_for(by, person_id, TIME))
    today = localdate(now)
    ahead = PlannedTime.objects.filter(UNTOLD, order=OuterRef("pk"), day__gte=today)
    going_out = Q(Exists(ahead), status=OrderStatus.STOPPED)  # another order begins later
    return accounts_of(_orders(Q(Q(status__in=ACCEPTED) | going_out, case__person=person_id)), today=today)


def accounts_of(orders: Iterable[Order], *, today: date, day: date | None = None) -> list[Account]:
    """The accounts of orders that have one. Access is asked before this."""
    by_line = {order.line_id: order for order in orders}
    held = accounts_on(DecisionLine.objects.filter(pk__in=list(by_line)), day=day or today, today=today)
    return [Account(by_line[one.held.line.pk], one, _lapses(one), today in one.span) for one in held]


def _under_way(which: Q) -> QuerySet[Order]:
    return _orders(which & Q(status__in=ACCEPTED))


def _orders(which: Q) -> QuerySet[Order]:
    orders = Order.objects.filter(which).order_by("sent_at", "pk")
    return orders.select_related("provider", "contact", "line", "case__person")


def _lapses(one: LineAccount) -> tuple[int, date] | None:
    saving = one.rules.save
    for lot, minutes in lots_in(one.book, one.place, one.rules):
        if saving:
            return minutes, usable_until(lot.span, saving, one.rules.length)
    return None


def visits_ahead(orders: Iterable[Order], *, now: datetime, upto: date) -> list[PlannedTime]:
    """What is planned and can still be swapped, from now to a day. Access is asked before this."""
    here = localtime(now)
    later = Q(day__gt=here.date()) | Q(day=here.date(), start__gt=here.time())
    found = PlannedTime.objects.filter(UNTOLD, later, order__in=[o.pk for o in orders], day__lte=upto)
    asked = TimeRequest.objects.filter(state=TimeRequest.State.ASKED, given=OuterRef("pk"))
    found = found.annotate(waits=Exists(asked))  # somebody has asked to swap it, and waits for an answer
    found = found.select_related("activity", "request", "carer", "seconded__carer", "order")
    return list(found.order_by("day", "start", "pk"))


def told_visit(person_id: int, pk: int, *, by: Actor) -> PlannedTime:
    """One planned visit of this person. Raises PlannedTime.DoesNotExist for another's."""
    permit(why_not_act_for(by, person_id, TIME))
    found = PlannedTime.objects.select_related("activity__need", "request", "carer", "seconded__carer", *_ORDER)
    return found.get(pk=pk, order__case__person=person_id, order__status__in=ACCEPTED)


_ORDER = ("order__case__person", "order__line", "order__provider", "order__contact")


def told_order_of_time(person_id: int, pk: int, *, by: Actor) -> Order:
    """One order under way of this person. Raises Order.DoesNotExist for another's."""
    permit(why_not_act_for(by, person_id, TIME))
    return _under_way(Q(case__person=person_id)).get(pk=pk)


def requests_of(orders: Iterable[Order], *, since: date) -> list[TimeRequest]:
    """What has been asked since a day, the newest first, and all that waits. Access is asked before this."""
    found = TimeRequest.objects.filter(order__in=[order.pk for order in orders])
    found = found.filter(Q(asked_at__date__gte=since) | Q(state=TimeRequest.State.ASKED))
    return list(found.select_related("given__activity", "given__request", "order").order_by("-asked_at", "-pk"))


def told_request(person_id: int, pk: int, *, by: Actor) -> TimeRequest:
    """One request of this person. Raises TimeRequest.DoesNotExist for another's."""
    permit(why_not_act_for(by, person_id, TIME))
    return TimeRequest.objects.select_related("order__case").get(pk=pk, order__case__person=person_id)


def request_for(order: Order, pk: int) -> TimeRequest:
    """One request of this order. Raises TimeRequest.DoesNotExist for another's."""
    return TimeRequest.objects.select_related("given__activity", "given__request", "order__case").get(
        pk=pk, order=order
    )


def called_off(orders: Iterable[Order], *, since: date) -> list[PerformedTime]:
    """Visits that the provider, or a stay in hospital, called off since a day. Access is asked before this."""
    rows = PerformedTime.objects.current().filter(
        order__in=[order.pk for order in orders], recorded_at__date__gte=since
    )
    rows = rows.filter(minutes=0, planned__isnull=False, reason__in=[*provider_reasons(), AWAY])
    return list(rows.select_related("planned__activity", "planned__request").order_by("-day", "-start"))


@dataclass(frozen=True)
class Changed:
    """A visit to come that the person has changed: given up, or had instead."""

    visit: PlannedTime
    is_off: bool


def changed_visits(actor: Actor, *, now: datetime) -> list[Changed]:
    """What has been changed since yesterday of visits to come: the planner's unit, or a carer's own and their persons'.

    So that nobody comes to a closed door, and somebody comes for what was swapped for.
    """
    since, today = now - CHANGED_SINCE, localdate(now)
    ahead = PlannedTime.objects.filter(provider=actor.unit_id, day__gte=today, order__status__in=ACCEPTED)
    if actor.role is Role.CARE_WORKER:
        ahead = ahead.filter(come(actor.staff_id or 0) | Q(order__contact=actor.staff_id))
    elif actor.role is not Role.PROVIDER_PLANNER:
        return []
    ahead = ahead.select_related("activity", "request", "carer", "seconded__carer", "order__case__person")
    ahead = ahead.order_by("day", "start", "pk")
    said = PerformedTime.objects.current().filter(minutes=0, recorded_at__gte=since, reason__in=GIVEN_UP)
    off = [Changed(one, is_off=True) for one in ahead.filter(Exists(said.filter(planned=OuterRef("pk"))))]
    new = [Changed(one, is_off=False) for one in ahead.filter(UNTOLD, request__answered_at__gte=since)]
    return sorted([*off, *new], key=lambda one: (one.visit.day, one.visit.start, one.visit.pk))


def requests_waiting(actor: Actor) -> QuerySet[TimeRequest]:
    """What waits for an answer: the contact person's own, or all of the planner's unit, the oldest first."""
    waiting = TimeRequest.objects.filter(state=TimeRequest.State.ASKED, order__provider=actor.unit_id)
    waiting = waiting.filter(order__status__in=ACCEPTED)
    waiting = waiting.select_related("order__case__person", "order__contact", "given__activity", "given__request")
    waiting = waiting.annotate(person=F("order__case__person")).order_by("asked_at", "pk")
    if actor.role is Role.CARE_WORKER:
        return waiting.filter(order__contact=actor.staff_id)
    return waiting if actor.role is Role.PROVIDER_PLANNER else TimeRequest.objects.none()


def findings_of(order: Order) -> list[TimeFinding]:
    """What has been found in the account of an order's line, the newest first."""
    return list(TimeFinding.objects.filter(line=order.line_id).order_by("-last"))


def finding_for(order: Order, pk: int) -> TimeFinding:
    """One finding of this order's line. Raises TimeFinding.DoesNotExist for another's."""
    return TimeFinding.objects.get(pk=pk, line=order.line_id)


def findings_waiting(actor: Actor) -> QuerySet[Order]:
    """Orders whose time is found unused or over-used and nobody has written of: the contact person's, or the unit's."""
    open_ones = TimeFinding.objects.filter(answered_at__isnull=True).values("line")
    waiting = _under_way(Q(provider=actor.unit_id, line__in=open_ones))
    if actor.role is Role.CARE_WORKER:
        return waiting.filter(contact=actor.staff_id)
    return waiting if actor.role is Role.PROVIDER_PLANNER else Order.objects.none()


@dataclass(frozen=True)
class Ended:
    """What became of the time of a decision that has ended or that another has taken the place of."""

    line: DecisionLine
    last: date
    told: Statement


def ended_accounts(person_id: int, *, since: date, today: date, by: Actor) -> list[Ended]:
    """The statements of a person's decisions on time that have ended since a day, the newest first."""
    permit(why_not_act_for(by, person_id, TIME))
    lines = DecisionLine.objects.filter(decision__case__person=person_id, orders__isnull=False).distinct()
    return _ended(lines, since, today)


def ended_account_of(order: Order, *, today: date) -> Ended | None:
    """The statement of an order's line, when it has ended. Access is asked before this."""
    return next(iter(_ended(DecisionLine.objects.filter(pk=order.line_id), date.min, today)), None)


def _ended(lines: QuerySet[DecisionLine], since: date, today: date) -> list[Ended]:
    gone = [
        held for held in frames_of(lines, on=today).values()
        if held.frame.last is not None and since <= held.frame.last < today
    ]  # fmt: skip
    told = [
        Ended(h.line, h.frame.last, statement(whole_account(h, today=today), h.line.pk)) for h in gone if h.frame.last
    ]
    return sorted(told, key=lambda ended: ended.last, reverse=True)


def moved_time(orders: Iterable[Order], *, since: date) -> list[TimeEntry]:
    """What was saved, used, moved or lapsed of periods since a day, the newest first. Access is asked before this."""
    lines = [order.line_id for order in orders]
    rows = TimeEntry.objects.filter(Q(line__in=lines) | Q(to_line__in=lines), last__gte=since)
    return list(rows.select_related("request").order_by("-pk"))


@dataclass(frozen=True)
class Choice:
    """Something that time can be swapped for. `answers` says whether it is linked to a need in the decision."""

    key: str
    own: str  # what the person has called it; empty for what the municipality's menu has a label of
    minutes: int
    answers: bool


def choices_for(order: Order) -> list[Choice]:
    """The person's own things first, then the municipality's menu; what answers a need in the decision comes first."""
    needs = needs_of(order.line_id)
    own = OwnItem.objects.filter(person=order.case.person_id, ended_at__isnull=True).order_by("what")
    mine = [Choice(o.key, o.what, o.minutes, answers_need(own_item(o.key, o.answers), needs)) for o in own]
    shared = [Choice(key, "", usual_minutes()[key], answers_need(item, needs)) for key, item in menu().items()]
    return sorted([*mine, *shared], key=lambda choice: not choice.answers)
