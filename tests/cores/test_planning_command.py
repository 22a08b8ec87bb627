"""`samsyn plan` of a unit's own day: what it tells, what it writes, and what it says instead of planning."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from samsyn.cli import main
from samsyn.cli.ending import Exit
from samsyn.planning.formats import samsyn
from tests.cores.test_planning_samsyn import example, with_


def test_the_command_tells_each_soft_part_apart_and_unmet_wishes_by_kind(tmp_path, capsys):
    file, out = tmp_path / "day.json", tmp_path / "plan.json"
    file.write_text(json.dumps(with_("visits.3.lock", {"carers": ["Aino", "Bo"]})), encoding="utf-8")
    chosen = ["plan", str(file), "--format", "samsyn", "--trials", "5000", "--out", str(out)]
    assert main([*chosen, "--language", "sv"]) == Exit.OK
    told = capsys.readouterr().out
    assert re.search(r"önskad personal +\d+\.\d+  \d besök utan det önskade", told)
    assert "därav parkering" in told
    assert samsyn.read_plan(samsyn.read(json.loads(file.read_text())), json.loads(out.read_text()))
    assert main([*chosen, "--language", "en"]) == Exit.OK
    assert "carers not met of late" in capsys.readouterr().out


def test_who_is_named_and_does_not_work_is_said_and_stops_no_plan(tmp_path, capsys):
    """Away that day, or misspelt: who reads it knows. Whom somebody met before is named by the days before."""
    told = example()
    told["recipients"][2]["wishes"]["carers"] = ["Bo", "Bosse"]
    told["recipients"][0] |= {"contact": "Aina", "known": ["Zelda"], "last": "Zelda"}
    told["recipients"][1]["refused"] = ["Bo", "Boo"]
    told["carers"][0]["refused"] = ["P9"]
    file = tmp_path / "day.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    chosen = ["plan", str(file), "--format", "samsyn", "--trials", "2000", "--language", "sv"]
    assert main(chosen) == Exit.OK
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Att veta:")]
    assert [line.split(",")[0] for line in said] == [
        "Att veta: Person P1: har Aina som kontaktperson",
        "Att veta: Person P2: ska inte få besök av Boo",
        "Att veta: Person P3: önskar Bosse",
        "Att veta: Omsorgspersonal Aino: ska inte komma till P9",
    ]
    file.write_text(json.dumps(example()), encoding="utf-8")
    assert main(chosen) == Exit.OK
    assert "Att veta" not in capsys.readouterr().out


def test_what_cannot_be_read_or_written_is_said_before_the_search(tmp_path, capsys):
    file, out = tmp_path / "day.json", tmp_path / "plan.json"
    told = json.dumps(example())
    chosen = ["plan", str(file), "--format", "samsyn", "--trials", "1000", "--language", "sv", "--out"]
    assert main([*chosen, str(out)]) == Exit.USAGE
    for text, words in ((told[:-1] + ', "visits": []}', "fältet visits är angivet två gånger"), ("{", "är inte JSON"),
                        ("[" * 100_000, "är inte JSON"), ("3", "ska anges som ett objekt")):  # fmt: skip
        file.write_text(text, encoding="utf-8")
        assert main([*chosen, str(out)]) == Exit.USAGE
        assert words in capsys.readouterr().err
    file.write_text(told, encoding="utf-8")
    assert main([*chosen, str(tmp_path / "nowhere/plan.json")]) == Exit.USAGE
    said = capsys.readouterr()
    assert "Kan inte skriva" in said.err
    assert "Kostnad" not in said.out
    assert not out.exists()


def test_the_command_refuses_in_the_language_that_is_asked_for(tmp_path, capsys):
    file = tmp_path / "day.json"
    file.write_text(json.dumps(with_("visits.0.minutes", float("nan"))), encoding="utf-8")
    for language, words in (
        ("sv", "Besök P1 medicin: har nan i fältet minutes. Skriv ett tal"),
        ("en", "Visit P1 medicin: has nan"),
    ):
        assert main(["plan", str(file), "--format", "samsyn", "--language", language]) == Exit.USAGE
        assert words in capsys.readouterr().err


def test_an_overfull_day_is_planned_as_far_as_it_goes_and_says_what_is_left_out(tmp_path, capsys):
    told = with_("carers.1.home_by", "16:05")
    told["visits"] += [{"key": f"natt {k}", "recipient": "P2", "minutes": 300, "skills": "lyft"} for k in range(3)]
    told["carers"][0]["home_by"] = "15:05"
    file = tmp_path / "day.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    chosen = ["plan", str(file), "--format", "samsyn", "--trials", "3000", "--language", "sv"]
    assert main(chosen) == Exit.PARTLY
    assert re.search(r"Går inte ihop: Besök natt \d: måste bli av och är bortlämnat", capsys.readouterr().out)


def test_a_plan_that_was_changed_by_hand_is_judged(tmp_path, capsys):
    file, plan = tmp_path / "day.json", tmp_path / "plan.json"
    file.write_text(json.dumps(example()), encoding="utf-8")
    chosen = ["plan", str(file), "--format", "samsyn", "--language", "sv"]
    assert main([*chosen, "--trials", "5000", "--out", str(plan)]) == Exit.OK
    first = capsys.readouterr().out.split("Frö")[0]
    assert main([*chosen, "--check", str(plan)]) == Exit.OK
    assert capsys.readouterr().out == first
    told = json.loads(plan.read_text())
    (lunch,) = [stop for one in told["carers"] for stop in one["stops"] if stop.get("visit") == "P1 lunch"]
    lunch["start"] = "12:10"
    plan.write_text(json.dumps(told), encoding="utf-8")
    assert main([*chosen, "--check", str(plan)]) == Exit.PARTLY
    assert "Besök P1 lunch: börjar 12:10, och är låst till 12:00" in capsys.readouterr().out
    lunch["visit"] = "P9"
    plan.write_text(json.dumps(told), encoding="utf-8")
    assert main([*chosen, "--check", str(plan)]) == Exit.USAGE
    assert "har besök P9, del 1, i planen" in capsys.readouterr().err


def test_searches_at_once_keep_the_best_and_are_made_again_by_seeds_and_trials(tmp_path, capsys):
    file, out = tmp_path / "day.json", tmp_path / "plan.json"
    file.write_text(json.dumps(example()), encoding="utf-8")

    def cost(*more: str) -> float:
        chosen = ["plan", str(file), "--format", "samsyn", "--trials", "40", "--out", str(out), *more]
        assert main(chosen) == Exit.OK
        told = json.loads(out.read_text())
        assert told["trials"] == 40
        return sum(told["cost"].values())

    alone = [cost("--seed", str(seed)) for seed in (1, 2, 3)]
    assert cost("--processes", "3") == min(alone)


def test_who_ends_searches_at_once_gets_the_best_of_them_so_far(tmp_path):
    file, out = tmp_path / "day.json", tmp_path / "plan.json"
    file.write_text(json.dumps(example()), encoding="utf-8")
    chosen = [
        "plan",
        str(file),
        "--format",
        "samsyn",
        "--trials",
        str(10**9 - 1),
        "--processes",
        "2",
        "--out",
        str(out),
    ]
    obeys = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    process = subprocess.Popen(
        [sys.executable, "-m", "samsyn", *chosen], start_new_session=True, preexec_fn=obeys, stdout=subprocess.DEVNULL
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    late = time.monotonic() + 120
    while not children.read_text().split():
        assert process.poll() is None
        assert time.monotonic() < late, "no search begins"
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to all of them
    assert process.wait(timeout=120) == Exit.OK
    assert json.loads(out.read_text())["carers"]
