"""Planned and performed time: planned is performed unless somebody says otherwise; nothing counts twice (SoL 15:9)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samsyn.audit.models import Event
from samsyn.homecare.actions import (
    close_days,
    plan_ahead,
    start_plan,
    stop,
)
from samsyn.homecare.lifecycle import Message, OrderStatus
from samsyn.homecare.models import PerformedTime, PlannedTime
from samsyn.homecare.queries import (
    day_of_unit,
    days_not_closed,
    extra_of_day,
    my_visits,
    week_of,
)
from samsyn.homecare.reasons import reasons_given
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests.factories import (
    accepted_case,
    acting,
    actor,
    caseworker_of,
    order_of,
    plan_of,
    planner_of,
    staff,
    unit,
)
from tests.rooms.hours import (
    FRIDAY,
    JOB,
    TODAY,
    WEDNESDAY,
    active_order,
    carer_of,
    close,
    days,
    extra,
    new_version,
    on,
    report,
)

# What is planned


@pytest.mark.django_db
def test_an_approved_plan_becomes_four_weeks_from_tomorrow():
    order = active_order()
    assert days(order)[0] == WEDNESDAY
    assert days(order)[-1] == TODAY + timedelta(28)
    assert len(days(order)) == 12
    assert {d.isoweekday() for d in days(order)} == {1, 3, 5}


@pytest.mark.django_db
def test_planned_days_end_with_the_decision():
    order = active_order(terms={"valid_to": FRIDAY})
    assert days(order) == [WEDNESDAY, FRIDAY]
    plan_ahead(by=JOB, at=on(FRIDAY))
    assert days(order) == [WEDNESDAY, FRIDAY]


@pytest.mark.django_db
def test_planning_ahead_adds_each_day_once():
    order = active_order()
    later = on(TODAY + timedelta(7))
    assert plan_ahead(by=JOB, at=later) == 3
    assert plan_ahead(by=JOB, at=later) == 0
    assert days(order) == sorted(set(days(order)))
    assert days(order)[-1] == TODAY + timedelta(35)
    assert Event.objects.filter(what="time.plan").count() == 1  # where nothing was added, nothing is told


@pytest.mark.django_db
def test_nothing_is_planned_ahead_for_an_order_that_is_stopped():
    order = active_order()
    stop(order=order, reason="Slut.", by=caseworker_of(order.case), at=on(TODAY))
    assert plan_ahead(by=JOB, at=on(TODAY + timedelta(7))) == 0
    assert days(order) == []


@pytest.mark.django_db
def test_a_replaced_plans_coming_days_go_away_and_its_past_stays():
    order = active_order()
    close(WEDNESDAY)
    new_version(order, "2", at=on(WEDNESDAY + timedelta(1), 9))
    assert days(order)[0] == WEDNESDAY
    assert {d.isoweekday() for d in days(order)[1:]} == {2}
    assert order.planned.get(day=WEDNESDAY).activity.what == "Dusch"
    assert order.performed.get(day=WEDNESDAY).minutes == 40


@pytest.mark.django_db
def test_todays_visits_stay_when_the_plan_is_replaced_during_the_day():
    order = active_order()
    new_version(order, "2", at=on(WEDNESDAY, 9))
    assert days(order)[0] == WEDNESDAY


@pytest.mark.django_db
def test_a_day_that_is_already_reported_stays_when_the_plan_is_replaced():
    order = active_order()
    report(order.planned.get(day=WEDNESDAY), at=on(WEDNESDAY, 7))
    new_version(order, "2", at=on(WEDNESDAY, 9))
    assert order.performed.get(day=WEDNESDAY).reason == "PERSON_BORTA"


@pytest.mark.django_db
def test_every_other_week_is_laid_out_every_other_week_night_after_night_and_in_the_next_version():
    order = active_order()
    new_version(order, "2", at=on(TODAY, 19), minutes=90, every_weeks=2, first_week=WEDNESDAY)
    tuesday = TODAY + timedelta(1)
    for night in range(1, 57):
        plan_ahead(by=JOB, at=on(TODAY + timedelta(night), 3))
    laid = days(order)
    assert laid == [tuesday + timedelta(14 * n) for n in range(len(laid))]
    assert sum(order.planned.filter(day__lt=TODAY + timedelta(84)).values_list("minutes", flat=True)) == 6 * 90
    again = start_plan(order=order, by=carer_of(order), at=on(TODAY + timedelta(57)))
    assert list(again.activities.values_list("every_weeks", "first_week")) == [(2, TODAY)]


# What is performed


@pytest.mark.django_db
def test_what_nobody_said_anything_about_is_performed_as_planned():
    order = active_order()
    assert close(FRIDAY) == 2
    assert list(order.performed.values_list("day", "minutes", "source")) == [
        (WEDNESDAY, 40, "as_planned"),
        (FRIDAY, 40, "as_planned"),
    ]


@pytest.mark.django_db
def test_closing_again_writes_nothing():
    active_order()
    close(FRIDAY)
    assert close(FRIDAY) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("through", [TODAY, TODAY + timedelta(1)])
def test_a_day_is_closed_when_it_is_over(through):
    with pytest.raises(Invalid) as refused:
        close_days(by=JOB, at=on(TODAY), through=through)
    assert refused.value.field_name == "through"


@pytest.mark.django_db
def test_what_was_reported_stays_as_reported():
    order = active_order()
    report(order.planned.get(day=WEDNESDAY), minutes=55, reason="LANGRE", note=" Hal trappa. ")
    close(FRIDAY)
    said = order.performed.get(day=WEDNESDAY)
    assert (said.minutes, said.source, said.reason, said.note) == (55, "reported", "LANGRE", "Hal trappa.")


@pytest.mark.django_db
def test_a_report_after_closing_corrects_what_was_closed():
    order = active_order()
    close(FRIDAY)
    report(order.planned.get(day=WEDNESDAY), at=on(FRIDAY + timedelta(3)))
    assert order.performed.current().get(day=WEDNESDAY).minutes == 0
    assert Event.objects.filter(what="time.report").latest("id").detail["before"] == 40


@pytest.mark.django_db
def test_planned_time_is_not_changed_by_what_happens():
    order = active_order()
    report(order.planned.get(day=WEDNESDAY), minutes=10, reason="KORTARE")
    assert order.planned.get(day=WEDNESDAY).minutes == 40


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("minutes", {"minutes": -1}),
        ("minutes", {"minutes": 1441}),
        ("reason", {"reason": ""}),
        ("reason", {"reason": "TOO_MUCH"}),
        ("day", {"at": on(TODAY)}),  # the visit is on Wednesday
    ],
)
def test_a_report_that_makes_no_sense_is_refused(field, wrong):
    order = active_order()
    with pytest.raises(Invalid) as refused:
        report(order.planned.get(day=WEDNESDAY), **wrong)
    assert refused.value.field_name == field
    assert not PerformedTime.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "wrong"),
    [("minutes", {"minutes": 0}), ("reason", {"reason": ""}), ("day", {"day": TODAY + timedelta(1)})],
)
def test_extra_help_that_makes_no_sense_is_refused(field, wrong):
    with pytest.raises(Invalid) as refused:
        extra(active_order(), **wrong)
    assert refused.value.field_name == field


@pytest.mark.django_db
def test_extra_help_needs_an_order_that_goes_on():
    order = active_order()
    stop(order=order, reason="Slut.", by=caseworker_of(order.case), at=on(TODAY))
    with pytest.raises(Refused, match="pågår inte"):
        extra(order)


@pytest.mark.django_db
def test_only_the_providers_staff_say_what_was_done():
    order = active_order()
    elsewhere = acting(Role.CARE_WORKER, unit("Hemtjänst Syd", purpose="provider"))
    for by in (elsewhere, actor(order.case.person, acting_as="self"), caseworker_of(order.case)):
        with pytest.raises(NoAccess):
            report(order.planned.get(day=WEDNESDAY), by=by)
        with pytest.raises(NoAccess):
            extra(order, by=by)


@pytest.mark.django_db
def test_a_carer_who_reports_is_the_one_who_did_it_and_a_planner_is_not():
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)
    assert report(planned, by=planner_of(order)).carer_id == planned.carer_id
    assert report(planned).carer_id == carer_of(order).staff_id
    assert extra(order).carer_id == carer_of(order).staff_id
    assert extra(order, by=planner_of(order)).carer_id is None


@pytest.mark.django_db
def test_who_was_there_stays_when_somebody_else_corrects_the_minutes():
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)
    stand_in, colleague = (actor(staff(Role.CARE_WORKER, order.provider)) for _ in range(2))
    close(WEDNESDAY)
    assert report(planned, by=stand_in).carer_id == stand_in.staff_id != planned.carer_id
    for minutes, by in ((20, planner_of(order)), (25, colleague), (30, carer_of(order))):
        assert report(planned, minutes=minutes, reason="KORTARE", by=by).carer_id == stand_in.staff_id


@pytest.mark.django_db
@pytest.mark.parametrize("reason", reasons_given())
def test_every_reason_on_the_list_can_be_given(reason):
    order = active_order()
    minutes = 5 if reason in reasons_given(helped=True) else 0
    assert report(order.planned.get(day=WEDNESDAY), minutes=minutes, reason=reason).reason == reason


def test_nobody_changes_the_reasons_for_everybody():
    given = reasons_given()
    with pytest.raises(TypeError):
        given["EGET"] = given["KORTARE"]
    assert "EGET" not in reasons_given()


# The order begins with the first minute


@pytest.mark.django_db
def test_the_first_performed_time_starts_the_order():
    order = active_order()
    close(WEDNESDAY)
    order.refresh_from_db()
    assert order.status == OrderStatus.STARTED
    close(FRIDAY)
    assert order.messages.filter(kind=Message.START).count() == 1


@pytest.mark.django_db
def test_a_visit_that_was_not_made_starts_nothing():
    order = active_order()
    report(order.planned.get(day=WEDNESDAY))
    order.refresh_from_db()
    assert order.status == OrderStatus.ACCEPTED


@pytest.mark.django_db
def test_extra_help_starts_the_order_even_before_there_is_a_plan():
    order = order_of(accepted_case())
    extra(order)
    order.refresh_from_db()
    assert order.status == OrderStatus.STARTED


@pytest.mark.django_db
def test_visits_made_before_a_stop_are_still_closed():
    order = active_order()
    stop(order=order, reason="Slut.", by=caseworker_of(order.case), at=on(WEDNESDAY, 12))
    assert close(WEDNESDAY) == 1
    assert PlannedTime.objects.filter(performed__isnull=True).count() == 0


# The log


@pytest.mark.django_db
def test_closing_leaves_one_event_for_each_provider_and_day_with_everybody_on_it():
    first, second = active_order(), active_order()
    close(FRIDAY)
    events = Event.objects.filter(what="time.close").order_by("id")
    persons = sorted({first.case.person_id, second.case.person_id})
    assert [(e.detail["day"], e.subjects) for e in events] == [
        (WEDNESDAY.isoformat(), persons),
        (FRIDAY.isoformat(), persons),
    ]


# Lists of a day and a week


@pytest.mark.django_db
def test_a_day_is_shown_to_its_carer_and_to_the_units_planner():
    order = active_order()
    visit = order.planned.get(day=WEDNESDAY)
    assert list(my_visits(carer_of(order), day=WEDNESDAY)) == [visit]
    assert list(day_of_unit(planner_of(order), day=WEDNESDAY)) == [visit]
    assert list(day_of_unit(carer_of(order), day=WEDNESDAY)) == []
    elsewhere = unit("Hemtjänst Syd", purpose="provider")
    assert list(day_of_unit(acting(Role.PROVIDER_PLANNER, elsewhere), day=WEDNESDAY)) == []


@pytest.mark.django_db
def test_the_planner_sees_which_days_are_not_closed():
    order = active_order()
    saturday = FRIDAY + timedelta(1)
    assert days_not_closed(planner_of(order), today=saturday) == {WEDNESDAY: 1, FRIDAY: 1}
    close(WEDNESDAY)
    assert days_not_closed(planner_of(order), today=saturday) == {FRIDAY: 1}
    assert days_not_closed(carer_of(order), today=saturday) == {}


@pytest.mark.django_db
def test_extra_help_of_a_day_is_the_carers_own_or_the_whole_units():
    order = active_order()
    mine, planners = extra(order), extra(order, by=planner_of(order))
    assert list(extra_of_day(carer_of(order), day=TODAY)) == [mine]
    assert set(extra_of_day(planner_of(order), day=TODAY)) == {mine, planners}
    assert list(extra_of_day(caseworker_of(order.case), day=TODAY)) == []


@pytest.mark.django_db
def test_a_week_adds_up_planned_performed_and_what_was_not_done():
    order = active_order()
    extra(order, minutes=20)
    report(order.planned.get(day=WEDNESDAY))
    close(TODAY + timedelta(6))
    planned, beside, week = week_of(order, day=FRIDAY)
    assert [p.day for p in planned] == [WEDNESDAY, FRIDAY]
    assert [e.minutes for e in beside] == [20]
    assert (week.monday, week.planned, week.performed, week.not_done) == (date(2026, 3, 2), 80, 60, 1)


class TestLedger(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 11), st.integers(0, 120), st.booleans()), max_size=10),
        st.lists(st.integers(1, 28), min_size=1, max_size=4),
    )
    def test_every_planned_time_is_performed_exactly_once(self, said, closings):
        order = active_order()
        planned = list(order.planned.order_by("day"))
        reported = {}
        for n, minutes, after_all in said:
            at = on(TODAY + timedelta(40)) if after_all else on(planned[n].day)
            report(planned[n], minutes=minutes, reason="ANNAT", at=at)
            reported[planned[n].pk] = minutes
        for through in [*closings, 28]:
            close(TODAY + timedelta(through))
        counts = order.performed.current()
        performed = dict(counts.values_list("planned", "minutes"))
        assert counts.count() == len(planned)
        assert performed == {p.pk: reported.get(p.pk, p.minutes) for p in planned}
        assert set(counts.filter(source="reported").values_list("planned", flat=True)) == set(reported)
        assert plan_of(order.case).state == "approved"
