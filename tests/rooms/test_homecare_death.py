"""What happens to help that is planned when the person has died, and when planning ahead is stopped half way."""

from datetime import timedelta

import pytest

from samsyn.homecare.actions import (
    answer_plan,
    end_case,
    plan_ahead,
)
from samsyn.homecare.models import Order
from samsyn.homecare.queries import (
    days_not_closed,
    orders_after_death,
)
from samsyn.people.actions import record_death, take_back_death
from samsyn.people.refusals import Invalid
from tests.factories import (
    caseworker_of,
    offered_case,
    order_of,
    plan_of,
    planner_of,
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
    on,
    report,
)


def die(order, day=WEDNESDAY):
    record_death(
        person=order.case.person, died_on=day, source="Folkbokföringen", by=caseworker_of(order.case), at=on(day)
    )


@pytest.mark.django_db
def test_nothing_is_closed_as_done_for_a_person_who_has_died_and_others_are_closed_as_always():
    order, living = active_order(), active_order()
    die(order)
    assert close(FRIDAY) == 3
    assert list(order.performed.values_list("day", flat=True)) == [WEDNESDAY]  # help may have been given that day
    assert living.performed.count() == 2
    assert close(FRIDAY) == 0
    assert days_not_closed(planner_of(order), today=FRIDAY + timedelta(1)) == {FRIDAY: 1}
    assert list(orders_after_death(planner_of(order))) == [order]
    assert list(orders_after_death(carer_of(order))) == []


@pytest.mark.django_db
def test_ending_the_order_of_the_dead_takes_away_what_was_never_closed():
    order = active_order()
    die(order)
    monday = FRIDAY + timedelta(3)
    close(FRIDAY)
    end_case(case=order.case, reason="deceased", by=caseworker_of(order.case), at=on(monday))
    assert days(order) == [WEDNESDAY]
    assert days_not_closed(planner_of(order), today=monday) == {}
    assert list(orders_after_death(planner_of(order))) == []


@pytest.mark.django_db
def test_a_death_that_was_noted_by_mistake_lets_the_days_be_closed():
    order = active_order()
    die(order)
    close(FRIDAY)
    take_back_death(person=order.case.person, by=caseworker_of(order.case), at=on(FRIDAY))
    assert close(FRIDAY) == 1


@pytest.mark.django_db
def test_nothing_is_planned_for_the_dead():
    order = active_order()
    die(order, TODAY)
    assert plan_ahead(by=JOB, at=on(TODAY + timedelta(7))) == 0
    order = order_of(offered_case())
    die(order, FRIDAY)
    answer_plan(plan=plan_of(order.case), approve=True, hand="paper", words="", by=carer_of(order), at=on(TODAY))
    assert days(order) == [WEDNESDAY, FRIDAY]


@pytest.mark.django_db
def test_no_minutes_are_reported_after_a_death_but_what_was_counted_is_taken_back():
    order = active_order()
    close(FRIDAY)
    die(order)
    friday = order.planned.get(day=FRIDAY)
    with pytest.raises(Invalid, match="avled före den här dagen"):
        report(friday, minutes=10, reason="KORTARE")
    with pytest.raises(Invalid, match="avled före den här dagen"):
        extra(order, day=FRIDAY, at=on(FRIDAY))
    assert report(friday, minutes=0).minutes == 0
    assert report(order.planned.get(day=WEDNESDAY), minutes=10, reason="KORTARE", at=on(FRIDAY)).minutes == 10


@pytest.mark.django_db
def test_planning_ahead_that_is_stopped_half_way_keeps_what_it_did_and_goes_on():
    first, second = active_order(), active_order(provider=unit("Hemtjänst Syd", purpose="provider"))
    whole = second.content
    Order.objects.filter(pk=second.pk).update(content=whole | {"valid_to": "no day"})
    later = on(TODAY + timedelta(7))
    with pytest.raises(ValueError, match="no day"):
        plan_ahead(by=JOB, at=later)
    assert days(first)[-1] == TODAY + timedelta(35)
    assert days(second)[-1] == TODAY + timedelta(28)
    Order.objects.filter(pk=second.pk).update(content=whole)
    assert plan_ahead(by=JOB, at=later) == 3
    assert days(second)[-1] == TODAY + timedelta(35)
