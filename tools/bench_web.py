"""How fast the pages answer on 200,000 cases: every work list, Min dag, the case page and the search, for one user.

    python tools/bench_web.py [--folder var/bench] [--requests 200] [--seed 1] [--only WORD]

Makes the data first if they aren't there (tools/bench_data.py). Starts the real server as a process of its own, logs
in as each role over HTTP and asks for one page at a time over one connection that is kept: what a user waits for,
without the browser's own work. Lists are asked for in their first view, sorted by each column that can be sorted,
filtered, and in the middle. Ends with 1 when the 95th percentile of a page is above 200 ms.
"""

import argparse
import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from importlib.metadata import version
from itertools import cycle
from math import ceil
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.bench_data import CASES, prepare  # noqa: E402 - the path is set above
from tools.serving import Answer, Server, Visitor, command, end_in_order, followed, load, settings_for  # noqa: E402

LIMIT = 0.200  # seconds, at the 95th percentile
WARM_UP = 5
DOORS = (
    "caseworker", "team-leader", "delegate", "provider-planner", "care-worker", "person", "relative",
    "committee-secretary", "analyst", "administrator",
)  # fmt: skip
SORTED = re.compile(r'<th [^>]*><a href="\?([^"]+)"')
SELECT = re.compile(r'<select id="filter-[^"]+" name="([^"]+)">(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)"')
PAGES = re.compile(r"(?:sida|page) \d+ (?:av|of) (\d+)")
LINKS = re.compile(r'href="(/[^"?#]*)"')
NO_PAGES = ("/static/", "/logga-ut/", "/roll/", "/utseende/", "/sprak/", "/manifest")


@dataclass(frozen=True)
class Page:
    """A page to measure: its name in the table, who asks, and the address of the next request.

    `typed` is what somebody types in the next search.
    """

    name: str
    door: str
    address: Callable[[], str]
    typed: Callable[[], str] | None = None


@dataclass(frozen=True)
class Measured:
    name: str
    seconds: list[float]
    busy: float  # seconds of the server's processors for one request, whatever else the machine does
    failures: int

    def at(self, share: float) -> float:
        """The answer time that this share of the requests stayed within (nearest rank)."""
        ordered = sorted(self.seconds)
        return ordered[ceil(len(ordered) * share) - 1]

    @property
    def is_slow(self) -> bool:
        return self.failures > 0 or self.at(0.95) > LIMIT

    @property
    def row(self) -> str:
        times = " ".join(f"{1000 * t:8.1f}" for t in (self.at(0.5), self.at(0.95), max(self.seconds), self.busy))
        said = f"{self.failures} FAILED" if self.failures else "SLOW" if self.is_slow else "ok"
        return f"{self.name:<58} {len(self.seconds):>4} {times}  {said}"


def always(address: str) -> Callable[[], str]:
    return lambda: address


def one_after_another(addresses: list[str]) -> Callable[[], str]:
    turn = cycle(addresses)
    return lambda: next(turn)


def pages_of(door: str, visitor: Visitor) -> Iterator[Page]:
    """Min dag and whatever its line of navigation leads to; each list also sorted, filtered and in the middle."""
    day, answer = followed(visitor, "/dag/")
    yield Page(f"{door}: min dag", door, always(day))
    top = answer.body.partition("<main")[0]
    seen = {day, "/dag/", "/"}
    for path in LINKS.findall(top):
        if path in seen or path.startswith(NO_PAGES):
            continue
        seen.add(path)
        page = visitor.get(path)
        if page.status == 200:
            yield Page(f"{door}: {path}", door, always(path))
            yield from views_of_list(door, path, page.body)


