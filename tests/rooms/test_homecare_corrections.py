"""A correction of performed time is a new version: the newest counts everywhere, and the old stays as it was said."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from samsyn.audit.models import Event
from samsyn.homecare.actions.time import lay_out
from samsyn.homecare.models import PerformedTime
from samsyn.homecare.queries import (
    day_of_unit,
    days_not_closed,
    planned_for,
    time_given,
    told_week,
    week_of,
)
from samsyn.people.refusals import Invalid, Refused
from tests.factories import actor, planner_of
from tests.rooms.hours import FRIDAY, TODAY, WEDNESDAY, active_order, carer_of, close, extra, new_version, on, report


@pytest.mark.django_db
def test_a_correction_leaves_what_was_said_before_as_it_was():
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)
    close(FRIDAY)
    closed = PerformedTime.objects.filter(planned=planned).values().get()
    report(planned, minutes=10, reason="KORTARE", note="Trött.", at=on(FRIDAY))
    report(planned, minutes=0, at=on(FRIDAY, 19))
    versions = list(planned.said.order_by("version").values())
    assert versions[0] == closed
    assert [(v["version"], v["minutes"], v["note"]) for v in versions] == [(1, 40, ""), (2, 10, "Trött."), (3, 0, "")]
    assert planned_for(order, planned.pk).performed.minutes == 0


@pytest.mark.django_db
def test_saying_the_same_again_is_no_correction():
    order = active_order()
    planned, carer = order.planned.get(day=WEDNESDAY), carer_of(order)
    first = report(planned, minutes=10, reason="KORTARE", by=carer)
    assert report(planned, minutes=10, reason="KORTARE", by=carer, at=on(WEDNESDAY, 19)) == first
    assert Event.objects.filter(what="time.report").count() == 1


@pytest.mark.django_db
def test_only_the_newest_counts_in_every_sum():
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)
    close(FRIDAY)
    report(planned, minutes=0, at=on(FRIDAY))
    report(planned, minutes=55, reason="LANGRE", at=on(FRIDAY, 19))
    shown, _, week = week_of(order, day=WEDNESDAY)
    assert (week.performed, week.not_done) == (55 + 40, 0)
    [given_] = time_given(order.case, first=TODAY, last=FRIDAY)
    assert (given_.performed, given_.not_done) == (55 + 40, 0)
    person = order.case.person
    told, _ = told_week(person.pk, day=WEDNESDAY, by=actor(person, acting_as="self"))
    assert [p.performed.minutes for p in told] == [p.performed.minutes for p in shown] == [55, 40]
    assert [v.performed.minutes for v in day_of_unit(planner_of(order), day=WEDNESDAY)] == [55]
    assert days_not_closed(planner_of(order), today=FRIDAY + timedelta(1)) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changing",
    [lambda rows: rows.update(minutes=1), lambda rows: rows._raw_delete("default")],
    ids=["change", "delete"],
)
def test_the_database_lets_nobody_overwrite_performed_time(changing):
    order = active_order()
    close(WEDNESDAY)
    with pytest.raises(IntegrityError, match="never overwritten"), transaction.atomic():
        changing(order.performed.all())


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"version": 1}, {"version": 2, "source": "as_planned", "reason": ""}])
def test_the_database_lets_no_two_rows_count_and_nothing_be_closed_twice(wrong):
    order = active_order()
    said = report(order.planned.get(day=WEDNESDAY), minutes=10, reason="KORTARE")
    said.pk = None
    for name, value in wrong.items():
        setattr(said, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        said.save(force_insert=True)


@pytest.mark.django_db
def test_days_that_a_new_plan_took_away_can_be_worked_out_from_the_old_one():
    order = active_order()
    before = list(order.planned.order_by("day").values_list("activity", "day", "start", "minutes", "carer"))
    old = order.plans.get()
    new_version(order, "2", at=on(TODAY, 19))
    assert not order.planned.filter(activity__plan=old).exists()
    lay_out(old, after=TODAY)
    again = order.planned.filter(activity__plan=old).order_by("day")
    assert list(again.values_list("activity", "day", "start", "minutes", "carer")) == before


@pytest.mark.django_db
def test_an_old_page_does_not_overwrite_what_another_has_said_since():
    """SoL 15:9: two corrections of one visit are two; the later one is made by somebody who has read the first."""
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)
    report(planned, minutes=10, reason="KORTARE", seen=0)
    for seen in (0, None):
        report(planned, minutes=10, reason="KORTARE", seen=seen, at=on(FRIDAY))  # the same once more: no quarrel
    with pytest.raises(Refused, match="medan du skrev"):
        report(planned, minutes=55, reason="LANGRE", seen=0, at=on(FRIDAY))
    assert order.performed.current().get().minutes == 10
    assert report(planned, minutes=55, reason="LANGRE", seen=1, at=on(FRIDAY)).version == 2


@pytest.mark.django_db
def test_a_day_that_was_closed_meanwhile_stops_nobody_from_saying_what_happened():
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)
    close(WEDNESDAY)
    assert report(planned, minutes=10, reason="KORTARE", seen=0, at=on(FRIDAY)).version == 2


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["PERSON_AVBOKADE", "PERSON_BORTA", "SJUKHUS", "UTFORARE_STALLDE_IN"])
def test_who_was_not_there_got_no_minutes(reason):
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)
    for wrong in (lambda: report(planned, minutes=5, reason=reason), lambda: extra(order, reason=reason)):
        with pytest.raises(Invalid, match="inte blev av") as refused:
            wrong()
        assert refused.value.field_name == "reason"
    assert report(planned, minutes=0, reason=reason).minutes == 0


@pytest.mark.django_db
def test_nobody_says_by_hand_that_time_was_read_from_another_system():
    order = active_order()
    for minutes in (0, 5):
        with pytest.raises(Invalid) as refused:
            report(order.planned.get(day=WEDNESDAY), minutes=minutes, reason="INLAST")
        assert refused.value.field_name == "reason"


@pytest.mark.django_db
def test_help_is_not_said_to_be_given_before_it_begins():
    order = active_order()
    planned = order.planned.get(day=WEDNESDAY)  # at eight; the help beside the plan is at two
    early = {
        "minutes": lambda: report(planned, minutes=30, reason="KORTARE", at=on(WEDNESDAY, 7)),
        "start": lambda: extra(order, at=on(TODAY, 13)),
    }
    for field, wrong in early.items():
        with pytest.raises(Invalid, match="inte börjat") as refused:
            wrong()
        assert refused.value.field_name == field
    assert report(planned, minutes=0, at=on(WEDNESDAY, 7)).minutes == 0  # called off in the morning
    assert report(planned, minutes=30, reason="KORTARE", at=on(WEDNESDAY, 8)).minutes == 30
    assert extra(order, at=on(TODAY, 14)).minutes == 20
