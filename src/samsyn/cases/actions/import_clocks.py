"""What an import tells of the carrying out of granted lines, and the clocks that run after it (SoL 34:1, LSS 28 f).

A file that comes later leads to the same events and clocks as if its rows had stood in the first one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.timezone import localdate

from samsyn.audit import bulk
from samsyn.audit.models import ImportSource
from samsyn.cases import imported as rows
from samsyn.cases.actions.import_waiting import Waiting
from samsyn.cases.clocks import CLOSES, Event, Kind, standing
from samsyn.cases.execution import opened
from samsyn.cases.models import DecisionLine, LineEvent, OpenClock
from samsyn.cases.regimes import regime
from samsyn.cases.told_from_afar import (
    FROM_LINE,
    FROM_ORDER,
    WRITTEN,
    Granted,
    Help,
    Said,
    Told,
    changes,
    everything,
    replaced_on,
)
from samsyn.people.actions.imports import told as event_of
from samsyn.people.exports.stage import Stage
from samsyn.people.exports.staged import Staged
from samsyn.people.roles import Actor

Source = LineEvent.Source
BY_HAND = set(Source) - {Source.LOADED, Source.REPORT}
DECIDES = {Kind.EXECUTED, Kind.EXECUTED_PART, Kind.INTERRUPTED, Kind.RESUMED} | CLOSES


@dataclass(frozen=True, slots=True)
class LineHere:
    """A granted line that is stored, as much of it as its clock depends on."""

    pk: int
    case: int
    person: int
    intervention: str
    grants: bool
    regime: str
    decided: date
    valid_to: date | None


def note_executions(stage: Stage, waiting: Waiting, by: Actor, at: datetime) -> None:
    """Tell what the file says of new lines in new cases: begun, interrupted, replaced. Part of an action.

    What is not wholly carried out gets its clock.
    """
    today = localdate(at)
    cases: dict[int | None, list[tuple[str, str, date, bool]]] = defaultdict(list)
    for r in waiting.lines:
        grants = r.body["outcome"] != "refused"
        cases[r.at[0]].append((r.key, r.body["intervention"], _day(r.body["decided_on"]), grants))
    replaced = {key: day for some in cases.values() if len(some) > 1 for key, day in replaced_on(some).items()}
    granted = [r for r in waiting.lines if r.body["outcome"] != "refused"]
    helped = _helped(stage, granted, waiting, today)
    events: list[rows.Event] = []
    clocks: list[rows.Clock | None] = []
    for r in granted:
        body, line = r.body, r.target or 0
        decided, end, executed = _day(body["decided_on"]), body.get("valid_to"), body.get("executed_on")
        facts = Granted(decided, _day(end) if end else None, _day(executed) if executed else None, replaced.get(r.key))
        said = everything(facts, helped.get(r.key, NOTHING), today)
        events += [_event(line, one, by, at) for one in said]
        clocks.append(_clock(line, r.at[0] or 0, decided, body["regime"], said, today))
    bulk.insert(LineEvent, events)
    bulk.insert(OpenClock, [clock for clock in clocks if clock])


NOTHING = Help()
_day = lru_cache(8192)(date.fromisoformat)


def _helped(stage: Stage, granted: Sequence[Staged], waiting: Waiting, today: date) -> dict[str, Help]:
    """What the file's orders and time say of new lines, by the line's key."""
    days, found = stage.days_of_help([r.key for r in granted]), {}
    for line in granted:
        key, some = line.key, waiting.orders.get(line.key)
        if not some:
            continue
        valid_from, valid_to = line.body["valid_from"], line.body.get("valid_to")
        is_over = bool(valid_to and valid_to < today.isoformat())
        first, last = days.get(key, (None, None))
        started = [o for o in some if o.body.get("state") == "started"]
        begun = min((o.body.get("start_on") or valid_from for o in started), default=None)
        found[key] = Help(
            _day(first) if first else None, _day(last) if last else None, _day(begun) if begun else None,
            stopped=is_over or any(map(_is_stopped, some)),
            goes_on=not is_over and any(o in started or (o.key in waiting.timed and not _is_stopped(o)) for o in some),
        )  # fmt: skip
    return found


def _is_stopped(order: Staged) -> bool:
    return bool(order.body.get("state") == "stopped")


def lines_here(**chosen: Any) -> list[LineHere]:
    """Some lines of signed decisions, the refused ones among them."""
    found = DecisionLine.objects.filter(decision__state="signed", **chosen).order_by("pk")
    return [
        LineHere(pk, case, person, intervention, outcome != "refused", code, localdate(signed), valid_to)
        for pk, case, person, intervention, outcome, code, signed, valid_to in found.values_list(
            "pk", "decision__case", "decision__case__person", "intervention", "outcome", "regime",
            "decision__signed_at", "valid_to",
        )
    ]  # fmt: skip


def told_by_hand(lines: Iterable[int]) -> set[int]:
    """Of some lines those of whose carrying out somebody here has said something, or taken something back."""
    said = LineEvent.objects.filter(line__in=list(lines), source__in=BY_HAND, kind__in=DECIDES)
    return set(said.values_list("line", flat=True))


def said_by_rows(lines: Iterable[int]) -> set[int]:
    """Of some lines those whose own row said that they were carried out."""
    said = LineEvent.objects.standing().filter(line__in=list(lines), source=Source.LOADED, key=FROM_LINE)
    return set(said.values_list("line", flat=True))


def said_by_orders(lines: Iterable[int]) -> set[tuple[int, date]]:
    """Of some lines those that an earlier file's order under way began, with the day."""
    said = LineEvent.objects.standing().filter(line__in=list(lines), source=Source.LOADED, key=FROM_ORDER)
    return set(said.values_list("line", "day"))


