"""The year wheel: what is due, what is late, and when a reminder has been enough."""

from datetime import date

import pytest

from samsyn.review.year_wheel import Planned, State, reminders, shipped_wheel, wheel

ROUND = Planned("round", 5, "Runda")
BEGUN = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 4, 30), State.AHEAD),
        (date(2026, 5, 1), State.DUE),
        (date(2026, 5, 31), State.DUE),
        (date(2026, 6, 1), State.LATE),
        (date(2026, 7, 31), State.LATE),
        (date(2026, 8, 1), State.MISSED),
        (date(2027, 5, 1), State.MISSED),
    ],
)
def test_a_month_reminds_and_two_more(today, state):
    [spoke] = wheel([ROUND], year=2026, today=today, done=set(), begun=BEGUN)
    assert spoke.state is state


def test_what_is_done_is_done_and_reminds_no_more():
    done = {("round", 2026, 5)}
    [spoke] = wheel([ROUND], year=2026, today=date(2026, 6, 1), done=done, begun=BEGUN)
    assert spoke.state is State.DONE
    assert reminders([ROUND], today=date(2026, 6, 1), done=done, begun=BEGUN) == []


def test_nothing_is_late_from_before_the_unit_began():
    for begun, late in ((None, False), (date(2026, 6, 1), False), (date(2026, 5, 31), True)):
        found = reminders([ROUND], today=date(2026, 6, 2), done=set(), begun=begun)
        assert bool(found) is late
        [spoke] = wheel([ROUND], year=2026, today=date(2026, 6, 2), done=set(), begun=begun)
        assert (spoke.state is State.BEFORE) is not late


def test_december_is_late_in_january_of_the_next_year():
    last = Planned("group", 12, "Möte")
    [spoke] = reminders([last], today=date(2027, 1, 15), done=set(), begun=BEGUN)
    assert (spoke.year, spoke.state) == (2026, State.LATE)
    [spoke] = reminders([last], today=date(2026, 12, 1), done=set(), begun=None)
    assert (spoke.year, spoke.state, spoke.first) == (2026, State.DUE, date(2026, 12, 1))


def test_the_products_wheel_has_a_round_a_quarter_figures_twice_and_introduction():
    months = {}
    for planned in shipped_wheel():
        months.setdefault(planned.code, []).append(planned.month)
    assert len(months["round"]) == 4
    assert {(m - 1) // 3 for m in months["round"]} == {0, 1, 2, 3}
    assert len(months["figures"]) == 2
    assert months["welcome"]
