"""How fast an export is read in, and how much memory it takes: `make bench-import`.

    python tools/bench_import.py [--rows 50000 250000 500000] [--seed 1] [--folder FOLDER] [--keep]

For each size a large export of invented people (tools/big_export.py) is read into an empty database by `samsyn import`,
twice: the second time nothing changes. Wall and processor time are the whole command's, its start included. Its own
memory is sampled; beside it stands the most it held with the mapped pages of the database file. On SQLite, in FOLDER
(default var/bench-import); on PostgreSQL when SAMSYN_DATABASE_URL says so, a database that is emptied first. The
machine's load before and after is told, since it is in the figures.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.big_export import make  # noqa: E402 - path set above

UNIT = "from samsyn.people.models import Unit; Unit.objects.create(name='Enheten', purpose='assessment')"
SAMPLED = 0.05  # seconds
EMPTY = "from django.core.management import call_command; call_command('flush', interactive=False, verbosity=0)"


@dataclass(frozen=True)
class Figures:
    """What one run took."""

    what: str
    rows: int
    wall: float
    cpu: float
    own: int  # kB, the most it held of its own
    memory: int  # kB, with the pages of the database file that are mapped into it, 256 MB at the most

    def __str__(self) -> str:
        a_second = self.rows / self.wall
        return (
            f"{self.what:<22}{self.rows:>9,}{self.wall:>9.1f} s{self.cpu:>9.1f} s{a_second:>10,.0f}"
            f"{self.rows / self.cpu:>12,.0f}{self.own / 1024:>9.0f} MB{self.memory / 1024:>9.0f} MB"
        )


def environment(home: Path) -> dict[str, str]:
    """What the command is told: a demonstration in a folder of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SAMSYN_", "DJANGO_", "PYTHONDONTWRITE"))}
    url = os.environ.get("SAMSYN_DATABASE_URL")
    return {**kept, "SAMSYN_DEMO": "1", "SAMSYN_HOME": str(home), **({"SAMSYN_DATABASE_URL": url} if url else {})}


def run(home: Path, *arguments: str) -> None:
    """Run a command of the product to its end."""
    subprocess.run([sys.executable, "-m", "samsyn", *arguments], env=environment(home), check=True, capture_output=True)


def measured(what: str, rows: int, home: Path, files: Sequence[Path], *more: str) -> Figures:
    """Read an export in, and say what it took."""
    command = [
        sys.executable,
        "-m",
        "samsyn",
        "import",
        *map(str, files),
        "--mapping",
        str(files[0].parent / "mapping.toml"),
    ]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, *more], env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    own = 0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        own = max(own, own_memory(process.pid))
        time.sleep(SAMPLED)
    _, status, used = ended
    if status:
        raise RuntimeError(process.stderr.read().decode() if process.stderr else "it failed")
    return Figures(what, rows, time.perf_counter() - began, used.ru_utime + used.ru_stime, own, used.ru_maxrss)


def own_memory(pid: int) -> int:
    """What a process holds of its own now, kB: without the pages of files that are mapped into it."""
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("RssAnon:")), 0)


def bench(rows: int, seed: int, folder: Path) -> list[Figures]:
    """The figures of one size: a dry run, the first time, the second time."""
    home = folder / f"home-{rows}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    files = make(folder / f"export-{rows}", rows, seed)
    run(home, "migrate")
    if "SAMSYN_DATABASE_URL" in os.environ:
        run(home, "manage", "shell", "-c", EMPTY)
    run(home, "manage", "shell", "-c", UNIT)
    return [
        measured("checked only", rows, home, files, "--dry-run"),
        measured("read in", rows, home, files),
        measured("the same once more", rows, home, files),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[50_000, 250_000, 500_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench-import")
    parser.add_argument("--keep", action="store_true", help="leave the folder")
    chosen = parser.parse_args()
    engine = "PostgreSQL" if os.environ.get("SAMSYN_DATABASE_URL", "").startswith("postgres") else "SQLite"
    print(f"{engine}, Python {platform.python_version()}, {os.cpu_count()} processors, seed {chosen.seed}")
    print(f"load before: {' '.join(f'{n:.1f}' for n in os.getloadavg())}")
    print(
        f"{'':<22}{'rows':>9}{'wall':>11}{'cpu':>11}{'rows/s':>10}{'rows/cpu s':>12}{'own memory':>12}{'with file':>12}"
    )
    for rows in chosen.rows:
        for figures in bench(rows, chosen.seed, chosen.folder):
            print(figures, flush=True)
    print(f"load after: {' '.join(f'{n:.1f}' for n in os.getloadavg())}")
    if not chosen.keep:
        shutil.rmtree(chosen.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
