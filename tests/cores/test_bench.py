"""The bench for lawyers: the tables of situations, what is accepted, and what is refused with a sentence."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cases.bench import clock, remedy
from samsyn.cases.bench_keys import CLOCK_NAMES, DAYS, KNOWN, NAMES, section_of
from samsyn.cases.clocks import rules
from tests.cores.tables import rows, situation

CLOCKS = rows("clocks")
REMEDIES = rows("remedies")
OPEN = {"yes": True, "no": False}


@pytest.mark.parametrize("row", CLOCKS, ids=[f"{row['asks']} {row['situation']}" for row in CLOCKS])
def test_a_clock_answers_as_the_statute_and_the_almanac_do(row):
    said = clock({"clock": row["asks"], **situation(row["situation"])})
    assert "error" not in said, said
    days = (said["start"] or "", said["last_day"] or "", said["paragraph"] or "")
    assert days == (row["start"], row["last_day"], row["paragraph"]), row["why"]
    assert row["says"] in " ".join([said["reasoning"], *said["warnings"], *said["unanswered"]])
    if row["open"]:
        assert said["open"] is OPEN[row["open"]]


def test_every_clock_of_the_table_is_asked():
    assert {row["asks"] for row in CLOCKS} == set(rules())


@pytest.mark.parametrize("row", REMEDIES, ids=[row["situation"] for row in REMEDIES])
def test_a_remedy_follows_the_paragraph_and_the_day(row):
    said = remedy(situation(row["situation"]))
    assert "error" not in said, said
    found = (said["remedy"], said["paragraph"], said["from"], said["court"] or "", said["last_day"] or "")
    assert found == (row["remedy"], row["paragraph"], row["from"], row["court"], row["last_day"]), row["why"]
    assert said["may_be_automated"].startswith(row["automated"])
    assert said["reported_when_not_executed"] is OPEN[row["reported"]]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"law": "SoL", "section": "11:1", "received": "2026-03-02"}, "OVERKLAGA_3V"),
        ({"law": "SoL", "section": "11:4", "announced": "2026-03-02"}, "LAGLIGHET_3V"),
        ({"law": "SoL", "section": "11:1", "decided": "2026-03-02"}, "EVB_3M"),
        ({"law": "LSS", "section": "9", "decided": "2026-03-02", "received": "2026-03-05", "interrupted": "2026-05-02"},
         "EVB_3M"),
        ({"law": "SoL", "section": "11:1", "decided": "2026-03-02", "served": "2026-09-02"}, "EVB_PRESK_2AR"),
        ({"law": "SoL", "section": "11:1", "decided": "2026-03-02", "outcome": "avslag"}, "OVERKLAGA_3V"),
        ({"law": "SoL", "last_entry": "2020-03-02"}, "GALLRING_5AR"),
        ({"started": "2025-03-02", "requested": "2026-03-02"}, "DROJSMAL_4V"),
        ({"transfer_requested": "2026-03-02"}, "OVERFLYTT_1M"),
        ({"meeting": "2026-03-02", "approved": "2026-03-09"}, "JUSTERING_14D"),
    ],
)  # fmt: skip
def test_without_a_code_every_clock_that_the_facts_start_answers(given, code):
    said = clock(given)
    assert said["code"] == code
    assert said["clocks"][0] == {key: value for key, value in said.items() if key != "clocks"}
    assert json.dumps(said, ensure_ascii=False)


def test_a_situation_is_known_by_its_id_in_the_answer():
    given = {"id": "A-7", "law": "SoL", "section": "11:1", "received": "2026-03-02"}
    assert clock(given)["id"] == remedy(given)["id"] == "A-7"
    assert clock({"id": 7, "decided": "igår"})["id"] == 7


@pytest.mark.parametrize(("word", "code"), CLOCK_NAMES.items())
def test_a_clock_has_names_in_words(word, code):
    assert clock({"clock": word})["code"] == code


def test_facts_that_start_nothing_say_so():
    assert clock({})["unanswered"] != []
    assert clock({})["clocks"] == []


@pytest.mark.parametrize("law", ["SoL", "sol", "socialtjänstlagen", "Socialtjänstlagen (2025:400)", "2025:400"])
@pytest.mark.parametrize("section", ["11:1", "11 kap. 1 §", "11 kap 1 §", "11 kap. 1", " 11 : 1 ", "SoL 11:1"])
def test_a_law_and_a_paragraph_are_read_in_every_form(law, section):
    assert clock({"law": law, "section": section, "received": "2026-03-02"})["last_day"] == "2026-03-23"
    assert remedy({"law": law, "section": section})["regime"] == "SOL_11_1"


@pytest.mark.parametrize("section", ["9", 9, "9 §", "9§", "9 § 4", "LSS 9 §", "9:4"])
def test_a_paragraph_without_a_chapter_is_read(section):
    assert remedy({"law": "LSS", "section": section})["regime"] == "LSS_9"


def test_a_paragraph_with_a_letter_is_read():
    assert section_of("16 kap. 2 a §") == "16:2 a"
    assert section_of("2 a kap. 8 §") == "2a:8"
    assert section_of("28 f §") == "28 f"


@pytest.mark.parametrize(
    "day",
    ["2026-03-02", "20260302", "2/3 2026", "2 mars 2026", "den 2 mars 2026", "2026-03-02T09:30:00+01:00",
     "2026-03-01T23:30:00Z", "2026-03-02T23:59"],
)  # fmt: skip
def test_a_day_is_read_in_every_form(day):
    assert clock({"law": "SoL", "section": "11:1", "received": day})["start"] == "2026-03-02"


@pytest.mark.parametrize("word", ["beslutad", "Beslutsdatum", "beslut", "decided"])
def test_a_key_has_a_swedish_name(word):
    assert clock({"lag": "SoL", "lagrum": "11:1", word: "2026-01-15"})["last_day"] == "2026-04-15"


def test_what_only_has_happened_needs_no_day_of_its_own():
    said = clock({"law": "SoL", "section": "11:1", "decided": "2026-01-15", "executed_part": True, "declined": "ja"})
    assert said.get("key") == "declined"
    said = clock({"law": "SoL", "section": "11:1", "decided": "2026-01-15", "executed_part": True, "executed": None})
    assert (said["last_day"], said["open"]) == ("2026-04-15", True)


def test_every_other_name_leads_to_a_key():
    assert set(NAMES.values()) <= KNOWN


def test_a_former_paragraph_is_known_by_its_day():
    assert remedy({"law": "SoL", "section": "4:1", "decided": "2025-06-30"})["regime"] == "SOL_2001_4_1"
    assert remedy({"law": "SoL", "section": "4:1", "decided": "2025-07-01"})["remedy"] is None


@pytest.mark.parametrize(
    ("given", "key", "says"),
    [
        ({"decied": "2026-01-15"}, "decied", "Menar du decided?"),
        ({"qwerty": "2026-01-15"}, "qwerty", "okänd"),
        ({"decided": "2026-02-30"}, "decided", "inget datum"),
        ({"decided": "igår"}, "decided", "inget datum"),
        ({"decided": 20261}, "decided", "inget datum"),
        ({"decided": ["2026-01-15", "2026-01-16"]}, "decided", "en enda dag"),
        ({"decided": True}, "decided", "inget datum"),
        ({"decided": "9999-12-31"}, "decided", "inget datum"),
        ({"decided": "2026-01-15", "beslut": "2026-01-16"}, "beslut", "två gånger"),
        ({"law": "brottsbalken"}, "law", "okänd"),
        ({"section": "första"}, "section", "går inte att läsa"),
        ({"law": "LSS", "section": "SoL 11:1"}, "section", "hör till SoL"),
        ({"outcome": "kanske"}, "outcome", "okänt"),
        ({"open_ended": "kanske"}, "open_ended", "varken ja eller nej"),
        ({"target_days": "en vecka"}, "target_days", "helt antal"),
        ({"matters": "annat"}, "matters", "okänt"),
        ({"clock": "SNART"}, "clock", "finns inte"),
        ({"decided": "2026-01-15", "received": "2026-01-14"}, "received", "före decided"),
        ({"decided": "2026-01-15", "executed": "2026-01-14"}, "executed", "före decided"),
        ({"decided": "2026-01-15", "offered": ["2026-02-01", "2026-01-14"]}, "offered", "före decided"),
        ({"decided": "2026-01-15", "today": "2026-01-14"}, "today", "före decided"),
        ({"announced": "2026-01-15", "taken_down": "2026-01-14"}, "taken_down", "före announced"),
        ({"taken_down": "2026-01-14"}, "taken_down", "utan announced"),
        ({"decided": "2026-01-15", "resumed": "2026-02-14"}, "resumed", "utan interrupted"),
        ({"decided": "2026-01-15", "outcome": "avslag", "executed": "2026-02-14"}, "executed", "avslag"),
        ({"law": "SoL", "section": "11:1", "decided": "2025-06-30"}, "section", "gällde inte"),
        ({"law": "SoL", "section": "11:1", "received": "2025-06-30"}, "section", "gällde inte"),
        ({"law": "gamla SoL", "section": "4:1", "decided": "2025-07-01"}, "section", "gällde inte"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_cannot_be_true_is_refused_by_name(given, key, says):
    said = clock(given)
    assert said["key"] == key
    assert says in said["error"]


@pytest.mark.parametrize("given", [[], "text", None, 7])
def test_what_is_not_an_object_is_refused(given):
    assert clock(given)["key"] == remedy(given)["key"] == "situation"


WORDS = ["11:1", "9", "SoL", "LSS", "4:1", "avslag", "2026-01-15", "2025-06-30"]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.dates().map(str),
    st.lists(st.text(max_size=10), max_size=3),
    st.sampled_from(WORDS),
)


PARAGRAPHS = [
    ("SoL", "11:1"),
    ("SoL", "11:4"),
    ("SoL", "4:1"),
    ("LSS", "9"),
    ("LSS", "19"),
    ("OSL", "6:8"),
    ("FL", "12"),
]


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(DAYS)), st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 1, 1))),
    st.sampled_from(PARAGRAPHS),
    st.sampled_from(["", *rules()]),
)
def test_every_combination_of_days_is_answered_or_refused(days, paragraph, code):
    law, section = paragraph
    given_days = {key: day.isoformat() for key, day in days.items()}
    for ask in (clock, remedy):
        said = ask({"law": law, "section": section, "clock": code, **given_days})
        assert "error" in said or "unanswered" in said


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(KNOWN | NAMES.keys())) | st.text(max_size=8), VALUES, max_size=8))
def test_nothing_that_is_written_breaks_the_bench(given):
    for ask in (clock, remedy):
        said = ask(given)
        assert "error" in said or "unanswered" in said
        json.dumps(said)
