"""What an adjusted gap costs here and elsewhere, and how often an interval sees a gap that is not: `make bench-equity`.

    python tools/bench_equity.py [--rows 1000000 10000000] [--rounds 3] [--simulations 30] [--seed 1] [--folder FOLDER]
                                 [--peers PYTHON] [--only ours glum]

Invented decisions (42 coefficients: sex and ten facts; then municipality with 290 levels beside them) are written as
Parquet. Each contender fits the same logistic model in a process of its own, by turns, and gives the gap standardised
over everybody. What is told is the whole process's: processor seconds of user and system with start, import and
reading, and the most memory it held; the least of the rounds, since whatever else the machine does only adds to it.
Then the same share for both sexes is drawn many times, and a well-known fairness library's bootstrap interval is asked
beside ours. The peers live in a Python of their own (requirements-peers.txt); those that are missing are named.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
FACTS = {"household": 3, "age": 4, "year": 4, "area": 5, "language": 5, "kind": 5, "unit": 5, "applied": 6, "health": 6}
FACTS["housing"] = 7  # with sex and the constant 42 coefficients
MUNICIPALITIES = 290
PEERS = ("glum", "pyfixest")
AGREES = 1e-6  # in the gap; the peers stop earlier than we do


@dataclass(frozen=True)
class Figures:
    """What a process took: processor and wall seconds, memory in GB; and what it answered."""

    cpu: float
    wall: float
    memory: float
    answer: dict[str, Any]


def make(path: Path, rows: int, seed: int, *, municipality: bool) -> None:
    """Write invented decisions."""
    import duckdb
    import numpy as np

    random = np.random.default_rng(seed)
    sizes = {"sex": 2, **FACTS, **({"municipality": MUNICIPALITIES} if municipality else {})}
    columns, pull = {}, np.full(rows, 0.3)
    for name, size in sizes.items():
        columns[name] = random.integers(size, size=rows).astype(np.int16)
        effects = np.linspace(-0.4, 0.4, size) if size < MUNICIPALITIES else random.normal(0, 0.2, size)
        pull += effects[columns[name]]
    columns["granted"] = (random.random(rows) < 1 / (1 + np.exp(-pull))).astype(np.int8)
    with duckdb.connect() as engine:
        engine.register("drawn", columns)
        texts = ", ".join(f"'{name}_' || lpad({name}::VARCHAR, 3, '0') AS {name}" for name in sizes)
        told = "CASE granted WHEN 1 THEN 'ja' ELSE 'nej' END AS granted"
        engine.execute(f"COPY (SELECT {texts}, {told} FROM drawn) TO '{path}' (FORMAT parquet)")  # noqa: S608


def run(command: Sequence[str]) -> Figures | None:
    """Run a process to its end; None where what it needs is missing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as complained:
        process = subprocess.Popen(command, stdout=told, stderr=complained, env={**kept, **ONE_THREAD})
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = status  # it is waited for already
        wall = time.perf_counter() - start
        told.seek(0), complained.seek(0)
        out, err = told.read().decode(), complained.read().decode()
    if status:
        print(f"  {' '.join(command[1:4])} gave no answer: {''.join(err.strip().splitlines()[-1:])}", flush=True)
        return None
    answer = json.loads(out.strip().splitlines()[-1])
    return Figures(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1e6, answer)


def ours(path: Path, facts: Sequence[str], need: Sequence[str] = ()) -> list[str]:
    """The command, as anybody runs it."""
    command = [sys.executable, "-m", "samsyn", "equity", str(path), "--outcome", "granted", "--group", "sex"]
    return [*command, "--facts", ",".join(facts), *(["--need", ",".join(need)] if need else []), "--json"]


def gap_of(name: str, answer: dict[str, Any]) -> tuple[float, str]:
    """The adjusted gap, and its interval if there is one."""
    if name.startswith("ours"):
        told = answer["gaps"]["need"] or answer["gaps"]["facts"]
        return told["estimate"], "{:+.5f} to {:+.5f}".format(*told["ci95"])
    return answer["gap"], "no interval of the gap"


