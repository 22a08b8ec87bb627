"""The law table and the regimes: every reference resolves, and only on the days when it is in force."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from samsyn.cases import bench, calendar_law, clocks
from samsyn.cases.clocks import rules
from samsyn.cases.law import NotInForce, UnknownParagraph, paragraph, paragraphs
from samsyn.cases.letters.texts import all_texts
from samsyn.cases.regimes import Remedy, regime, regimes, regimes_on

TODAY = date(2026, 11, 20)


def test_a_paragraph_says_itself_in_plain_swedish() -> None:
    found = paragraph("SoL 11:1", TODAY)
    assert found.label == "11 kap. 1 § socialtjänstlagen (2025:400)"
    assert "skäliga levnadsförhållanden" in found.text


@pytest.mark.parametrize(
    "key",
    [
        "SoL 5:2", "SoL 10:3", "SoL 10:4", "SoL 11:1", "SoL 11:4", "SoL 14:2", "SoL 14:3", "SoL 34:1",
        "SoL 35:1", "SoL 35:5", "FL 25", "FL 31", "FL 32", "FL 33", "FL 40", "FL 43", "FL 44", "FL 45",
        "FL 46", "KL 6:37", "LSS 9", "SoLPuL 10", "SoLPuF 15",
    ],
)  # fmt: skip
def test_what_the_rules_refer_to_is_in_force(key: str) -> None:
    assert paragraph(key, TODAY).key == key


def test_the_acts_meet_without_gap_or_overlap() -> None:
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    assert paragraph("SoL 2001:453 4:1", last).in_force(last)
    assert paragraph("SoL 11:1", first).in_force(first)
    with pytest.raises(NotInForce, match=r"2025-06-30, only 2025-07-01"):
        paragraph("SoL 11:1", last)
    with pytest.raises(ValueError, match="not in force"):
        paragraph("SoL 2001:453 4:1", first)


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(UnknownParagraph, match="'SoL 99:1' is not in the law table"):
        paragraph("SoL 99:1", TODAY)
    with pytest.raises(KeyError):
        paragraph("SoL 99:1", TODAY)


def test_wordings_of_a_paragraph_never_overlap_and_all_have_text_and_source() -> None:
    for wordings in paragraphs().values():
        for row in wordings:
            assert row.label
            assert row.text.endswith(".")
            assert row.source.startswith("SFS ")
            assert row.verified is ("not checked" not in row.source)
            assert sum(other.in_force(row.valid_from) for other in wordings) == 1


@pytest.mark.parametrize(
    ("code", "remedy", "law"),
    [
        ("SOL_11_1", Remedy.APPEAL, "SoL 35:1"),
        ("SOL_11_4", Remedy.LEGALITY_REVIEW, "KL 13:1"),
        ("LSS_9", Remedy.APPEAL, "LSS 27"),
        ("SOL_2001_4_1", Remedy.APPEAL, "SoL 2001:453 16:3"),
    ],
)
def test_the_remedy_follows_the_paragraph(code: str, remedy: Remedy, law: str) -> None:
    assert (regime(code).remedy, regime(code).remedy_law) == (remedy, law)


def test_every_regime_of_a_line_has_its_law_and_its_words() -> None:
    pieces = all_texts()[-1].pieces
    for each in (r for r in regimes().values() if r.may_be_line):
        day = paragraphs()[each.law][0].valid_to or TODAY
        assert each.law_on(day).text
        assert each.remedy_law_on(day).text
        assert f"{each.text_key}.heading" in pieces
        assert f"why.granted.{each.code}" in pieces
        assert len(each.code) <= 12  # what a decision line has room for


def test_every_paragraph_that_a_regime_names_is_in_the_law_table() -> None:
    for each in regimes().values():
        for key in (each.law, each.remedy_law, each.report, each.charge, each.at_once):
            assert not key or key in paragraphs(), (each.code, key)


def test_a_line_may_use_the_regimes_of_its_day() -> None:
    first = date(2025, 7, 1)
    assert [r.code for r in regimes_on(first)] == ["SOL_11_1", "SOL_11_4", "LSS_9", "SOL_29_7"]
    assert [r.code for r in regimes_on(first - timedelta(days=1))] == ["LSS_9", "SOL_2001_4_1"]


def test_every_paragraph_that_a_clock_names_is_in_the_law_table() -> None:
    for rule in rules().values():
        assert set(rule.paragraphs) <= paragraphs().keys(), rule.code


def test_a_key_written_in_the_clocks_is_in_the_law_table() -> None:
    written = re.compile(r'"((?:SoL(?: 2001:453)?|LSSF?|FL|KL|OSL|SoF|SoLPu[LF]|1930:173) \d[\w:]*(?: [a-z])?)"')
    places = [*Path(clocks.__file__).parent.glob("*.py"), Path(bench.__file__), Path(calendar_law.__file__)]
    found = {key for path in places for key in written.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 40
    assert found - {"SoL 2001:453"} <= paragraphs().keys()


def test_the_wordings_that_changed_meet_without_gap() -> None:
    for key, first in (("SoL 34:7", date(2026, 1, 1)), ("LSS 28 b", date(2026, 1, 1)), ("LSS 27", date(2026, 1, 1))):
        before, after = paragraph(key, first - timedelta(days=1)), paragraph(key, first)
        assert before != after
        assert before.valid_to == first - timedelta(days=1)
    with pytest.raises(NotInForce):
        paragraph("SoL 16:2 a", date(2026, 1, 14))
    assert paragraph("SoL 16:2 a", date(2026, 1, 15)).verified
    assert "10 000" in paragraph("SoL 34:7", date(2025, 12, 31)).text
    assert "15 000" in paragraph("SoL 34:7", date(2026, 1, 1)).text


def test_what_was_not_read_in_the_statute_says_so() -> None:
    former = [row for key, rows in paragraphs().items() if key.startswith("SoL 2001:453") for row in rows]
    assert len(former) > 15
    assert not any(row.verified for row in former)
    assert all(row.valid_to == date(2025, 6, 30) for row in former)
    assert paragraph("SoL 34:1", TODAY).verified
