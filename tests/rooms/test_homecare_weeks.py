"""Every second, third or fourth week: the first of them is near the help, and is kept beside its rhythm."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from samsyn.homecare.actions import put_activity
from samsyn.homecare.models import Activity
from samsyn.people.refusals import Invalid
from tests.factories import NOW
from tests.rooms.test_homecare_plans import TODAY, carer_of, draft, put, terms


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first_week", "fits"),
    [
        (date(1990, 1, 1), False),
        (TODAY - timedelta(57), False),
        (TODAY - timedelta(56), True),
        (TODAY + timedelta(7 + 56), True),
        (TODAY + timedelta(7 + 57), False),
        (date(2100, 1, 4), False),
    ],
)
def test_the_first_of_the_weeks_is_within_eight_weeks_of_the_help(first_week, fits):
    plan = draft()
    wanted = terms(every_weeks=2, first_week=first_week)
    later = NOW + timedelta(7)
    by = carer_of(plan.order)
    if fits:
        put_activity(plan=plan, terms=wanted, by=by, at=later)
        return
    with pytest.raises(Invalid, match="Välj en dag från 2026-01-05 till 2026-05-04") as refused:
        put_activity(plan=plan, terms=wanted, by=by, at=later)
    assert refused.value.field_name == "first_week"
    assert not plan.activities.exists()


@pytest.mark.django_db
def test_the_first_of_the_weeks_is_before_the_decision_ends():
    ends = TODAY + timedelta(20)
    plan = draft(terms={"valid_to": ends})
    put(plan, terms(every_weeks=2, first_week=ends))
    with pytest.raises(Invalid):
        put(plan, terms(every_weeks=2, first_week=ends + timedelta(1)))


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"every_weeks": 2}, {"every_weeks": 5, "first_week": NOW.date()}])
def test_the_database_keeps_weeks_apart_with_their_first_week(wrong):
    plan = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(plan=plan, what="Städning", weekdays="2", start=time(8), minutes=30, **wrong)
