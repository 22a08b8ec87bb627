"""What has happened to one decision line since it was decided, folded into how it stands.

The unexecuted part counts, whatever has been executed beside it. An offer, a declined offer, a wish to wait, an
appeal and a postponement change nothing in the clock. Every history has a standing, also an odd one: what cannot
be read otherwise is read so that the line keeps its clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What may happen to a line. The order is how things on one and the same day are read."""

    EXECUTED_PART = "executed_part"
    EXECUTED = "executed"
    INTERRUPTED = "interrupted"
    RESUMED = "resumed"
    OFFERED = "offered"
    DECLINED = "declined"
    WAITS = "waits"
    POSTPONED = "postponed"  # on request, in a system under LOV (SoL 35:5)
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"
    NEED_CEASED = "need_ceased"
    DECEASED = "deceased"
    MOVED = "moved"  # to another municipality, which decides anew
    NEW_DECISION = "new_decision"


CLOSES = frozenset({Kind.WITHDRAWN, Kind.NEED_CEASED, Kind.DECEASED, Kind.MOVED, Kind.NEW_DECISION})
_ORDER = {kind: n for n, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Event:
    """One thing that happened to a line on a day."""

    day: date
    kind: Kind


class Since(StrEnum):
    """What a running clock is counted from."""

    DECISION = "decision"
    INTERRUPTION = "interruption"


@dataclass(frozen=True)
class Running:
    """One running clock of a line."""

    start: date
    since: Since


@dataclass(frozen=True)
class Standing:
    """How a line stands. `unexecuted` is true while some part never has been executed; `interrupted` is the day when
    what had been executed ceased to be, and has not come back."""

    decided: date
    unexecuted: bool = True
    partly: bool = False
    interrupted: date | None = None
    executed: date | None = None
    resumed: date | None = None
    closed: date | None = None
    close_reason: Kind | None = None
    interruptions: int = 0
    last_interruption: date | None = None
    offers: int = 0
    declined: int = 0
    waits: bool = False
    postponed: date | None = None
    reported: bool = False
    notes: tuple[str, ...] = ()

    @property
    def running(self) -> tuple[Running, ...]:
        """The clocks that run, oldest first. A line that is closed or wholly executed has none."""
        if self.closed:
            return ()
        found = []
        if self.unexecuted:
            found.append(Running(self.decided, Since.DECISION))
        if self.interrupted:
            found.append(Running(self.interrupted, Since.INTERRUPTION))
        return tuple(sorted(found, key=lambda r: (r.start, r.since)))


def standing(decided: date, events: Iterable[Event], on: date | None = None) -> Standing:
    """How a line stands after its events, or after those that had happened by a day.

    Raises ValueError for an event before the decision.
    """
    now = Standing(decided)
    for event in sorted(events, key=lambda e: (e.day, _ORDER[e.kind])):
        if event.day < decided:
            raise ValueError(f"{event.kind} {event.day} is before the decision {decided}")
        if on is None or event.day <= on:
            now = _after(now, event)
    return now


def _after(now: Standing, event: Event) -> Standing:
    if event.kind is Kind.REPORTED:
        return replace(now, reported=True)
    if now.closed and event.kind is Kind.NEW_DECISION:
        return now  # it was to take this one's place, and something else ended it first
    if now.closed:
        note = f"{event.day}: något hände efter att ärendet hade avslutats {now.closed}. Kontrollera dagarna."
        return replace(now, notes=(*now.notes, note))
    if event.kind in CLOSES:
        return replace(now, closed=event.day, close_reason=event.kind)
    match event.kind:
        case Kind.EXECUTED:
            return replace(now, unexecuted=False, partly=False, interrupted=None, executed=event.day, resumed=event.day)
        case Kind.EXECUTED_PART:
            return _partly(now, event.day)
        case Kind.INTERRUPTED:
            return _interrupted(now, event.day)
        case Kind.RESUMED:
            return _resumed(now, event.day)
        case _:
            return _told(now, event)


def _partly(now: Standing, day: date) -> Standing:
    # Part of what was wholly executed: the rest has ceased, which is an interruption from that day.
    if not now.unexecuted and not now.interrupted:
        return replace(now, partly=True, interrupted=day, last_interruption=day, interruptions=now.interruptions + 1)
    return replace(now, partly=True)


def _interrupted(now: Standing, day: date) -> Standing:
    if now.interrupted:
        return replace(
            now, notes=(*now.notes, f"{day}: avbrott utan att insatsen hade börjat igen. Det första gäller.")
        )
    if now.unexecuted and not now.partly:
        return replace(
            now, notes=(*now.notes, f"{day}: avbrott i en insats som inte hade börjat. Beslutets dag gäller.")
        )
    return replace(now, interrupted=day, last_interruption=day, interruptions=now.interruptions + 1)


def _resumed(now: Standing, day: date) -> Standing:
    if now.interrupted is None:
        return replace(now, notes=(*now.notes, f"{day}: insatsen återupptogs utan att ha avbrutits."))
    return replace(now, interrupted=None, resumed=day, partly=now.unexecuted)


def _told(now: Standing, event: Event) -> Standing:
    match event.kind:
        case Kind.OFFERED:
            return replace(now, offers=now.offers + 1)
        case Kind.DECLINED:
            return replace(now, declined=now.declined + 1)
        case Kind.WAITS:
            return replace(now, waits=True)
        case _:
            return replace(now, postponed=now.postponed or event.day)
