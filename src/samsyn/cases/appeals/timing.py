"""Until when a decision may be appealed, and whether an appeal came in time (FL 22, 44-45, KL 13:5-6).

The remedy follows each line's regime (SoL 35:1, LSS 27, KL 13:1): a decision with lines under several has several
remedies and several clocks. Pure, over plain rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from samsyn.cases.clocks import Answer, Clock, Facts, answer
from samsyn.cases.clocks.appeal import presumed_arrival
from samsyn.cases.regimes import Regime, Remedy, Starts, regime
from samsyn.people.refusals import N_, Refusal

CODES = {Starts.RECEIPT: "OVERKLAGA_3V", Starts.ANNOUNCEMENT: "LAGLIGHET_3V"}


class HasRegime(Protocol):
    """As much of a decision line as its remedy depends on."""

    regime: Any


Line = TypeVar("Line", bound=HasRegime)


class NoticeRow(Protocol):
    """How and when the person was told (FL 33)."""

    received_on: Any
    remedy_told: Any


class AnnouncementRow(Protocol):
    """That the approval of the minutes was announced, and perhaps taken down (KL 8:12, 13:5)."""

    announced_on: Any
    taken_down_on: Any


class Verdict(StrEnum):
    """What the test of time says of an appeal (FL 45)."""

    IN_TIME = "in_time"
    NOT_RUN_OUT = "not_run_out"  # the day of receipt is not known, so the time has not run out
    VIA_COURT = "via_court"  # late here, but in time at the court: FL 45 second paragraph, 2
    EXCUSED = "excused"  # late, but the notice of how to appeal was not right: FL 45 second paragraph, 1
    LATE = "late"


@dataclass(frozen=True)
class Arrived:
    """How an appeal came: the day it reached the committee, whether FL 22 presumes an earlier one, and the court's."""

    reached_on: date | None
    by_post: bool = False
    in_mailbox: bool = False
    court_on: date | None = None

    @property
    def counted_on(self) -> date | None:
        """The day it counts as received (FL 22)."""
        if self.reached_on and (self.by_post or self.in_mailbox):
            return presumed_arrival(self.reached_on)
        return self.reached_on


@dataclass(frozen=True)
class Timed:
    """The verdict, and the clock's own answer behind it."""

    verdict: Verdict
    clock: Answer
    counted_on: date | None


def by_remedy(lines: Iterable[Line]) -> dict[Remedy, list[Line]]:
    """The lines of a decision by what the person may do against them, in the order in which they meet."""
    found: dict[Remedy, list[Line]] = {}
    for line in lines:
        found.setdefault(regime(line.regime).remedy, []).append(line)
    return found


def receipt(notices: Sequence[NoticeRow]) -> tuple[date | None, bool | None]:
    """The day from which the time to appeal runs, and whether the notice of how to appeal was right (FL 33, 44-45).

    The first day on which the person had a right notice; where none was right, the first day at all.
    """
    known = [n for n in notices if n.received_on]
    right = min((n.received_on for n in known if n.remedy_told == "right"), default=None)
    if right:
        return right, True
    return min((n.received_on for n in known), default=None), False if known else None


def time_to_appeal(
    of: Regime, *, decided: date, notices: Sequence[NoticeRow] = (), announcements: Sequence[AnnouncementRow] = (),
    today: date | None = None, arrived: Arrived | None = None,
) -> Answer | None:  # fmt: skip
    """What the clock of a regime's remedy says; None where nothing may be appealed."""
    if of.starts not in CODES:
        return None
    received, right = receipt(notices)
    facts = Facts(law=of.act, section=min(of.sections), decided=decided if of.in_force(decided) else None, today=today)
    if of.starts is Starts.RECEIPT:
        facts = replace(facts, received=received, notice_correct=right)
    else:
        facts = replace(facts, **_board(announcements))
    if arrived:
        here, court = arrived.reached_on, arrived.court_on
        first, other = (here, court) if of.starts is Starts.RECEIPT else (court, here)
        facts = replace(facts, appealed=first, appealed_elsewhere=other)
        if of.starts is Starts.RECEIPT:
            facts = replace(facts, by_post=arrived.by_post, in_mailbox=arrived.in_mailbox)
    return answer(CODES[of.starts], facts)


def _board(announcements: Sequence[AnnouncementRow]) -> dict[str, Any]:
    """The last time that the notice was put up, and the time before when it was taken down then (KL 13:5)."""
    rows = sorted(announcements, key=lambda row: row.announced_on)[-2:]
    if not rows:
        return {}
    last = rows[-1]
    if len(rows) == 2 and not last.taken_down_on and rows[0].taken_down_on:
        first = rows[0]
        return {
            "announced": first.announced_on,
            "taken_down": first.taken_down_on,
            "announced_again": last.announced_on,
        }
    return {"announced": last.announced_on, "taken_down": last.taken_down_on}


def tried_for_time(of: Regime, arrived: Arrived, *, decided: date, notices: Sequence[NoticeRow]) -> Timed:
    """Whether an appeal to the committee came in time (FL 45). Raises ValueError for what the committee cannot try."""
    if of.starts is not Starts.RECEIPT:
        raise ValueError(f"{of.code} is not appealed to the committee")
    found = time_to_appeal(of, decided=decided, notices=notices, arrived=arrived)
    if found is None:
        raise ValueError(f"{of.code} cannot be appealed")
    return Timed(_verdict(found, arrived, receipt(notices)[1]), found, arrived.counted_on)


def _verdict(found: Answer, arrived: Arrived, right: bool | None) -> Verdict:
    if not isinstance(found, Clock) or found.last_day is None:
        return Verdict.NOT_RUN_OUT
    came = arrived.counted_on
    if came and came <= found.last_day:
        return Verdict.IN_TIME
    if arrived.court_on and arrived.court_on <= found.last_day:
        return Verdict.VIA_COURT
    return Verdict.EXCUSED if right is False else Verdict.LATE


VERDICTS: dict[Verdict, str] = {
    Verdict.IN_TIME: N_("Det kom i rätt tid."),
    Verdict.NOT_RUN_OUT: N_("Dagen då personen fick beslutet är inte känd, så tiden har inte gått ut."),
    Verdict.VIA_COURT: N_("Det kom för sent hit men i tid till domstolen, och avvisas därför inte."),
    Verdict.EXCUSED: N_("Det kom för sent, men personen fick inte veta rätt hur man överklagar. Det avvisas inte."),
    Verdict.LATE: N_("Det kom för sent och ska avvisas."),
}


def why_not_take_up(verdict: Verdict) -> Refusal | None:
    """The reason an appeal may not be taken up, or None."""
    if verdict is Verdict.LATE:
        return Refusal(N_("Överklagandet kom för sent. En delegat ska avvisa det genom beslut."), law="FL 45")
    return None


def why_not_dismiss(verdict: Verdict) -> Refusal | None:
    """The reason an appeal may not be dismissed as late, or None."""
    if verdict is Verdict.LATE:
        return None
    return Refusal(N_("Överklagandet får inte avvisas för att det är sent. Ta upp det och ompröva."), law="FL 45")
