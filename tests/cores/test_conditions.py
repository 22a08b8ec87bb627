"""What LSS and SoL 29:7 ask for beside the needs (LSS 1, 7, 9 b, 10 §§; SoL 29:7–8)."""

from dataclasses import dataclass
from datetime import date

import pytest

from samsyn.cases.codes import code_list
from samsyn.cases.conditions import Applicant, Assessed, Grant, pension_age, why_not_decide, why_not_under
from samsyn.cases.regimes import regimes


@dataclass
class Line:
    regime: str = "LSS_9"
    intervention: str = "LSS-9-3"
    outcome: str = "granted"
    unit: str = "minutes_week"
    amount: int = 600


FOUND = Assessed("PK1", "wants")
YOUNG = Applicant(date(1990, 5, 1), date(2026, 3, 1))
ASSISTANCE = {"intervention": "LSS-9-2"}
OLD = (date(1950, 6, 1), date(2026, 1, 1))  # born, and applied after the age limit
WEEK = (Grant("minutes_week", 600),)
MOVING = {"regime": "SOL_29_7", "intervention": "HEMTJANST"}
CASES = [
    (Line(), FOUND, YOUNG, ""),
    (Line(), Assessed(), YOUNG, "LSS 1"),
    (Line(outcome="refused"), Assessed(), YOUNG, "LSS 1"),
    (Line(outcome="refused"), Assessed("NONE"), YOUNG, ""),
    (Line(), Assessed("NONE", "wants"), YOUNG, "LSS 1"),
    (Line(outcome="partly"), Assessed("NONE", "wants"), YOUNG, "LSS 1"),
    (Line(), Assessed("PK2"), YOUNG, "LSS 10"),
    (Line(outcome="refused"), Assessed("PK2"), YOUNG, ""),
    (Line(), Assessed("PK2", "declined"), YOUNG, ""),
    (Line(), Assessed("PK2", "later"), YOUNG, ""),
    (Line(intervention="LSS-9-10"), FOUND, YOUNG, ""),
    (Line(intervention="LSS-9-10"), Assessed("PK2", "wants"), YOUNG, ""),
    (Line(intervention="LSS-9-10"), Assessed("PK3", "wants"), YOUNG, "LSS 7"),
    (Line(intervention="LSS-9-10", outcome="refused"), Assessed("PK3"), YOUNG, ""),
    (Line(intervention="LSS-9-9"), Assessed("PK3", "wants"), YOUNG, ""),
    (Line(**ASSISTANCE), FOUND, YOUNG, ""),
    (Line(**ASSISTANCE), FOUND, Applicant(date(1959, 6, 1), date(2025, 5, 31)), ""),
    (Line(**ASSISTANCE), FOUND, Applicant(date(1959, 6, 1), date(2025, 6, 1)), "LSS 9 b"),
    (Line(**ASSISTANCE), FOUND, Applicant(date(1960, 6, 1), date(2027, 5, 31)), ""),
    (Line(**ASSISTANCE), FOUND, Applicant(date(1960, 6, 1), date(2027, 6, 1)), "LSS 9 b"),
    (Line(**ASSISTANCE), FOUND, Applicant(*OLD), "LSS 9 b"),
    (Line(**ASSISTANCE), FOUND, Applicant(*OLD, WEEK), ""),
    (Line(**ASSISTANCE, outcome="partly", amount=601), FOUND, Applicant(*OLD, WEEK), "LSS 9 b"),
    (Line(**ASSISTANCE, unit="minutes_month", amount=2600), FOUND, Applicant(*OLD, WEEK), ""),
    (Line(**ASSISTANCE, unit="minutes_month", amount=2601), FOUND, Applicant(*OLD, WEEK), "LSS 9 b"),
    (Line(**ASSISTANCE, unit="count", amount=1), FOUND, Applicant(*OLD, WEEK), "LSS 9 b"),
    (Line(**ASSISTANCE, outcome="refused"), FOUND, Applicant(*OLD), ""),
    (Line(**ASSISTANCE), FOUND, Applicant(None, date(2026, 1, 1)), ""),
    (Line(**MOVING), Assessed(), YOUNG, "SoL 29:7"),
    (Line(**MOVING), Assessed(ground="care"), YOUNG, ""),
    (Line(**MOVING), Assessed(ground="violence"), YOUNG, ""),
    (Line(**MOVING), Assessed(ground="none"), YOUNG, "SoL 29:7"),
    (Line(**MOVING, outcome="refused"), Assessed(ground="none"), YOUNG, ""),
    (Line(**MOVING, outcome="refused"), Assessed(ground="care"), YOUNG, "SoL 29:8"),
    (Line(**MOVING, outcome="partly"), Assessed(ground="care"), YOUNG, "SoL 29:8"),
    (Line(**MOVING, outcome="refused"), Assessed(ground="care", disregards_home=True), YOUNG, ""),
    (Line(regime="SOL_11_1", intervention="HEMTJANST"), Assessed(), YOUNG, ""),
]


@pytest.mark.parametrize(("line", "found", "who", "law"), CASES)
def test_the_paragraph_that_stands_in_the_way_is_named(line, found, who, law):
    refusal = why_not_decide([line], found, who)
    assert (refusal.law if refusal else "") == law


def test_every_line_is_asked():
    assert why_not_decide([Line(), Line(intervention="LSS-9-10")], Assessed("PK3", "wants"), YOUNG).law == "LSS 7"


@pytest.mark.parametrize(
    ("born", "age"),
    [(date(1957, 12, 31), 65), (date(1958, 1, 1), 66), (date(1959, 12, 31), 66), (date(1960, 1, 1), 67)],
)
def test_the_age_follows_the_transitional_provisions(born, age):
    """LSS 9 b §; SFS 2022:880 point 2, SFS 2022:881 point 2."""
    assert pension_age(born) == age


@pytest.mark.parametrize(
    ("regime", "intervention", "given"),
    [
        ("SOL_11_1", "HEMTJANST", True), ("SOL_29_7", "HEMTJANST", True), ("LSS_9", "HEMTJANST", False),
        ("LSS_9", "LSS-9-10", True), ("SOL_11_1", "LSS-9-10", False), ("SOL_2001_4_1", "BOENDESTOD", True),
    ],
)  # fmt: skip
def test_which_interventions_a_paragraph_gives_is_data(regime, intervention, given):
    assert (why_not_under(regime, intervention) is None) is given


def test_every_intervention_is_given_under_known_paragraphs():
    for code, row in code_list("interventions").items():
        used = row.extra["regimes"].split()
        assert used, code
        assert set(used) <= regimes().keys(), code
