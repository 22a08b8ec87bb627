"""What `tools.bench_planning` found: a row for each day that was planned, and the best plan of each as a file."""

import csv
import hashlib
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from samsyn.planning.problem import Plan, Problem, Stop
from samsyn.planning.reference import broken, cost

PLANNING = Path(__file__).parents[1] / "src/samsyn/planning"


@dataclass(frozen=True)
class Row:
    """One day that was planned; `gap` is per cent above the best known, less than nothing where it is cheaper."""

    kind: str
    day: str
    seconds: float  # that each search was given
    of: int  # or how many trials
    seed: int  # the first
    seeds: int  # searches, of which the cheapest counts
    cost: float
    known: float
    gap: float
    spent: float  # seconds of the search that won
    processor: float  # and what it had of a processor
    trials: int  # that it made
    won: int  # its seed
    broken: int  # rules that its plan breaks
    at_once: int
    machine: str
    load: str
    code: str

    def asked(self) -> tuple[str, float, int, int, int, str]:
        """What makes two rows the same question to the same code."""
        return self.day, self.seconds, self.of, self.seed, self.seeds, self.code


def code() -> str:
    """What the search is made of: with any change to it a day is planned anew."""
    told = hashlib.sha256()
    for path in sorted(PLANNING.rglob("*.py")):
        told.update(path.read_bytes())
    return told.hexdigest()[:12]


def machine() -> str:
    """The processor's name and how many cores there are."""
    cpu = Path("/proc/cpuinfo")
    named = [line for line in cpu.read_text().splitlines() if line.startswith("model name")] if cpu.exists() else []
    name = named[0].partition(":")[2].strip() if named else platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores"


def rows_in(folder: Path) -> list[Row]:
    """The rows that a folder holds; a line that was broken off in the midst of writing is passed over."""
    path = folder / "results.csv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        told = [line for line in csv.DictReader(file) if None not in line and None not in line.values()]
    kinds = {field.name: field.type for field in fields(Row)}
    return [Row(**{name: kinds[name](value) for name, value in line.items()}) for line in told]  # type: ignore[operator]


def add(folder: Path, row: Row) -> None:
    """Write a row at once, so that a run that is broken off can be continued."""
    path = folder / "results.csv"
    new = not path.exists()
    whole = new or path.read_bytes().endswith(b"\n")
    with path.open("a", newline="") as file:
        file.write("" if whole else "\n")
        writer = csv.DictWriter(file, [field.name for field in fields(Row)])
        if new:
            writer.writeheader()
        writer.writerow(asdict(row))


def kept(folder: Path, day: str) -> Plan | None:
    """The plan that is kept of a day."""
    path = folder / f"{day}.json"
    if not path.exists():
        return None
    routes = json.loads(path.read_text())["routes"]
    return Plan(tuple(tuple(Stop(*stop) for stop in route) for route in routes))


def keep(folder: Path, day: str, problem: Problem, plan: Plan, told: dict[str, Any]) -> bool:
    """Keep a plan that is better than the kept one, which is judged anew; returns whether it was."""
    other = kept(folder, day)
    if broken(problem, plan) or (other and not broken(problem, other) and cost(problem, other) <= cost(problem, plan)):
        return False
    half = folder / f"{day}.half"
    half.write_text(json.dumps({**told, "routes": plan.routes}))
    half.replace(folder / f"{day}.json")
    return True


def table(rows: Iterable[Row]) -> list[str]:
    """Rows as a table of Markdown, and the mean and the worst of each set."""
    lines = ["| set | day | seconds | seed | cost | best known | gap, % | processor, s | trials, M | rules broken |"]
    lines.append("|---" * 10 + "|")
    sets: dict[tuple[str, float, int, int], list[float]] = {}
    for row in rows:
        lines.append(
            f"| {row.kind} | {row.day} | {row.seconds:g} | {row.won} | {row.cost:.3f} | {row.known:.3f} "
            f"| {row.gap:+.2f} | {row.processor:.0f} | {row.trials / 1e6:.1f} | {row.broken} |"
        )
        sets.setdefault((row.kind, row.seconds, row.seed, row.seeds), []).append(row.gap)
    lines += ["", "| set | seconds | seeds from, of each day | days | mean gap, % | worst, % |", "|---" * 6 + "|"]
    for (kind, seconds, seed, seeds), gaps in sets.items():
        mean = sum(gaps) / len(gaps)
        lines.append(f"| {kind} | {seconds:g} | {seed}, {seeds} | {len(gaps)} | {mean:+.2f} | {max(gaps):+.2f} |")
    return lines
