"""What orders and performed time say of the carrying out of a decision, without anybody writing it (SoL 34:1)."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from samsyn.cases.actions import correct, note_line_event, propose, sign
from samsyn.cases.clocks import Kind, Since
from samsyn.cases.models import LineEvent, OpenClock
from samsyn.cases.queries import standings
from samsyn.homecare.actions import (
    close_days,
    report_extra,
    report_time,
    send_order,
    start,
    stop,
    take_back_execution,
    tell_execution,
)
from samsyn.people.refusals import NoAccess
from samsyn.people.roles import Role, job
from tests.ended import move_away
from tests.factories import (
    NOW,
    SENDER,
    accept_and_plan,
    accepted_case,
    acting,
    active_case,
    caseworker_of,
    decision_of,
    line_of,
    order_of,
    planner_of,
    workplace,
)
from tests.rooms.hours import new_version

pytestmark = pytest.mark.django_db
TODAY = localdate(NOW)  # a Monday; the plan of the factories gives 120 minutes a week: Monday, Wednesday, Friday
NIGHTLY = job("close-days")
WHOLE = {"amount": 120}


def at(days, hours=10):
    return NOW + timedelta(days=days, hours=hours - 10)


def carer_of(order):
    return acting(Role.CARE_WORKER, order.provider)


def given(case, days):
    """The nights have passed up to a day: what was planned is given."""
    close_days(by=NIGHTLY, at=at(days + 1, 3), through=TODAY + timedelta(days))


def told(case):
    return [(e.kind, (e.day - TODAY).days) for e in LineEvent.objects.standing().order_by("day", "pk")]


def clock(case):
    return OpenClock.objects.filter(case=case).first()


def stands(case, days=60):
    return standings([line_of(case)], TODAY + timedelta(days))[line_of(case).pk]


def test_the_first_time_that_is_given_carries_the_line_out():
    case = active_case(terms=WHOLE)
    assert clock(case)
    given(case, 3)
    assert told(case) == [(Kind.EXECUTED, 2)]
    assert clock(case) is None


def test_a_plan_that_gives_a_part_of_the_frame_leaves_the_line_partly_carried_out():
    """Two hours of six: never silently called carried out."""
    case = active_case()
    given(case, 3)
    assert told(case) == [(Kind.EXECUTED_PART, 2)]
    assert stands(case).part == 120
    assert clock(case).start == TODAY


def test_closing_more_days_says_the_same_thing_once():
    case = active_case()
    given(case, 3)
    given(case, 9)
    assert told(case) == [(Kind.EXECUTED_PART, 2)]


def test_what_was_said_by_hand_stands():
    case = active_case()
    given(case, 3)
    note_line_event(
        line=line_of(case), kind=Kind.EXECUTED, day=TODAY + timedelta(4), note="Personen vill inte ha mer nu.",
        by=caseworker_of(case), at=at(5),
    )  # fmt: skip
    given(case, 9)
    assert clock(case) is None


def test_a_visit_that_was_not_done_carries_nothing_out():
    case = active_case(terms=WHOLE)
    visit = order_of(case).planned.order_by("day").first()
    report_time(
        planned=visit, minutes=0, reason="PERSONALBRIST", note_text="", by=carer_of(order_of(case)), at=at(2, 12)
    )
    given(case, 3)
    assert (told(case), clock(case).start) == ([], TODAY)


def test_a_first_visit_that_is_corrected_to_nothing_gives_the_line_its_clock_back():
    case = active_case(terms=WHOLE)
    given(case, 3)
    order = order_of(case)
    visit = order.planned.order_by("day").first()
    report_time(planned=visit, minutes=0, reason="PERSONALBRIST", note_text="", by=carer_of(order), at=at(4))
    assert told(case) == []
    assert clock(case).start == TODAY
    given(case, 4)
    assert told(case) == [(Kind.EXECUTED, 4)]


def test_help_on_an_earlier_day_than_was_known_moves_the_beginning():
    case = active_case(terms=WHOLE)
    given(case, 3)
    order = order_of(case)
    report_extra(
        order=order, day=TODAY + timedelta(1), start=time(9), minutes=30, reason="EXTRA", note_text="",
        by=carer_of(order), at=at(5),
    )  # fmt: skip
    assert told(case) == [(Kind.EXECUTED, 1)]


def test_an_alarm_is_carried_out_on_the_day_the_provider_says():
    """What needs no plan begins when the provider starts it."""
    case = accepted_case(terms={"intervention": "TRYGGHETSLARM", "unit": "count", "amount": 1})
    start(order=order_of(case), by=planner_of(order_of(case)), at=at(6))
    assert told(case) == [(Kind.EXECUTED, 6)]


def test_home_care_that_is_started_without_a_plan_is_carried_out_in_part():
    case = accepted_case()
    start(order=order_of(case), by=planner_of(order_of(case)), at=at(6))
    assert told(case) == [(Kind.EXECUTED_PART, 6)]


def test_an_order_that_is_stopped_while_the_decision_holds_interrupts_from_the_last_day_of_help():
    """SoL 34:1 second paragraph."""
    case = active_case(terms=WHOLE)
    given(case, 7)
    stop(order=order_of(case), reason="Utföraren har sagt upp avtalet.", by=caseworker_of(case), at=at(8))
    assert told(case)[-1] == (Kind.INTERRUPTED, 7)
    assert (clock(case).start, clock(case).since) == (TODAY + timedelta(7), Since.INTERRUPTION)


def test_the_interruption_waits_for_the_last_day_that_is_still_to_be_closed():
    case = active_case(terms=WHOLE)
    given(case, 6)
    stop(order=order_of(case), reason="Annan utförare.", by=caseworker_of(case), at=at(7, 20))
    assert told(case) == [(Kind.EXECUTED, 2)]
    given(case, 7)
    assert told(case)[-1] == (Kind.INTERRUPTED, 7)


def test_the_first_time_of_another_provider_resumes_the_line():
    case = active_case(terms=WHOLE)
    given(case, 7)
    by = caseworker_of(case)
    stop(order=order_of(case), reason="Annan utförare.", by=by, at=at(8))
    start_on = TODAY + timedelta(14)
    new = send_order(
        line=line_of(case), provider=workplace(Role.PROVIDER_PLANNER), start_on=start_on, circumstances="", by=by,
        at=at(8),
    )  # fmt: skip
    accept_and_plan(new, at=at(9))
    given(case, 20)
    assert told(case) == [(Kind.EXECUTED, 2), (Kind.INTERRUPTED, 7), (Kind.RESUMED, 14)]
    assert clock(case) is None


def test_an_order_that_was_never_carried_out_interrupts_nothing():
    case = active_case()
    stop(order=order_of(case), reason="Fel utförare.", by=caseworker_of(case), at=at(1))
    assert told(case) == []
    assert clock(case).start == TODAY


def test_an_order_that_ends_with_its_case_interrupts_nothing():
    case = active_case(terms=WHOLE)
    given(case, 7)
    move_away(case, at=at(8))
    assert told(case) == [(Kind.EXECUTED, 2), (Kind.MOVED, 8)]
    assert clock(case) is None


def test_planned_time_does_not_contradict_an_interruption_that_the_provider_has_told():
    """A stay in hospital: the plan goes on by itself, the clock of the interruption runs."""
    case = active_case(terms=WHOLE)
    given(case, 7)
    order = order_of(case)
    tell_execution(
        order=order, kind=Kind.INTERRUPTED, day=TODAY + timedelta(8), reason="AVBROTT", note="På sjukhus",
        by=planner_of(order), at=at(9),
    )  # fmt: skip
    given(case, 14)
    assert clock(case).start == TODAY + timedelta(8)
    visit = order.planned.get(day=TODAY + timedelta(16))
    report_time(planned=visit, minutes=30, reason="KORTARE", note_text="Hemma igen.", by=carer_of(order), at=at(16, 12))
    assert told(case)[-1] == (Kind.RESUMED, 16)


def test_the_provider_takes_back_what_it_said_itself_and_nothing_else():
    case = active_case(terms=WHOLE)
    given(case, 7)
    order = order_of(case)
    by = planner_of(order)
    said = tell_execution(order=order, kind=Kind.INTERRUPTED, day=TODAY + timedelta(8), by=by, at=at(9))
    take_back_execution(order=order, event=said, why="Fel person.", by=by, at=at(9))
    assert clock(case) is None
    with pytest.raises(NoAccess):
        take_back_execution(order=order, event=LineEvent.objects.get(kind=Kind.EXECUTED), why="x", by=by, at=at(9))
    other = acting(Role.CASEWORKER)
    with pytest.raises(NoAccess):
        tell_execution(order=order, kind=Kind.INTERRUPTED, day=TODAY, by=other, at=at(9))


def test_an_offer_from_the_provider_changes_no_status():
    case = accepted_case()
    order = order_of(case)
    tell_execution(order=order, kind=Kind.OFFERED, day=TODAY, note="Plats finns", by=planner_of(order), at=at(1))
    order.refresh_from_db()
    assert (order.status, clock(case).start) == ("accepted", TODAY)


def test_a_larger_plan_carries_out_the_rest_from_its_first_day():
    case = active_case(terms={"amount": 240})
    given(case, 3)
    new_version(order_of(case), "246", at=at(4), minutes=80)
    given(case, 9)
    assert told(case) == [(Kind.EXECUTED_PART, 2), (Kind.EXECUTED, 5)]


def test_closing_a_day_asks_as_much_however_many_lines_are_not_carried_out():
    def asked(how_many, day):
        for _ in range(how_many):
            active_case(at=at(day))
        given(None, day + 1)
        given(None, day + 3)
        with CaptureQueriesContext(connection) as first:
            given(None, day + 4)
        return len(first)

    few = asked(1, 0)
    assert asked(3, 7) <= few + 3  # a thousand rows more would be another statement, not another question each


def test_help_under_the_order_of_a_corrected_decision_carries_out_the_correction():
    case = active_case(terms=WHOLE)
    by = caseworker_of(case)
    version = correct(decision=decision_of(case), reason="Fel mål.", by=by, at=at(0))
    propose(decision=version, by=by, at=at(0))
    sign(decision=version, sender=SENDER, by=acting(Role.DELEGATE, case.unit), at=at(0))
    given(case, 3)
    assert clock(case) is None
    assert stands(case).now.executed == TODAY + timedelta(2)
