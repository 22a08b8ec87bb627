"""What orders and performed time say of the carrying out of a decision (SoL 34:1, LSS 28 f).

The first time that help is given the line is carried out, wholly or in part, by how much of it the plan gives; part of
it is never called the whole. When an order ends while the decision holds, the line is interrupted from the last day of
help. What somebody has said by hand stands until somebody says otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Max, Min, QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases.actions import note_told_event, retract_told_event
from samsyn.cases.clocks import Kind
from samsyn.cases.codes import code_list, without_plan
from samsyn.cases.models import DecisionLine, LineEvent, OpenClock
from samsyn.cases.models.standings import LineStanding, latest_version, standings
from samsyn.homecare import access
from samsyn.homecare.actions.shared import locked, tell
from samsyn.homecare.carried import Carried, carried
from samsyn.homecare.lifecycle import OrderStatus
from samsyn.homecare.models import UNTOLD, Order, Plan
from samsyn.people.refusals import N_, NoAccess, Refusal, permit
from samsyn.people.roles import Actor

Source = LineEvent.Source
CORRECTED = N_("Tiden den dagen är rättad, så det var inte då hjälpen började.")
EARLIER = N_("Hjälp gavs redan tidigare.")
BEGINS = (Kind.EXECUTED, Kind.EXECUTED_PART, Kind.RESUMED)


@action
def tell_execution(
    *,
    order: Order,
    kind: Kind,
    day: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    part: int | None = None,
    note: str = "",
) -> LineEvent:
    """Say what has happened to what was ordered: begun, in part, interrupted, offered …; the provider's staff.

    Raises as `cases.actions.note_line_event` does.
    """
    order = locked(order)
    permit(access.why_not_report(by, access.OrderFacts.of(order)))
    event = note_told_event(
        line=_line_of(order), kind=kind, day=day, source=Source.PROVIDER, key=f"order:{order.pk}", reason=reason,
        part=part, note=note, by=by, at=at,
    )  # fmt: skip
    tell(order, "order.execution", by=by, at=at, kind=kind.value)
    return event


@action
def take_back_execution(*, order: Order, event: LineEvent, why: str, by: Actor, at: datetime) -> LineEvent:
    """Take back what the provider itself has said by mistake."""
    order = locked(order)
    permit(access.why_not_report(by, access.OrderFacts.of(order)))
    if event.key != f"order:{order.pk}" or event.source != Source.PROVIDER:
        raise NoAccess(Refusal(N_("Ni kan ta tillbaka det som ni själva har skrivit. Ring handläggaren om det andra.")))
    taken_back = retract_told_event(event=event, why=why, source=Source.PROVIDER, by=by, at=at)
    tell(order, "order.take_back", by=by, at=at, kind=event.kind)
    return taken_back


def helped(order: Order, day: date, *, said: bool, by: Actor, at: datetime) -> None:
    """Help has been given on a day; `said` when somebody has said so, not only planned it. Part of an action."""
    _forget_later(order, day, by, at)
    helped_all([(order, day)], said=said, by=by, at=at)


def helped_all(given: Sequence[tuple[Order, date]], *, said: bool, by: Actor, at: datetime) -> None:
    """Help has been given in some orders. Only lines with an open clock are asked about. Part of an action."""
    open_ = _open_lines([order for order, _ in given])
    if not open_:
        return
    stand = standings(open_.values(), localdate(at))
    plans = _plans([order for order, _ in given if order.pk in open_])
    for order, day in given:
        line = open_.get(order.pk)
        if line is not None and line.pk in stand and day >= stand[line.pk].now.decided:
            _help_on(order, day, stand[line.pk], _plan_on(plans.get(order.pk, []), day), said, by, at)


def not_helped(order: Order, day: date, *, by: Actor, at: datetime) -> None:
    """What was said to have been done on a day was not: when the help began with it, it did not. Part of an action."""
    if order.performed.current().filter(day=day, minutes__gt=0).exists():
        return
    wrong = _begun(_line_of(order)).filter(day=day, source=Source.TIME)
    if not wrong:
        return
    for event in wrong:
        retract_told_event(event=event, why=str(CORRECTED), source=Source.TIME, by=by, at=at)
    helped = order.performed.current().filter(minutes__gt=0, day__lte=localdate(at))  # a day to come tells nothing yet
    after = helped.aggregate(first=Min("day"))["first"]
    if after:
        helped_all([(order, after)], said=True, by=by, at=at)


def ceased(order: Order, *, by: Actor, at: datetime) -> None:
    """An order has ended: what it carried out is interrupted from the last day of help. Part of an action.

    Not while the order still has days to give, while another order gives the help, or when the decision's time is out.
    """
    if order.status != OrderStatus.STOPPED or order.planned.filter(UNTOLD).exists():
        return
    line = _line_of(order)
    stands = standings([line], localdate(at)).get(line.pk)
    if stands is None or stands.now.closed or stands.now.interrupted:
        return
    if not (stands.now.partly or stands.now.executed) or _gives_elsewhere(order, line):
        return
    last = order.performed.current().filter(minutes__gt=0).aggregate(last=Max("day"))["last"] or localdate(at)
    if stands.until and last >= stands.until:
        return
    day = max(filter(None, (last, stands.now.executed, stands.now.resumed)))
    _note(line, Kind.INTERRUPTED, day, Source.ORDER, order, by, at, reason="AVBROTT")


def _help_on(
    order: Order, day: date, stands: LineStanding, plan: Plan | None, said: bool, by: Actor, at: datetime
) -> None:
    now = stands.now
    if now.closed:  # by a death that is noted on the person
        return
    if now.interrupted and (day <= now.interrupted or not _resumes(order, stands, said)):
        return
    found = _carried(stands.line, plan)
    if found.whole:
        kind = Kind.RESUMED if now.interrupted and not now.unexecuted else Kind.EXECUTED
    else:
        kind = Kind.RESUMED if now.interrupted and now.unexecuted else Kind.EXECUTED_PART
    if kind is Kind.EXECUTED_PART and now.partly and stands.part == found.part:
        return
    part = found.part if kind is Kind.EXECUTED_PART else None
    _note(stands.line, kind, day, Source.TIME, order, by, at, part=part)


def _resumes(order: Order, stands: LineStanding, said: bool) -> bool:
    """Whether help after an interruption resumes the line.

    An order that has ended gives its last days only. Time that nobody has said anything about goes on by itself, so it
    does not contradict somebody who has said that the help is interrupted.
    """
    if order.status == OrderStatus.STOPPED:
        return False
    by_hand = next((e.source != Source.ORDER for e in reversed(stands.events) if e.kind == Kind.INTERRUPTED), False)
    return said or not by_hand


def _carried(line: DecisionLine, plan: Plan | None) -> Carried:
    if line.intervention in without_plan():
        return Carried(whole=True)
    share = int(code_list("execution_rules")["WHOLE_FROM"].extra["value"])
    times = [(a.weekdays, a.minutes, a.every_weeks) for a in plan.activities.all()] if plan else None
    return carried(times, line.amount, line.unit, from_share=share)


def _note(
    line: DecisionLine, kind: Kind, day: date, source: str, order: Order, by: Actor, at: datetime,
    *, part: int | None = None, reason: str = "",
) -> None:  # fmt: skip
    note_told_event(
        line=line, kind=kind, day=day, source=source, key=f"order:{order.pk}", part=part, reason=reason, by=by, at=at
    )


def _forget_later(order: Order, day: date, by: Actor, at: datetime) -> None:
    """Help on an earlier day than was known: the line was carried out from that day."""
    begun = list(_begun(_line_of(order)))
    if len(begun) == 1 and begun[0].source == Source.TIME and begun[0].day > day:
        retract_told_event(event=begun[0], why=str(EARLIER), source=Source.TIME, by=by, at=at)


def _begun(line: DecisionLine) -> QuerySet[LineEvent]:
    """What has been noted of a line's beginning, in any of its versions, the first first."""
    events = LineEvent.objects.standing().filter(line__in=_versions(line), kind__in=BEGINS)
    return events.select_related("line__decision__case").order_by("day", "pk")


