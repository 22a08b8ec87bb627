"""What is asked about time and then overtaken: by a new plan, an order that ends, a death, a day; and late words."""

from datetime import time, timedelta

import pytest

from samsyn.homecare.actions import (
    ActivityTerms,
    Wish,
    answer_plan,
    answer_request,
    ask_swap,
    call_off,
    call_off_stay,
    cancel_visit,
    offer_plan,
    plan_ahead,
    put_activity,
    settle_accounts,
    start_plan,
    stop,
    withdraw_request,
    write_plan,
)
from samsyn.homecare.models import PerformedTime, TimeFinding
from samsyn.people.refusals import NoAccess, Refused
from samsyn.people.roles import job
from tests.factories import NOW, caseworker_of, planner_of
from tests.rooms.hours import TODAY, carer_of, new_version, on, report
from tests.rooms.test_time_requests import FRIDAY, THURSDAY, balance, cleaned, cleaning, own, swap
from tests.rooms.test_time_settling import weeks

pytestmark = pytest.mark.django_db
ERRAND = Wish("ARENDE", THURSDAY, time(14), 30)  # waits: no need in the decision is linked to it


def version(order, *added):
    """Another plan, approved now, with what was there and some more."""
    by = carer_of(order)
    plan = start_plan(order=order, by=by, at=NOW)
    for start in added:
        terms = ActivityTerms(
            what="Tillsyn", item="TILLSYN", weekdays="4", start=start, minutes=10,
            need=order.content["needs"][0]["id"], responsible=order.contact,
        )  # fmt: skip
        put_activity(plan=plan, terms=terms, by=by, at=NOW)
    write_plan(
        plan=plan, participation="Som förut.", persons_words="", others_present="",
        follow_up_on=TODAY + timedelta(60), by=by, at=NOW,
    )  # fmt: skip
    offer_plan(plan=plan, by=by, at=NOW)
    answer_plan(plan=plan, approve=True, hand="self", words="", by=own(order), at=NOW)


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_new_plan_takes_the_visit_and_the_question_says_so(taken_back):
    order = cleaned()
    asked = swap(order, ERRAND)
    if taken_back:
        withdraw_request(request=asked, hand="self", by=own(order), at=NOW)
    version(order)
    asked.refresh_from_db()
    assert (asked.state, asked.given) == ("withdrawn" if taken_back else "gone", None)
    assert (asked.given_what, asked.given_day) == ("Städning", THURSDAY)
    assert cleaning(order)


def test_an_order_that_ends_closes_what_waits_and_nobody_says_yes_afterwards():
    order = cleaned()
    asked, free = swap(order, ERRAND), swap(order, Wish("ARENDE", FRIDAY, time(14), 10), given=None)
    stop(order=order, reason="Flyttar.", by=caseworker_of(order.case), at=NOW)
    for one in (asked, free):
        one.refresh_from_db()
        assert one.state == "gone"
        with pytest.raises(NoAccess):
            answer_request(request=one, yes=True, text="d750", by=planner_of(order), at=NOW)


def test_a_question_whose_day_has_passed_is_closed_by_the_night():
    order = cleaned()
    asked = swap(order, ERRAND)
    with pytest.raises(Refused, match="Dagen har varit"):
        answer_request(request=asked, yes=True, text="", by=planner_of(order), at=on(FRIDAY, 10))
    settle_accounts(by=job("settle"), at=on(FRIDAY, 4))
    asked.refresh_from_db()
    assert asked.state == "gone"


def test_what_is_swapped_for_does_not_hide_days_that_are_not_laid_out():
    order = cleaned()
    day = TODAY + timedelta(30)  # a Wednesday, with a shower in the plan
    wish = Wish("PROMENAD", day, time(16), 30)
    assert ask_swap(order=order, given=None, wish=wish, hand="self", by=own(order), at=on(day - timedelta(28), 0)).pk
    for n in (2, 3, 5):
        plan_ahead(by=job("plan"), at=on(TODAY + timedelta(n), 3))
    assert order.planned.filter(day=day, activity__what="Dusch").exists()


