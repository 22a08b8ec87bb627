"""What two who come to a visit see and say of it: both have it in their lists, said once, and no sum is doubled."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from samsyn.homecare.day_facts import met_before
from samsyn.homecare.models import PerformedTime, SecondCarer
from samsyn.homecare.queries import (
    changed_visits,
    my_visits,
    phone_day,
    rounds_of_unit,
    week_of,
    week_of_unit,
    who_helped,
)
from samsyn.people.roles import Role
from tests import factories as f
from tests.mobile import Phone
from tests.rooms.hours import WEDNESDAY, active_order, close, on, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    """A shower on Wednesday that two come to."""
    order = active_order()
    visit = order.planned.get(day=WEDNESDAY)
    SecondCarer.objects.create(planned=visit, carer=f.staff(Role.CARE_WORKER, order.provider, given_name="Bo"))
    return order.planned.select_related("carer").get(pk=visit.pk)


def acting(visit, carer):
    return f.actor(carer, acting_as=carer.appointments.get(unit=visit.provider).pk, at=on(WEDNESDAY, 7))


def both(visit):
    return acting(visit, visit.carer), acting(visit, visit.second)


def minutes_of_week(visit):
    _planned, _extra, week = week_of(visit.order, day=WEDNESDAY)
    unit = week_of_unit(WEDNESDAY, by=f.planner_of(visit.order))
    return week.planned, week.performed, unit.granted, unit.planned, unit.performed


def test_both_have_the_visit_in_their_lists_and_read_who_the_other_is(visit):
    first, second = both(visit)
    for one, other in ((first, visit.second), (second, visit.carer)):
        (mine,) = [v for v in my_visits(one, day=WEDNESDAY) if v.pk == visit.pk]
        assert mine.company_of(one.staff_id) == other
        assert [v.planned.pk for v in phone_day(day=WEDNESDAY, by=one)] == [visit.pk]
    stranger = acting(visit, f.staff(Role.CARE_WORKER, visit.provider))
    assert not my_visits(stranger, day=WEDNESDAY)


def test_who_comes_alone_has_no_company(visit):
    SecondCarer.objects.all().delete()
    visit = type(visit).objects.get(pk=visit.pk)
    assert (visit.second, visit.company_of(visit.carer_id), visit.company_of(None)) == (None, None, None)


def test_a_second_changes_no_sum_of_what_is_granted_planned_or_performed(visit):
    with_two = minutes_of_week(visit)
    SecondCarer.objects.all().delete()
    assert minutes_of_week(visit) == with_two
    close(WEDNESDAY)
    alone = minutes_of_week(visit)
    assert alone[1] == visit.minutes
    assert PerformedTime.objects.filter(planned=visit).count() == 1


def test_a_day_is_closed_with_one_row_for_a_visit_of_two(visit):
    close(WEDNESDAY)
    assert visit.said.get().carer == visit.carer
    assert visit.order.performed.current().aggregate(n=Sum("minutes"))["n"] == visit.minutes


@pytest.mark.parametrize("turned", [False, True])
def test_either_says_what_became_of_it_and_the_others_word_is_a_correction(visit, turned):
    one, other = both(visit)[:: -1 if turned else 1]
    report(visit, minutes=20, reason="KORTARE", by=one)
    report(visit, minutes=25, reason="KORTARE", by=other, seen=1)
    said = visit.said.order_by("version")
    assert [(s.version, s.minutes, s.carer) for s in said] == [(1, 20, visit.carer), (2, 25, visit.carer)]
    assert minutes_of_week(visit)[1] == 25


def test_two_phones_that_say_the_same_say_it_once_and_otherwise_it_is_a_conflict(visit):
    first, second = map(Phone, both(visit))
    assert first.send(first.report(visit, note="Kort"))[1][0]["outcome"] == "done"
    assert second.send(second.report(visit, note="Kort"))[1][0]["outcome"] == "done"
    answer = second.send(second.report(visit, minutes=10, note="Nej"))[1][0]
    assert (answer["outcome"], answer["other"]["note"]) == ("conflict", "Kort")
    assert [(s.version, s.minutes) for s in visit.said.all()] == [(1, 20)]


def test_the_person_has_met_both(visit):
    close(WEDNESDAY)
    person = visit.order.case.person_id
    met = met_before([person], WEDNESDAY + timedelta(1))
    assert met[person] == {visit.carer_id: WEDNESDAY, visit.second.pk: WEDNESDAY}
    assert who_helped([visit.order.case_id], WEDNESDAY, WEDNESDAY) >= {(visit.order.case_id, visit.second.pk)}


def test_a_visit_of_two_that_was_not_done_lets_the_person_meet_nobody(visit):
    report(visit, by=both(visit)[1])
    assert met_before([visit.order.case.person_id], WEDNESDAY + timedelta(1)) == {}


def test_the_units_day_counts_the_visit_once_and_tells_the_second_apart(visit):
    rounds = {r.carer: r for r in rounds_of_unit(f.planner_of(visit.order), day=WEDNESDAY)}
    first, second = rounds[visit.carer_id], rounds[visit.second.pk]
    assert (first.visits, first.planned, first.seconds, first.beside) == (1, visit.minutes, 0, 0)
    assert (second.visits, second.planned, second.seconds, second.beside) == (0, 0, 1, visit.minutes)
    assert (second.begins, second.ends) == (first.begins, first.ends)


def test_the_second_is_told_when_the_person_calls_the_visit_off(visit):
    report(visit, reason="PERSON_AVBOKADE", by=both(visit)[0], at=on(WEDNESDAY, 6))
    for one in both(visit):
        assert [c.visit.pk for c in changed_visits(one, now=on(WEDNESDAY, 7))] == [visit.pk]


def test_a_new_plan_takes_the_second_away_with_the_planned_day(visit):
    visit.delete()
    assert not SecondCarer.objects.exists()
