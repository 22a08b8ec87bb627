"""The benchmark of the day plan: a run that is broken off goes on, and the best plan of a day lies as a file."""

from pathlib import Path

import pytest

from samsyn.planning.problem import Plan
from samsyn.planning.reference import broken, cost
from tests.published import published
from tools import bench_planning
from tools.planning_results import keep, kept, rows_in, table


@pytest.fixture(autouse=True)
def _published():
    published("planning")


def run(folder: Path, *told: str) -> int:
    chosen = bench_planning.arguments([*told, "--trials", "2000", "--at-once", "1", "--folder", str(folder)])
    found = bench_planning.days(chosen.sets.split(","))
    rows = bench_planning.planned(found, chosen)
    assert [row.day for row in rows] == [row.day for row in rows_in(folder) if row.day in {day.name for day in found}]
    return len(rows)


def test_what_is_written_down_is_not_planned_again_unless_asked_or_with_another_seed(tmp_path, capsys):
    assert run(tmp_path, "--sets", "10_1") == 1
    assert run(tmp_path, "--sets", "10_1,10_3") == 2
    assert "1 days to plan, 1 are written down" in capsys.readouterr().out
    assert [row.day for row in rows_in(tmp_path)] == ["10_1", "10_3"]
    chosen = bench_planning.arguments(["--trials", "2000", "--seed", "2", "--at-once", "1", "--folder", str(tmp_path)])
    bench_planning.planned(bench_planning.days(["10_1"]), chosen)
    assert [row.seed for row in rows_in(tmp_path)] == [1, 1, 2]
    with (tmp_path / "results.csv").open("a") as file:
        file.write("A,10_5,60,1")  # broken off in the midst of a line
    assert len(rows_in(tmp_path)) == 3
    assert run(tmp_path, "--sets", "10_5") == 1
    lines = table(rows_in(tmp_path))
    assert [line.split(" | ")[1] for line in lines[2:6]] == ["10_1", "10_3", "10_1", "10_5"]
    assert sum(" | 1, 1 | 3 | " in line for line in lines) == 1


def test_the_best_plan_is_kept_and_judged_from_its_file(tmp_path, capsys):
    (day,) = bench_planning.days(["10_1"])
    problem = bench_planning.read(day)
    run(tmp_path, "--sets", "10_1")
    best = kept(tmp_path, "10_1")
    assert best
    assert broken(problem, best) == []
    (row,) = rows_in(tmp_path)
    assert row.cost == pytest.approx(cost(problem, best))
    assert not keep(tmp_path, "10_1", problem, best, {})
    assert not keep(tmp_path, "10_1", problem, Plan(tuple(() for _ in problem.carers)), {})  # nobody is visited
    assert bench_planning.check([day], tmp_path) == 0
    assert "no rule broken" in capsys.readouterr().out
    (tmp_path / "10_1.json").write_text('{"routes": [[], [], []]}')
    assert bench_planning.check([day], tmp_path) == 1
    assert keep(tmp_path, "10_1", problem, best, {})
