"""The account of granted time, as actions and queries both read it.

Summed from what stands in lines, planned and performed time, and from the entries that are kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, cast

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone

from samsyn.cases.models import DecisionLine
from samsyn.cases.queries import standings, without_end
from samsyn.homecare.account.ledger import Balance, Book, Entry, Kind, Place, Said
from samsyn.homecare.account.rules import Rules
from samsyn.homecare.account.settle import lots_in, owed_in
from samsyn.homecare.account.spans import FRAME_UNITS, Frame, Span, granted_in, span_of, spans_between
from samsyn.homecare.account.sums import Facts, put_in
from samsyn.homecare.models.account import TimeEntry
from samsyn.homecare.models.orders import Order, PerformedTime, PlannedTime
from samsyn.homecare.models.time_rules import accounts_from, rules_on
from samsyn.homecare.reasons import provider_reasons

AccountFacts = Mapping[int, Mapping[Span, Facts]]  # by line


@dataclass(frozen=True)
class LineFrame:
    """A granted line that has an account: its frame as it stands now. `replaced_on` is when another takes its place."""

    line: DecisionLine
    frame: Frame
    replaced_on: date | None = None


def frames_of(lines: Iterable[DecisionLine], *, on: date) -> dict[int, LineFrame]:
    """The lines that grant time, with the days they grant it, as they stand on a day. Others are left out."""
    held = [line for line in lines if line.unit in FRAME_UNITS]
    return {
        pk: LineFrame(stands.line, frame, stands.replaced_on)
        for pk, stands in standings(held, on).items()
        if (frame := _frame(stands.line, stands.until, stands.now.closed))
    }


def frames_in(span: Span, *, on: date) -> dict[int, Frame]:
    """The frame of every line that may grant time in a period. What nothing has ended is read plainly: nearly all."""
    granting = DecisionLine.objects.filter(decision__state="signed", unit__in=FRAME_UNITS, valid_from__lte=span.last)
    granting = granting.exclude(outcome="refused").filter(Q(valid_to__isnull=True) | Q(valid_to__gte=span.first))
    found = {
        pk: Frame(max(first, accounts_from()), last, amount, unit)
        for pk, first, last, amount, unit in without_end(granting)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=accounts_from()))
        .values_list("pk", "valid_from", "valid_to", "amount", "unit")
    }
    others = granting.exclude(pk__in=without_end(granting).values("pk"))
    return found | {pk: one.frame for pk, one in frames_of(others, on=on).items()}


def _frame(line: DecisionLine, until: date | None, closed: date | None) -> Frame | None:
    first, last = max(line.valid_from, accounts_from()), min(filter(None, (until, closed)), default=None)
    if last is not None and last < first:
        return None
    return Frame(first, last, line.amount, line.unit)


def facts_of(lines: Collection[int] | None, spans: Collection[Span], *, to_settle: bool = False) -> AccountFacts:
    """What is planned, performed and charged in some periods that do not overlap, by line. None: of every line.

    Three sums over an index that holds day, order and minutes, however many lines there are. What settling asks beside
    (`Facts.called_off`, `overrun`) is looked up in what was reported otherwise than planned, and only when it is asked.
    """
    if not spans:
        return {}
    periods = sorted(spans)
    within = Q(day__gte=periods[0].first, day__lte=periods[-1].last)
    orders = Order.objects.all() if lines is None else Order.objects.filter(line__in=list(lines))
    line_of = dict(orders.values_list("pk", "line"))
    if lines is not None:
        within &= Q(order__in=list(line_of))
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * 5)
    untold = ~Exists(PerformedTime.objects.filter(planned=OuterRef("pk")))
    for order, n, minutes in _summed(PlannedTime.objects.filter(within, untold), periods, "minutes"):
        sums[line_of[order], n][0] += minutes
    current = PerformedTime.objects.current().filter(within)
    for order, n, minutes, charged in _summed(current, periods, "minutes", "charged"):
        known = sums[line_of[order], n]
        known[1] += minutes
        known[2] += charged
    for order, n, called_off, overrun in _told_otherwise(current, periods) if to_settle else ():
        known = sums[line_of[order], n]
        known[3] += called_off
        known[4] += overrun
    found: dict[int, dict[Span, Facts]] = defaultdict(dict)
    for (line, n), known in sums.items():
        if n < len(periods):
            found[line][periods[n]] = Facts(*known)
    return found


def _told_otherwise(current: QuerySet[PerformedTime], periods: list[Span]) -> Iterable[tuple[int, ...]]:
    """For each order and period: what the provider did not give of what was planned, and what was given beyond that."""
    rows = current.filter(source=PerformedTime.Source.REPORTED).annotate(was=Coalesce(F("planned__minutes"), 0))
    short = When(reason__in=provider_reasons(), minutes__lt=F("was"), then=F("was") - F("minutes"))
    over = When(minutes__gt=F("was"), then=F("minutes") - F("was"))
    sides = {"short": Case(short, default=0), "over": Case(over, default=0)}
    return _summed(rows.annotate(**sides), periods, "short", "over")


def _summed(rows: QuerySet[Any], periods: list[Span], *columns: str) -> Iterable[tuple[int, ...]]:
    """For each order and period, by its number, the sums of some columns; what lies between periods has the last."""
    numbered = [When(day__gte=s.first, day__lte=s.last, then=Value(n)) for n, s in enumerate(periods)]
    which = Case(*numbered, default=Value(len(periods)), output_field=IntegerField()) if len(periods) > 1 else Value(0)
    sums = {f"in_all_{name}": Sum(name) for name in columns}
    grouped = rows.annotate(n=which).order_by().values("order", "n").annotate(**sums)
    return cast("Iterable[tuple[int, ...]]", grouped.values_list("order", "n", *sums))


def entries_of(lines: Collection[int]) -> list[Entry]:
    """The kept entries that leave some lines or come to them, in the order they were made."""
    rows = TimeEntry.objects.filter(Q(line__in=list(lines)) | Q(to_line__in=list(lines)))
    return [as_entry(row) for row in rows.order_by("pk")]


def entries_in(span: Span) -> list[Entry]:
    """The kept entries of every line that leave a period or come to it, in the order they were made."""
    leaves, comes = Q(first=span.first, last=span.last), Q(to_first=span.first, to_last=span.last)
    return [as_entry(row) for row in TimeEntry.objects.filter(leaves | comes).order_by("pk")]


def by_line(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    """Entries by each line that they leave or come to."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.place.line].append(entry)
        if entry.to and entry.to.line != entry.place.line:
            found[entry.to.line].append(entry)
    return found


