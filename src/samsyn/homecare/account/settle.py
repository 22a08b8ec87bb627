"""What becomes of time when a period has ended, by rule: kept for later, lapsed, or found to be over-used.

Settling again changes nothing, until something is said afterwards of a period that had ended: then the difference
alone is settled. So it can be done at any time, as often as one likes, and the entries tell the whole story.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.homecare.account.ledger import GIVEN_BACK, TAKEN, Book, Entry, Kind, Place, Pot, Said
from samsyn.homecare.account.rules import Rules, Saving
from samsyn.homecare.account.spans import Length, Span, span_after

TAKEN_BACK = ((Kind.UNEXPIRE, Pot.EXPIRED), (Kind.UNSAVE, Pot.SAVED))  # of a period, when more of it was used
USED = {pot: kind for kind, pot in TAKEN.items()}
BACK = {pot: kind for kind, pot in GIVEN_BACK.items()}


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
        settling.lapse(span.first - timedelta(1))  # what can be used until its last day is used before it goes
        settling.close(Place(line, span))
        settling.lapse(span.last)
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
        self.owe(place)
        self.give_back(place, Pot.OWED)
        free = self.book.held(place, Pot.FREE)
        if free > 0:
            self.keep(place, free)
        elif free < 0:
            self.cover(place, -free)

    def owe(self, place: Place) -> None:
        """What the provider called off and did not give instead is owed; also what has lapsed or is saved by now."""
        more = self.book.called_off.get(place, 0) - self.book.owing.get(place, 0)
        if more < 0:  # it was given after all
            self.take(Kind.UNOWE, Pot.OWED, place, -more)
            return
        lacking = more - max(0, self.book.held(place, Pot.FREE))
        for kind, pot in TAKEN_BACK:
            lacking -= self.take(kind, pot, place, lacking)
        if owed := min(more, max(0, self.book.held(place, Pot.FREE))):
            self.enter(Kind.OWE, place, owed)

    def take(self, kind: Kind, pot: Pot, place: Place, wanted: int) -> int:
        """Enter as much of what is wanted as a pot holds; returns how much."""
        taken = max(0, min(wanted, self.book.held(place, pot)))
        if taken:
            self.enter(kind, place, taken)
        return taken

    def give_back(self, place: Place, pot: Pot) -> None:
        """What was used of earlier periods and is free again goes back to them, to the youngest first."""
        for lot, used in self.book.used_of(place, pot):
            room = used if pot is Pot.OWED else min(used, room_in_all(self.book, self.line, self.rules))
            if back := max(0, min(room, self.book.held(place, Pot.FREE))):
                self.enter(BACK[pot], place, back, lot)

    def keep(self, place: Place, free: int) -> None:
        self.lapse(place.span.last)  # what goes with the period takes no room below the cap
        saved = self.room(place, free)
        if saved:
            self.enter(Kind.SAVE, place, saved)
        self.give_back(place, Pot.SAVED)  # rather than to lapse
        if left := self.book.held(place, Pot.FREE):
            self.enter(Kind.EXPIRE, place, left)

    def room(self, place: Place, free: int) -> int:
        """How much of it may be saved: by its period, by all that is saved already, and while it can still be used."""
        saving = self.rules.save
        if saving is None:
            return 0
        whole = room_in_all(self.book, self.line, self.rules)
        own = free if saving.each_period is None else saving.each_period - self.book.kept.get(place, 0)
        return max(0, min(free, whole, own))

    def cover(self, place: Place, lacking: int) -> None:
        """First what lapsed of the same period, what was saved and is owed of it, then what earlier ones left for it.

        What took longer than planned, and help beside the plan, takes nothing that was saved: over-use is a reason to
        talk, and the person asked for what was planned alone. It makes up for what the provider owes: then it is given.
        """
        for kind, pot in (*TAKEN_BACK, (Kind.UNOWE, Pot.OWED)):
            lacking -= self.take(kind, pot, place, lacking)
        asked_for = lacking - self.book.overrun.get(place, 0)
        for pot, lot, minutes in left_by(self.book, place):
            if (taken := min(lacking if pot is Pot.OWED else asked_for, minutes)) > 0:
                self.enter(USED[pot], lot, taken, place)
                lacking, asked_for = lacking - taken, asked_for - taken


def hand_over(book: Book, line: int, to: int, rules: Rules, said: Said) -> list[Entry]:
    """What is saved and owed of a line that has ended goes on to another, as old as it was, as far as there is room."""
    made: list[Entry] = []
    for pot, kind in ((Pot.SAVED, Kind.MOVE_SAVED), (Pot.OWED, Kind.MOVE_OWED)):
        for lot, minutes in list(book.lots(line, pot)):
            moved = minutes if pot is Pot.OWED else min(minutes, room_in_all(book, to, rules))
            if moved > 0:
                made.append(Entry(kind, lot, moved, said, Place(to, lot.span)))
                book.add(made[-1])
    return made


def room_in_all(book: Book, line: int, rules: Rules) -> int:
    """How much more may be saved of a line, all periods together."""
    saving = rules.save
    return saving.at_most - sum(minutes for _, minutes in book.lots(line)) if saving else 0


def level(book: Book, one: Place, other: Place, said: Said) -> list[Entry]:
    """Where a decision changed within a period, what is free by the one makes up for what is lacking by the other."""
    made: list[Entry] = []
    for lacks, has in ((one, other), (other, one)):
        if (minutes := min(-book.held(lacks, Pot.FREE), book.held(has, Pot.FREE))) > 0:
            made.append(Entry(Kind.MOVE, has, minutes, said, lacks))
            book.add(made[-1])
    return made


def left_by(book: Book, place: Place) -> list[tuple[Pot, Place, int]]:
    """What earlier periods left: saved time, the oldest first, then what the provider owes, which does not lapse."""
    return [
        (pot, lot, held) for pot in (Pot.SAVED, Pot.OWED) for lot, held in book.lots(place.line, pot)
        if lot.span < place.span
    ]  # fmt: skip


def lots_in(book: Book, place: Place, rules: Rules) -> list[tuple[Place, int]]:
    """Saved time of earlier periods that can be used in a period, the oldest first."""
    saving = rules.save
    if saving is None:
        return []
    earlier = ((lot, held) for pot, lot, held in left_by(book, place) if pot is Pot.SAVED)
    return [(lot, held) for lot, held in earlier if usable_until(lot.span, saving, rules.length) >= place.span.first]


def owed_in(book: Book, place: Place) -> list[tuple[Place, int]]:
    """What the provider owes of earlier periods, the oldest first."""
    return [(lot, held) for pot, lot, held in left_by(book, place) if pot is Pot.OWED]


def usable_in(book: Book, place: Place, rules: Rules) -> int:
    """Minutes of earlier periods that can be used in a period: saved, and owed by the provider."""
    return sum(held for _, held in (*lots_in(book, place, rules), *owed_in(book, place)))


def use_saved(book: Book, place: Place, rules: Rules, minutes: int, said: Said) -> list[Entry]:
    """Use time of earlier periods: what is saved, the oldest first, then what is owed. Raises ValueError for more."""
    there = usable_in(book, place, rules)
    if minutes <= 0 or minutes > there:
        raise ValueError(f"{minutes} minutes of {there} saved")
    made = []
    lots = [(Kind.USE, *lot) for lot in lots_in(book, place, rules)]
    for kind, lot, held in [*lots, *((Kind.REPAY, *lot) for lot in owed_in(book, place))]:
        if taken := min(minutes, held):
            entry = Entry(kind, lot, taken, said, place)
            book.add(entry)
            made.append(entry)
            minutes -= taken
    return made
