"""`samsyn plan --explain`: why each visit is as it is, what cannot hold together and what more would give, in words."""

import json
import re

import pytest

from samsyn.cli import main
from samsyn.cli.ending import Exit
from samsyn.planning.words import wordings
from tests.cores.test_planning_samsyn import example

CHOSEN = ["--format", "samsyn", "--trials", "5000", "--explain"]


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr("samsyn.cli.explaining.TRIALS", 500)


def said(tmp_path, capsys, told, language: str, ends: int) -> str:
    file = tmp_path / "day.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert main(["plan", str(file), *CHOSEN, "--language", language]) == ends
    return capsys.readouterr().out


def test_each_visit_is_told_with_who_else_could_and_who_could_not(tmp_path, capsys):
    told = said(tmp_path, capsys, example(), "sv", Exit.OK)
    keys = [visit["key"] for visit in example()["visits"]]
    assert all(re.search(rf"^  {re.escape(key)}: \w+ \d\d:\d\d, ", told, re.M) for key in keys)
    assert "kan inte: Bo (saknar delegering läkemedel)" in told
    assert "kan inte: Aino (gör besökets andra del)" in told
    assert re.search(r"näst bäst Bo \d\d:\d\d \(kostar [\d,]+ mer\)", told)
    assert re.search(r"inte uppfyllt: önskad personal \(kostar 10\)", told)
    assert re.search(r"en till som Aino: kostnaden ändras med −?[\d,]+ \(−?[\d,]+ till −?[\d,]+\), 0 fler", told)
    english = said(tmp_path, capsys, example(), "en", Exit.OK)
    assert "cannot: Aino (does the other part of the visit)" in english
    assert "an hour's wider time for all visits: the cost changes by" in english


def test_what_cannot_hold_together_is_told(tmp_path, capsys):
    told = example()
    for key in ("krock", "smäll"):  # P2 refuses Bo
        told["visits"].append({"key": key, "recipient": "P2", "minutes": 30, "window": ["11:00", "11:40"]})
        told["visits"][-1]["latest_start"] = "11:05"
    out = said(tmp_path, capsys, told, "sv", Exit.PARTLY)
    assert "Regler som inte går ihop, så få som möjligt:" in out
    (line,) = [line for line in out.splitlines() if line.count(" görs") == 2]
    both = {f"{what} {key}" for what in ("tiden för", "Bo får inte komma till") for key in ("krock", "smäll")}
    assert set(line.strip().split("; ")) == {"krock görs", "smäll görs", *both}


def test_every_reason_has_words_in_both_languages():
    words = wordings("reasons")
    kinds = ("happens", "window", "skill", "refused", "lock", "tie", "ends", "break", "route")
    rules = ("skill", "refused", "lock", "route", "double", "shift", "room")
    bounds = ("way", "window", "preferred", "lock", "tie", "put_off")
    codes = {*(f"conflict {k}" for k in kinds), *(f"rule {r}" for r in rules), *bounds, "gain carer", "gain wider"}
    assert codes <= set(words)
    for code, told in words.items():
        assert told["sv"], code
        assert set(re.findall(r"\{(\w+)\}", told["sv"])) == set(re.findall(r"\{(\w+)\}", told["en"])), code
