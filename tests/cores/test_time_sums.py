"""A book that is put in from sums is the book of every entry made one by one, also when it is settled and used."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.homecare.account.ledger import Book, Entry, Kind, Place, Pot, Said
from samsyn.homecare.account.rules import rule_sets
from samsyn.homecare.account.settle import hand_over, settle, usable_in, use_saved
from samsyn.homecare.account.spans import spans_between
from samsyn.homecare.account.sums import Facts, put_in

HERE = ZoneInfo("Europe/Stockholm")
SAID = Said(datetime(2026, 3, 2, 10, tzinfo=HERE), "job:night", "rule:x", "x/1")
WEEKS = list(spans_between(date(2026, 3, 2), date(2026, 5, 3), "week"))
KEPT = (Pot.SAVED, Pot.OWED)
RULES = rule_sets(date(2026, 3, 2))

# A visit of a period: how long it was planned, and what became of it.
VISIT = st.tuples(
    st.integers(5, 120), st.sampled_from(["ahead", "done", "shorter", "longer", "cancelled", "late", "off"])
)
CANCELLED = {
    "cancelled": Kind.PERSON_CANCELLED,
    "late": Kind.LATE_CANCELLED,
    "off": Kind.PROVIDER_CANCELLED,
}
PERIOD = st.tuples(st.integers(0, 600), st.lists(VISIT, max_size=5), st.integers(0, 60))


def one_by_one(line, periods):
    book = Book()
    for span, (granted, visits, extra) in zip(WEEKS, periods, strict=False):
        place = Place(line, span)

        def enter(kind, minutes, place=place):
            if minutes:
                book.add(Entry(kind, place, minutes, SAID))

        enter(Kind.GRANT, granted)
        for minutes, became in visits:
            enter(Kind.PLAN, minutes)
            if became in ("done", "longer"):
                enter(Kind.PERFORM, minutes)
                enter(Kind.EXTRA, 10 if became == "longer" else 0)
            elif became == "shorter":
                enter(Kind.PERFORM, minutes - minutes // 2)
                enter(Kind.SHORTER, minutes // 2)
            elif became != "ahead":
                enter(CANCELLED[became], minutes)
        enter(Kind.EXTRA, extra)
    return book


def summed(line, periods, entries=()):
    granted, facts = {}, {}
    for span, (minutes, visits, extra) in zip(WEEKS, periods, strict=False):
        granted[span] = minutes
        given = {"done": lambda m: m, "longer": lambda m: m + 10, "shorter": lambda m: m - m // 2}
        facts[span] = Facts(
            planned=sum(m for m, became in visits if became == "ahead"),
            performed=sum(given[became](m) for m, became in visits if became in given) + extra,
            charged=sum(m for m, became in visits if became == "late"),
            called_off=sum(m for m, became in visits if became == "off"),
            overrun=sum(10 for _, became in visits if became == "longer") + extra,
        )
    return put_in(Book(), line, granted, facts, entries)


def balances(book, line, n):
    return [book.balance(Place(line, span)) for span in WEEKS[:n]]


@settings(deadline=None, max_examples=200)
@given(st.lists(PERIOD, min_size=1, max_size=len(WEEKS)), st.sampled_from(sorted(RULES)), st.integers(1, 400))
def test_sums_give_the_book_of_every_entry_and_it_settles_alike(periods, key, wanted):
    rules = RULES[key]
    slow, fast = one_by_one(1, periods), summed(1, periods)
    assert balances(fast, 1, len(periods)) == balances(slow, 1, len(periods))
    through = WEEKS[len(periods) - 1].last
    made = settle(fast, 1, rules, through=through, said=SAID)
    assert made == settle(slow, 1, rules, through=through, said=SAID)
    after = Place(1, spans_between_after(through))
    if 0 < wanted <= usable_in(fast, after, rules):
        used = use_saved(fast, after, rules, wanted, SAID)
        assert used == use_saved(slow, after, rules, wanted, SAID)
        made += used
    # What is kept and put in anew is what it was, and settling it again makes nothing.
    again = summed(1, periods, made)
    assert again.pots.items() >= {k: v for k, v in fast.pots.items() if v}.items()
    assert settle(again, 1, rules, through=through, said=SAID) == []


def spans_between_after(day):
    return next(span for span in spans_between(day, date(2026, 5, 17), "week") if span.first > day)


@settings(deadline=None, max_examples=100)
@given(st.lists(PERIOD, min_size=1, max_size=len(WEEKS)))
def test_what_was_saved_goes_on_whole_and_as_old_as_it_was(periods):
    book, rules = summed(1, periods), RULES["goteborg"]
    settle(book, 1, rules, through=WEEKS[len(periods) - 1].last, said=SAID)
    saved = [(pot, lot.span, minutes) for pot in KEPT for lot, minutes in book.lots(1, pot)]
    total = sum(book.pots.values())
    hand_over(book, 1, 2, rules, SAID)
    assert [(pot, lot.span, minutes) for pot in KEPT for lot, minutes in book.lots(2, pot)] == saved
    assert [lot for pot in KEPT for lot in book.lots(1, pot)] == []
    assert sum(book.pots.values()) == total == 0
