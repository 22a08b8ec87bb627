"""Storing orders and performed time that were read from another system. Their lines are in already."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.timezone import localdate

from samsyn.audit import bulk
from samsyn.audit.actions import action
from samsyn.audit.models import ImportedRow, ImportSource
from samsyn.cases.actions import load as cases
from samsyn.cases.actions.imports import LAST_MINUTE, moment
from samsyn.cases.models import DecisionLine
from samsyn.homecare.actions import load as homecare
from samsyn.homecare.actions.orders import content_with
from samsyn.homecare.lifecycle import Message, OrderStatus
from samsyn.homecare.models import Order, OrderMessage, PerformedTime
from samsyn.people import access
from samsyn.people.actions import load as people
from samsyn.people.actions.imports import provider_named, remember, renew, told
from samsyn.people.exports.stage import Stage
from samsyn.people.exports.staged import Doing, Staged
from samsyn.people.queries import units_by_name
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor


@dataclass(slots=True)
class _Order:
    id: int
    case: int
    line: int
    provider: int
    status: str
    status_since: datetime
    sent_at: datetime
    start_on: date
    content: dict[str, Any]


@dataclass(slots=True)
class _Message:
    order: int
    kind: str
    at: datetime
    by: str
    by_name: str
    text: str


MANY = 20_000  # records, from which indexes are laid aside
TOLD_OF_TIME = ("day", "start", "minutes", "reason", "note")


@contextmanager
def in_bulk(records: int) -> Iterator[None]:
    """Where the tables are as good as empty and very much comes, build their indexes over all of it at the end.

    Inside the transaction that stores an import. Whoever reads meanwhile reads what was before.
    """
    if records < MANY or PerformedTime.objects.exists() or Order.objects.exists():
        yield
        return
    with bulk.rebuilt_afterwards(*people.TABLES, *cases.TABLES, *homecare.TABLES, ImportedRow, late=cases.LATE):
        yield


@action
def import_orders(*, stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    """Store the orders and performed time of an import. A correction of time is a new row beside the old."""
    permit(access.why_not_import(by))
    _change_orders(stage, source, by, at)  # first: what has ended makes room for what takes its place
    _new_orders(stage, source, by, at)
    _times(stage, source, by, at)
    _tell(stage, source, by, at)
    bulk.reset_keys(Order, OrderMessage, PerformedTime, ImportedRow)


def _new_orders(stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    stage.place("order", bulk.next_key(Order))
    providers = units_by_name("provider")
    for records in stage.records("order", Doing.NEW):
        timed = stage.given([r.key for r in records])
        lines = _lines([r.at[0] or 0 for r in records])
        orders = [_order(r, lines[r.at[0] or 0], r.key in timed, providers, at) for r in records]
        bulk.insert(Order, orders)
        sent = f"Inläst från {source.name}."
        bulk.insert(OrderMessage, [_Message(o.id, Message.SEND, o.sent_at, by.key, by.name, sent) for o in orders])
    remember(stage, source, "order", at)


class Line(NamedTuple):
    """As much of a line as its order copies."""

    pk: int
    case: int
    intervention: str
    amount: int
    unit: str
    goal: str
    valid_from: date
    valid_to: date | None


def _lines(keys: list[int]) -> dict[int, Line]:
    found = DecisionLine.objects.filter(pk__in=keys).values_list(
        "pk", "decision__case", "intervention", "amount", "unit", "goal", "valid_from", "valid_to"
    )
    return {row[0]: Line(*row) for row in found}


def _order(record: Staged, line: Line, is_timed: bool, providers: dict[str, int], at: datetime) -> _Order:
    body = record.body
    start = date.fromisoformat(body["start_on"]) if body.get("start_on") else line.valid_from
    status = _status(body, line, is_timed, localdate(at))
    sent = moment(date.fromisoformat(body["sent_on"]) if body.get("sent_on") else start, at)
    since = moment(line.valid_to, at, LAST_MINUTE) if status is OrderStatus.STOPPED and line.valid_to else sent
    provider = provider_named(body["provider"], providers)
    return _Order(
        record.target or 0, line.case, line.pk, provider, status, max(since, sent), sent, start,
        # What is read in has no needs here: they are in the other system's investigation.
        content_with(line, [], body["text"]),
    )  # fmt: skip


def _status(body: dict[str, Any], line: Line, is_timed: bool, today: date) -> OrderStatus:
    if body.get("state") == "stopped" or (line.valid_to and line.valid_to < today):
        return OrderStatus.STOPPED
    if body.get("state") == "started" or is_timed:
        return OrderStatus.STARTED
    return OrderStatus.ACCEPTED


def _change_orders(stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    """What the other system says otherwise of an order that nobody has written in here."""
    providers = units_by_name("provider")
    for some in stage.records("order", Doing.CHANGED):
        lines = _lines([r.at[0] or 0 for r in some])
        for record in some:
            now = _order(record, lines[record.at[0] or 0], False, providers, at)
            held = Order.objects.get(pk=record.target or 0)
            if now.status == OrderStatus.ACCEPTED and held.status == OrderStatus.STARTED:
                now = replace(now, status=OrderStatus.STARTED)
            if held.status != now.status:
                kind = Message.STOP if now.status == OrderStatus.STOPPED else Message.START
                OrderMessage.objects.create(
                    order=held, kind=kind, at=at, by=by.key, by_name=by.name, text=f"Inläst från {source.name}."
                )
                held.status, held.status_since = now.status, at
            held.provider_id, held.start_on, held.content = now.provider, now.start_on, now.content
            held.save()
        renew(source, "order", some, at)


def _times(stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    same = {"source": PerformedTime.Source.REPORTED, "recorded_at": at, "recorded_by": by.key}
    free = stage.place("time", bulk.next_key(PerformedTime))
    for some in stage.new_values("time", TOLD_OF_TIME):
        rows = [(key, order, *_timed(told)) for key, order, *told in some]
        bulk.insert_values(PerformedTime, ("id", "order", *TOLD_OF_TIME), rows, **same)
    remember(stage, source, "time", at)
    for records in stage.records("time", Doing.CHANGED):
        corrected = [
            (key, r.at[0], r.target, *_timed([r.body[n] for n in TOLD_OF_TIME])) for key, r in enumerate(records, free)
        ]
        bulk.insert_values(PerformedTime, ("id", "order", "replaces", *TOLD_OF_TIME), corrected, **same)
        for (key, *_), one in zip(corrected, records, strict=True):
            one.target = key
        free += len(records)
        renew(source, "time", records, at)


def _timed(told: list[Any]) -> tuple[Any, ...]:
    """What is told of time, its hour with the seconds that SQLite's text of an hour has, so that it is found by it."""
    day, start, *rest = told
    return day, f"{start}:00", *rest


def _tell(stage: Stage, source: ImportSource, by: Actor, at: datetime) -> None:
    """One event for each case that was here and has got orders or time, with how many."""
    if stage.is_all_new():
        return
    new = stage.first_new("application")
    got: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for some in stage.records("order", Doing.NEW, Doing.CHANGED):
        for order in some:
            got[order.target or 0][0] += 1
    for counted in stage.per_target("time", "order"):
        for order_pk, n in counted:
            got[order_pk][1] += n
    cases: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for keys in _some(sorted(got)):
        for pk, case, person in Order.objects.filter(pk__in=keys).values_list("pk", "case", "case__person"):
            if new is None or case < new:  # that a new one was read in is told already
                cases[case, person][0] += got[pk][0]
                cases[case, person][1] += got[pk][1]
    for pairs in _some(list(cases)):
        bulk.append(
            told(
                "order.import", f"case:{case}", by=by, at=at, case=case, person=person, source=source.pk,
                orders=cases[case, person][0], times=cases[case, person][1],
            )
            for case, person in pairs
        )  # fmt: skip


def _some(rows: list[Any], at_a_time: int = 2000) -> Iterable[list[Any]]:
    for start in range(0, len(rows), at_a_time):
        yield rows[start : start + at_a_time]
