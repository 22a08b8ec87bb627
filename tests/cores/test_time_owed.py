"""What the provider called off is owed, saved time that was not needed goes back, a changed decision's week is one."""

import pytest

from samsyn.homecare.account.ledger import Book, Entry, Kind, Pot
from samsyn.homecare.account.settle import level, settle, usable_in, use_saved
from tests.cores.test_time_account import LINES, RULES, SAID, WEEKS, weeks_of


def book_of(*entries):
    """A book of (kind, week, minutes) on line 1."""
    return Book.of(Entry(kind, weeks_of(1)[week], minutes, SAID) for kind, week, minutes in entries)


def settled(book, key, through):
    return [(e.kind, e.minutes) for e in settle(book, 1, RULES[key], through=WEEKS[through].last, said=SAID)]


@pytest.mark.parametrize("key", sorted(set(RULES) - {"month"}))
def test_what_the_provider_called_off_is_owed_beyond_every_cap_and_does_not_lapse(key):
    book = book_of((Kind.GRANT, 0, 300), (Kind.PLAN, 0, 300), (Kind.PERFORM, 0, 180), (Kind.PROVIDER_CANCELLED, 0, 120))
    assert settled(book, key, 0) == [(Kind.OWE, 120)]
    assert settled(book, key, 50) == []
    late = weeks_of(1)[51]
    assert usable_in(book, late, RULES[key]) == 120
    [given] = use_saved(book, late, RULES[key], 120, SAID)
    assert given.kind is Kind.REPAY
    # The visit it was used for is called off in its turn.
    book.add(Entry(Kind.PLAN, late, 120, SAID))
    book.add(Entry(Kind.PERSON_CANCELLED, late, 120, SAID))
    assert settled(book, key, 51) == [(Kind.UNREPAY, 120)]
    assert book.balance(weeks_of(1)[0]).owed == 120


def test_what_was_called_off_and_given_all_the_same_is_owed_no_longer():
    book = book_of((Kind.GRANT, 0, 300), (Kind.PLAN, 0, 300), (Kind.PERFORM, 0, 240), (Kind.PROVIDER_CANCELLED, 0, 60))
    settled(book, "goteborg", 0)
    book.called_off[weeks_of(1)[0]] = 0  # a correction: the carer came
    book.add(Entry(Kind.EXTRA, weeks_of(1)[0], 60, SAID))
    assert settled(book, "goteborg", 0) == [(Kind.UNOWE, 60)]
    assert book.balance(weeks_of(1)[0]).owed == book.balance(weeks_of(1)[0]).free == 0


def test_what_lapsed_is_owed_when_it_turns_out_who_called_it_off():
    book = book_of((Kind.GRANT, 0, 300))
    assert settled(book, "klippekort", 0) == [(Kind.SAVE, 30), (Kind.EXPIRE, 270)]
    book.called_off[weeks_of(1)[0]] = 280
    assert settled(book, "klippekort", 0) == [(Kind.UNEXPIRE, 270), (Kind.UNSAVE, 10), (Kind.OWE, 280)]


def test_saved_time_that_was_not_needed_goes_back_rather_than_to_lapse():
    book = book_of((Kind.GRANT, 0, 30), (Kind.GRANT, 1, 30), (Kind.GRANT, 2, 100), (Kind.EXTRA, 2, 100))
    settled(book, "klippekort", 1)
    use_saved(book, weeks_of(1)[2], RULES["klippekort"], 50, SAID)  # and the visit is cancelled in time
    assert settled(book, "klippekort", 2) == [(Kind.SAVE, 30), (Kind.UNUSE, 20)]
    assert [(lot.span, minutes) for lot, minutes in book.lots(1)] == [(WEEKS[1], 30), (WEEKS[2], 30)]


def test_what_took_longer_takes_no_saved_time_and_what_was_planned_beyond_the_week_does():
    week = weeks_of(1)[1]
    book = book_of((Kind.GRANT, 0, 100), (Kind.GRANT, 1, 100), (Kind.EXTRA, 1, 140))
    assert settled(book, "goteborg", 1) == [(Kind.SAVE, 100)]
    assert book.balance(week).free == -40
    book = book_of((Kind.GRANT, 0, 100), (Kind.GRANT, 1, 100), (Kind.PLAN, 1, 130), (Kind.PERFORM, 1, 130))
    book.add(Entry(Kind.EXTRA, week, 10, SAID))
    assert settled(book, "goteborg", 1) == [(Kind.SAVE, 100), (Kind.USE, 30)]
    assert book.balance(week).free == -10


def test_a_decision_that_changes_within_a_week_is_one_week():
    book = Book.of([
        Entry(Kind.GRANT, weeks_of(1)[0], 60, SAID), Entry(Kind.EXTRA, weeks_of(1)[0], 90, SAID),
        Entry(Kind.GRANT, weeks_of(2)[0], 80, SAID), Entry(Kind.EXTRA, weeks_of(2)[0], 40, SAID),
    ])  # fmt: skip
    [moved] = level(book, weeks_of(1)[0], weeks_of(2)[0], SAID)
    assert (moved.kind, moved.minutes, moved.to) == (Kind.MOVE, 30, weeks_of(1)[0])
    assert [book.held(weeks_of(line)[0], Pot.FREE) for line in LINES] == [0, 10]
    assert level(book, weeks_of(1)[0], weeks_of(2)[0], SAID) == []


def test_what_can_be_used_until_a_week_ends_is_used_in_it_before_it_goes():
    book = book_of((Kind.GRANT, 0, 100), (Kind.GRANT, 4, 100), (Kind.PLAN, 4, 130), (Kind.PERFORM, 4, 130))
    assert settled(book, "goteborg", 3) == [(Kind.SAVE, 100)]
    assert settled(book, "goteborg", 4) == [(Kind.USE, 30), (Kind.LAPSE, 70)]


def test_help_beside_the_plan_makes_up_for_what_is_owed():
    book = book_of((Kind.GRANT, 0, 60), (Kind.PLAN, 0, 60), (Kind.PROVIDER_CANCELLED, 0, 60))
    assert settled(book, "goteborg", 0) == [(Kind.OWE, 60)]
    for kind, minutes in ((Kind.GRANT, 60), (Kind.PLAN, 60), (Kind.PERFORM, 60), (Kind.EXTRA, 60)):
        book.add(Entry(kind, weeks_of(1)[1], minutes, SAID))
    assert settled(book, "goteborg", 1) == [(Kind.REPAY, 60)]
