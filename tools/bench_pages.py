"""Which pages `make bench-web` asks for: all that somebody in each role is led to, and random ones about one thing.

From Min dag every link is followed, and the links of what it leads to, until no new address comes; each address by
the name it has in the product, so that a hundred cases are one page in the table. Lists are also asked for sorted by
each column, filtered, and in the middle.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from samsyn.people.roles import Role
from tools.serving import Visitor, followed

DOORS = tuple(role.value.replace("_", "-") for role in Role)
SORTED = re.compile(r'<th [^>]*><a href="\?([^"]+)"')
SELECT = re.compile(r'<select id="filter-[^"]+" name="([^"]+)">(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)"')
PAGES = re.compile(r"(?:sida|page) \d+ (?:av|of) (\d+)")
LINKS = re.compile(r'href="(/[^"#]*)')
NO_PAGES = ("/static/", "/logga-ut/", "/roll/", "/utseende/", "/sprak/", "/manifest")
OF_A_LIST = ("sort", "page")  # what the views of a list are asked for by
KEPT = 40  # addresses of one name that are asked for in turn


@dataclass(frozen=True)
class Page:
    """A page to measure: its name in the table, who asks, and the address of the next request.

    `typed` is what somebody types in the next search.
    """

    name: str
    door: str
    address: Callable[[], str]
    typed: Callable[[], str] | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether it is a letter drawn as PDF, which has a limit of its own."""
        return ".pdf" in self.name

    @property
    def is_counted_through(self) -> bool:
        """Whether it weighs every clock that has run out, as a quarter's report that is not handed in yet does."""
        return "/kvartalsrapport/<year>/<quarter>/" in self.name


def always(address: str) -> Callable[[], str]:
    return lambda: address


def one_after_another(addresses: list[str]) -> Callable[[], str]:
    turn = cycle(addresses)
    return lambda: next(turn)


def pages_of(door: str, visitor: Visitor) -> Iterator[Page]:
    """Min dag and whatever it leads to, however far; each list also sorted, filtered and in the middle."""
    visitor.close()  # the server may have given up waiting on a line that stood still
    day, answer = followed(visitor, "/dag/")
    yield Page(f"{door}: min dag", door, always(day))
    met: dict[str, list[str]] = {}
    waiting = [*_links(answer.body)]
    seen = {day, "/dag/", "/", *waiting}
    while waiting:
        address = waiting.pop(0)
        name = _name(address)
        if name is None:
            continue
        known = met.setdefault(name, [])
        known.append(address)
        if len(known) > 1:
            continue
        answer = visitor.get(address)
        if answer.status != 200:
            del met[name]
            continue
        yield from views_of_list(door, name, address, answer.body)
        new = [link for link in _links(answer.body) if link not in seen]
        seen |= set(new)
        waiting += new
    for name, addresses in met.items():
        yield Page(f"{door}: {name}", door, one_after_another(addresses[:KEPT]))


def _links(body: str) -> Iterator[str]:
    """The addresses that a page leads to, each once; not the other views of the lists in it."""
    for link in dict.fromkeys(unescape(found) for found in LINKS.findall(body)):
        keys = [k for k, _ in parse_qsl(urlsplit(link).query)]
        if not link.startswith(NO_PAGES) and not any(k.endswith(OF_A_LIST) for k in keys):
            yield link