def as_entry(row: TimeEntry) -> Entry:
    """A stored row as the ledger reads it."""
    to = Place(row.to_line_id, Span(row.to_first, row.to_last)) if row.to_line_id else None  # type: ignore[arg-type]
    said = Said(row.at, row.asked_by, row.agreed_by, row.rule)
    return Entry(Kind(row.kind), Place(row.line_id, Span(row.first, row.last)), row.minutes, said, to)


@dataclass(frozen=True)
class LineAccount:
    """The account of one line: its book, the period a day lies in, and the rules that hold then."""

    held: LineFrame
    rules: Rules
    span: Span
    book: Book = field(repr=False)

    @property
    def place(self) -> Place:
        return Place(self.held.line.pk, self.span)

    @property
    def balance(self) -> Balance:
        return self.book.balance(self.place)

    @property
    def saved(self) -> int:
        """Minutes that were saved of earlier periods and can be used in this one."""
        return sum(minutes for _, minutes in lots_in(self.book, self.place, self.rules))

    @property
    def owed(self) -> int:
        """Minutes that the provider called off in earlier periods and has not given instead."""
        return sum(minutes for _, minutes in owed_in(self.book, self.place))

    @property
    def overrun(self) -> int:
        """Minutes of the period that were given beyond what was planned."""
        return self.book.overrun.get(self.place, 0)

    @property
    def usable(self) -> int:
        """Minutes of earlier periods that can be used in this one: saved and owed."""
        return self.saved + self.owed


def accounts_on(lines: Iterable[DecisionLine], *, day: date, today: date) -> list[LineAccount]:
    """The accounts of some lines for the period that a day lies in, with what is saved of earlier ones.

    Lines that grant no time, and a day before accounts are kept here, have none.
    """
    rules = rules_on(day)
    if rules is None:
        return []
    span = span_of(day, rules.length)
    held = frames_of(lines, on=today)
    facts, kept = facts_of(held.keys(), [span], to_settle=True), by_line(entries_of(held.keys()))
    made = []
    for pk, one in held.items():
        granted = {span: granted_in([one.frame], span)}
        book = put_in(Book(), pk, granted, facts.get(pk, {}), kept.get(pk, ()))
        made.append(LineAccount(one, rules, span, book))
    return made


def account_for(line: int, *, day: date, today: date) -> LineAccount | None:
    """The account of one line for the period that a day lies in; None where it grants no time."""
    return next(iter(accounts_on(DecisionLine.objects.filter(pk=line), day=day, today=today)), None)


def whole_account(held: LineFrame, *, today: date) -> Book:
    """The book of a line from the first day its account was kept to the last period that has begun.

    Beyond its own end, too: an order can give help until the order of the new decision begins.
    """
    rules = rules_on(today)
    if rules is None:
        return Book()
    spans = list(spans_between(held.frame.first, today, rules.length)) if held.frame.first <= today else []
    granted = {span: granted_in([held.frame], span) for span in spans}
    pk = held.line.pk
    return put_in(Book(), pk, granted, facts_of([pk], spans).get(pk, {}), entries_of([pk]))


def needs_of(line: int) -> frozenset[str]:
    """The areas of the needs that a line is meant for (IBIC codes)."""
    return frozenset(DecisionLine.objects.filter(pk=line).values_list("needs__area", flat=True)) - {None}


def all_balances(span: Span, *, today: date) -> dict[int, Balance]:
    """What every line that grants time has in a period, by the line."""
    frames, facts, kept = frames_in(span, on=today), facts_of(None, [span]), by_line(entries_in(span))
    found = {}
    for pk, frame in frames.items():
        granted = {span: granted_in([frame], span)}
        book = put_in(Book(), pk, granted, facts.get(pk, {}))
        book.lines = set()  # what comes from other periods is not here, and taken at its word
        for entry in kept.get(pk, ()):
            book.add(entry)
        found[pk] = book.balance(Place(pk, span))
    return found


def moment(day: date, start: time) -> datetime:
    """When a local time of a day is; in the hour that comes twice a year, the first of the two."""
    return datetime.combine(day, start, get_current_timezone())
