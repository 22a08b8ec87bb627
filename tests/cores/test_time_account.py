"""The account of granted time adds up whatever happens, and its rules do what they say."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.homecare.account.cancelled import cancellation, is_late
from samsyn.homecare.account.ledger import BETWEEN, MOVES, PATHS, Book, Entry, Kind, Overdrawn, Place, Pot, Said
from samsyn.homecare.account.rules import FILE, Saving, read, rule_sets
from samsyn.homecare.account.settle import settle, usable_until, use_saved
from samsyn.homecare.account.spans import Frame, Span, granted_in, span_after, span_of, spans_between
from samsyn.homecare.account.told import Look, finding, forecast, statement

HERE = ZoneInfo("Europe/Stockholm")
TODAY = date(2026, 3, 2)  # a Monday
SAID = Said(datetime(2026, 3, 2, 10, tzinfo=HERE), "staff:1", "rule", "klippekort/1")
RULES = rule_sets(TODAY)
WEEKS = list(spans_between(TODAY, TODAY + timedelta(weeks=59), "week"))
LINES = (1, 2)


def weeks_of(line):
    return [Place(line, span) for span in WEEKS]


# Frames and periods


def test_a_week_and_a_month_are_whole_and_follow_each_other():
    for length in ("week", "month"):
        spans = list(spans_between(date(2025, 12, 30), date(2027, 1, 3), length))
        assert all(after.first - before.last == timedelta(1) for before, after in pairwise(spans))
        assert all(span_of(day, length) == span for span in spans for day in span.days())
        assert all(span_after(before, length) == after for before, after in pairwise(spans))


@settings(deadline=None)
@given(
    st.integers(1, 5000), st.sampled_from(["minutes_week", "minutes_month"]), st.integers(0, 700), st.integers(1, 400)
)
def test_a_frame_that_is_changed_for_the_same_gives_the_same(amount, unit, start, length):
    """A decision that is made anew in the middle of a period, with as much, changes no period."""
    first = date(2025, 1, 1) + timedelta(start)
    whole = [Frame(first, None, amount, unit)]
    cut = first + timedelta(length)
    parts = [Frame(first, cut - timedelta(1), amount, unit), Frame(cut, None, amount, unit)]
    for span_length in ("week", "month"):
        assert granted_in(whole, span_of(cut, span_length)) == granted_in(parts, span_of(cut, span_length))


def test_a_whole_period_gives_what_is_granted_and_a_part_of_it_its_days():
    week, month = Frame(TODAY, None, 420, "minutes_week"), Frame(date(2026, 1, 1), None, 1200, "minutes_month")
    assert granted_in([week], WEEKS[0]) == 420
    assert [granted_in([month], span_of(date(2026, n, 9), "month")) for n in (1, 2, 3)] == [1200] * 3
    from_friday = replace(week, first=TODAY + timedelta(4))
    assert granted_in([from_friday], WEEKS[0]) == 180
    assert granted_in([replace(week, last=TODAY)], WEEKS[0]) == 60
    assert granted_in([replace(week, last=TODAY)], WEEKS[1]) == 0
    assert granted_in([Frame(TODAY, TODAY, 100, "minutes_week")], WEEKS[0]) == 15  # 14.3, rounded for the person


@pytest.mark.parametrize(
    ("amount", "unit", "last"),
    [
        (0, "minutes_week", None),
        (-5, "minutes_week", None),
        (60, "times", None),
        (60, "minutes_week", date(2026, 3, 1)),
    ],
)
def test_a_frame_of_nothing_is_refused(amount, unit, last):
    with pytest.raises(ValueError, match="a frame"):
        Frame(TODAY, last, amount, unit)


# The ledger
ELSEWHERE = BETWEEN | MOVES


def sums_of(book):
    """Every minute that is granted is in some pot, line by line and in all."""
    for line in LINES:
        held = {pot: sum(n for (p, at), n in book.pots.items() if p.line == line and at is pot) for pot in Pot}
        moved = sum(e.minutes * ((e.to.line == line) - (e.place.line == line)) for e in book.entries if e.kind in MOVES)
        yield -held[Pot.SOURCE] + moved, sum(n for pot, n in held.items() if pot is not Pot.SOURCE)


HISTORY = st.lists(
    st.tuples(
        st.sampled_from([*Kind, "settle", "use"]), st.sampled_from(LINES), st.integers(0, 11), st.integers(1, 300),
        st.integers(0, 59),
    ),
    max_size=80,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(HISTORY, st.sampled_from(sorted(RULES)))
def test_a_ledger_always_adds_up(history, key):
    """Whatever happens in whatever order: plans, corrections long after, decisions changed, periods settled."""
    book, rules = Book(), RULES[key]
    for kind, line, week, minutes, through in history:
        place = weeks_of(line)[week]
        try:
            if kind == "settle":
                settle(book, line, rules, through=WEEKS[through].last, said=SAID)
            elif kind == "use":
                use_saved(book, place, rules, minutes, SAID)
            else:
                said = replace(SAID, limit="need") if kind is Kind.REFUSED else SAID
                to = weeks_of(3 - line)[week] if kind in MOVES else weeks_of(line)[week + 1]
                book.add(Entry(kind, place, minutes, said, to if kind in ELSEWHERE else None))
        except ValueError:  # more than the pot holds: refused, and nothing is entered
            continue
        assert all(granted == held for granted, held in sums_of(book))
        assert all(statement(book, line).adds_up for line in LINES)
    assert all(n >= 0 for (_, pot), n in book.pots.items() if pot not in (Pot.SOURCE, Pot.FREE))
    assert Book.of(book.entries).pots == book.pots


@settings(max_examples=150, deadline=None)
@given(HISTORY, st.sampled_from(sorted(RULES)), st.integers(12, 59))
def test_settling_again_changes_nothing_and_leaves_nothing_free(history, key, through):
    book, rules, last = Book(), RULES[key], WEEKS[through].last
    for kind, line, week, minutes, _ in history:
        if isinstance(kind, Kind) and kind not in {*ELSEWHERE, Kind.REFUSED, Kind.SAVE, Kind.UNSAVE}:
            try:
                book.add(Entry(kind, weeks_of(line)[week], minutes, SAID))
            except Overdrawn:
                continue
    for line in LINES:
        settle(book, line, rules, through=last, said=SAID)
        saved = [minutes for _, minutes in book.lots(line)]
        assert sum(saved) <= (rules.save.at_most if rules.save else 0)
        assert all(book.balance(place).free <= 0 for place in weeks_of(line) if place.span.last <= last)
        assert settle(book, line, rules, through=last, said=SAID) == []


def test_a_kind_moves_between_two_pots_and_what_is_not_there_cannot_be_taken():
    assert set(PATHS) == set(Kind)
    place = weeks_of(1)[0]
    book = Book.of([Entry(Kind.GRANT, place, 60, SAID), Entry(Kind.PLAN, place, 45, SAID)])
    before = dict(book.pots)
    with pytest.raises(Overdrawn):
        book.add(Entry(Kind.PERFORM, place, 46, SAID))
    assert (book.pots, len(book.entries)) == (before, 2)
    for minutes in (0, -5):
        with pytest.raises(ValueError, match="minutes"):
            Entry(Kind.PLAN, place, minutes, SAID)


def test_an_entry_goes_only_where_its_kind_goes():
    one, next_week, other = weeks_of(1)[0], weeks_of(1)[1], weeks_of(2)[0]
    for kind, to in ((Kind.PLAN, next_week), (Kind.USE, None), (Kind.USE, other), (Kind.MOVE, next_week)):
        with pytest.raises(ValueError, match=r"place|line"):
            Entry(kind, one, 30, SAID, to)
    for kind, limit in ((Kind.REFUSED, ""), (Kind.PLAN, "need")):
        with pytest.raises(ValueError, match="limit"):
            Entry(kind, one, 30, replace(SAID, limit=limit))


def test_what_is_left_is_what_can_still_be_had():
    place = weeks_of(1)[0]
    book = Book.of([
        Entry(Kind.GRANT, place, 420, SAID), Entry(Kind.PLAN, place, 300, SAID), Entry(Kind.PERFORM, place, 120, SAID),
        Entry(Kind.SHORTER, place, 30, SAID), Entry(Kind.EXTRA, place, 20, SAID),
    ])  # fmt: skip
    balance = book.balance(place)
    assert (balance.granted, balance.performed, balance.planned, balance.free) == (420, 140, 150, 130)
    assert balance.left == 280


# Saving


class Vouchers:
    """The Danish rule told anew: half hours by the number of their week; what a week did not need goes back."""

    def __init__(self, at_most):
        self.held, self.used, self.at_most = {}, {}, at_most

    def lapse(self, day):
        """Those that could be used until a day, eight weeks on or the last of their year, are gone."""
        until = lambda week: min(WEEKS[week + 8].last, date(WEEKS[week].last.year, 12, 31))  # noqa: E731
        self.held = {week: minutes for week, minutes in self.held.items() if until(week) > day}

    def use(self, minutes):
        """The oldest first; whether there were so many."""
        if minutes > sum(self.held.values()):
            return False
        for week in sorted(self.held):
            taken = min(self.held[week], minutes)
            self.move(week, -taken)
            self.used[week], minutes = taken, minutes - taken
        return True

    def save(self, week, unused):
        kept = min(unused, 30, self.room())
        self.move(week, kept)
        for lot in sorted(self.used, reverse=True):
            back = min(unused - kept, self.used[lot], self.room())
            self.move(lot, back)
            kept += back
        self.used = {}

    def room(self):
        return self.at_most - sum(self.held.values())

    def move(self, week, minutes):
        self.held[week] = self.held.get(week, 0) + minutes
        if not self.held[week]:
            del self.held[week]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from([0, 0, 0, 0, 15, 45, 90])), min_size=15, max_size=50),
    st.sampled_from([100, 240]),
)
def test_saved_half_hours_are_as_a_queue_of_them_says(weeks, at_most):
    rules = RULES["klippekort"]
    book, vouchers = Book(), Vouchers(at_most)
    rules = replace(rules, save=replace(rules.save, at_most=at_most))
    for n, (unused, wanted) in enumerate(weeks):
        place = Place(1, WEEKS[n])
        vouchers.lapse(WEEKS[n].first - timedelta(1))
        if wanted and vouchers.use(wanted):
            use_saved(book, place, rules, wanted, SAID)
            book.add(Entry(Kind.EXTRA, place, wanted, SAID))
        elif wanted:
            with pytest.raises(ValueError, match="saved"):
                use_saved(book, place, rules, wanted, SAID)
        book.add(Entry(Kind.GRANT, place, 60, SAID))
        if unused < 60:
            book.add(Entry(Kind.EXTRA, place, 60 - unused, SAID))
        vouchers.lapse(WEEKS[n].last)
        vouchers.save(n, unused)
        vouchers.lapse(WEEKS[n].last)
        settle(book, 1, rules, through=WEEKS[n].last, said=SAID)
        assert [(WEEKS.index(lot.span), minutes) for lot, minutes in book.lots(1)] == sorted(vouchers.held.items())


def test_saved_time_lapses_with_the_year_where_the_rule_says_so():
    saving = RULES["klippekort"].save
    december = span_of(date(2026, 12, 14), "week")
    assert usable_until(december, saving, "week") == date(2026, 12, 31)
    assert usable_until(december, replace(saving, lapses_at_year_end=False), "week") == date(2027, 2, 14)
    assert usable_until(WEEKS[0], saving, "week") == WEEKS[8].last


def test_what_is_said_long_after_settles_the_difference_alone():
    """A visit that turns out not to have been made gives its minutes back; one that was made takes them again."""
    place, rules = weeks_of(1)[0], RULES["goteborg"]
    book = Book.of([Entry(Kind.GRANT, place, 60, SAID), Entry(Kind.EXTRA, place, 60, SAID)])
    assert settle(book, 1, rules, through=place.span.last, said=SAID) == []
    book.add(Entry(Kind.RETRACT, place, 45, SAID))
    [saved] = settle(book, 1, rules, through=place.span.last, said=SAID)
    assert (saved.kind, saved.minutes) == (Kind.SAVE, 45)
    book.add(Entry(Kind.EXTRA, place, 50, SAID))
    [taken] = settle(book, 1, rules, through=place.span.last, said=SAID)
    assert (taken.kind, taken.minutes) == (Kind.UNSAVE, 45)
    assert book.balance(place).free == -5  # more was given than granted: a finding, and nobody's debt


def test_no_more_is_saved_of_a_period_in_two_turns_than_in_one():
    place, rules = weeks_of(1)[0], RULES["klippekort"]
    book = Book.of([Entry(Kind.GRANT, place, 60, SAID), Entry(Kind.EXTRA, place, 40, SAID)])
    settle(book, 1, rules, through=place.span.last, said=SAID)
    book.add(Entry(Kind.RETRACT, place, 40, SAID))
    made = settle(book, 1, rules, through=place.span.last, said=SAID)
    assert [(entry.kind, entry.minutes) for entry in made] == [(Kind.SAVE, 10), (Kind.EXPIRE, 30)]


def test_a_rule_that_means_nothing_is_refused():
    for wrong in ({"at_most": 0}, {"each_period": 0}, {"periods": -1}):
        with pytest.raises(ValueError, match="nothing can be saved"):
            Saving(**({"each_period": 30, "at_most": 240, "periods": 8, "lapses_at_year_end": True} | wrong))
    with pytest.raises(ValueError, match="costs"):
        replace(RULES["month"], late_share=1.5)
    assert rule_sets(date(2025, 1, 1)) == {}


# What is told


def test_what_will_be_left_is_what_nobody_has_planned():
    place = weeks_of(1)[0]
    book = Book.of([Entry(Kind.GRANT, place, 420, SAID), Entry(Kind.PLAN, place, 400, SAID)])
    assert (forecast(book, place, 0).left, forecast(book, place, 0).runs_over) == (20, False)
    book.add(Entry(Kind.EXTRA, place, 30, SAID))
    assert (forecast(book, place, 0).left, forecast(book, place, 0).runs_over) == (-10, True)


def test_unused_and_overused_time_is_found_and_neither_saves_nor_cuts():
    rules, (one, two, three, *_) = RULES["month"], weeks_of(1)
    book = Book()
    for place, used in ((one, 420), (two, 430), (three, 300)):
        book.add(Entry(Kind.GRANT, place, 420, SAID))
        book.add(Entry(Kind.EXTRA, place, used, SAID))
    settle(book, 1, rules, through=three.span.last, said=SAID)
    look = Look(periods=1, unused=0.25, over=0.02)
    found = [finding(book, 1, [place.span], look) for place in (one, two, three)]
    assert found[0] is None
    assert [(f.found, f.span, f.minutes) for f in found[1:]] == [
        ("overused", two.span, 10), ("unused", three.span, 120)
    ]  # fmt: skip
    assert finding(book, 1, WEEKS[:3], replace(look, periods=3)) is None  # 110 of 1,260 are little in the long run
    assert finding(book, 1, WEEKS[:1], replace(look, periods=3)) is None  # too short to tell
    assert [book.balance(place).granted for place in (one, two, three)] == [420, 420, 420]


def test_a_statement_says_what_became_of_it_all():
    one, other = weeks_of(1)[0], weeks_of(2)[0]
    book = Book.of([
        Entry(Kind.GRANT, one, 420, SAID), Entry(Kind.PLAN, one, 300, SAID), Entry(Kind.PERFORM, one, 200, SAID),
        Entry(Kind.LATE_CANCELLED, one, 40, SAID), Entry(Kind.MOVE, one, 60, SAID, other),
    ])  # fmt: skip
    settle(book, 1, RULES["month"], through=one.span.last, said=SAID)
    told = statement(book, 1)
    assert (told.granted, told.performed, told.planned, told.charged, told.moved, told.expired, told.free) == (
        420, 200, 60, 40, 60, 60, 0
    )  # fmt: skip
    assert statement(book, 2).moved == -60
    assert told.adds_up
    assert statement(book, 2).adds_up


# Cancelling


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_notice_is_counted_in_hours_that_pass_also_when_the_clocks_are_changed(night):
    starts = datetime.combine(night, time(9), tzinfo=HERE)
    rules = RULES["goteborg"]
    just_in_time = (starts.astimezone(UTC) - timedelta(hours=24)).astimezone(HERE)
    assert not is_late(starts, just_in_time, rules)
    assert is_late(starts, just_in_time + timedelta(minutes=1), rules)
    assert just_in_time.hour != 9  # the clock does not show the same


def test_who_cancels_decides_what_comes_back():
    place, starts = weeks_of(1)[0], SAID.at + timedelta(hours=5)
    told = {
        by: [(e.kind, e.minutes) for e in cancellation(place, 45, by=by, starts_at=starts, rules=rules, said=SAID)]
        for by, rules in (("provider", RULES["month"]), ("hospital", RULES["month"]),
                          ("person", replace(RULES["month"], late_share=0.5)))
    }  # fmt: skip
    assert told == {
        "provider": [(Kind.PROVIDER_CANCELLED, 45)],
        "hospital": [(Kind.HOSPITAL, 45)],
        "person": [(Kind.LATE_CANCELLED, 22), (Kind.PERSON_CANCELLED, 23)],
    }
    early = cancellation(place, 45, by="person", starts_at=SAID.at + timedelta(days=3), rules=RULES["month"], said=SAID)
    assert [(e.kind, e.minutes) for e in early] == [(Kind.PERSON_CANCELLED, 45)]


def test_spans_hold_days_and_nothing_else():
    assert date(2026, 3, 2) in Span(TODAY, TODAY)
    assert "2026-03-02" not in Span(TODAY, TODAY)


def test_weeks_and_months_meet_where_both_begin(tmp_path):
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    week = next(row for row in rows if row["key"] == "goteborg")
    for first, refused in (("2027-02-01", False), ("2027-03-15", True), ("2027-01-01", True)):
        file = tmp_path / f"{first}.json"
        later = {**week, "version": 2, "valid_from": first, "length": "month"}
        file.write_text(json.dumps([week, later]), encoding="utf-8")
        with pytest.raises(ValueError, match="a first that is a Monday") if refused else nullcontext():
            read(file)
