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
from tests.factories import actor, planner_of
from tests.rooms.hours import FRIDAY, TODAY, WEDNESDAY, active_order, carer_of, close, new_version, on, report


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
