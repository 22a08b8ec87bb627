"""Everything about one outcome: what was planted is found, what was not is not, and what cannot be told says so."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from samsyn.equity.codec import from_json, to_json
from samsyn.equity.estimate import CannotTell
from samsyn.equity.examination import Asked, StepCount, UnitStart
from samsyn.equity.examine import examine
from samsyn.equity.note import Note
from samsyn.equity.table import Unreadable
from tests.decided import ASKED, TODAY, begun, decided, turned

BARE = replace(ASKED, units=(), month="")  # what is asked of the rest costs no time
DATED = replace(ASKED, units=(), facts=(), need=())
STEPS = (StepCount("ansökte", 3000, 2000), StepCount("utreddes", 2700, 1900), StepCount("beslutades", 2450, 1650))


@pytest.fixture(scope="module")
def with_a_gap():
    return examine(decided(gap=0.6), ASKED, TODAY)


@pytest.fixture(scope="module")
def with_none():
    return examine(decided(12_000), ASKED, TODAY)


def test_a_planted_gap_is_found_and_no_part_contradicts_it(with_a_gap):
    assert with_a_gap.answer.verdict.code == "unexplained_difference"
    assert with_a_gap.answer.crude.high < 0
    assert [g.name for g in with_a_gap.groups] == ["kvinna", "man"]
    first, second = (g.mean.value for g in with_a_gap.groups)
    assert first - second == pytest.approx(with_a_gap.answer.crude.value)
    assert with_a_gap.hidden.ratio.high < 1
    assert 1 < with_a_gap.hidden.e_value.interval < with_a_gap.hidden.e_value.point
    assert 0 < with_a_gap.hidden.robustness.interval < with_a_gap.hidden.robustness.point
    assert with_a_gap.decomposed.twofold.piece("unexplained").whole.high < 0
    assert with_a_gap.pooling.reversals == ()
    assert (with_a_gap.period.first, with_a_gap.period.last) == ("2022-01", "2025-12")


def test_a_planted_none_is_not_found(with_none):
    assert with_none.answer.verdict.code == "no_difference_seen"
    assert with_none.decomposed.twofold.piece("unexplained").whole.is_none
    assert with_none.hidden.e_value.interval == 1
    assert with_none.hidden.robustness.interval == 0
    assert {unit.reading for unit in with_none.units[0].readings.units} == {"does not differ"}


@pytest.mark.parametrize("amounts", [False, True])
def test_a_planted_strict_officer_is_found_alone_and_units_stand_by_name(amounts):
    found = examine(decided(6000, strict=1.2, gap=0.3, amounts=amounts, seed=2), ASKED, TODAY).units[0]
    assert [unit.unit for unit in found.readings.units if unit.reading == "differs"] == ["H03"]
    assert found.funnel.outside(0.998, adjusted=True) == ("H03",)
    names = [point.unit for point in found.funnel.points]
    assert names == sorted(names) == [unit.unit for unit in found.readings.units]


def test_an_officer_who_meets_those_who_are_granted_less_is_not_called_strict():
    columns = decided(12_000, seed=5)
    low = [age <= 70 and area in "NS" for age, area in zip(columns["ålder"], columns["område"], strict=True)]
    columns["beslut"] = [
        "nej" if bad and n % 3 else yes for n, (bad, yes) in enumerate(zip(low, columns["beslut"], strict=True))
    ]
    columns["handläggare"] = [
        "H03" if bad else officer for bad, officer in zip(low, columns["handläggare"], strict=True)
    ]
    found = examine(columns, replace(ASKED, facts=("ålder", "område")), TODAY).units[0]
    plain = examine(columns, replace(ASKED, facts=()), TODAY).units[0]
    place = [p.unit for p in found.funnel.points].index("H03")
    assert abs(found.funnel.points[place].z) < abs(plain.funnel.points[place].z) / 2


def test_a_unit_with_few_decisions_is_named_and_has_no_figure():
    columns = decided()
    columns["handläggare"][:5], columns["handläggare"][5:9] = ["Ny"] * 5, [None] * 4
    found = examine(columns, ASKED, TODAY).units[0]
    assert found.too_small == ("Ny",)
    assert "Ny" not in [point.unit for point in found.funnel.points]
    assert "Ny" not in [unit.unit for unit in found.readings.units]
    assert [(left.reason.text, left.rows) for left in found.left_out] == [("handläggare is missing", 4)]


@pytest.mark.parametrize("amounts", [False, True])
def test_a_planted_reversal_is_found(amounts):
    found = examine(turned(amounts), Asked("beslut", "kön", facts=("område",)))
    assert [(w.factor, w.certain) for w in found.pooling.reversals] == [("område", True)]
    assert found.answer.crude.high < 0 < found.answer.facts.low


def test_a_planted_change_is_found_with_its_sensitivity():
    asked = replace(DATED, changed_on=date(2024, 3, 11))
    found = examine(decided(40_000, gap=1.0, changed=26), asked, TODAY).monthly
    assert len(found.months) == 48
    assert found.change.main.start == 26
    assert found.change.main.after.low > 0
    assert len(found.change.trends) == 3
    assert len(found.change.placebos) == 3
    still = examine(decided(40_000, gap=1.0), asked, TODAY).monthly
    assert still.change.main.after.is_none


def test_units_that_begin_at_other_times_are_compared_with_those_that_have_not():
    starts = tuple(UnitStart(f"E{number:02}", date(2023, 1, 2)) for number in range(6))
    asked = Asked("beslut", "kön", starts_of="enhet", starts=starts)
    found = examine(begun(0.25), asked).starts
    assert found.staggered.overall.low > 0
    assert found.months == 1
    assert len(found.periods) == 24
    assert examine(begun(0.0), asked).starts.staggered.overall.is_none


def test_who_is_lost_before_the_decision_is_told_with_the_worst_case():
    found = examine(decided(gap=0.6), replace(BARE, steps=STEPS), TODAY).selection
    assert [step.name for step in found.steps] == ["utreddes", "beslutades"]
    assert found.steps[0].group.value == 0.9
    assert found.bounds.low < found.bounds.outer.value < found.bounds.high
    amounts = examine(decided(gap=0.6, amounts=True), replace(BARE, steps=STEPS), TODAY).selection
    assert amounts.bounds.code == "bounds_of_shares_only"


@pytest.mark.parametrize(
    ("change", "part", "code"),
    [
        ({"month": "dag"}, "monthly", "no_such_column"),
        ({"month": ""}, "monthly", "no_month_named"),
        ({"facts": ()}, "hidden", "no_adjusted_gap"),
        ({"facts": (), "need": ()}, "decomposed", "nothing_to_decompose_by"),
        ({"facts": (), "need": (), "units": ()}, "pooling", "no_column_to_look_within"),
        ({}, "starts", "no_starts_named"),
        (
            {"starts_of": "handläggare", "starts": (UnitStart("H01", date(2024, 1, 1)),), "month": "dag"},
            "starts",
            "no_such_column",
        ),
        ({"starts_of": "behov", "starts": (UnitStart("1", date(2024, 1, 1)),)}, "starts", "few_units_by_period"),
        ({}, "selection", "no_steps"),
    ],
)
def test_a_part_that_cannot_be_told_says_why_and_the_others_stand(change, part, code):
    found = examine(decided(2000, gap=0.6), replace(ASKED, **change), TODAY)
    assert getattr(found, part).code == code
    assert found.answer.crude is not None


@pytest.mark.parametrize(
    ("day", "code"),
    [(None, "no_change_named"), (date(2031, 1, 1), "change_outside"), (date(2022, 3, 1), "few_months")],
)
def test_months_stand_without_a_change_that_cannot_be_judged(day, code):
    found = examine(decided(6000), replace(DATED, changed_on=day), TODAY).monthly
    assert found.change.code == code
    assert all(month.gap for month in found.months)


def test_a_thin_month_at_either_end_does_not_stop_the_change_from_being_judged():
    columns = decided(20_000, gap=0.5)
    columns["decided_on"][:3] = [date(2026, 1, 3)] * 3
    found = examine(columns, replace(DATED, changed_on=date(2024, 1, 1)), TODAY).monthly
    assert (found.months[-1].month, found.months[-1].gap) == ("2026-01", None)
    assert found.change.main.after.n == 48


def test_a_fact_under_which_all_are_granted_leaves_the_other_parts():
    columns = decided(3000, gap=0.6)
    columns["beslut"] = ["ja" if a == "N" else yes for a, yes in zip(columns["område"], columns["beslut"], strict=True)]
    found = examine(columns, ASKED, TODAY)
    assert found.answer.facts is None
    assert found.hidden.code == "gap_not_adjusted"
    assert found.units[0].funnel.code == "does_not_settle"
    assert found.decomposed.twofold.piece("unexplained").whole.high < 0


@pytest.mark.parametrize("odd", [date(1924, 1, 1), "10000-02-03"])
def test_a_day_written_wrongly_is_told_and_makes_no_century_of_months(odd):
    columns = decided(2000)
    columns["decided_on"][0] = odd
    found = examine(columns, DATED)
    assert found.monthly.code == "odd_days"
    assert found.period is None
    assert found.answer.crude is not None


def test_thin_months_have_no_figure_and_are_not_bridged():
    found = examine(decided(600), replace(DATED, changed_on=date(2024, 1, 1)), TODAY).monthly
    assert found.change.code == "thin_months"
    assert any(month.gap is None for month in found.months)


@pytest.mark.parametrize("column", ["kommun", "handläggare"])
def test_units_that_cannot_be_told_say_why(column):
    found = examine(decided(2000, officers=4), replace(ASKED, units=(column,)), TODAY).units[0]
    expected = "no_such_column" if column == "kommun" else "few_large_units"
    assert found.funnel.code == expected
    assert isinstance(found.readings, Note)


def test_where_no_unit_is_large_enough_the_size_that_would_do_is_told():
    found = examine(decided(600, amounts=True, officers=60), replace(ASKED, units=("handläggare",)), TODAY).units[0]
    assert dict(found.readings.values) == {"units": 0, "smallest": 30, "least": 5}
    assert len(found.too_small) == 60


def test_ten_rows_give_no_figure_in_any_part():
    found = examine({name: column[:10] for name, column in decided().items()}, ASKED, TODAY)
    parts = (found.pooling, found.hidden, found.decomposed, found.monthly, found.selection, found.units[0].funnel)
    assert {part.code for part in parts} == {"cannot_be_decided"}
    assert found.groups == ()


def test_values_that_few_have_are_put_together_and_columns_told_by_others_left_out():
    columns = decided(3000)
    columns["område"][:3], columns["område"][3:6] = ["X"] * 3, ["Y"] * 3
    columns["kopia"] = [f"k{area}" for area in columns["område"]]
    found = examine(columns, replace(BARE, facts=("område", "kopia")), TODAY).decomposed
    assert found.together == ("område",)
    assert found.left_out == ("kopia",)
    assert {part.name for part in found.twofold.piece("explained").by} == {"1", "område", "behov"}


def test_a_large_table_is_taken_apart_by_rows_drawn_by_the_seed(monkeypatch):
    monkeypatch.setattr("samsyn.equity.parts.decomposed.MOST_ROWS", 1500)
    found = [examine(decided(2000, gap=0.5), BARE, TODAY, seed=seed).decomposed for seed in (1, 1, 2)]
    assert (found[0].rows, found[0].of) == (1500, 2000)
    assert found[0] == found[1] != found[2]


def test_amounts_made_of_cells_give_the_least_squares_of_their_rows():
    columns = decided(3000, gap=0.4, amounts=True)
    hours = np.array(columns["beslut"])
    woman = np.array(columns["kön"]) == "kvinna"
    found = examine(columns, BARE, TODAY).decomposed.twofold
    assert found.gap.value == pytest.approx(hours[woman].mean() - hours[~woman].mean())
    error = np.sqrt(sum(group.var() / len(group) for group in (hours[woman], hours[~woman])))
    assert found.gap.high - found.gap.value == pytest.approx(1.96 * error, rel=1e-2)


@pytest.mark.parametrize("amounts", [False, True])
def test_an_examination_is_stored_and_comes_back(amounts):
    asked = replace(ASKED, steps=STEPS, changed_on=date(2024, 1, 1))
    found = examine(decided(6000, gap=0.5, amounts=amounts), asked, TODAY)
    assert from_json(json.loads(json.dumps(to_json(found), allow_nan=False))) == found


def test_what_cannot_be_read_is_refused_as_the_table_is():
    with pytest.raises(Unreadable, match="lacks the column betyg"):
        examine(decided(100), replace(ASKED, outcome="betyg"), TODAY)
    with pytest.raises(CannotTell, match="in every row"):
        examine({**decided(100), "beslut": ["ja"] * 100}, ASKED, TODAY)
    with pytest.raises(ValueError, match="utreddes"):
        replace(ASKED, steps=(StepCount("ansökte", 10, 10), StepCount("utreddes", 11, 9)))
