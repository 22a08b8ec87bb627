"""Fees worked by hand: every row of tables/fees.csv has its arithmetic beside it, for a lawyer to follow."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from samsyn.cases.fees.bench import fee
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import Status, yearly_amounts
from samsyn.cases.fees.tariff import tariff_of, tariffs
from tests.architecture.tree import SRC, imported
from tests.cores.fee_questions import left, single, without

TABLES = Path(__file__).parent / "tables"


def table(name):
    with (TABLES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def given(row):
    """The question of a row; empty cells are left out."""
    question = {"month": row["month"], "household": row["household"], "housing": row["housing"]}
    for column, key in (("income", "income"), ("spouse", "spouse_income")):
        if amount := row[column]:
            question[f"{key}_year" if amount.endswith("/år") else f"{key}_month"] = amount.removesuffix("/år")
    if row["together"]:
        question["lives_together"] = row["together"] == "ja"
    for column, key in (("housing_cost", "housing_cost_month"), ("care", "tariff_amount")):
        if row[column]:
            question[key] = row[column]
    return question | json.loads(row["extra"] or "{}")


@pytest.mark.parametrize("row", table("fees"), ids=lambda row: f"{row['id']} {row['what']}")
def test_a_fee_comes_to_what_was_worked_by_hand(row):
    answer = fee(given(row))
    for key in ("minimum", "room", "fee_care", "fee_housing"):
        assert answer[key] == float(row[key]), f"{key}: {row['arithmetic']}"
    assert answer["fee"] == pytest.approx(float(row["fee_care"]) + float(row["fee_housing"]))
    limited = ", ".join(f"{part} {limit}" for part, limit in answer["limited_by"].items())
    assert limited == row["limited"]


def test_the_worked_cases_cover_what_the_statute_tells_apart():
    rows = table("fees")
    assert len(rows) >= 45
    assert {row["household"] for row in rows} == {"single", "spouses", "sambor"}
    assert {row["housing"] for row in rows} == {"own", "contract", "no_contract"}
    assert {row["month"][:4] for row in rows} == {"2024", "2025", "2026"}
    assert {limit.split()[1] for row in rows for limit in row["limited"].split(", ")} == {
        "tariff",
        "own_cost",
        "maximum",
        "room",
    }
    assert all(row["arithmetic"] for row in rows)


@pytest.mark.parametrize("row", table("fee_changes"), ids=lambda row: row["why"])
def test_a_changed_fee_begins_in_the_month_the_statute_says(row):
    question = {"section": "32:10", "changed_on": row["changed_on"]}
    if row["whole_month"]:
        question["whole_month"] = row["whole_month"] == "true"
    if row["until"]:
        question["until"] = row["until"]
    answer = fee(question)
    assert answer["first_month"] == row["first_month"]
    assert answer["paragraph"] == ("SoL 32:10" if row["changed_on"] >= "2025-07-01" else "SoL 2001:453 8:9")
    assert row["changed_on"] in answer["reasoning"]


def test_a_new_price_base_amount_applies_from_january_without_notice():
    answer = fee({"section": "32:10", "price_base_year": 2027})
    assert answer["first_month"] == "2027-01"
    assert "utan underrättelse" in answer["reasoning"]


@pytest.mark.parametrize("row", table("fee_lss"), ids=lambda row: f"{row['section']} {row['why']}")
def test_lss_says_whether_a_fee_may_be_taken(row):
    question = {"law": "LSS", "section": row["section"]}
    question |= {key: row[key] for key in ("charged_for", "income_kind") if row[key]}
    question |= {key: row[key] == "true" for key in ("under_18", "assistance_allowance") if row[key]}
    answer = fee(question)
    assert answer["allowed"] is {"yes": True, "no": False, "unknown": None}[row["allowed"]]
    assert answer["fee"] == (0 if row["fee"] else None)
    assert answer["paragraph"] == row["paragraph"]
    if not row["fee"]:
        assert answer["unanswered"] != []


def test_an_answer_shows_every_step_with_its_paragraph_and_the_rounding():
    answer = fee(single())
    assert answer["unanswered"] == []
    assert [(each["paragraph"], each["kr"]) for each in answer["steps"]] == [
        ("SoL 32:4", 59200),
        ("SoL 32:5", 15000),
        ("SoL 32:5", 15000),
        ("SoL 32:8", 7295.91),
        ("SoL 32:8", 5000),
        ("SoL 32:7", 12295.91),
        ("SoL 32:7", 2704.09),
        ("SoL 32:1", 4000),
        ("SoL 32:6", 2660.05),
        ("SoL 32:6", None),
        ("SoL 32:6", 2660),
        ("SoL 32:7", 2660),
    ]
    assert "avrundar avgifter nedåt" in answer["reasoning"]
    assert answer["remedy"]["paragraph"] == "SoL 35:1"


def test_a_fee_under_lss_is_not_appealed_as_an_intervention_is():
    assert fee({"law": "LSS", "section": "9-10"})["remedy"]["kind"] == "legality_review"


def test_the_order_of_reduction_is_told_where_it_decides():
    question = {"month": "2026-03", "income_month": 12000, "housing": "no_contract", "housing_cost_month": 3500}
    answer = fee(question | {"tariff_amount": 2850})
    assert "lagen bestämmer inte ordningen" in answer["reasoning"]


@pytest.mark.parametrize(
    ("missing", "words"),
    [("income_month", "Inkomsten är inte angiven"), ("housing_cost_month", "Boendekostnaden är inte angiven")],
)
def test_without_income_or_housing_cost_only_the_maximum_is_answered(missing, words):
    answer = fee(without(missing))
    assert (answer["fee"], answer["fee_care"], answer["room"]) == (None, None, None)
    assert answer["at_most"] == 2660.05
    assert words in left(answer)


def test_a_spouse_without_a_told_income_leaves_the_fee_open():
    answer = fee(single(household="spouses"))
    assert answer["fee"] is None
    assert "Makens inkomst är inte angiven" in left(answer)


def test_without_a_charge_only_the_highest_fee_is_answered():
    question = single()
    del question["tariff_amount"], question["own_cost_month"]
    answer = fee(question)
    assert answer["fee"] is None
    assert answer["at_most"] == 2660.05
    assert "Vad kommunen tar ut är inte angivet" in left(answer)


def test_an_unknown_own_cost_is_said_to_be_untried():
    answer = fee(without("own_cost_month"))
    assert answer["fee"] == 2660
    assert "självkostnad är inte angiven" in left(answer)


def test_a_dwelling_without_contract_and_without_a_fee_is_said_to_be_left_out():
    answer = fee(without("housing_cost_month", housing="no_contract"))
    assert (answer["fee_care"], answer["fee_housing"]) == (2660, 0)
    assert "Avgiften för bostaden är inte angiven" in left(answer)


def test_an_intervention_outside_the_tariff_is_said_to_be_left_out():
    question = {"month": "2026-03", "income_month": 20000, "housing_cost_month": 5000}
    answer = fee(question | {"services": [{"intervention": "LEDSAGNING", "hours": 3}]})
    assert answer["fee"] is None
    assert "LEDSAGNING finns inte i taxan" in left(answer)


def test_the_invented_tariff_is_said_to_be_invented():
    question = {"month": "2026-03", "income_month": 20000, "housing_cost_month": 5000}
    answer = fee(question | {"services": [{"intervention": "HEMTJANST", "hours": 3}]})
    assert (answer["fee"], answer["verified"]) == (1236, False)
    assert "inte en beslutad taxa" in left(answer)


def test_a_municipality_without_a_tariff_is_said():
    question = {"month": "2026-03", "income_month": 20000, "housing_cost_month": 5000, "municipality": "ANNAN"}
    answer = fee(question | {"services": [{"intervention": "HEMTJANST", "hours": 3}]})
    assert "ingen taxa för ANNAN i mars 2026" in left(answer)


def test_a_year_without_a_price_base_amount_has_no_fee():
    answer = fee(single(month="2027-01"))
    assert answer["fee"] is None
    assert "Prisbasbeloppet för 2027 finns inte" in left(answer)


@pytest.mark.parametrize(("month", "open_"), [("2024-06", 2), ("2025-06", 2), ("2025-07", 1), ("2026-01", 0)])
def test_what_is_not_checked_against_the_statute_is_marked(month, open_):
    answer = fee(single(month=month))
    assert len(answer["unanswered"]) == open_
    assert ("2001:453" in answer["paragraph"]) is (month < "2025-07")


def test_the_price_base_amounts_carry_their_source():
    rows = yearly_amounts()
    assert {year: row.price_base // 100 for year, row in rows.items()} == {2024: 57300, 2025: 58800, 2026: 59200}
    assert [year for year, row in rows.items() if row.status is Status.VERIFIED] == [2026]
    assert all(row.source for row in rows.values())


def test_a_year_without_a_real_price_base_amount_is_refused():
    with pytest.raises(ValueError, match="0 öre"):
        replace(yearly_amounts()[2026], price_base=0)


def test_a_month_has_one_version_of_a_tariff():
    assert tariff_of("PROV", Month(2025, 12)).version == "2025:1"
    assert tariff_of("PROV", Month(2026, 1)).version == "2026:1"
    assert tariff_of("PROV", Month(2025, 6)) is None
    assert all(each.prices and each.status == "invented" for each in tariffs())


APART = {"household": "spouses", "lives_together": False, "housing": "contract", "housing_cost_month": 6000}


def test_a_spouse_at_home_who_keeps_too_little_is_a_question_for_the_municipality():
    # (20 000 + 9 000) / 2 = 14 500; 14 500 − 7 295,91 − 6 000 = 1 204,09 → fee 1 204. The person's own 20 000 covers
    # everything, so the spouse keeps 9 000, against 7 295,91 + 5 000 = 12 295,91: 3 295,91 short.
    answer = fee(single(**APART, income_month=20000, spouse_income_month=9000, spouse_housing_cost_month=5000))
    assert answer["fee"] == 1204
    assert "3 295,91 kr mindre" in left(answer).replace("\u00a0", " ")


def test_what_the_person_cannot_bear_falls_on_the_spouse_in_the_comparison():
    # (10 000 + 30 000) / 2 = 20 000; the room is 6 704,09 and the fee 2 660. The person's 10 000 lacks
    # 2 660 + 13 295,91 − 10 000 = 5 955,91, so the spouse keeps 30 000 − 5 955,91 = 24 044,09.
    answer = fee(single(**APART, income_month=10000, spouse_income_month=30000, spouse_housing_cost_month=5000))
    assert answer["fee"] == 2660
    assert answer["unanswered"] == []
    assert [each["kr"] for each in answer["steps"]][-2:] == [24044.09, 12295.91]


def test_a_spouse_at_home_with_unknown_costs_is_said_to_be_untried():
    assert "försäkra sig om" in left(fee(single(**APART, income_month=20000, spouse_income_month=9000)))


def test_a_cohabitants_income_never_pays_the_fee():
    poor, rich = (fee(single(household="sambor", spouse_income_month=income)) for income in (5000, 90000))
    assert poor["fee"] == rich["fee"]


def test_the_fee_knows_nothing_of_the_need():
    """SoL 11:2 keeps the economy out of the assessment; here the assessment is kept out of the economy too."""
    files = (SRC / "cases" / "fees").glob("*.py")
    own = {name for path in files for name in imported(path) if name.startswith("samsyn.")}
    assert {name for name in own if not name.startswith("samsyn.cases.fees")} <= {
        "samsyn.people.refusals",
        "samsyn.people.refusals.N_",
    }
