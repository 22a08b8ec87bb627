"""Every picture of a real examination, and none where a part says why it cannot be told."""

from datetime import date, timedelta

import numpy as np
import pytest

from samsyn.equity.examination import Asked
from samsyn.equity.examine import examine
from samsyn.web.equity.pictured import (
    decomposition_picture,
    funnel_picture,
    gap_rows,
    gaps_picture,
    months_of,
    series_picture,
)
from tests.web.equity_examples import a_subject


def decisions(n):
    rng = np.random.default_rng(5)
    days = [date(2023, 1, 1) + timedelta(int(d)) for d in rng.integers(0, 3 * 365, n)]
    woman = rng.random(n) < 0.5
    return {
        "granted": tuple("ja" if x else "nej" for x in rng.random(n) < 0.8 - 0.08 * woman),
        "sex": tuple("K" if x else "M" for x in woman),
        "household": tuple(rng.choice(["ensam", "delat"], n).tolist()),
        "need": tuple(rng.choice(["1", "2", "3"], n).tolist()),
        "team": tuple(rng.choice([f"Enhet {i}" for i in range(7)], n).tolist()),
        "decided_on": tuple(day.isoformat() for day in days),
    }


@pytest.fixture(scope="module")
def found():
    asked = Asked("granted", "sex", "M", ("household",), ("need",), ("team",), changed_on=date(2024, 10, 1))
    return examine(decisions(6000), asked, date(2026, 1, 15))


def test_the_three_gaps_name_what_they_take_into_account(found):
    picture = gaps_picture(found, a_subject(), {"household": "hushåll", "need": "bedömt behov"}.get)
    labels = [row[0] for row in picture.table.rows]
    assert labels == ["Utan hänsyn till något annat", "Med hänsyn till hushåll", "Också till bedömt behov"]


def test_months_have_the_change_where_it_came(found):
    months = months_of(found)
    assert months.months[months.start] == date(2024, 10, 1)
    assert series_picture(found, a_subject()).table.rows[months.start][-1] != "–"


def test_parts_and_units_are_pictured_without_names(found):
    parts = decomposition_picture(found, a_subject(), {"household": "hushåll", "need": "bedömt behov"}.get)
    assert parts.table.rows[0][0] == "Hela skillnaden"
    [units] = found.units
    assert "Enhet" not in funnel_picture(units, a_subject(), "enheter").svg


def test_months_that_all_have_too_few_are_no_picture():
    asked = Asked("granted", "sex", "M", month="decided_on")
    thin = examine(decisions(300), asked, date(2026, 1, 15))
    assert thin.monthly.months
    assert series_picture(thin, a_subject()) is None


def test_where_there_are_too_few_the_word_stands_and_nothing_is_pictured():
    asked = Asked("granted", "sex", "M", ("household",), ("need",), ("team",))
    few = examine(decisions(40), asked, date(2026, 1, 15))
    assert [(row.figure, row.missing) for row in gap_rows(few)] == [(None, "för få")] * 3
    assert decomposition_picture(few, a_subject()) is None
    assert [funnel_picture(one, a_subject(), "enheter") for one in few.units] == [None]