def renew_executions(
    *, lines: Sequence[LineHere], helped: Mapping[int, Help], executed: Mapping[int, str], source: ImportSource,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Let what imports have told of stored lines be what all that is stored says now. Part of an action.

    `lines` are all lines of some cases; those in `helped` are asked about. `executed` is what the file says of the day
    a line was carried out. What was told and no longer holds is taken back by a later event; nothing goes away.
    """
    today = localdate(at)
    asked = [line for line in lines if line.pk in helped and line.grants]
    replaced, told = _replaced(lines), _told([line.pk for line in asked], today)
    taken_back: list[LineEvent] = []
    events: list[rows.Event] = []
    clocks: list[rows.Clock | None] = []
    changed: list[LineHere] = []
    for line in asked:
        on = executed.get(line.pk)
        facts = Granted(line.decided, line.valid_to, _day(on) if on else None, replaced.get(line.pk))
        found = changes(facts, helped[line.pk], told[line.pk], today)
        if not found and told[line.pk]:
            continue
        changed.append(line)
        taken_back += [_back(line.pk, one, source, by, at) for one in found.take_back]
        events += [_event(line.pk, one, by, at) for one in found.add]
        said = [*(t.said for t in told[line.pk] if t not in found.take_back), *found.add]
        clocks.append(_clock(line.pk, line.case, line.decided, line.regime, said, today))
    LineEvent.objects.bulk_create(taken_back)
    bulk.insert(LineEvent, events)
    OpenClock.objects.filter(line__in=[line.pk for line in changed]).delete()
    bulk.insert(OpenClock, [clock for clock in clocks if clock])
    touched = {e.line for e in events} | {e.line_id for e in taken_back}
    cases = sorted({(line.case, line.person) for line in changed if line.pk in touched})
    bulk.append(
        event_of("line.import", f"case:{case}", by=by, at=at, case=case, person=person, source=source.pk)
        for case, person in cases
    )
    bulk.reset_keys(LineEvent)


def _replaced(lines: Sequence[LineHere]) -> dict[int, date]:
    cases: dict[int, list[tuple[int, str, date, bool]]] = defaultdict(list)
    for line in lines:
        cases[line.case].append((line.pk, line.intervention, line.decided, line.grants))
    return {pk: day for some in cases.values() for pk, day in replaced_on(some).items()}


def _told(lines: Sequence[int], today: date) -> dict[int, list[Told]]:
    """What imports have told of some lines and what stands."""
    found: dict[int, list[Told]] = {pk: [] for pk in lines}
    events = LineEvent.objects.standing().filter(line__in=lines, source=Source.LOADED, kind__in=WRITTEN)
    for pk, line, kind, day, key, recorded in events.order_by("pk").values_list(
        "pk", "line", "kind", "day", "key", "recorded_at"
    ):
        found[line].append(Told(pk, Said(Kind(kind), day, key), localdate(recorded) < today))
    return found


def _back(line: int, told: Told, source: ImportSource, by: Actor, at: datetime) -> LineEvent:
    return LineEvent(
        line_id=line, kind=told.said.kind, day=told.said.day, source=Source.LOADED, retracts_id=told.pk,
        note=f"En senare inläsning från {source.name} säger något annat.", recorded_at=at, recorded_by=by.key,
    )  # fmt: skip


def _event(line: int, said: Said, by: Actor, at: datetime) -> rows.Event:
    return rows.Event(line, said.day, said.kind, said.key, Source.LOADED, at, by.key)


def _clock(line: int, case: int, decided: date, code: str, said: Sequence[Said], today: date) -> rows.Clock | None:
    """The clock of a line that is not wholly carried out; None where its paragraph has none, or where it is."""
    kinds = {one.kind for one in said}
    if Kind.NEW_DECISION in kinds or kinds == {Kind.EXECUTED}:  # most lines: nothing runs
        return None
    run = clock_of(decided, code, tuple((one.day, one.kind) for one in said), today)
    return rows.Clock(line, case, *run) if run else None


@lru_cache(8192)
def clock_of(
    decided: date, code: str, said: tuple[tuple[date, Kind], ...], today: date
) -> tuple[date, date, str, date, bool] | None:
    """Decided, start, since what, last day and whether in part, of a line of which so much is told (SoL 34:1)."""
    found = opened(standing(decided, [Event(day, kind) for day, kind in said], today), regime(code))
    return astuple(found) if found else None
