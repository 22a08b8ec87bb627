"""What another system's rows say of the carrying out of a granted line: pure (SoL 34:1, LSS 28 f).

A line is carried out from the day its row says, else from the first time given, else from when an order that is under
way begins. When its orders have ended while the decision holds, it is interrupted from the last day of help. A later
decision on the same intervention takes its place. Each import tells all that is known then; `changes` says what of an
earlier import's word no longer holds, and what is to be added.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from samsyn.cases.clocks import Kind

FROM_LINE, FROM_TIME, FROM_ORDER = "line", "time", "order"  # what a beginning follows from: the event's key
WRITTEN = (Kind.EXECUTED, Kind.INTERRUPTED, Kind.RESUMED, Kind.NEW_DECISION)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Help:
    """What orders and time say of one line, up to today.

    `begun` is the day an order that is under way begins, `resumed` the first day of help in such an order, `stopped`
    whether some order has ended, `goes_on` whether some order is under way.
    """

    first: date | None = None
    last: date | None = None
    begun: date | None = None
    resumed: date | None = None
    stopped: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """As much of a granted line as is asked about. `replaced_on` is the day a later decision takes its place."""

    decided: date
    valid_to: date | None
    executed_on: date | None
    replaced_on: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """Something that happened to the line, and what it follows from."""

    kind: Kind
    day: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The same, as an earlier import told it. `is_old` when it was told on a day before today."""

    pk: int
    said: Said
    is_old: bool


@dataclass
class Changes:
    """What an import takes back of what was told, and what it adds."""

    take_back: list[Told] = field(default_factory=list)
    add: list[Said] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.take_back or self.add)


def replaced_on(lines: Iterable[tuple[Key, str, date, bool]]) -> dict[Key, date]:
    """When each granted line of one case was replaced, of key, intervention, day of decision and whether it grants.

    The first later decision that answers the same intervention takes its place, also when it refuses.
    """
    by_intervention = defaultdict(list)
    for key, intervention, decided, grants in lines:
        by_intervention[intervention].append((decided, key, grants))
    found = {}
    for some in by_intervention.values():
        for decided, key, grants in some:
            later = min((day for day, *_ in some if day > decided), default=None) if grants and len(some) > 1 else None
            if later:
                found[key] = later
    return found


def everything(line: Granted, help_: Help, today: date) -> list[Said]:
    """All that is to be told of a line that nothing is told of yet."""
    return changes(line, help_, [], today).add


def changes(line: Granted, help_: Help, told: Sequence[Told], today: date) -> Changes:
    """What is to be taken back and added, so that what is told of a line is what all its rows say together.

    What an earlier day's import told of an interruption has been so, and stays; when help is given again the line is
    resumed. `told` are the events that stand and that imports have written.
    """
    found = Changes()
    begun = _settle(found, _of(told, Kind.EXECUTED), _begins(line, help_, today))
    _settle_interruption(found, line, help_, told, begun, today)
    replaced = Said(Kind.NEW_DECISION, line.replaced_on) if line.replaced_on else None
    _settle(found, _of(told, Kind.NEW_DECISION), replaced)
    return found


def _of(told: Sequence[Told], kind: Kind) -> Told | None:
    """The latest that was told of a kind."""
    return max((t for t in told if t.said.kind is kind), key=lambda t: (t.said.day, t.pk), default=None)


def _begins(line: Granted, help_: Help, today: date) -> Said | None:
    days = ((line.executed_on, FROM_LINE), (help_.first, FROM_TIME), (help_.begun, FROM_ORDER))
    for day, key in days:
        if day and day <= today:
            return Said(Kind.EXECUTED, max(day, line.decided), key)
    return None


def _settle(found: Changes, told: Told | None, want: Said | None) -> Said | None:
    """Let what is told be what is wanted; returns what then stands."""
    if told and _stays(told.said, want):
        return told.said
    if told:
        found.take_back.append(told)
    if want:
        found.add.append(want)
    return want


def _stays(told: Said, want: Said | None) -> bool:
    """Whether what was told holds. A decision's row has the last word of its own line; an order that is no longer under
    way has been it; time that was corrected away was not given."""
    if want is None:
        return told.kind is not Kind.EXECUTED or told.key != FROM_TIME
    if told.day == want.day and told.key in {want.key, ""}:
        return True
    return told.kind is Kind.EXECUTED and told.key in {FROM_LINE, ""} and want.key != FROM_LINE


def _settle_interruption(
    found: Changes, line: Granted, help_: Help, told: Sequence[Told], begun: Said | None, today: date
) -> None:
    if begun is None:  # what never began was not interrupted
        found.take_back += [t for t in told if t.said.kind in {Kind.INTERRUPTED, Kind.RESUMED}]
        return
    resumed, open_ = _of(told, Kind.RESUMED), _of(told, Kind.INTERRUPTED)
    if open_ and resumed and resumed.said.day > open_.said.day:
        open_ = None
    want = _interrupted(line, help_, begun.day, today)
    if want and resumed:
        want = Said(want.kind, max(want.day, resumed.said.day))
    if open_ is None:
        found.add += [want] if want else []
    elif want:
        if help_.last and want.day != open_.said.day:
            found.take_back.append(open_)
            found.add.append(want)
    else:
        _end_interruption(found, line, help_, open_, today)


def _end_interruption(found: Changes, line: Granted, help_: Help, open_: Told, today: date) -> None:
    """The orders no longer say that the line is interrupted: it was never, or it was and help is given again."""
    over = line.replaced_on or (line.valid_to and line.valid_to <= today)
    if open_.is_old and help_.resumed and help_.resumed > open_.said.day:
        found.add.append(Said(Kind.RESUMED, help_.resumed))
    elif not open_.is_old or not over:
        found.take_back.append(open_)


def _interrupted(line: Granted, help_: Help, begun: date, today: date) -> Said | None:
    """From when a line that has begun is interrupted: orders have ended and none is under way, while it holds.

    Where no time is known nobody has said when the help ceased; it is counted from the day that it became known.
    """
    if help_.goes_on or not help_.stopped or line.replaced_on:
        return None
    if line.valid_to and line.valid_to <= today:
        return None
    return Said(Kind.INTERRUPTED, max(begun, help_.last or today))
