"""What an account tells: what will be left at the end of a period, what is found, and what became of it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from samsyn.homecare.account.ledger import MOVES, Book, Entry, Place, Pot
from samsyn.homecare.account.spans import Span


@dataclass(frozen=True, slots=True)
class Look:
    """How unused and over-used time is looked for: so many periods together, and from which share of the granted."""

    periods: int
    unused: float
    over: float


Found = Literal["unused", "overused"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is left when a period ends, if everything planned is done and nothing else. Below nothing: over-used."""

    granted: int
    left: int
    saved: int  # of earlier periods, and usable in this one

    @property
    def runs_over(self) -> bool:
        return self.left < 0


def forecast(book: Book, place: Place, saved: int) -> Forecast:
    """The forecast of a period, with the saved time that can be used in it (see `settle.use_saved`)."""
    balance = book.balance(place)
    return Forecast(balance.granted, balance.free, saved)


@dataclass(frozen=True, slots=True)
class Finding:
    """Time that was not used, or used beyond what is granted: a reason to talk, never a saving and never a cut."""

    found: Found
    span: Span
    minutes: int
    granted: int


def finding(book: Book, line: int, spans: Sequence[Span], look: Look) -> Finding | None:
    """What is found in periods that follow each other and are settled, taken together. None: nothing worth a talk.

    What the provider cancelled and nobody gave instead is unused, too.
    """
    balances = [book.balance(Place(line, span)) for span in spans]
    granted = sum(balance.granted for balance in balances)
    if not granted or len(spans) < look.periods:
        return None
    whole = Span(spans[0].first, spans[-1].last)
    over = -sum(balance.free for balance in balances)
    if over >= look.over * granted:
        return Finding("overused", whole, over, granted)
    unused = sum(balance.saved + balance.owed + balance.expired for balance in balances)
    return Finding("unused", whole, unused, granted) if unused >= look.unused * granted else None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a decision's time came to, in minutes: what was granted is the sum of the rest."""

    granted: int
    performed: int
    planned: int
    charged: int
    saved: int
    owed: int
    expired: int
    moved: int  # to other lines, less what came from them
    free: int

    @property
    def came(self) -> int:
        """Minutes that other lines gave this one."""
        return max(0, -self.moved)

    @property
    def adds_up(self) -> bool:
        used, kept = self.performed + self.planned + self.charged, self.saved + self.owed
        return self.granted == used + kept + self.expired + self.moved + self.free


def statement(book: Book, line: int) -> Statement:
    """What became of a line's time, for the day its decision is changed or ends."""
    held = dict.fromkeys(Pot, 0)
    for (place, pot), minutes in book.pots.items():
        if place.line == line:
            held[pot] += minutes
    moved = sum(_moved(entry, line) for entry in book.entries)
    return Statement(
        -held[Pot.SOURCE], held[Pot.PERFORMED], held[Pot.PLANNED], held[Pot.CHARGED], held[Pot.SAVED],
        held[Pot.OWED], held[Pot.EXPIRED], moved, held[Pot.FREE],
    )  # fmt: skip


def _moved(entry: Entry, line: int) -> int:
    if entry.kind not in MOVES or entry.to is None:
        return 0
    return entry.minutes * ((entry.place.line == line) - (entry.to.line == line))
