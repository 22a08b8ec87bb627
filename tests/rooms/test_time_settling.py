"""Ended periods are settled by the night: saved, lapsed, moved on with the person; and what is found."""

from datetime import time, timedelta

import pytest
from django.conf import settings
from django.test import override_settings

from samsyn.audit.models import Event
from samsyn.homecare.account.ledger import Place
from samsyn.homecare.account.spans import span_of
from samsyn.homecare.actions import Wish, answer_finding, ask_swap, call_off, settle_accounts
from samsyn.homecare.models import TimeEntry, TimeFinding
from samsyn.homecare.models.accounts import account_for, all_balances
from samsyn.homecare.queries import ended_accounts
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import job
from tests.factories import caseworker_of, planner_of
from tests.rooms.hours import TODAY, active_order, carer_of, close, on, report
from tests.rooms.test_time_requests import THURSDAY, cleaned, own

pytestmark = pytest.mark.django_db
SUNDAY = TODAY + timedelta(6)
NEXT = TODAY + timedelta(7)  # the Monday after


def settle(day=NEXT):
    close(day - timedelta(1), at=on(day, 3))
    return settle_accounts(by=job("settle"), at=on(day, 4))


def kinds(order):
    rows = TimeEntry.objects.filter(line=order.line_id).order_by("pk")
    return [(row.kind, row.minutes) for row in rows]


def balance(order, day=TODAY, today=NEXT):
    return account_for(order.line_id, day=day, today=today).balance


def rules_of(key):
    return override_settings(SAMSYN={**settings.SAMSYN, "time_rules": key})


def test_what_is_left_of_a_week_is_saved_once():
    order = cleaned()
    assert settle() == 1
    assert kinds(order) == [("save", 360 - 140)]  # a frame of six hours; two showers and the cleaning
    assert balance(order).free == 0
    assert settle_accounts(by=job("settle"), at=on(NEXT, 5)) == 0
    assert account_for(order.line_id, day=NEXT, today=NEXT).saved == 220
    [event] = Event.objects.filter(what="account.settle")
    assert event.subjects == [order.case.person_id]


def test_a_later_correction_moves_the_difference_alone():
    order = cleaned()
    settle()
    shower = order.planned.get(day=TODAY + timedelta(2))
    report(shower, minutes=20, reason="KORTARE", at=on(NEXT, 9))
    assert settle(NEXT + timedelta(1)) == 1
    report(shower, minutes=60, reason="LANGRE", at=on(NEXT + timedelta(1), 9))
    settle(NEXT + timedelta(2))
    assert kinds(order)[:3] == [("save", 220), ("save", 20), ("unsave", 40)]
    assert balance(order).saved == 200


def test_saved_time_is_used_oldest_first_when_a_wish_needs_it():
    order = cleaned()
    settle()
    day = NEXT + timedelta(3)
    free = account_for(order.line_id, day=day, today=NEXT).balance.free
    wish = Wish("PROMENAD", day, time(16), 240)
    asked = ask_swap(order=order, given=None, wish=wish, hand="self", by=own(order), at=on(NEXT, 9))
    assert asked.state == "yes"
    assert asked.saved == 240 - free
    assert kinds(order)[-1] == ("use", 240 - free)
    assert TimeEntry.objects.last().request == asked
    after = account_for(order.line_id, day=day, today=NEXT)
    assert (after.balance.free, after.saved) == (0, 220 - asked.saved)


def test_by_the_danish_rule_half_an_hour_is_saved_and_the_rest_lapses():
    with rules_of("klippekort"):
        order = cleaned()
        settle()
        assert kinds(order) == [("save", 30), ("expire", 190)]


def test_a_month_frame_saves_nothing():
    with rules_of("month"):
        order = cleaned()
        month = span_of(TODAY, "month")
        close(month.last, at=on(month.last + timedelta(1), 3))
        settle_accounts(by=job("settle"), at=on(month.last + timedelta(1), 4))
        assert {kind for kind, _ in kinds(order)} == {"expire"}
        account = account_for(order.line_id, day=month.last, today=month.last + timedelta(1))
        assert account.book.balance(Place(order.line_id, month)).free == 0


def weeks(order, n):
    """Weeks in which the provider calls everything off."""
    for week in range(n):
        monday = TODAY + timedelta(7 * week)
        for visit in order.planned.filter(day__gte=monday, day__lt=monday + timedelta(7), performed__isnull=True):
            if visit.day > TODAY:
                call_off(planned=visit, side="provider", by=planner_of(order), at=on(TODAY, 20))
    close(TODAY + timedelta(7 * n - 1))


def test_unused_time_is_found_and_followed_up_and_nothing_is_cut():
    order = cleaned()
    weeks(order, 4)
    after = TODAY + timedelta(28)
    settle_accounts(by=job("settle"), at=on(after, 4))
    [found] = TimeFinding.objects.all()
    assert (found.found, found.minutes, found.granted) == ("unused", 4 * 360, 4 * 360)
    order.case.refresh_from_db()
    assert order.case.follow_up_on == after + timedelta(14)
    assert account_for(order.line_id, day=after, today=after).balance.granted == 360
    settle_accounts(by=job("settle"), at=on(after + timedelta(7), 4))
    assert TimeFinding.objects.count() == 1
    with pytest.raises(NoAccess):
        answer_finding(order=order, finding=found, text="Nej", by=caseworker_of(order.case), at=on(after))
    with pytest.raises(Invalid):
        answer_finding(order=order, finding=found, text=" ", by=carer_of(order), at=on(after))
    answer_finding(order=order, finding=found, text="Vill ha promenader i stället.", by=carer_of(order), at=on(after))
    with pytest.raises(Refused):
        answer_finding(order=order, finding=found, text="Igen", by=carer_of(order), at=on(after))


def test_all_balances_are_what_each_account_says():
    order = cleaned()
    settle()
    for day in (THURSDAY, NEXT):
        together = all_balances(span_of(day, "week"), today=NEXT)
        assert together == {order.line_id: account_for(order.line_id, day=day, today=NEXT).balance}


def test_a_decision_that_ends_is_told_as_a_statement_that_adds_up():
    order = active_order(terms={"valid_to": SUNDAY})
    assert ended_accounts(order.case.person_id, since=TODAY, today=SUNDAY, by=own(order)) == []
    settle()
    [ended] = ended_accounts(order.case.person_id, since=TODAY, today=NEXT, by=own(order))
    told = ended.told
    assert told.adds_up
    assert (ended.last, told.performed, told.planned, told.expired, told.free) == (SUNDAY, 80, 0, 0, 0)
    assert told.saved == told.granted - 80  # a renewal may be decided some days late
    assert kinds(order) == [("save", told.saved)]
    with pytest.raises(NoAccess):
        ended_accounts(order.case.person_id, since=TODAY, today=NEXT, by=carer_of(order))