def _line_of(order: Order) -> DecisionLine:
    """The line that an order carries out, as it was last corrected."""
    return latest_version(order.line)


def _open_lines(orders: Iterable[Order]) -> dict[int, DecisionLine]:
    """For each order whose line, as it was last corrected, is not wholly carried out: that line."""
    by_case: defaultdict[int, list[DecisionLine]] = defaultdict(list)
    listed = list(orders)
    clocks = OpenClock.objects.filter(case__in={o.case_id for o in listed})
    for clock in clocks.select_related("line__replaces__replaces", "line__decision__case"):
        by_case[clock.case_id].append(clock.line)
    found = {}
    for order in listed:
        for line in by_case.get(order.case_id, ()):
            if order.line_id in _versions(line):
                found[order.pk] = line
    return found


def _versions(line: DecisionLine) -> set[int]:
    found = {line.pk}
    while line.replaces and line.replaces.intervention == line.intervention:
        line = line.replaces
        found.add(line.pk)
    return found


def _plans(orders: Iterable[Order]) -> dict[int, list[Plan]]:
    """The plans that these orders have followed, the newest first."""
    found: defaultdict[int, list[Plan]] = defaultdict(list)
    followed = Plan.objects.filter(order__in=list(orders), current_from__isnull=False).order_by("-version")
    for plan in followed.prefetch_related("activities"):
        found[plan.order_id].append(plan)
    return found


def _plan_on(plans: Sequence[Plan], day: date) -> Plan | None:
    """The plan that was followed on a day: one that takes another's place is followed from the day after its yes."""
    before = (p for p in plans if p.current_from and p.current_from < day)
    return next(before, plans[-1] if plans else None)


def _gives_elsewhere(order: Order, line: DecisionLine) -> bool:
    other = Order.objects.filter(case=order.case_id, line__in=_versions(line), status=OrderStatus.STARTED)
    return other.exclude(pk=order.pk).exists()
