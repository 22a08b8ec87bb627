"""What an account tells: what will be left at the end of a period, what is found, and what became of it all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from samsyn.homecare.account.ledger import Book, Entry, Kind, Place, Pot
from samsyn.homecare.account.spans import Span

UNUSED_SHARE = 0.25  # of what was granted, from which unused time is worth a talk; own choice
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


def findings(book: Book, line: int, spans: Iterable[Span], *, least: float = UNUSED_SHARE) -> list[Finding]:
    """What is found in periods that are settled. What the provider cancelled and nobody gave instead is unused, too."""
    found = []
    for span in spans:
        place = Place(line, span)
        balance = book.balance(place)
        if balance.free < 0:
            found.append(Finding("overused", span, -balance.free, balance.granted))
        unused = balance.saved + balance.expired
        if balance.granted and unused >= least * balance.granted:
            found.append(Finding("unused", span, unused, balance.granted))
    return found


@dataclass(frozen=True, slots=True)
class Statement:
    """What a decision's time came to, in minutes: what was granted is the sum of the rest."""

    granted: int
    performed: int
    planned: int
    charged: int
    saved: int
    expired: int
    moved: int  # to other lines, less what came from them
    free: int

    @property
    def adds_up(self) -> bool:
        rest = self.performed + self.planned + self.charged + self.saved + self.expired + self.moved + self.free
        return self.granted == rest


def statement(book: Book, line: int) -> Statement:
    """What became of a line's time, for the day its decision is changed or ends."""
    held = dict.fromkeys(Pot, 0)
    for (place, pot), minutes in book.pots.items():
        if place.line == line:
            held[pot] += minutes
    moved = sum(_moved(entry, line) for entry in book.entries)
    return Statement(
        -held[Pot.SOURCE], held[Pot.PERFORMED], held[Pot.PLANNED], held[Pot.CHARGED], held[Pot.SAVED],
        held[Pot.EXPIRED], moved, held[Pot.FREE],
    )  # fmt: skip


def _moved(entry: Entry, line: int) -> int:
    if entry.kind is not Kind.MOVE or entry.to is None:
        return 0
    return entry.minutes * ((entry.place.line == line) - (entry.to.line == line))
