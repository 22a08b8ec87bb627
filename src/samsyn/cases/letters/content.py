"""Everything a decision letter needs to know, as values. What it says with them stands in `compose`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What was decided of what was asked, per line. The same codes as on the stored line."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True)
class Sender:
    """The authority that writes. `court` and `appeal_court` are its administrative courts, by their full names."""

    municipality: str
    committee: str
    address: tuple[str, ...] = ()
    email: str = ""
    court: str = "förvaltningsrätten"
    court_address: tuple[str, ...] = ()
    appeal_court: str = "kammarrätten"

    def __post_init__(self) -> None:
        if not (self.municipality and self.committee):
            raise ValueError("a letter names the municipality and the committee")


@dataclass(frozen=True)
class Recipient:
    """The person the decision is about. A protected person's letter carries no address."""

    name: str
    number: str
    address: tuple[str, ...] = ()
    is_protected: bool = False

    def __post_init__(self) -> None:
        if self.is_protected and self.address:
            raise ValueError("the letter to a protected person may not carry an address")


@dataclass(frozen=True)
class Official:
    """Somebody who decided, presented the matter or can answer questions."""

    name: str
    title: str
    phone: str = ""


@dataclass(frozen=True)
class Request:
    """What came in: when, through which channel, from whom, and in which words.

    `channel` and `by_whom` are the codes of an intake. A report (anmälan) is never quoted: who reported and
    what they said may be secret even to the person (OSL 26:5).
    """

    arrived_on: date
    channel: str
    by_whom: str
    words: str = ""
    is_report: bool = False

    def __post_init__(self) -> None:
        if self.is_report and self.words:
            raise ValueError("the words of a report may not stand in a letter")


@dataclass(frozen=True)
class Correction:
    """The decision that this one replaces, and why. `first_on`: the day of the first version, whose law holds on."""

    decided_on: date
    reason: str
    first_on: date | None = None


@dataclass(frozen=True)
class Line:
    """One decided line. Amounts are in its unit: minutes for the timed ones. `intervention` and `areas` are codes.

    `ends_time`: the line it replaces was granted as time, so that what was left of it is added up.
    """

    intervention: str
    outcome: Outcome
    unit: str
    applied: int | None
    amount: int
    valid_from: date
    valid_to: date | None
    regime: str
    areas: tuple[str, ...] = ()
    goal: str = ""
    reasons: str = ""
    is_frame: bool = False
    replaces_earlier: bool = False
    ends_time: bool = False

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{self.valid_to} is before {self.valid_from}")
        if (self.outcome is Outcome.REFUSED) != (self.amount == 0):
            raise ValueError(f"a line that is {self.outcome.value} cannot have the amount {self.amount}")


@dataclass(frozen=True)
class Delegation:
    """The items of the delegation order that somebody decided by, and the order's version (KL 6:37, 7:5)."""

    items: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class LetterContent:
    """A decision, ready to be put into words. `decided_by` is None for a draft, which the letter then says.
    `is_kept_elsewhere`: the decision was sent with a letter that is not here, and this one is not it.
    `further` are applications that came after the one in `request`; `also` the languages it is sent in beside Swedish.
    `delegation` says which items of the delegation order were used, `dissent` an opinion that was noted (FL 30, 33).
    `withholds_names`: somebody named may be threatened, so that no official is named (FL 33, fourth paragraph).

    Raises ValueError when there is nothing decided, or when a signed refusal lacks reasons (FL 32 §).
    """

    sender: Sender
    unit: str
    phone: str
    recipient: Recipient
    case_number: str
    decided_on: date
    version: int
    request: Request | None
    lines: tuple[Line, ...]
    summary: str = ""
    corrects: Correction | None = None
    decided_by: Official | None = None
    presented_by: Official | None = None
    contact: Official | None = None
    further: tuple[Request, ...] = ()
    is_kept_elsewhere: bool = False
    is_translated_now: bool = False
    also: tuple[str, ...] = ()
    delegation: Delegation | None = None
    dissent: str = ""
    withholds_names: bool = False

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError(f"the decision in case {self.case_number} has no lines")
        if self.decided_by and any(x.outcome is not Outcome.GRANTED and not x.reasons.strip() for x in self.lines):
            raise ValueError(f"the decision in case {self.case_number} refuses something without reasons (FL 32)")

    @property
    def law_days(self) -> tuple[date, ...]:
        """The days whose law may apply; the first that has it wins: a correction keeps that of the first decision."""
        earlier = (self.corrects.first_on, self.corrects.decided_on) if self.corrects else ()
        return (*(day for day in earlier if day), self.decided_on)

    @property
    def is_applied_for(self) -> bool:
        """Whether there was an application; there need not be one in a reassessment or after a report."""
        return self.request is not None and not self.request.is_report

    @property
    def given(self) -> tuple[Line, ...]:
        """The lines by which the person gets something."""
        return tuple(line for line in self.lines if line.outcome is not Outcome.REFUSED)

    @property
    def is_all_granted(self) -> bool:
        """Whether the person got everything."""
        return all(line.outcome is Outcome.GRANTED for line in self.lines)
