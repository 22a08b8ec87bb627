"""What is charged follows what is granted and what has ended; what has ended waits for the fee officer (SoL 32:1)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from samsyn.cases.actions import (
    end_fee,
    propose,
    put_line,
    reassess,
    save_field,
    sign,
    start_decision,
    undo_death,
)
from samsyn.cases.fees.months import Month
from samsyn.cases.models import DecisionLine, FeeEnd
from samsyn.cases.queries import charged_in, fee_cases, fee_now, lines_of, waiting_fees, without_fees
from samsyn.cases.queries.fees import ends_of
from samsyn.people.roles import Role
from tests import ended as e
from tests import factories as f
from tests.fees import decided_fee, granted, officer, pension, told_fees
from tests.hearing import heard

pytestmark = pytest.mark.django_db
TODAY = localdate(f.NOW)
LATER = f.NOW + timedelta(days=1)
MARCH, APRIL, MAY = Month(2026, 3), Month(2026, 4), Month(2026, 5)


def fresh(fee_case):
    return type(fee_case).objects.select_related("person").get(pk=fee_case.pk)


def waits(what, at=f.NOW):
    return list(waiting_fees(fee_cases(officer()), what, today=localdate(at)))


def in_month(fee_case, month):
    return sorted((g.intervention, g.amount) for g in lines_of(fee_case) if g.is_given_in(month))


def reassessed(case, *lines, at=LATER):
    """A new decision on other needs of the same case, which answers only these interventions."""
    by = f.caseworker_of(case)
    anew = reassess(case=case, cause="changed_needs", why="Har brutit höften.", by=by, at=at)
    for need in anew.needs.all():
        for field, value in {"level_now": "3", "level_meant": "1", "goal": "Trygg"}.items():
            save_field(investigation=anew, place=f"need:{need.pk}:{field}", value=value, base=0, by=by, at=at)
    draft = start_decision(investigation=anew, by=by, at=at)
    needs = tuple(anew.needs.values_list("pk", flat=True))
    for terms in lines:
        put_line(decision=draft, terms=f.home_care(needs, **({"valid_from": localdate(at)} | terms)), by=by, at=at)
    propose(decision=heard(draft, by=by, at=at), by=by, at=at)
    return sign(decision=draft, sender=f.SENDER, by=f.acting(Role.DELEGATE, case.unit), at=at)


ALARM = {"intervention": "TRYGGHETSLARM", "unit": "count", "amount": 1}


def test_what_a_reassessment_does_not_speak_of_is_charged_on():
    fee_case = told_fees()
    reassessed(fee_case.person.cases.get(), ALARM)
    assert in_month(fee_case, MARCH) == [("HEMTJANST", 360), ("TRYGGHETSLARM", 1)]


def test_a_month_in_which_a_line_takes_anothers_place_is_charged_for_one_of_them():
    """SoL 32:10: the months before the change are charged as they were."""
    fee_case = told_fees()
    reassessed(fee_case.person.cases.get(), {"amount": 600, "valid_from": date(2026, 4, 15)})
    assert [in_month(fee_case, month) for month in (MARCH, APRIL, MAY)] == [
        [("HEMTJANST", 360)], [("HEMTJANST", 600)], [("HEMTJANST", 600)],
    ]  # fmt: skip


def test_renounced_help_is_not_charged_after_its_month_and_waits_for_the_officer():
    fee_case = decided_fee(told_fees()).fee_case
    assert waits("granted") == []
    e.decline(DecisionLine.objects.get(), at=LATER)
    assert [in_month(fee_case, month) for month in (MARCH, APRIL)] == [[("HEMTJANST", 360)], []]
    assert waits("granted") == [fee_case]
    end_fee(fee_case=fee_case, cause="help_ended", on=localdate(LATER), by=officer(), at=LATER)
    assert waits("granted") == []


def test_who_has_renounced_all_help_is_not_asked_about_for_a_first_fee():
    person = granted()
    assert list(without_fees(officer(), today=TODAY)) == [person]
    e.decline(DecisionLine.objects.get(), at=LATER)
    assert list(without_fees(officer(), today=TODAY)) == []


def test_a_new_fee_is_ended_in_the_same_month_as_one_that_was_ended_by_mistake():
    """SoL 32:10: the end that is noted is the end that counts."""
    fee_case = decided_fee(told_fees()).fee_case
    on = date(2026, 3, 31)
    first = end_fee(fee_case=fee_case, cause="help_ended", on=on, by=officer(), at=f.NOW)
    told_fees(fee_case.person, pension(14_000), at=LATER)
    again = decided_fee(fee_case, month=MARCH, at=LATER)
    assert fee_now(fresh(fee_case), APRIL) == again
    real = end_fee(fee_case=fee_case, cause="help_ended", on=on, by=officer(), at=LATER + timedelta(hours=1))
    assert real != first
    assert fee_now(fresh(fee_case), APRIL) is None
    pressed = end_fee(fee_case=fee_case, cause="help_ended", on=on, by=officer(), at=LATER + timedelta(hours=1))
    assert pressed == real
    assert FeeEnd.objects.count() == 2
    assert ends_of(fresh(fee_case)) == [("help_ended", date(2026, 3, 1))]


def test_a_death_after_an_end_that_a_new_fee_has_passed_still_waits():
    fee_case = decided_fee(told_fees()).fee_case
    end_fee(fee_case=fee_case, cause="moved", on=date(2026, 3, 31), by=officer(), at=f.NOW)
    told_fees(fee_case.person, pension(14_000), at=LATER)
    decided_fee(fee_case, month=MARCH, at=LATER)
    e.die(fee_case.person.cases.get(), at=LATER)
    assert waits("ended", LATER) == [fee_case]
    end_fee(fee_case=fresh(fee_case), cause="death", on=None, by=officer(), at=LATER)
    assert waits("ended", LATER) == []


def test_a_death_taken_back_takes_its_end_of_the_fee_back():
    decision = decided_fee(told_fees())
    case = decision.fee_case.person.cases.get()
    e.die(case, at=LATER)
    end_fee(fee_case=fresh(decision.fee_case), cause="death", on=None, by=officer(), at=LATER)
    assert fee_now(fresh(decision.fee_case), APRIL) is None
    undo_death(case=case, by=f.caseworker_of(case), at=LATER)
    found = fresh(decision.fee_case)
    assert fee_now(found, APRIL) == decision
    assert ends_of(found) == []


def test_the_lists_of_fees_read_no_letter():
    decided_fee(told_fees())
    with CaptureQueriesContext(connection) as asked:
        [row] = fee_cases(officer())
        [charged] = charged_in(officer(), MARCH)
        assert fee_now(row, MARCH).fee == charged.decision.fee == 266_000
    assert not any('"letter"' in query["sql"] or '"situation"' in query["sql"] for query in asked)