def compare(path: Path, facts: Sequence[str], rounds: int, peers: str, only: Sequence[str]) -> dict[str, Figures]:
    """Each contender's least of some rounds, taken by turns."""
    wanted = {"ours": ours(path, facts), "ours, two gaps": ours(path, facts[:5], facts[5:])}
    wanted |= {peer: [peers, str(ROOT / "tools/bench_equity_peer.py"), peer, str(path)] for peer in PEERS}
    wanted = {name: command for name, command in wanted.items() if not only or name.split(",")[0] in only}
    found: dict[str, list[Figures]] = {}
    for _ in range(rounds):
        for name in [*wanted]:
            if figures := run(wanted[name]):
                found.setdefault(name, []).append(figures)
            else:
                wanted.pop(name)
    least = {name: min(some, key=lambda f: f.cpu) for name, some in found.items()}
    for name, figures in least.items():
        gap, interval = gap_of(name, figures.answer)
        print(
            f"  {name:<16}{figures.cpu:>8.2f} s cpu{figures.wall:>8.2f} s wall{figures.memory:>7.2f} GB   "
            f"gap {gap:+.8f}, {interval}",
            flush=True,
        )
    return least


def tell(least: dict[str, Figures]) -> bool:
    """Whether all fitted the same model, and how much more the peers took."""
    gaps = {name: gap_of(name, figures.answer)[0] for name, figures in least.items()}
    apart = max(gaps.values()) - min(gaps.values()) if gaps else 0.0
    print(f"  gaps are {apart:.1e} apart: {'the same model' if apart < AGREES else 'NOT THE SAME MODEL'}")
    if {"glum", "pyfixest"} <= set(least):
        one, other = (least[name].answer["coefficients"] for name in PEERS)
        both = one.keys() & other  # pyfixest absorbs the municipalities
        print(
            f"  {len(both)} coefficients: {max(abs(one[k] - other[k]) for k in both):.1e} apart at most between peers"
        )
    if "ours" in least:
        for name in PEERS:
            if name in least:
                print(f"  {name} takes {least[name].cpu / least['ours'].cpu:.1f} times our processor time")
    return apart < AGREES


def fairness(simulations: int, seed: int, folder: Path, peers: str) -> None:
    """How often each interval sees a gap where there is none."""
    command = [peers, str(ROOT / "tools/bench_equity_peer.py"), "fairlearn", str(simulations), str(seed), str(folder)]
    figures = run(command)
    if not figures:
        return
    seen = 0
    for number in range(simulations):
        told = run(ours(folder / f"alike-{number}.csv", ["area"]))
        low, high = told.answer["gaps"]["facts"]["ci95"] if told else (0, 0)
        seen += not low <= 0 <= high
    print(f"\n{simulations} tables of 2,000 decisions in which the same share of women and of men is granted")
    print(f"  the fairness library's bootstrap interval excludes zero in {figures.answer['seen']} of {simulations}")
    print(f"  ours excludes zero in {seen} of {simulations}")


def main() -> int:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 10_000_000])
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument("--simulations", type=int, default=30)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--folder", type=Path, default=ROOT / "var" / "bench-equity")
    told.add_argument("--peers", default=str(ROOT / "var" / "peers" / "bin" / "python"), help="the peers' own Python")
    told.add_argument("--only", nargs="*", default=[], help="of ours, glum, pyfixest")
    told.add_argument("--make", type=Path, help=argparse.SUPPRESS)  # in a process of its own: a child of one that
    told.add_argument("--municipality", action="store_true", help=argparse.SUPPRESS)  # holds much seems to hold it too
    chosen = told.parse_args()
    if chosen.make:
        make(chosen.make, chosen.rows[0], chosen.seed, municipality=chosen.municipality)
        return 0
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if not Path(chosen.peers).exists():
        print("MISSING: glum, pyfixest and fairlearn. `make peers` installs them (0.7 GB) beside the environment.")
        chosen.peers = sys.executable
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, seed {chosen.seed}")
    same = True
    for rows in chosen.rows:
        for municipality in (False, True):
            path = chosen.folder / f"decisions-{rows}-{'m' if municipality else 'f'}.parquet"
            written = [__file__, "--make", str(path), "--rows", str(rows), "--seed", str(chosen.seed)]
            subprocess.run([sys.executable, *written, *(["--municipality"] if municipality else [])], check=True)
            facts = [*FACTS, *(["municipality"] if municipality else [])]
            coefficients = 42 + (MUNICIPALITIES - 1 if municipality else 0)
            print(f"\n{rows:,} rows, {coefficients} coefficients; load {os.getloadavg()[0]:.1f}", flush=True)
            same &= tell(compare(path, facts, chosen.rounds, chosen.peers, chosen.only))
            path.unlink()
    if chosen.simulations and not chosen.only:
        fairness(chosen.simulations, chosen.seed, chosen.folder, chosen.peers)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
