"""What an import means for what was here before it: orders begin, lines are carried out, cases move (SoL 34:1).

Run when everything is stored. Cases that somebody has worked with here keep their orders and their state as they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Max, Min
from django.utils.timezone import localdate

from samsyn.audit import bulk
from samsyn.audit.actions import action
from samsyn.audit.models import ImportSource
from samsyn.audit.queries import cases_written_in
from samsyn.cases.actions.import_clocks import (
    LineHere,
    lines_here,
    renew_executions,
    said_by_orders,
    said_by_rows,
    told_by_hand,
)
from samsyn.cases.actions.imports import settle_cases
from samsyn.cases.models import DecisionLine, OpenClock
from samsyn.cases.told_from_afar import Help
from samsyn.homecare.actions.execution import helped
from samsyn.homecare.lifecycle import LIVE, Message, OrderStatus
from samsyn.homecare.models import Order, OrderMessage, PerformedTime, Plan
from samsyn.people import access
from samsyn.people.exports.stage import Stage
from samsyn.people.exports.staged import Doing
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

CASES_AT_A_TIME = 500
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Order:
    """An order as stored, with the first and the last day of help in it."""

    pk: int
    line: int
    case: int
    status: str
    start_on: date
    first: date | None = None
    last: date | None = None
    was_under_way: bool = False  # said to be, of a line that has run out since


@dataclass(slots=True)
class _Message:
    order: int
    kind: str
    at: datetime
    by: str
    by_name: str
    text: str


@action
def follow_import(*, stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    """Let orders, lines and cases that were here before stand as if all that is stored had come in one file.

    An order that has got time has begun; a line that has got help is carried out, one whose orders have ended is
    interrupted, and a later decision takes an earlier one's place. What somebody here has said of a line stands.
    """
    permit(access.why_not_import(by))
    if stage.is_all_new():
        return
    orders, joined = stage.orders_to_look_at(), set(stage.cases_joined())
    cases = joined | _cases_of(Order, "case", orders)
    cases |= _cases_of(DecisionLine, "decision__case", stage.saying("line", "executed_on", Doing.LEFT))
    looked_at = set(orders)
    for some in _some(sorted(cases)):
        _follow(some, looked_at, joined, stage, source, by, at)
    bulk.reset_keys(OrderMessage)


def _cases_of(model: type[Order] | type[DecisionLine], path: str, keys: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for some in _some(keys):
        found |= set(model.objects.filter(pk__in=some).values_list(path, flat=True))
    return found


def _some(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    for first in range(0, len(keys), CASES_AT_A_TIME):
        yield keys[first : first + CASES_AT_A_TIME]


def _follow(
    cases: Sequence[int], looked_at: set[int], joined: set[int], stage: Stage, source: ImportSource, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    written = cases_written_in(cases, since=EVER)
    lines, orders = lines_here(decision__case__in=cases), _orders(cases, localdate(at))
    ours = [o for o in orders if o.case not in written]
    _take_back([o for o in ours if o.pk in looked_at], stage, at)
    _start(ours, source, by, at)
    by_hand = _by_hand([line for line in lines if line.case in written])
    _mark_under_way(orders, stage)
    facts = _facts(lines, orders, by_hand)
    executed = stage.said("line", "executed_on", list(facts))
    renew_executions(lines=lines, helped=facts, executed=executed, source=source, by=by, at=at)
    _help_by_hand([o for o in orders if o.line in by_hand and o.pk in looked_at], by, at)
    settle_cases(
        lines=[line for line in lines if line.case not in written],
        ordered={o.line for o in orders if o.status in LIVE},
        started={o.line for o in orders if o.status == OrderStatus.STARTED} | said_by_rows(facts), joined=joined,
        source=source, by=by, at=at,
    )  # fmt: skip


def _orders(cases: Sequence[int], today: date) -> list[_Order]:
    stored = Order.objects.filter(case__in=cases).order_by("pk")
    found = {row[0]: _Order(*row) for row in stored.values_list("pk", "line", "case", "status", "start_on")}
    given = PerformedTime.objects.current().filter(order__in=list(found), minutes__gt=0, day__lte=today)
    for pk, first, last in (
        given.order_by().values("order").annotate(a=Min("day"), z=Max("day")).values_list("order", "a", "z")
    ):
        found[pk].first, found[pk].last = first, last
    return list(found.values())


def _start(orders: Iterable[_Order], source: ImportSource, by: Actor, at: datetime) -> None:
    """Orders that have got time have begun."""
    begun = [o for o in orders if o.status == OrderStatus.ACCEPTED and o.first]
    for order in begun:
        order.status = OrderStatus.STARTED
    Order.objects.filter(pk__in=[o.pk for o in begun]).update(status=OrderStatus.STARTED, status_since=at)
    text = f"Inläst från {source.name}."
    bulk.insert(OrderMessage, [_Message(o.pk, Message.START, at, by.key, by.name, text) for o in begun])


def _take_back(orders: Iterable[_Order], stage: Stage, at: datetime) -> None:
    """Orders whose only time this file corrects to none have not begun, unless the file says that they have."""
    begun = {o.pk: o for o in orders if o.status == OrderStatus.STARTED and not o.first}
    corrected = PerformedTime.objects.filter(order__in=list(begun), minutes=0, replaces__minutes__gt=0, recorded_at=at)
    wrong = set(corrected.values_list("order", flat=True))
    told = stage.said("order", "state", sorted(wrong)) if wrong else {}
    for pk in wrong:
        begun[pk].status = told.get(pk, OrderStatus.ACCEPTED)
    taken_back = [pk for pk in wrong if begun[pk].status == OrderStatus.ACCEPTED]
    Order.objects.filter(pk__in=taken_back).update(status=OrderStatus.ACCEPTED, status_since=at)


def _mark_under_way(orders: Sequence[_Order], stage: Stage) -> None:
    """An order of a line that has run out is stored as ended, also where a file says that it is under way.

    What this file says is asked first, then what followed from an earlier one.
    """
    ended = [o for o in orders if o.status == OrderStatus.STOPPED]
    if not ended:
        return
    told = stage.said("order", "state", [o.pk for o in ended])
    before = said_by_orders({o.line for o in ended})
    for order in ended:
        said = told.get(order.pk)
        order.was_under_way = said == "started" if said else (order.line, order.start_on) in before


def _by_hand(lines: Sequence[LineHere]) -> set[int]:
    """Lines of whose carrying out somebody here has said something, or whose help follows a plan made here."""
    keys = [line.pk for line in lines]
    if not keys:
        return set()
    planned = Plan.objects.filter(order__line__in=keys, current_from__isnull=False)
    return told_by_hand(keys) | set(planned.values_list("order__line", flat=True))


def _facts(lines: Sequence[LineHere], orders: Sequence[_Order], by_hand: set[int]) -> dict[int, Help]:
    of: dict[int, list[_Order]] = defaultdict(list)
    for order in orders:
        of[order.line].append(order)
    return {line.pk: _help(of[line.pk]) for line in lines if line.grants and line.pk not in by_hand}


def _help(orders: Sequence[_Order]) -> Help:
    running = [o for o in orders if o.status == OrderStatus.STARTED]
    return Help(
        min((o.first for o in orders if o.first), default=None),
        max((o.last for o in orders if o.last), default=None),
        min((o.start_on for o in orders if o.was_under_way or o in running), default=None),
        min((o.first or o.start_on for o in running), default=None),
        stopped=any(o.status == OrderStatus.STOPPED for o in orders),
        goes_on=bool(running),
    )


def _help_by_hand(orders: Sequence[_Order], by: Actor, at: datetime) -> None:
    """Time read in for what is handled here tells of help as time reported here does.

    It does not contradict somebody who has said that the help is interrupted.
    """
    if not orders:
        return
    days: Mapping[int, list[date]] = defaultdict(list)
    given = PerformedTime.objects.current().filter(order__in=[o.pk for o in orders], minutes__gt=0, recorded_at=at)
    for pk, day in given.order_by("order", "day").values_list("order", "day").distinct():
        days[pk].append(day)
    for order in Order.objects.filter(pk__in=list(days)).select_related("line__decision__case"):
        helped(order, days[order.pk][0], said=False, by=by, at=at)
        clock = OpenClock.objects.filter(case=order.case_id, since="interruption").order_by("start").first()
        after = [day for day in days[order.pk] if clock and day > clock.start]
        if after:
            helped(order, after[0], said=False, by=by, at=at)
