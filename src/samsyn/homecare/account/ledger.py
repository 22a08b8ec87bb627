"""The ledger: every entry moves minutes from one place to another, so it adds up whatever happens (double entry).

A place is a pot of one decision line in one period. What is granted comes from outside (`SOURCE`); whatever left it and
has not come back is in some other pot. Nothing is overwritten: what turns out otherwise is a new entry.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from samsyn.homecare.account.spans import Span


class Pot(StrEnum):
    """Where minutes can be."""

    SOURCE = "source"  # not granted yet; what it owes is what has been granted
    FREE = "free"  # granted and not planned; below nothing where more was used than there was
    PLANNED = "planned"
    PERFORMED = "performed"
    CHARGED = "charged"  # cancelled too late by the person
    SAVED = "saved"  # of a period that has ended, for later ones
    OWED = "owed"  # called off by the provider and not given instead: it does not lapse, and no cap holds
    EXPIRED = "expired"


class Kind(StrEnum):
    """What an entry is of."""

    GRANT = "grant"
    UNGRANT = "ungrant"  # a decision that gives less of the period
    PLAN = "plan"
    UNPLAN = "unplan"
    PERFORM = "perform"
    EXTRA = "extra"  # more than was planned
    SHORTER = "shorter"  # less than was planned
    RETRACT = "retract"  # what was said to be performed was not
    PROVIDER_CANCELLED = "provider_cancelled"
    PERSON_CANCELLED = "person_cancelled"
    LATE_CANCELLED = "late_cancelled"
    HOSPITAL = "hospital"
    HOSPITAL_LAPSED = "hospital_lapsed"
    SAVE = "save"
    UNSAVE = "unsave"
    USE = "use"
    UNUSE = "unuse"  # saved time that was used after all not: back to the period it was saved of
    OWE = "owe"
    UNOWE = "unowe"
    REPAY = "repay"  # what the provider owed is given
    UNREPAY = "unrepay"
    MOVE = "move"  # from a line to another, within a period that a decision changed in
    MOVE_SAVED = "move_saved"  # with the person, to the line that takes another's place
    MOVE_OWED = "move_owed"
    EXPIRE = "expire"
    LAPSE = "lapse"  # saved time that was not used while it could be
    UNEXPIRE = "unexpire"
    REFUSED = "refused"  # a request that was refused; moves nothing


PATHS: Mapping[Kind, tuple[Pot, Pot]] = {
    Kind.GRANT: (Pot.SOURCE, Pot.FREE),
    Kind.UNGRANT: (Pot.FREE, Pot.SOURCE),
    Kind.PLAN: (Pot.FREE, Pot.PLANNED),
    Kind.UNPLAN: (Pot.PLANNED, Pot.FREE),
    Kind.PERFORM: (Pot.PLANNED, Pot.PERFORMED),
    Kind.EXTRA: (Pot.FREE, Pot.PERFORMED),
    Kind.SHORTER: (Pot.PLANNED, Pot.FREE),
    Kind.RETRACT: (Pot.PERFORMED, Pot.FREE),
    Kind.PROVIDER_CANCELLED: (Pot.PLANNED, Pot.FREE),
    Kind.PERSON_CANCELLED: (Pot.PLANNED, Pot.FREE),
    Kind.LATE_CANCELLED: (Pot.PLANNED, Pot.CHARGED),
    Kind.HOSPITAL: (Pot.PLANNED, Pot.FREE),
    Kind.HOSPITAL_LAPSED: (Pot.PLANNED, Pot.EXPIRED),
    Kind.SAVE: (Pot.FREE, Pot.SAVED),
    Kind.UNSAVE: (Pot.SAVED, Pot.FREE),
    Kind.USE: (Pot.SAVED, Pot.FREE),
    Kind.UNUSE: (Pot.FREE, Pot.SAVED),
    Kind.OWE: (Pot.FREE, Pot.OWED),
    Kind.UNOWE: (Pot.OWED, Pot.FREE),
    Kind.REPAY: (Pot.OWED, Pot.FREE),
    Kind.UNREPAY: (Pot.FREE, Pot.OWED),
    Kind.MOVE: (Pot.FREE, Pot.FREE),
    Kind.MOVE_SAVED: (Pot.SAVED, Pot.SAVED),
    Kind.MOVE_OWED: (Pot.OWED, Pot.OWED),
    Kind.EXPIRE: (Pot.FREE, Pot.EXPIRED),
    Kind.LAPSE: (Pot.SAVED, Pot.EXPIRED),
    Kind.UNEXPIRE: (Pot.EXPIRED, Pot.FREE),
    Kind.REFUSED: (Pot.FREE, Pot.FREE),
}
BETWEEN = frozenset({Kind.USE, Kind.UNUSE, Kind.REPAY, Kind.UNREPAY})  # periods of one line
MOVES = frozenset({Kind.MOVE, Kind.MOVE_SAVED, Kind.MOVE_OWED})  # between lines
TAKEN = {Kind.USE: Pot.SAVED, Kind.REPAY: Pot.OWED}  # what is used of an earlier period, and where it was
GIVEN_BACK = {Kind.UNUSE: Pot.SAVED, Kind.UNREPAY: Pot.OWED}
COUNTED = {Kind.SAVE: 1, Kind.UNSAVE: -1}
OWING = {Kind.OWE: 1, Kind.UNOWE: -1}


@dataclass(frozen=True, slots=True)
class Place:
    """A line's period."""

    line: int
    span: Span