def test_days_that_are_not_laid_out_count_as_planned():
    order = cleaned()
    day = TODAY + timedelta(28)
    wish = Wish("PROMENAD", day, time(12), 240)
    asked = ask_swap(order=order, given=None, wish=wish, hand="self", by=own(order), at=NOW)
    assert asked.limits == ["granted_time"]


def test_one_visit_that_is_cancelled_takes_no_other_of_the_same_name_with_it():
    order = cleaned()
    version(order, time(9), time(20))
    morning = order.planned.get(day=THURSDAY, start=time(9))
    cancel_visit(planned=morning, hand="self", by=own(order), at=NOW)
    version(order)
    left = order.planned.filter(day=THURSDAY, activity__what="Tillsyn", performed__isnull=True)
    assert [visit.start for visit in left] == [time(20)]


@pytest.mark.parametrize(
    ("day", "start", "minutes", "state"),
    [
        (THURSDAY + timedelta(7), time(16), 60, "asked"),  # to next week, where cancelling would cost an hour
        (THURSDAY, time(13), 120, "asked"),  # longer, without notice
        (THURSDAY, time(13), 1, "asked"),  # all but cancelled
        (THURSDAY, time(13), 60, "yes"),  # whoever comes does something else
    ],
)
def test_the_notice_is_not_walked_around_by_a_swap(day, start, minutes, state):
    order = cleaned()
    asked = swap(order, Wish("PROMENAD", day, start, minutes), at=on(THURSDAY, 12))
    assert asked.state == state


def test_a_note_takes_no_late_cancellation_back():
    order = cleaned()
    visit = cleaning(order)
    cancel_visit(planned=visit, hand="self", by=own(order), at=on(THURSDAY, 9))
    report(visit, minutes=0, reason="PERSON_AVBOKADE", note="Hon ringde.", at=on(THURSDAY, 14))
    assert balance(order).charged == 60


def test_a_finding_waits_for_its_answer_before_another():
    order = cleaned()
    weeks(order, 4)
    for n in (28, 35, 63):
        plan_ahead(by=job("plan"), at=on(TODAY + timedelta(n), 3))
        settle_accounts(by=job("settle"), at=on(TODAY + timedelta(n), 4))
    assert TimeFinding.objects.count() == 1


def test_nothing_is_found_of_somebody_who_has_died():
    order = cleaned()
    weeks(order, 4)
    person = order.case.person
    person.died_on = TODAY + timedelta(26)
    person.save()
    settle_accounts(by=job("settle"), at=on(TODAY + timedelta(28), 4))
    assert not TimeFinding.objects.exists()


def test_a_new_plan_brings_nobody_back_from_hospital():
    order = cleaned()
    call_off_stay(order=order, first=NOW.date(), last=NOW.date() + timedelta(5), by=planner_of(order), at=NOW)
    new_version(order, "1234567", at=on(NOW.date() + timedelta(1), 9))
    away = [row.day for row in PerformedTime.objects.filter(order=order, reason="SJUKHUS").order_by("day")]
    assert len(away) > 2
    assert not order.planned.filter(day__range=(away[0], away[-1]), performed__isnull=True).exists()
    assert order.planned.filter(day__gt=away[-1], performed__isnull=True).exists()


def test_one_visit_called_off_for_the_hospital_takes_nothing_else_of_the_day_with_it():
    order = cleaned()
    shower = order.planned.get(day=TODAY + timedelta(2))
    call_off(planned=shower, side="hospital", by=planner_of(order), at=NOW)
    new_version(order, "1234567", at=on(TODAY + timedelta(1), 9))
    assert order.planned.filter(day=shower.day, activity__what="Promenad", performed__isnull=True).exists()
