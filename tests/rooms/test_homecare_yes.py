"""From which day a plan is current when the answer is written in later."""

from datetime import timedelta

import pytest

from samsyn.homecare.actions import (
    answer_plan,
    offer_plan,
)
from samsyn.homecare.frame import current_until
from samsyn.homecare.queries import is_current
from samsyn.people.refusals import Invalid
from tests.factories import (
    NOW,
)
from tests.rooms.test_homecare_plans import carer_of, draft, put, write

TODAY = NOW.date()


@pytest.mark.django_db
def test_a_yes_on_paper_counts_from_the_day_it_was_given():
    plan = put(draft()).plan
    plan = offer_plan(plan=write(plan), by=carer_of(plan.order), at=NOW)
    typed_in, given = NOW + timedelta(12), TODAY + timedelta(2)
    for wrong in (TODAY - timedelta(1), TODAY + timedelta(13)):
        with pytest.raises(Invalid, match="Skriv dagen personen sa ja") as refused:
            noted(plan, wrong, typed_in)
        assert refused.value.field_name == "said_on"
    plan = noted(plan, given, typed_in)
    assert (plan.current_from, plan.answered_at) == (given, typed_in)
    assert plan.order.planned.order_by("day").first().day >= typed_in.date()
    assert not is_current(plan, today=current_until(given) + timedelta(1))


def noted(plan, said_on, at):
    by = carer_of(plan.order)
    return answer_plan(plan=plan, approve=True, hand="paper", words="", by=by, at=at, said_on=said_on)
