"""Which application and which earlier assistance LSS 9 b § looks at, read from a person's cases."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate

from samsyn.cases.actions import propose
from samsyn.cases.condition_rows import applicant
from samsyn.cases.conditions import Grant
from samsyn.people.models import Person
from samsyn.people.refusals import Refused
from tests import factories as f
from tests.conditions import assess_for
from tests.rooms.anew import anew

pytestmark = pytest.mark.django_db
BORN = date(1960, 1, 15)  # 67 on 15 January 2027
AFTER = datetime(2027, 2, 1, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
HELP = {"regime": "LSS_9", "intervention": "LSS-9-2", "unit": "minutes_week", "amount": 600}


def test_an_application_that_is_answered_is_not_the_one_that_waits():
    """Home care was applied for in time; assistance is asked for after the age limit."""
    case = f.decided_case(of=f.person(born=BORN))
    draft = anew(case, at=AFTER, **HELP)
    assert applicant(draft.investigation).applied_on == localdate(AFTER)
    by = f.caseworker_of(case)
    assess_for(draft, by=by, at=AFTER)
    with pytest.raises(Refused) as refused:
        propose(decision=draft, by=by, at=AFTER)
    assert refused.value.refusal.law == "LSS 9 b"


def test_what_was_granted_before_the_age_limit_may_go_on_in_either_unit():
    case = f.decided_case(of=f.person(born=BORN), terms=HELP)
    draft = anew(case, at=AFTER, **{**HELP, "unit": "minutes_month", "amount": 2600})
    assert applicant(draft.investigation).grants == (Grant("minutes_week", 600),)
    by = f.caseworker_of(case)
    assess_for(draft, by=by, at=AFTER)
    assert propose(decision=draft, by=by, at=AFTER).state == "proposed"


def test_what_was_granted_after_the_age_limit_is_no_earlier_grant():
    case = f.decided_case(of=f.person(born=BORN), terms=HELP)
    Person.objects.filter(pk=case.person_id).update(birth_date=date(1950, 1, 15))
    draft = anew(case, at=AFTER, **HELP)
    assert applicant(draft.investigation).grants == ()


def test_the_application_of_a_new_case_is_its_own():
    case = f.decided_case(of=f.person(born=BORN), terms=HELP)
    other = f.investigating_case(of=case.person, at=AFTER)
    found = applicant(other.investigations.get())
    assert (found.applied_on, found.grants) == (localdate(AFTER), (Grant("minutes_week", 600),))
