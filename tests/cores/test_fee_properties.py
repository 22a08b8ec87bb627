"""What holds for every fee: never above a limit, never below nothing, never less for a higher income."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.cases.fees.bench import fee
from samsyn.cases.fees.calculation import calculate
from samsyn.cases.fees.changes import changed_fee
from samsyn.cases.fees.money import KRONA, Rounding, kr, rounded_under
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.names import KEYS
from samsyn.cases.fees.parameters import yearly_amounts
from samsyn.cases.fees.situation import Adjustment, Ground, Household, Housing, Situation
from samsyn.cases.fees.tariff import Charge, Part, Reduction

ORE = st.integers(0, 6_000_000)
OWN_COST = st.none() | ORE


def charges(part):
    return st.builds(Charge, st.just("Insats"), st.just(part), st.integers(0, 800_000), OWN_COST)


@st.composite
def situations(draw, household=None, housing=None):
    household = household or draw(st.sampled_from(Household))
    housing = housing or draw(st.sampled_from(Housing))
    asked = draw(st.lists(charges(Part.CARE), max_size=3))
    if housing is Housing.NO_CONTRACT:
        asked += draw(st.lists(charges(Part.HOUSING), max_size=2))
    changes = st.builds(Adjustment, st.sampled_from(Ground), st.integers(0, 300_000), st.just("skäl"))
    return Situation(
        month=Month(draw(st.sampled_from([2024, 2025, 2026])), draw(st.integers(1, 12))),
        household=household,
        lives_together=household is Household.SAMBOR or draw(st.booleans()),
        income=draw(ORE) * 12 + draw(st.integers(0, 11)),
        partner_income=draw(ORE) * 12,
        housing=housing,
        housing_cost=draw(st.integers(0, 1_200_000)),
        partner_housing_cost=draw(st.none() | st.integers(0, 1_200_000)),
        charges=tuple(asked),
        health_care_fee=draw(st.integers(1, 50_000)),
        adjustments=tuple(draw(st.lists(changes, max_size=2))),
        rounding=draw(st.sampled_from(Rounding)),
        reduction=draw(st.sampled_from(Reduction)),
    )


def answered(situation):
    return calculate(situation, yearly_amounts()[situation.month.year])


def statute(situation):
    """The two highest amounts of SoL 32:6, as exact fractions of an öre, straight from the sentences of the act."""
    base = {2024: 57_300, 2025: 58_800, 2026: 59_200}[situation.month.year] * KRONA
    return Fraction(5392, 10_000) * base / 12, Fraction(5539, 10_000) * base / 12


@given(situations())
def test_no_fee_passes_a_maximum_the_room_or_the_own_cost(situation):
    answer = answered(situation)
    care, housing = statute(situation)
    assert 0 <= answer.fee_care <= care
    assert 0 <= answer.fee_housing <= housing
    assert answer.fee <= answer.room
    assert answer.fee <= answer.at_most
    for part, paid in ((Part.CARE, answer.fee_care - situation.health_care_fee), (Part.HOUSING, answer.fee_housing)):
        costs = [charge.own_cost for charge in situation.charged(part)]
        if None not in costs:
            assert paid <= sum(costs)


@given(situations(), st.integers(0, 2_000_000))
def test_a_higher_income_never_gives_a_lower_fee(situation, more):
    richer = answered(replace(situation, income=situation.income + more))
    assert answered(situation).fee <= richer.fee


@given(situations(), st.integers(0, 500_000))
def test_a_higher_minimum_amount_never_gives_a_higher_fee(situation, amount):
    raised = Adjustment(Ground.LASTING_NEED, amount, "kost")
    assert answered(replace(situation, adjustments=(*situation.adjustments, raised))).fee <= answered(situation).fee


@given(situations(household=Household.SPOUSES))
def test_spouses_incomes_may_change_places(situation):
    other = replace(situation, income=situation.partner_income, partner_income=situation.income)
    assert answered(other).basis == answered(situation).basis
    assert answered(other).fee == answered(situation).fee


@given(situations(household=Household.SAMBOR), ORE)
def test_a_cohabitants_income_changes_no_fee(situation, income):
    assert answered(replace(situation, partner_income=income)).fee == answered(situation).fee


@given(situations(housing=Housing.NO_CONTRACT), st.integers(0, 1_000_000))
def test_nothing_is_reserved_for_a_dwelling_paid_by_a_fee(situation, cost):
    assert answered(replace(situation, housing_cost=cost)).room == answered(situation).room


@given(situations())
def test_a_fee_is_in_whole_kronor_unless_the_municipality_counts_ore(situation):
    answer = answered(situation)
    if situation.rounding is not Rounding.ORE:
        assert answer.fee_care % KRONA == answer.fee_housing % KRONA == 0


@given(situations())
def test_the_order_of_reduction_moves_money_between_the_fees_and_changes_no_total(situation):
    alike = [replace(situation, reduction=each) for each in Reduction]
    totals = {answered(each).fee for each in alike}
    assert len(totals) == 1
    care_first, housing_first, proportional = (answered(each) for each in alike)
    assert care_first.fee_care <= proportional.fee_care <= housing_first.fee_care


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(Rounding))
def test_rounding_never_passes_its_limit_or_moves_a_whole_krona(amount, limit, rounding):
    result = rounded_under(amount, limit, rounding)
    assert 0 <= result <= limit
    assert abs(min(amount, limit) - result) < KRONA


@given(situations())
def test_a_calculation_names_a_paragraph_in_every_row(situation):
    answer = answered(situation)
    assert all(each.law.startswith("SoL ") and each.heading and each.sentence for each in answer.steps)
    assert all(each.law.startswith("SoL ") for each in answer.unanswered)


WORDS = ["single", "spouses", "sambor", "own", "contract", "no_contract", "housing", "care", "HEMTJANST", "INKOP"]
WORDS += ["LSS", "SoL", "9-9", "32:10", "2026-03", "2025-05-01", "2027-01", "down", "lasting_need", "in_housing", "1,5"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats() | st.text(max_size=5) | st.sampled_from(WORDS),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(sorted(set(KEYS.values()))), inside),
    max_leaves=8,
)


WHOLE = {"month": "2026-03", "income_month": 15000, "housing_cost_month": 5000, "tariff_amount": 4000}
DRAWN = st.dictionaries(st.sampled_from(sorted(set(KEYS.values()))), VALUES, max_size=3)


@given(st.sampled_from([{}, WHOLE, {"law": "LSS"}, WHOLE | {"housing": "no_contract"}]), DRAWN)
def test_every_question_gets_an_answer_or_an_error_that_names_its_key(whole, drawn):
    answer = fee(whole | drawn)
    if "error" in answer:
        assert answer["error"].startswith(answer["key"])
    else:
        assert answer["reasoning"]
        assert (answer["fee"] is None) <= bool(answer["unanswered"] or answer["first_month"])


@given(st.dates(), st.none() | st.booleans())
def test_a_change_begins_in_its_own_month_or_the_next(day, whole_month):
    if day.year < 9999:
        first = changed_fee(day, whole_month).first_month
        assert first in {Month.of(day), Month.of(day).next()}
        assert (first == Month.of(day)) is (day.day == 1 if whole_month is None else whole_month)


def test_amounts_are_written_in_swedish():
    assert [kr(ore).replace("\u00a0", " ") for ore in (0, 5, 273_257, 266_000, -129_591)] == [
        "0 kr",
        "0,05 kr",
        "2 732,57 kr",
        "2 660 kr",
        "−1 295,91 kr",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"income": -1},
        {"household": Household.SAMBOR, "lives_together": False},
        {"charges": (Charge("Bostad", Part.HOUSING, 1, None),)},
        {"partner_reserve": 1, "household": Household.SPOUSES},
        {"partner_reserve": 1, "partner_reason": "hyra"},
    ],
    ids=str,
)
def test_a_situation_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError):
        Situation(**{"month": Month(2026, 3), **wrong})


@pytest.mark.parametrize(("amount", "reason"), [(-1, "kost"), (1, " ")])
def test_an_adjustment_has_an_amount_and_a_reason(amount, reason):
    with pytest.raises(ValueError):
        Adjustment(Ground.LASTING_NEED, amount, reason)


def test_a_year_is_not_calculated_with_anothers_amounts():
    with pytest.raises(ValueError, match="2026"):
        calculate(Situation(month=Month(2025, 9)), yearly_amounts()[2026])
