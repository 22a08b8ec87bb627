"""How fast the pages answer on 200,000 cases: every work list, Min dag, the case page and the search, for one user.

    python tools/bench_web.py [--folder var/bench] [--requests 200] [--seed 1] [--only WORD]

Makes the data first if they aren't there (tools/bench_data.py). Starts the real server as a process of its own, logs
in as each role over HTTP and asks for one page at a time over one connection that is kept: what a user waits for,
without the browser's own work. Lists are asked for in their first view, sorted by each column that can be sorted,
filtered, and in the middle; then whatever they lead to (tools/bench_pages.py). Ends with 1 when the 95th percentile of
a page is above 200 ms, and when one answers with anything but 200. Letters drawn as PDF, and a quarter's report before
it is handed in, have limits of their own and are counted apart.
"""

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from math import ceil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.bench_data import CASES, prepare  # noqa: E402 - the path is set above
from tools.bench_pages import DOORS, Page, Sample, pages_of  # noqa: E402
from tools.serving import Answer, Server, Visitor, command, end_in_order, load, settings_for  # noqa: E402

LIMIT = 0.200  # seconds, at the 95th percentile
# A letter drawn as PDF/UA: typst sets every page of it anew, which takes its time however little the database holds.
DRAWN_LIMIT = 1.500
# A quarter's report before it is handed in, four times a year: each line whose time is out is weighed by the same rules
# as when it is. Some 4,000 such lines here; what is handed in is a page like any other.
COUNTED_LIMIT = 3.000
WARM_UP = 5


@dataclass(frozen=True)
class Measured:
    name: str
    seconds: list[float]
    busy: float  # seconds of the server's processors for one request, whatever else the machine does
    failures: int
    limit: float = LIMIT

    def at(self, share: float) -> float:
        """The answer time that this share of the requests stayed within (nearest rank)."""
        ordered = sorted(self.seconds)
        return ordered[ceil(len(ordered) * share) - 1]

    @property
    def is_slow(self) -> bool:
        return self.failures > 0 or self.at(0.95) > self.limit

    @property
    def row(self) -> str:
        times = " ".join(f"{1000 * t:8.1f}" for t in (self.at(0.5), self.at(0.95), max(self.seconds), self.busy))
        said = f"{self.failures} FAILED" if self.failures else "SLOW" if self.is_slow else "ok"
        return f"{self.name:<76} {len(self.seconds):>4} {times}  {said}"


def asked(page: Page, visitor: Visitor) -> Answer:
    """Ask for a page once. A search is posted and then shown, and whoever searches waits for both."""
    if page.typed is None:
        return visitor.get(page.address())
    sent = visitor.post(page.address(), q=page.typed())
    shown = visitor.get(sent.location)
    return replace(shown, seconds=sent.seconds + shown.seconds)


def measure(page: Page, server: Server, visitor: Visitor, requests: int) -> Measured:
    """Ask so many times, one at a time over a connection made anew, after a few that are not counted."""
    visitor.close()
    for _ in range(WARM_UP):
        asked(page, visitor)
    before = server.busy()
    answers = [asked(page, visitor) for _ in range(requests)]
    busy = (server.busy() - before) / requests
    failures = sum(a.status != 200 for a in answers)
    return Measured(page.name, [a.seconds for a in answers], busy, failures, limit_of(page))


def limit_of(page: Page) -> float:
    """How long the page may take at the 95th percentile."""
    if page.is_drawn:
        return DRAWN_LIMIT
    return COUNTED_LIMIT if page.is_counted_through else LIMIT


def about(folder: Path, made: dict[str, Any]) -> Iterator[str]:
    """What the figures are figures of."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    size = (folder / "samsyn.sqlite3").stat().st_size / 1e9
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "granian"))
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit.stdout.strip() or 'unknown'}"
    yield f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {packages}"
    yield f"SQLite {sqlite3.sqlite_version}, the file is {size:.2f} GB"
    yield ", ".join(f"{k} {v}" for k, v in made.items())


def run(folder: Path, made: dict[str, Any], *, requests: int, only: str) -> list[Measured]:
    """Measure every page, one line printed for each."""
    import django

    os.environ.update(settings_for(folder))
    django.setup()
    # The file may be older than the pages: its tables are the same, the static files may not be.
    subprocess.run(command("migrate"), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with Server(settings_for(folder), folder / "server.log") as server:
        visitors = {door: Visitor(server.port).enter(f"demo-{door}") for door in DOORS}
        pages = [page for door in DOORS for page in pages_of(door, visitors[door])]
        pages += Sample(folder / "samsyn.sqlite3", made["seed"]).pages()
        done = []
        for page in pages:
            if only not in page.name:
                continue
            done.append(measure(page, server, visitors[page.door], requests))
            print(done[-1].row, flush=True)
        return done


def main() -> int:
    parser = argparse.ArgumentParser(description="Time the pages on a large authority.")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    chosen = parser.parse_args()
    end_in_order()
    print("The data:", flush=True)
    made = prepare(chosen.folder, seed=chosen.seed, until=datetime.now(UTC).date(), cases=chosen.cases)
    print("\n".join(about(chosen.folder, made)))
    print(f"before: {load()}\n\n{'page':<76} {'n':>4} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'cpu ms':>8}")
    done = run(chosen.folder, made, requests=chosen.requests, only=chosen.only)
    slow = [m.name for m in done if m.is_slow]
    print(f"\nafter: {load()}")
    for limit in (LIMIT, DRAWN_LIMIT, COUNTED_LIMIT):
        some = [m for m in done if m.limit == limit]
        late = sum(m.is_slow for m in some)
        print(f"{len(some)} pages with {limit * 1000:.0f} ms at the 95th percentile, {late} slower or failing")
    print("\nthe slowest:", *(m.row for m in sorted(done, key=lambda m: -m.at(0.95))[:20]), sep="\n")
    return 1 if slow or not done else 0


if __name__ == "__main__":
    sys.exit(main())
