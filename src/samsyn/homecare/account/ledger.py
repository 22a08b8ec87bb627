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
    MOVE = "move"
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
    Kind.MOVE: (Pot.FREE, Pot.FREE),
    Kind.EXPIRE: (Pot.FREE, Pot.EXPIRED),
    Kind.LAPSE: (Pot.SAVED, Pot.EXPIRED),
    Kind.UNEXPIRE: (Pot.EXPIRED, Pot.FREE),
    Kind.REFUSED: (Pot.FREE, Pot.FREE),
}


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
        if (self.to is not None) != (self.kind in (Kind.USE, Kind.MOVE)):
            raise ValueError(f"an entry of {self.kind} {'goes' if self.to else 'does not go'} to another place")
        if self.to is not None and (self.to.line == self.place.line) != (self.kind is Kind.USE):
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
    expired: int

    @property
    def left(self) -> int:
        return self.free + self.planned


@dataclass
class Book:
    """The entries of one or several lines, and what they come to. An entry costs the same however many there are."""

    entries: list[Entry] = field(default_factory=list)
    pots: dict[tuple[Place, Pot], int] = field(default_factory=dict)
    kept: dict[Place, int] = field(default_factory=dict)  # saved of a period, whether or not it has been used since

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Book":
        """A book of entries in the order they were made. Raises Overdrawn."""
        book = cls()
        for entry in entries:
            book.add(entry)
        return book

    def add(self, entry: Entry) -> None:
        """Enter it. Raises Overdrawn, and then nothing is entered; what is free alone may fall below nothing."""
        source, target = PATHS[entry.kind]
        leaves = (entry.place, source)
        if source not in (Pot.SOURCE, Pot.FREE) and self.pots.get(leaves, 0) < entry.minutes:
            raise Overdrawn(f"{entry.kind}: {entry.minutes} minutes of {self.pots.get(leaves, 0)} {source}")
        self.entries.append(entry)
        if entry.kind is Kind.REFUSED:
            return
        self.pots[leaves] = self.pots.get(leaves, 0) - entry.minutes
        comes = (entry.to or entry.place, target)
        self.pots[comes] = self.pots.get(comes, 0) + entry.minutes
        if entry.kind in (Kind.SAVE, Kind.UNSAVE):
            sign = 1 if entry.kind is Kind.SAVE else -1
            self.kept[entry.place] = self.kept.get(entry.place, 0) + sign * entry.minutes

    def held(self, place: Place, pot: Pot) -> int:
        """Minutes in a pot."""
        return self.pots.get((place, pot), 0)

    def balance(self, place: Place) -> Balance:
        """What a period holds."""
        free, planned, performed, charged, saved, expired = (
            self.held(place, pot) for pot in (Pot.FREE, Pot.PLANNED, Pot.PERFORMED, Pot.CHARGED, Pot.SAVED, Pot.EXPIRED)
        )
        return Balance(-self.held(place, Pot.SOURCE), free, planned, performed, charged, saved, expired)

    def spans(self, line: int) -> list[Span]:
        """The periods of a line that anything has been entered of, the earliest first."""
        return sorted({place.span for place, _ in self.pots if place.line == line})

    def lots(self, line: int) -> Iterator[tuple[Place, int]]:
        """Saved time by the period it was saved of, the oldest first."""
        for span in self.spans(line):
            place = Place(line, span)
            if saved := self.held(place, Pot.SAVED):
                yield place, saved