@dataclass(frozen=True, slots=True)
class Said:
    """When an entry was made, who asked for it, who agreed, by which rule; `limit` names what a refusal fell on."""

    at: datetime
    asked_by: str
    agreed_by: str
    rule: str
    limit: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a moment without a time zone")


@dataclass(frozen=True, slots=True)
class Entry:
    """Minutes that move. `to` is the place they come to, where it is another than they leave.

    Raises ValueError for minutes that are no positive number, a way to another place or line that its kind has not, a
    refusal without a limit.
    """

    kind: Kind
    place: Place
    minutes: int
    said: Said
    to: Place | None = None
    about: str = ""

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise ValueError(f"an entry of {self.minutes} minutes")
        if (self.to is not None) != (self.kind in BETWEEN | MOVES):
            raise ValueError(f"an entry of {self.kind} {'goes' if self.to else 'does not go'} to another place")
        if self.to is not None and (self.to.line == self.place.line) != (self.kind in BETWEEN):
            raise ValueError("saved time is used on its own line, and what is moved goes to another")
        if (self.kind is Kind.REFUSED) != bool(self.said.limit):
            raise ValueError("what is refused says by which limit, and nothing else does")


class Overdrawn(ValueError):  # noqa: N818 - as it is said
    """A pot has fewer minutes than an entry takes from it."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What a period holds, in minutes. `left` is what the person can still get of it: planned ahead or free."""

    granted: int
    free: int
    planned: int
    performed: int
    charged: int
    saved: int
    owed: int
    expired: int

    @property
    def left(self) -> int:
        return self.free + self.planned


@dataclass
class Book:
    """The entries of one or several lines, and what they come to. An entry costs the same however many there are."""

    entries: list[Entry] = field(default_factory=list)
    lines: set[int] | None = None  # whose every entry is here; None: of all that are named
    pots: dict[tuple[Place, Pot], int] = field(default_factory=dict)
    kept: dict[Place, int] = field(default_factory=dict)  # saved of a period, whether or not it has been used since
    owing: dict[Place, int] = field(default_factory=dict)  # owed of a period, whether or not it has been given since
    called_off: dict[Place, int] = field(default_factory=dict)  # by the provider
    overrun: dict[Place, int] = field(default_factory=dict)  # given beyond what was planned
    taken: dict[tuple[Place, Pot, Place], int] = field(default_factory=dict)  # used in a period, of which lot

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Book":
        """A book of entries in the order they were made. Raises Overdrawn."""
        book = cls()
        for entry in entries:
            book.add(entry)
        return book

    def add(self, entry: Entry) -> None:
        """Enter it. Raises Overdrawn, and then nothing is entered; what is free alone may fall below nothing.

        What comes from a line whose own entries are elsewhere is taken at its word.
        """
        source, target = PATHS[entry.kind]
        leaves = (entry.place, source)
        told = self.lines is None or entry.place.line in self.lines
        if told and source not in (Pot.SOURCE, Pot.FREE) and self.pots.get(leaves, 0) < entry.minutes:
            raise Overdrawn(f"{entry.kind}: {entry.minutes} minutes of {self.pots.get(leaves, 0)} {source}")
        self.entries.append(entry)
        if entry.kind is Kind.REFUSED:
            return
        self.pots[leaves] = self.pots.get(leaves, 0) - entry.minutes
        comes = (entry.to or entry.place, target)
        self.pots[comes] = self.pots.get(comes, 0) + entry.minutes
        self._count(entry)

    def _count(self, entry: Entry) -> None:
        """Keep what settling a period again has to know of what became of it."""
        kind, place, minutes = entry.kind, entry.place, entry.minutes
        for sums, signs in ((self.kept, COUNTED), (self.owing, OWING)):
            if kind in signs:
                sums[place] = sums.get(place, 0) + signs[kind] * minutes
        for facts, counted in ((self.called_off, Kind.PROVIDER_CANCELLED), (self.overrun, Kind.EXTRA)):
            if kind is counted:
                facts[place] = facts.get(place, 0) + minutes
        if entry.to and kind in TAKEN:
            lot = (entry.to, TAKEN[kind], place)
            self.taken[lot] = self.taken.get(lot, 0) + minutes
        if entry.to and kind in GIVEN_BACK:
            lot = (place, GIVEN_BACK[kind], entry.to)
            self.taken[lot] = self.taken.get(lot, 0) - minutes

    def held(self, place: Place, pot: Pot) -> int:
        """Minutes in a pot."""
        return self.pots.get((place, pot), 0)

    def balance(self, place: Place) -> Balance:
        """What a period holds."""
        held = [
            self.held(place, pot)
            for pot in (Pot.FREE, Pot.PLANNED, Pot.PERFORMED, Pot.CHARGED, Pot.SAVED, Pot.OWED, Pot.EXPIRED)
        ]
        return Balance(-self.held(place, Pot.SOURCE), *held)

    def spans(self, line: int) -> list[Span]:
        """The periods of a line that anything has been entered of, the earliest first."""
        return sorted({place.span for place, _ in self.pots if place.line == line})

    def lots(self, line: int, pot: Pot = Pot.SAVED) -> Iterator[tuple[Place, int]]:
        """Saved (or owed) time by the period it comes from, the oldest first."""
        for span in self.spans(line):
            place = Place(line, span)
            if held := self.held(place, pot):
                yield place, held

    def used_of(self, place: Place, pot: Pot) -> list[tuple[Place, int]]:
        """What a period has used of earlier ones, saved or owed, the youngest first."""
        used = [(lot, n) for (to, of, lot), n in self.taken.items() if (to, of) == (place, pot) and n > 0]
        return sorted(used, key=lambda one: one[0].span, reverse=True)
