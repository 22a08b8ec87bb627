"""What becomes of time when a period has ended, by rule: kept for later, lapsed, or found to be over-used.

Settling again changes nothing, until something is said afterwards of a period that had ended: then the difference
alone is settled. So it can be done at any time, as often as one likes, and the entries tell the whole story.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from samsyn.homecare.account.ledger import Book, Entry, Kind, Place, Pot, Said
from samsyn.homecare.account.rules import Rules, Saving
from samsyn.homecare.account.spans import Length, Span, span_after


def usable_until(span: Span, saving: Saving, length: Length) -> date:
    """The last day on which what was saved of a period can be used."""
    last = span
    for _ in range(saving.periods):
        last = span_after(last, length)
    year_end = date(span.last.year, 12, 31)
    return min(last.last, year_end) if saving.lapses_at_year_end else last.last


def settle(book: Book, line: int, rules: Rules, *, through: date, said: Said, since: date = date.min) -> list[Entry]:
    """Settle every period of a line that has ended by a day, in order, and enter what that comes to. What was entered.

    `through` is the last day that has ended; periods that began before `since` are left as they were settled.
    """
    made: list[Entry] = []
    settling = _Settling(book, line, rules, said, made)
    for span in [span for span in book.spans(line) if span.first >= since and span.last <= through]:
        settling.lapse(span.last)
        settling.close(Place(line, span))
    settling.lapse(through)
    return made


@dataclass(frozen=True, slots=True)
class _Settling:
    book: Book
    line: int
    rules: Rules
    said: Said
    made: list[Entry]

    def enter(self, kind: Kind, place: Place, minutes: int, to: Place | None = None) -> None:
        entry = Entry(kind, place, minutes, self.said, to)
        self.book.add(entry)
        self.made.append(entry)

    def lapse(self, day: date) -> None:
        """Saved time that can be used no later than a day that has ended is gone."""
        saving = self.rules.save
        for place, minutes in list(self.book.lots(self.line)):
            if saving is None or usable_until(place.span, saving, self.rules.length) <= day:
                self.enter(Kind.LAPSE, place, minutes)

    def close(self, place: Place) -> None:
        """What is free of a period that has ended goes on or lapses; what was over-used is taken where it can be."""
        free = self.book.held(place, Pot.FREE)
        if free > 0:
            self.keep(place, free)
        elif free < 0:
            self.cover(place, -free)

    def keep(self, place: Place, free: int) -> None:
        saved = self.room(place, free)
        if saved:
            self.enter(Kind.SAVE, place, saved)
        if free > saved:
            self.enter(Kind.EXPIRE, place, free - saved)

    def room(self, place: Place, free: int) -> int:
        """How much of it may be saved: by its period, by all that is saved already, and while it can still be used."""
        saving = self.rules.save
        if saving is None:
            return 0
        whole = saving.at_most - sum(minutes for _, minutes in self.book.lots(self.line))
        own = free if saving.each_period is None else saving.each_period - self.book.kept.get(place, 0)
        return max(0, min(free, whole, own))

    def cover(self, place: Place, lacking: int) -> None:
        """First what lapsed of the same period, then what was saved of it, then of others that could be used then."""
        for kind, pot in ((Kind.UNEXPIRE, Pot.EXPIRED), (Kind.UNSAVE, Pot.SAVED)):
            if taken := min(lacking, self.book.held(place, pot)):
                self.enter(kind, place, taken)
                lacking -= taken
        for lot, minutes in list(self.usable(place)):
            if taken := min(lacking, minutes):
                self.enter(Kind.USE, lot, taken, place)
                lacking -= taken

    def usable(self, place: Place) -> Iterator[tuple[Place, int]]:
        """The saved time that an earlier period left for this one, the oldest first."""
        return ((lot, minutes) for lot, minutes in self.book.lots(self.line) if lot.span < place.span)


def hand_over(book: Book, line: int, to: int | None, said: Said) -> list[Entry]:
    """What becomes of the saved time of a line that has ended: it goes on to another, as old as it was, or lapses."""
    made: list[Entry] = []
    for lot, minutes in list(book.lots(line)):
        if to is None:
            made.append(Entry(Kind.LAPSE, lot, minutes, said))
        else:
            there = Place(to, lot.span)
            made += [
                Entry(Kind.UNSAVE, lot, minutes, said), Entry(Kind.MOVE, lot, minutes, said, there),
                Entry(Kind.SAVE, there, minutes, said),
            ]  # fmt: skip
    for entry in made:
        book.add(entry)
    return made


def lots_in(book: Book, place: Place, rules: Rules) -> list[tuple[Place, int]]:
    """Saved time of earlier periods that can be used in a period, the oldest first."""
    saving = rules.save
    if saving is None:
        return []
    earlier = ((lot, held) for lot, held in book.lots(place.line) if lot.span < place.span)
    return [(lot, held) for lot, held in earlier if usable_until(lot.span, saving, rules.length) >= place.span.first]


def usable_in(book: Book, place: Place, rules: Rules) -> int:
    """Minutes of saved time that can be used in a period."""
    return sum(held for _, held in lots_in(book, place, rules))


def use_saved(book: Book, place: Place, rules: Rules, minutes: int, said: Said) -> list[Entry]:
    """Use saved time in a period, the oldest first. Raises ValueError where there is less that can be used then."""
    there = usable_in(book, place, rules)
    if minutes <= 0 or minutes > there:
        raise ValueError(f"{minutes} minutes of {there} saved")
    made = []
    for lot, held in lots_in(book, place, rules):
        if taken := min(minutes, held):
            entry = Entry(Kind.USE, lot, taken, said, place)
            book.add(entry)
            made.append(entry)
            minutes -= taken
    return made
