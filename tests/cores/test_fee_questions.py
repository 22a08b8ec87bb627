"""How a question about a fee is read: its keys, its Swedish names, what is refused, and what every answer holds."""

import json

import pytest

from samsyn.cases.fees.bench import fee
from tests.cores.fee_questions import left, priced, single, without


@pytest.mark.parametrize(
    ("question", "key"),
    [
        (without("month"), "month"),
        (single(month="2026-13"), "month"),
        (single(income_month=-1), "income_month"),
        (single(income_month="mycket"), "income_month"),
        (single(income_month=True), "income_month"),
        (single(income_month=float("nan")), "income_month"),
        (single(income_month="0,001"), "income_month"),
        (single(income_month=10**12), "income_month"),
        (single(income_year=180000), "income_year"),
        (single(household="par"), "household"),
        (single(household=["single"]), "household"),
        (single(spouse_income_month=1), "household"),
        (single(household="sambor", lives_together=False), "lives_together"),
        (single(household="spouses", housing="contract"), "lives_together"),
        (single(lives_together="kanske"), "lives_together"),
        (single(housing_fee_month=2000), "housing"),
        (single(services=[{"intervention": "HEMTJANST", "hours": 1}]), "tariff_amount"),
        (single(rounding="up"), "rounding"),
        (single(reduction="rent"), "reduction"),
        (single(spouse_reserve_month=100), "spouse_reserve_month"),
        (single(minimum_adjustment={"amount": 100, "reason": "kost"}), "minimum_adjustment[0].ground"),
        (single(minimum_adjustment={"ground": "lasting_need", "reason": "kost"}), "minimum_adjustment[0].amount"),
        (single(minimum_adjustment={"ground": "lasting_need", "amount": 100}), "minimum_adjustment[0].reason"),
        (single(minimum_adjustment=500), "minimum_adjustment"),
        (without("tariff_amount"), "own_cost_month"),
        (single(law="HSL"), "law"),
        (priced(count=1.5), "services[0].count"),
        (priced(count=1, hours=1), "services[0].hours"),
        (single(månad="2026-03"), "månad"),
        (single(hushåll="par"), "hushåll"),
        ([single()], "situation"),
        (single(section="kapitel"), "section"),
        ({"section": "32:10"}, "changed_on"),
        ({"changed_on": "i mars"}, "changed_on"),
        ({"changed_on": "2026-03-15", "until": "2026-03-01"}, "until"),
        ({"law": "LSS", "charged_for": "rent"}, "charged_for"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_refused_with_its_key(question, key):
    answer = fee(question)
    assert set(answer) == {"error", "key"}
    assert answer["key"] == key
    assert answer["error"].startswith(f"{key}: ")
    assert "{key}" not in answer["error"]


def test_a_tariff_by_the_hour_asks_for_the_hours():
    question = {"month": "2026-03", "services": [{"intervention": "TRYGGHETSLARM"}, {"intervention": "HEMTJANST"}]}
    assert fee(question)["key"] == "services[1].hours"


def test_a_key_that_is_not_used_is_named():
    assert "incom_year" in left(fee(single(incom_year=1)))
    assert "minimum_adjustment[0].post" in left(
        fee(single(minimum_adjustment={"ground": "municipal", "amount": 1, "reason": "nivå", "post": "mat"}))
    )


def test_a_question_may_be_asked_in_swedish():
    asked = {
        "Lag": "Socialtjänstlagen (2025:400)",
        "paragraf": "32 kap. 6 §",
        "månad": "2026-03",
        "hushåll": "makar",
        "lever tillsammans": "ja",
        "inkomst-månad": "20 000 kr",
        "makens inkomst månad": "10 000",
        "hyra": "4 000,00",
        "taxa": 3000,
        "självkostnad": 9000,
        "avrundning": "öre",
    }
    answer = fee(asked)
    assert (answer["room"], answer["fee"], answer["unanswered"]) == (5047.44, 2660.05, [])


@pytest.mark.parametrize(
    ("law", "section"), [("SoL 2001:453", "8:9"), ("SoL", "32:10"), ("sol", "32 kap. 10 § andra stycket"), (None, None)]
)
def test_the_section_on_changes_is_known_by_its_number_in_either_act(law, section):
    told = {"law": law, "section": section, "changed_on": "2026-03-15"}
    assert fee(told)["first_month"] == "2026-04"


@pytest.mark.parametrize("section", ["9-10", "9 § 10", "9 § p 10", "LSS 9:10", "21 §"])
def test_a_section_of_lss_is_read_as_it_is_written(section):
    assert fee({"law": "LSS", "section": section})["allowed"] is False


def test_a_fee_for_housing_under_lss_is_at_most_the_own_cost():
    asked = {"law": "LSS", "charged_for": "housing", "income_kind": "full_old_age_pension", "own_cost_month": 4100}
    assert (fee(asked)["fee"], fee(asked)["at_most"]) == (None, 4100)


def test_only_a_fee_that_may_be_taken_under_lss_has_a_highest_amount():
    asked = {"law": "LSS", "own_cost_month": 4100}
    assert fee(asked | {"section": "9-10"})["at_most"] is None
    assert fee(asked | {"section": "9-2", "assistance_allowance": True})["at_most"] is None


def test_without_income_both_maximums_are_the_most_in_a_dwelling_without_contract():
    answer = fee(without("income_month", housing="no_contract"))
    assert (answer["fee"], answer["at_most"]) == (None, 5392.62)


def test_a_lowering_that_is_not_allowed_is_shown_as_nothing():
    answer = fee(single(minimum_adjustment={"ground": "free_health_care", "amount": 120, "reason": "över 85 år"}))
    assert [each["kr"] for each in answer["steps"] if each["paragraph"] == "SoL 32:9"] == [0]


def test_where_no_fee_is_taken_the_partner_needs_no_check():
    answer = fee(single(household="sambor", income_month=8000))
    assert (answer["fee"], answer["unanswered"]) == (0, [])


def test_a_lines_own_keys_are_let_through():
    assert fee(single(id=7, comment="ur akten", beslutad="2026-03-02"))["unanswered"] == [
        "Nyckeln beslutad används inte när avgiften räknas ut."
    ]


@pytest.mark.parametrize(("month", "verified"), [("2024-06", False), ("2025-09", False), ("2026-03", True)])
def test_an_answer_says_whether_its_amounts_are_verified(month, verified):
    assert fee(single(month=month))["verified"] is verified


def test_the_paragraph_is_that_of_what_decided():
    assert fee(single())["paragraph"] == "SoL 32:6"
    assert fee(single(income_month=13000))["paragraph"] == "SoL 32:7"
    assert fee(single(tariff_amount=100))["paragraph"] == "SoL 32:1"
    assert {"SoL 32:1", "SoL 32:4", "SoL 32:5", "SoL 32:6", "SoL 32:7", "SoL 32:8"} == set(fee(single())["paragraphs"])


def test_another_section_has_no_fee_to_calculate():
    answer = fee({"section": "32:3"})
    assert answer["fee"] is None
    assert "SoL 32:3" in left(answer)


def test_a_fee_changed_later_does_not_apply_before():
    answer = fee(single(changed_on="2026-03-15"))
    assert answer["first_month"] == "2026-04"
    assert "gäller den avgift som var bestämd förut" in left(answer)
    assert fee(without("month", changed_on="2026-03-15"))["first_month"] == "2026-04"


def test_every_answer_has_the_same_keys():
    questions = [single(), {"law": "LSS", "section": "9-9"}, {"price_base_year": 2026}, {"section": "32:2"}]
    assert len({tuple(sorted(fee(each))) for each in questions}) == 1
    assert all(json.dumps(fee(each)) for each in questions)
