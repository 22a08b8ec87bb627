"""Settling the accounts by the night: what is left of ended periods is saved or lapses, what is worth a talk found."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import action, hold_chain, record
from samsyn.cases.actions import bring_follow_up
from samsyn.cases.models import DecisionLine
from samsyn.homecare import access
from samsyn.homecare.account.ledger import Book, Entry, Overdrawn, Place, Said
from samsyn.homecare.account.rules import Rules
from samsyn.homecare.account.settle import hand_over, level, settle
from samsyn.homecare.account.spans import FRAME_UNITS, Span, granted_in, spans_between
from samsyn.homecare.account.sums import put_in
from samsyn.homecare.account.told import finding
from samsyn.homecare.actions.entries import keep_entries
from samsyn.homecare.actions.shared import locked, tell
from samsyn.homecare.actions.time import gone
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Order, TimeFinding, TimeRequest
from samsyn.homecare.models.accounts import AccountFacts, LineFrame, entries_of, facts_of, frames_of
from samsyn.homecare.models.time_rules import rules_on
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

AT_A_TIME = 400  # cases in one transaction: nobody waits for more
LEAST_BACK = 6  # periods that are settled anew each night, so that a later correction reaches them
TALK_WITHIN = timedelta(days=14)  # how soon the case is followed up when time is found unused or over-used


@dataclass(frozen=True)
class _Night:
    rules: Rules
    through: date  # the last day that has ended
    spans: list[Span]  # the ended periods that are settled
    today: date
    said: Said


def settle_accounts(*, by: Actor, at: datetime) -> int:
    """Settle what has ended by yesterday in every account, and look for time that is not used. Returns entries made.

    Done again it changes nothing, until something else is said of a period: then the difference alone is entered. What
    is corrected further back than anything saved can still be used moves nothing. Some hundred cases are a transaction
    with one event: what is stopped half way goes on where it was.
    """
    _close_passed(by, at)
    night = _night(by, at)
    if night is None or not night.spans:
        return 0
    cases = list(_lines(night).order_by("decision__case").values_list("decision__case", flat=True).distinct())
    made = 0
    broken: list[str] = []
    for n in range(0, len(cases), AT_A_TIME):
        with transaction.atomic():
            hold_chain()
            more, wrong = _settle_cases(cases[n : n + AT_A_TIME], night, by, at)
            made, broken = made + more, [*broken, *wrong]
    if broken:
        raise Overdrawn(f"the accounts of {len(broken)} cases do not add up and are not settled: {'; '.join(broken)}")
    return made


def _close_passed(by: Actor, at: datetime) -> None:
    """Requests that nobody answered before their day: whoever asked reads that the day has passed."""
    with transaction.atomic():
        hold_chain()
        passed = TimeRequest.objects.filter(state=TimeRequest.State.ASKED, day__lt=localdate(at))
        concerned = sorted(set(passed.values_list("order__case__person", flat=True)))
        if concerned:
            passed.update(**gone(at))
            record(by=by, at=at, what="time.gone", about=f"day:{localdate(at)}", subjects=concerned)


def _night(by: Actor, at: datetime) -> _Night | None:
    today = localdate(at)
    through = today - timedelta(1)
    rules = rules_on(through)
    if rules is None:
        return None
    back = max(LEAST_BACK, rules.look.periods + 1, rules.save.periods + 2 if rules.save else 0)
    days = 31 if rules.length == "month" else 7
    ended = [s for s in spans_between(through - timedelta(days * back), through, rules.length) if s.last <= through]
    held = [span for span in ended if (known := rules_on(span.first)) and known.length == rules.length]
    return _Night(rules, through, held, today, Said(at, by.key, f"rule:{rules.name}", rules.name))


def _lines(night: _Night, cases: Collection[int] | None = None) -> QuerySet[DecisionLine]:
    since = night.spans[0].first
    lines = DecisionLine.objects.filter(decision__state="signed", unit__in=FRAME_UNITS, valid_from__lte=night.through)
    lines = lines.exclude(outcome="refused").filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since))
    return lines if cases is None else lines.filter(decision__case__in=cases)


def _settle_cases(cases: Sequence[int], night: _Night, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """How many entries were made, and the cases whose books cannot be made up, each with why: they stop no other."""
    frames = frames_of(_lines(night, cases).order_by("pk"), on=night.today)
    facts, kept = facts_of(frames.keys(), night.spans, to_settle=True), entries_of(frames.keys())
    by_case: dict[int, dict[int, LineFrame]] = defaultdict(dict)
    for pk, held in frames.items():
        by_case[held.line.decision.case_id][pk] = held
    made: list[Entry] = []
    books: dict[int, Book] = {}
    broken: list[str] = []
    for case, lines in by_case.items():
        try:
            book = _book_of(lines, facts, kept, night)
            made += _settle_case(book, lines, night)
        except Overdrawn as problem:
            broken.append(f"case {case}, {problem}")
        else:
            books |= dict.fromkeys(lines, book)
    keep_entries(made)
    if made:
        touched = {frames[entry.place.line].line.decision.case.person_id for entry in made}
        record(by=by, at=at, what="account.settle", about=f"day:{night.through}", subjects=sorted(touched))
    _find(frames, books, night, by, at)
    return len(made), broken


def _book_of(lines: dict[int, LineFrame], facts: AccountFacts, kept: Sequence[Entry], night: _Night) -> Book:
    """The lines of one case in one book. What came from a line that ended long ago is taken at its word."""
    book = Book()
    for pk, held in lines.items():
        granted = {s: minutes for s in night.spans if (minutes := granted_in([held.frame], s))}
        put_in(book, pk, granted, facts.get(pk, {}))
    for entry in kept:
        if entry.place.line in lines or (entry.to and entry.to.line in lines):
            book.add(entry)
    return book


def _settle_case(book: Book, lines: dict[int, LineFrame], night: _Night) -> list[Entry]:
    """The lines of one case, until nothing more comes of it: what goes on to a new line can be used at once."""
    made: list[Entry] = []
    for _ in range(1 + 2 * len(lines)):
        before, since = len(made), night.spans[0].first
        for pk in lines:
            made += _level(book, pk, lines, night)
        for pk in lines:
            made += settle(book, pk, night.rules, through=night.through, said=night.said, since=since)
            made += _ended(book, pk, lines, night)
        if len(made) == before:
            break
    return made


def _level(book: Book, pk: int, lines: dict[int, LineFrame], night: _Night) -> list[Entry]:
    """Where a line took another's place a period is one to the person, and so is help that the old order still gave."""
    held = lines[pk]
    if held.frame.last is None:
        return []
    after = [n for n, one in lines.items() if n > pk and one.line.intervention == held.line.intervention]
    spans = [span for span in night.spans if span.last >= held.frame.last]
    return [
        entry for span in spans for n in after if lines[n].frame.first <= span.last
        for entry in level(book, Place(pk, span), Place(n, span), night.said)
    ]  # fmt: skip


