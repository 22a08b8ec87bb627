"""A line's book from what is known elsewhere: frames, planned and performed time, and the entries that are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samsyn.homecare.account.ledger import Book, Entry, Place, Pot
from samsyn.homecare.account.spans import Span


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a period in whole minutes: planned and nothing said yet, performed, charged.

    What settling asks beside: what the provider called off of what was planned, and what was given beyond the plan.
    """

    planned: int = 0
    performed: int = 0
    charged: int = 0
    called_off: int = 0
    overrun: int = 0


NOTHING = Facts()


def put_in(
    book: Book,
    line: int,
    granted: Mapping[Span, int],
    facts: Mapping[Span, Facts],
    entries: Iterable[Entry] = (),
) -> Book:
    """Put a line into a book: what is granted and what became of it by period, and the kept entries as they were made.

    The same as entering every grant, plan and performance one by one (a test holds it to that), at the cost of the
    periods. Raises Overdrawn where a kept entry takes what was never saved.
    """
    book.lines = {*(book.lines or ()), line}
    for span in {*granted, *facts}:
        place, known = Place(line, span), facts.get(span, NOTHING)
        given = granted.get(span, 0)
        book.pots[place, Pot.SOURCE] = -given
        book.pots[place, Pot.PLANNED] = known.planned
        book.pots[place, Pot.PERFORMED] = known.performed
        book.pots[place, Pot.CHARGED] = known.charged
        book.called_off[place], book.overrun[place] = known.called_off, known.overrun
        book.pots[place, Pot.FREE] = given - known.planned - known.performed - known.charged
    for entry in entries:
        book.add(entry)
    return book