def _name(address: str) -> str | None:
    """What the table calls an address: its path with <pk> for each number, and what is asked. None for no page."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return None
    asked = sorted({k for k, _ in parse_qsl(parts.query)})
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", route) + (f"?{'&'.join(asked)}" if asked else "")


def views_of_list(door: str, name: str, address: str, body: str) -> Iterator[Page]:
    """The other views of a list that a page holds, as its own links and filters ask for them."""
    path = urlsplit(address).path
    for query in sorted({unescape(found) for found in SORTED.findall(body)}):
        by = next((v for k, v in parse_qsl(query) if k.endswith("sort")), "")
        yield Page(f"{door}: {name} by {by}", door, always(f"{path}?{query}"))
    for field, options in SELECT.findall(body):
        values = [unescape(v) for v in OPTION.findall(options)]
        addresses = [f"{path}?{urlencode({field: v})}" for v in values]
        if addresses:
            yield Page(f"{door}: {name} filtered by {field}", door, one_after_another(addresses))
    if (found := PAGES.search(body)) and (middle := int(found[1]) // 2) > 1:
        yield Page(f"{door}: {name} page {middle} of {found[1]}", door, always(f"{path}?page={middle}"))


UNIT = "FROM cases_case c JOIN {} WHERE c.unit_id = 1"  # the measured unit
ME = "(SELECT staff_id FROM people_account WHERE username = 'demo-caseworker')"
CASES = "SELECT id FROM cases_case WHERE unit_id = 1"
OF_DECISION = f"SELECT c.id, d.id {UNIT.format('cases_decision d ON d.case_id = c.id')} AND d.state = 'signed'"
OF_LINE = UNIT.format("cases_decision d ON d.case_id = c.id JOIN cases_decisionline l ON l.decision_id = d.id")
OF_APPEAL = f"SELECT c.id, a.id {UNIT.format('cases_appeal a ON a.case_id = c.id')}"
OF_FEE = "FROM cases_feedecision d JOIN cases_feecase f ON f.id = d.fee_case_id WHERE f.unit_id = 1"
PROVIDER = "(SELECT min(id) FROM people_unit WHERE purpose = 'provider')"
ORDERS = f"SELECT id FROM homecare_order WHERE provider_id = {PROVIDER} AND status = 'started'"  # noqa: S608
# Who asks, for which addresses, of what: random ones, beside those that the first pages of the lists lead to.
ABOUT_ONE = (
    ("caseworker", ("case", "case_person", "case_journal", "case_objections", "case_documents", "case_withdraw",
                    "case_move", "delay"), CASES),
    ("caseworker", ("case_support",), f"{CASES} AND caseworker_id = {ME}"),
    ("caseworker", ("case_orders",), f"{CASES} AND status IN ('decided', 'ordered')"),
    ("caseworker", ("investigation",), f"{CASES} AND status = 'investigating'"),
    ("caseworker", ("hearing",), f"{CASES} AND status = 'proposed'"),
    ("caseworker", ("line_execution",), f"SELECT c.id, l.id {OF_LINE} AND l.outcome <> 'refused'"),
    ("caseworker", ("appeal",), OF_APPEAL),
    ("caseworker", ("ruling",), f"SELECT c.id, r.id {UNIT.format('cases_ruling r ON r.case_id = c.id')}"),
    ("team-leader", ("case", "case_journal"), CASES),
    ("delegate", ("case",), CASES),
    ("delegate", ("decision_page", "decision_letter", "notices"), OF_DECISION),
    ("fee-officer", ("fee",), "SELECT id FROM cases_feecase WHERE unit_id = 1"),
    ("fee-officer", ("fee_decision", "fee_decision_pdf"), f"SELECT f.id, d.id {OF_FEE}"),
    ("provider-planner", ("provider_order", "provider_execution", "care_journal", "provider_week"), ORDERS),
    ("administrator", ("staff_member",), "SELECT id FROM people_staff"),
)  # fmt: skip


class Sample:
    """Random cases, orders and persons for the pages about one of them, read from the file itself."""

    def __init__(self, file: Path, seed: int) -> None:
        self._file, self._rng = sqlite3.connect(f"file:{file}?mode=ro", uri=True), Random(seed)  # noqa: S311
        self._found: dict[str, list[Any]] = {}

    def rows(self, sql: str, size: int = 200) -> list[Any]:
        found = self._found.get(sql)
        if found is None:
            found = self._found[sql] = self._file.execute(sql).fetchall()
        return self._rng.sample(found, min(size, len(found)))

    def pages(self) -> Iterator[Page]:
        """The case page in every state, the pages about one decision, order and person, and the search."""
        from django.urls import reverse

        for door, named, sql in ABOUT_ONE:
            for name in named:
                found = [reverse(name, args=args) for args in self.rows(sql)]
                if found:
                    kind = ".pdf" if name.endswith(("letter", "pdf")) else ""
                    yield Page(f"{door}: any {name}{kind}", door, one_after_another(found))
        at_work = f"SELECT DISTINCT carer_id FROM homecare_plannedtime WHERE provider_id = {PROVIDER} AND carer_id > 0"  # noqa: S608
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