def views_of_list(door: str, path: str, body: str) -> Iterator[Page]:
    """The other views of a list that a page holds, as its own links and filters ask for them."""
    for query in sorted({unescape(found) for found in SORTED.findall(body)}):
        by = next((v for k, v in parse_qsl(query) if k.endswith("sort")), "")
        yield Page(f"{door}: {path} by {by}", door, always(f"{path}?{query}"))
    for name, options in SELECT.findall(body):
        values = [unescape(v) for v in OPTION.findall(options)]
        addresses = [f"{path}?{urlencode({name: v})}" for v in values]
        if addresses:
            yield Page(f"{door}: {path} filtered by {name}", door, one_after_another(addresses))
    if (found := PAGES.search(body)) and (middle := int(found[1]) // 2) > 1:
        yield Page(f"{door}: {path} page {middle} of {found[1]}", door, always(f"{path}?page={middle}"))


class Sample:
    """Random cases, orders and persons for the pages about one of them, read from the file itself."""

    def __init__(self, file: Path, seed: int) -> None:
        self._file, self._rng = sqlite3.connect(f"file:{file}?mode=ro", uri=True), Random(seed)  # noqa: S311

    def rows(self, sql: str, size: int = 200) -> list[Any]:
        found = self._file.execute(sql).fetchall()
        return self._rng.sample(found, min(size, len(found)))

    def pages(self) -> Iterator[Page]:
        """The case page in every state, the pages about one decision, order and person, and the search."""
        from django.urls import reverse

        unit = "SELECT id, person_id, number FROM cases_case WHERE unit_id = 1"
        for door in ("caseworker", "team-leader", "delegate"):
            cases = [reverse("case", args=[pk]) for pk, *_ in self.rows(unit)]
            yield Page(f"{door}: the case page, any case of the unit", door, one_after_another(cases))
        writing = f"{unit} AND status = 'investigating'"
        inquiries = [reverse("investigation", args=[pk]) for pk, *_ in self.rows(writing)]
        yield Page("caseworker: the investigation", "caseworker", one_after_another(inquiries))
        decisions = self.rows(
            "SELECT case_id, d.id FROM cases_decision d JOIN cases_case c ON c.id = case_id WHERE unit_id = 1"
        )
        yield Page(
            "delegate: a decision", "delegate",
            one_after_another([reverse("decision_page", args=ids) for ids in decisions]),
        )  # fmt: skip
        provider = "(SELECT min(id) FROM people_unit WHERE purpose = 'provider')"
        live = f"SELECT id FROM homecare_order WHERE provider_id = {provider} AND status IN ('accepted', 'started')"  # noqa: S608
        orders = [reverse("provider_order", args=ids) for ids in self.rows(live)]
        yield Page("provider-planner: an order", "provider-planner", one_after_another(orders))
        at_work = f"SELECT DISTINCT carer_id FROM homecare_plannedtime WHERE provider_id = {provider} AND carer_id > 0"  # noqa: S608
        days = [f"/utfort/?vem={carer}" for (carer,) in self.rows(at_work)]
        yield Page("provider-planner: one carer's day", "provider-planner", one_after_another(days))
        yield Page("provider-planner: every carer's day, for print", "provider-planner", always("/utfort/?vem=alla"))
        yield from self._search()

    def _search(self) -> Iterator[Page]:
        persons = self.rows(
            "SELECT given_name, family_name, p.number, c.number"
            " FROM cases_case c JOIN people_person p ON p.id = person_id WHERE unit_id = 1"
        )
        asked = {
            "the beginning of a common given name": ["An", "Mar", "Ka", "Er", "Lar"],
            "a common given name": ["Anna", "Karin", "Karl", "Margareta", "Erik", "Johan"],
            "a common family name": ["Andersson", "Johansson", "Karlsson"],
            "two beginnings": ["an and", "ma jo", "er ka"],
            "a whole name": [f"{given} {family}" for given, family, *_ in persons],
            "an identity number": [f"{number[:8]}-{number[8:]}" for *_, number, _ in persons],
            "a case number": [number for *_, number in persons],
            "a name nobody has": ["Zzyzx", "Qvist Xerxes", "Anna Zzyzx"],
        }
        for door in ("caseworker", "delegate"):
            for what, texts in asked.items():
                yield Page(f"{door}: search, {what}", door, always("/sok/"), one_after_another(texts))


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
    return Measured(page.name, [a.seconds for a in answers], busy, sum(a.status != 200 for a in answers))


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
    print(f"before: {load()}\n\n{'page':<58} {'n':>4} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'cpu ms':>8}")
    done = run(chosen.folder, made, requests=chosen.requests, only=chosen.only)
    slow = [m.name for m in done if m.is_slow]
    print(f"\nafter: {load()}")
    print(f"{len(done)} pages, {len(slow)} slower than {LIMIT * 1000:.0f} ms at the 95th percentile")
    return 1 if slow or not done else 0


if __name__ == "__main__":
    sys.exit(main())
