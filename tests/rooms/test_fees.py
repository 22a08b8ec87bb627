"""Incomes and fee decisions: apart from the needs (SoL 11:2), as the statute counts (SoL 32), and final."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from samsyn.audit.models import Event
from samsyn.cases.actions import decide_fee, end_fee, open_fee_case, tell_income
from samsyn.cases.charging.working import Choices
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.situation import Adjustment, Ground
from samsyn.cases.letters.kept import digest, from_text
from samsyn.cases.models import FeeCase, FeeDecision, FeeEnd, Income, IncomeFigure
from samsyn.cases.queries import charged_in, fee_now, lines_of, open_fees, told_fee_case, work_out_fee
from samsyn.people.refusals import Invalid, NoAccess, Refused
from samsyn.people.roles import Role
from tests import factories as f
from tests.fees import decided_fee, granted, income_of, officer, opened_fees, pension, terms, told_fees
from tests.orders import adopt

pytestmark = pytest.mark.django_db
MARCH, APRIL = Month(2026, 3), Month(2026, 4)


def test_a_fee_is_decided_from_what_is_granted_and_told():
    # 360 min a week = 26 hours a month by 52/12 weeks: 26 × 412 = 10 712 kr. 15 000 − 7 295,91 − 5 000 = 2 704,09.
    # min(10 712; 2 660,05; 2 704,09), downwards to whole kronor: 2 660.
    decision = decided_fee(told_fees())
    assert (decision.fee_care, decision.fee_housing, decision.room) == (266_000, 0, 270_409)
    assert decision.first_month == date(2026, 3, 1)
    assert decision.decided_by_id == officer().staff_id
    assert decision.item == "4.1 (version 2)"
    assert ["SoL 32:7", "2025-07-01"] in decision.laws
    assert any(step["code"] == "rounding_down" for step in decision.steps)


def test_a_decided_fee_a_told_income_and_an_end_never_change():
    decision = decided_fee(told_fees())
    end_fee(fee_case=decision.fee_case, cause="moved", on=date(2026, 4, 30), by=officer(), at=f.NOW)
    for model in (FeeDecision, Income, IncomeFigure, FeeEnd):
        for change in (lambda rows: rows.update(id=999), lambda rows: rows._raw_delete("default")):
            with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
                change(model.objects.all())


def test_a_correction_stands_beside_and_takes_the_place_of_the_first():
    first = decided_fee(told_fees())
    adjustment = Adjustment(Ground.LASTING_NEED, 50_000, "fördyrad kost")
    second = decided_fee(
        first.fee_case, corrects=first, correction_reason="Kosten var glömd", adjustments=(adjustment,),
        reasons="Du behöver specialkost.",
    )  # fmt: skip
    assert FeeDecision.objects.get(pk=first.pk).fee == 266_000
    assert second.fee == 220_400  # 2 704,09 − 500 = 2 204,09 → 2 204
    assert fee_now(first.fee_case, MARCH) == second
    assert "Kosten var glömd" in second.letter
    with pytest.raises(Refused, match="redan rättat"):
        decided_fee(first.fee_case, month=APRIL, corrects=first, correction_reason="En gång till")


def test_a_fee_officer_outside_the_delegation_order_is_told_who_may_decide():
    """KL 6:37: the item names the title; a member of staff of another title holds no mandate."""
    fee_case = told_fees()
    adopt("4.1;Avgift;SoL 32:5;;alla;enhetschef;ja", valid_from=date(2026, 3, 3))
    with pytest.raises(Refused, match="av enhetschef"):
        decided_fee(fee_case, at=f.NOW + timedelta(days=1))
    assert not FeeDecision.objects.exists()


def test_what_was_read_is_what_is_decided():
    fee_case = told_fees()
    seen = work_out_fee(fee_case, Choices(MARCH)).mark
    told = terms(pension(11_000))
    tell_income(person=fee_case.person, told=told, by=f.actor(fee_case.person, acting_as="self"), at=f.NOW)
    with pytest.raises(Refused, match="ändrats sedan du räknade"):
        decide_fee(
            fee_case=fee_case, choices=Choices(MARCH), reasons="", seen=seen, sender=f.SENDER, by=officer(), at=f.NOW
        )
    assert not FeeDecision.objects.exists()


def test_the_same_press_twice_is_one_decision_and_one_income():
    fee_case = told_fees(once="6a0f7c9e-0000-4000-8000-000000000001")
    told = replace(terms(), once="6a0f7c9e-0000-4000-8000-000000000001")
    tell_income(person=fee_case.person, told=told, by=f.actor(fee_case.person, acting_as="self"), at=f.NOW)
    assert Income.objects.count() == 1
    assert decided_fee(fee_case) == decided_fee(fee_case)
    assert FeeDecision.objects.count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.FEE_OFFICER, Role.PERSON, Role.RELATIVE}])
def test_no_other_member_of_staff_opens_decides_or_reads(role):
    """SoL 11:2: those who try the needs do not see the income."""
    fee_case, by = told_fees(), f.acting(role)
    with pytest.raises(NoAccess):
        open_fees(fee_case.pk, by=by, at=f.NOW)
    with pytest.raises(NoAccess):
        tell_income(person=fee_case.person, told=terms(), by=by, at=f.NOW)
    with pytest.raises(NoAccess):
        end_fee(fee_case=fee_case, cause="moved", on=f.NOW.date(), by=by, at=f.NOW)
    with pytest.raises(NoAccess):
        decide_fee(fee_case=fee_case, choices=Choices(MARCH), reasons="", seen="", sender=f.SENDER, by=by, at=f.NOW)
    with pytest.raises(NoAccess):
        told_fee_case(fee_case.person_id, by=by)
    assert charged_in(by, MARCH) == []


def test_a_fee_officer_elsewhere_and_a_relative_see_nothing():
    fee_case = told_fees()
    elsewhere = f.acting(Role.FEE_OFFICER, f.unit("Äldreenheten Syd"))
    relative = f.person("Rut", "Nära")
    f.consent(fee_case.person, relative, "see")
    for by in (elsewhere, f.actor(relative, acting_as="relative")):
        with pytest.raises(NoAccess):
            open_fees(fee_case.pk, by=by, at=f.NOW)
    with pytest.raises(NoAccess):
        told_fee_case(fee_case.person_id, by=f.actor(relative, acting_as="relative"))


def test_what_a_fee_rests_on_holds_no_word_of_the_investigation():
    [line] = lines_of(told_fees())
    assert (line.intervention, line.unit, line.amount) == ("HEMTJANST", "minutes_week", 360)
    assert set(vars(line)) == {"intervention", "regime", "unit", "amount", "valid_from", "valid_to"}


def test_no_event_of_a_fee_holds_an_amount_or_a_case():
    decision = decided_fee(told_fees())
    events = Event.objects.filter(what__startswith="fee.")
    assert {e.what for e in events} == {"fee.open", "fee.income", "fee.decide"}
    assert all(e.case is None and e.subjects == [decision.fee_case.person_id] for e in events)
    assert not any(str(number) in str(e.detail) for e in events for number in (1_500_000, 15_000, 266_000, 2660))


def test_the_event_of_a_decision_vouches_for_its_letter():
    decision = decided_fee(told_fees())
    told = Event.objects.get(what="fee.decide").detail
    assert told["letter"] == decision.digest == digest(decision.letter)
    assert from_text(decision.letter).template.startswith("brev-")


def test_a_fee_decision_is_appealed_to_the_administrative_court():
    """SoL 35:1 p 9: fees and reserved amounts under 32:5-10 are appealed."""
    letter = decided_fee(told_fees()).letter
    assert "förvaltningsrätten" in letter
    assert "35 kap. 1 §" in letter
    assert "Avrundning" in letter


def test_a_protected_persons_letter_has_no_address():
    person = granted()
    type(person).objects.filter(pk=person.pk).update(protection="marked")
    assert "Storgatan" not in decided_fee(told_fees(type(person).objects.get(pk=person.pk))).letter


def test_who_tells_no_income_pays_by_the_tariff_where_the_municipality_says_so():
    fee_case = told_fees(None, declines=True, figures=(), housing_cost=None)
    decision = decided_fee(fee_case)
    assert (decision.fee, decision.room) == (266_000, None)
    assert "Kommunen har bestämt att då ta ut avgift enligt taxan" in decision.letter


def test_before_that_rule_nothing_is_decided_without_an_income():
    at = f.NOW.replace(year=2025, month=9)
    fee_case = told_fees(granted(at=at), at=at, declines=True, figures=(), housing_cost=None)
    with pytest.raises(Refused, match="utan uppgifter om inkomst"):
        decided_fee(fee_case, at=at)


def test_a_minimum_amount_is_changed_with_reasons():
    fee_case = told_fees()
    adjustment = Adjustment(Ground.FREE_OF_CHARGE, 30_000, "fri tidning")
    with pytest.raises(Invalid, match="skälen"):
        decided_fee(fee_case, adjustments=(adjustment,))
    assert decided_fee(fee_case, adjustments=(adjustment,), reasons="Tidningen är fri.").fee == 266_000


def test_nothing_is_taken_for_help_under_lss():
    """LSS 21: interventions are free of charge where sections 18-20 do not say otherwise."""
    fee_case = told_fees(granted(terms={"regime": "LSS_9", "intervention": "LSS-9-3", "unit": "minutes_month"}))
    with pytest.raises(Refused, match="ingen beviljad insats"):
        decided_fee(fee_case)


def test_the_fee_of_a_month_is_that_of_the_decision_that_had_begun():
    first = decided_fee(told_fees())
    later = decided_fee(first.fee_case, month=Month(2026, 5), at=f.NOW + timedelta(days=1))
    assert fee_now(first.fee_case, Month(2026, 2)) is None
    assert fee_now(first.fee_case, APRIL) == first
    assert fee_now(first.fee_case, Month(2026, 5)) == later


@pytest.mark.parametrize(
    ("cause", "on", "last"),
    [
        ("help_ended", date(2026, 4, 30), APRIL),
        ("moved", date(2026, 4, 2), APRIL),
        ("help_ended", date(2026, 5, 1), Month(2026, 5)),
    ],
)  # fmt: skip
def test_a_fee_ends_with_the_month_that_the_statute_gives(cause, on, last):
    """SoL 32:10 st 2: from the month after, or the same month when it is all covered."""
    decision = decided_fee(told_fees())
    end_fee(fee_case=decision.fee_case, cause=cause, on=on, by=officer(), at=f.NOW)
    assert fee_now(decision.fee_case, last) == decision
    assert fee_now(decision.fee_case, last.next()) is None


def test_after_an_end_a_new_decision_begins_anew_and_a_correction_does_not():
    first = decided_fee(told_fees())
    end_fee(fee_case=first.fee_case, cause="help_ended", on=date(2026, 3, 31), by=officer(), at=f.NOW)
    later = f.NOW + timedelta(days=1)
    told_fees(first.fee_case.person, pension(14_000), at=later)
    corrected = decided_fee(first.fee_case, month=MARCH, at=later, corrects=first, correction_reason="Fel inkomst")
    assert fee_now(first.fee_case, MARCH) == corrected
    assert fee_now(first.fee_case, APRIL) is None
    again = decided_fee(first.fee_case, month=Month(2026, 6), at=later)
    assert fee_now(first.fee_case, Month(2026, 5)) is None
    assert fee_now(first.fee_case, Month(2026, 6)) == again


def test_a_fee_is_asked_about_only_where_something_is_granted():
    person = f.received_case().person
    with pytest.raises(Refused, match="Ingen insats är beviljad"):
        open_fee_case(person=person, by=officer(), at=f.NOW)
    assert opened_fees().number == "A2026-000001"


def test_an_income_is_asked_for_again_after_a_year():
    income = income_of(told_fees())
    assert income.renew_on == localdate(f.NOW).replace(year=2027)
    leap = told_fees(granted(), told_on=date(2024, 2, 29))
    assert income_of(leap).renew_on == date(2025, 2, 28)


def test_two_people_have_fees_of_their_own():
    told_fees(), told_fees(granted())
    assert list(FeeCase.objects.order_by("pk").values_list("number", flat=True)) == ["A2026-000001", "A2026-000002"]