def _ended(book: Book, pk: int, lines: dict[int, LineFrame], night: _Night) -> list[Entry]:
    """What was saved of a line that has ended goes to the line that took its place, where the rules say so."""
    held = lines[pk]
    if held.frame.last is None or held.frame.last > night.through:
        return []
    same = held.line.intervention
    later = [
        n for n, one in lines.items()
        if n > pk and one.line.intervention == same and (one.frame.last is None or one.frame.last > night.through)
    ]  # fmt: skip
    # Without one it can still be used as long as the rules say: a renewal may be decided some days late.
    return hand_over(book, pk, later[0], night.rules, night.said) if later and night.rules.moves_on else []


def _find(frames: dict[int, LineFrame], books: dict[int, Book], night: _Night, by: Actor, at: datetime) -> None:
    """Open what is worth a talk, once, for lines that somebody gives help by."""
    spans = night.spans[-night.rules.look.periods :]
    found = {pk: told for pk, book in books.items() if (told := finding(book, pk, spans, night.rules.look))}
    living = Order.objects.filter(line__in=list(found), status__in=ACCEPTED, case__person__died_on__isnull=True)
    orders = {order.line_id: order for order in living}
    before = TimeFinding.objects.filter(line__in=list(found)).order_by().values("line")
    waiting = set(before.filter(answered_at__isnull=True).values_list("line", flat=True))
    looked = dict(before.annotate(until=Max("last")).values_list("line", "until"))
    for pk, told in found.items():
        order = orders.get(pk)
        if order is None or pk in waiting or looked.get(pk, date.min) >= told.span.first:
            continue
        if max(frames[pk].frame.first, order.start_on) > told.span.first:
            continue  # the periods were not wholly theirs
        TimeFinding.objects.create(
            line_id=pk, first=told.span.first, last=told.span.last, found=told.found, minutes=told.minutes,
            granted=told.granted, at=at,
        )  # fmt: skip
        order = locked(order)
        bring_follow_up(case=order.case, on=night.today + TALK_WITHIN, by=by, at=at)
        tell(order, "time.find", by=by, at=at, found=told.found, minutes=told.minutes)


@action
def answer_finding(*, order: Order, finding: TimeFinding, text: str, by: Actor, at: datetime) -> TimeFinding:
    """Write what the person said of unused or over-used time, and what is done. Changes no frame and no balance."""
    order = locked(order)
    permit(access.why_not_answer_time(by, access.OrderFacts.of(order), order.contact_id))
    finding = TimeFinding.objects.select_for_update().get(pk=finding.pk, line=order.line_id)
    if finding.answered_at:
        raise Refused(Refusal(N_("Någon har redan skrivit vad som görs. Ladda om sidan för att läsa det.")))
    if not text.strip():
        raise Invalid("text", Refusal(N_("Skriv vad personen säger och vad ni gör.")))
    finding.answered_at, finding.answered_by, finding.answered_name = at, by.key, by.name
    finding.answer = text.strip()
    finding.save()
    tell(order, "finding.answer", by=by, at=at, about=f"finding:{finding.pk}")
    return finding
