"""Reading a delegation order from a file: each row is an item, or says where and why it cannot be one. Pure.

The file is CSV with a heading row in Swedish, parted by semicolons, commas or tabs, in UTF-8 or Windows-1252. The
examples stand in data/delegation. Lists within a cell are parted by commas.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from samsyn.cases.codes import code_list
from samsyn.cases.delegation_law import restricted, why_not_delegate
from samsyn.cases.law import paragraphs
from samsyn.cases.mandate import UNIT_LABELS, Item, folded
from samsyn.cases.regimes import regime_of, regimes
from samsyn.people.refusals import N_, Refusal

COLUMNS = (
    "punkt", "ärende", "lagrum", "insatser", "utfall", "högst", "enhet", "högst_månader", "högst_kronor", "delegat",
    "vidare_till", "anmäls", "anmärkning",
)  # fmt: skip
NEEDED = ("punkt", "ärende", "lagrum", "utfall", "delegat", "anmäls")
OUTCOMES = {
    "beviljas": ("granted",), "bifall": ("granted",), "beviljas delvis": ("partly",), "delvis bifall": ("partly",),
    "avslag": ("refused",), "avslås": ("refused",), "alla": ("granted", "partly", "refused"),
}  # fmt: skip
SAID = ("beviljas", "beviljas delvis", "avslag")
YES_NO = {"ja": True, "nej": False}
EXAMPLES = {"2018-07-01": "forebild-2018-07-01.csv", "2025-07-01": "forebild-2025-07-01.csv"}
LONGEST_WHOLE = 7  # digits
OF_A_SUM = frozenset({"SOL_32_FEES", "SOL_2001_8"})  # a limit in kronor would let nobody decide anything else
MOST_ROWS = 1000
LONGEST = {"punkt": 12, "ärende": 200}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file: in which row (the heading is 1), under which heading, what stands there, and why."""

    row: int
    column: str
    value: str
    reason: Refusal


@dataclass(frozen=True)
class ReadOrder:
    """What a file holds: its items, or what is wrong with it. Items of a file with problems are never used."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def example(since: str = "2025-07-01") -> str:
    """The text of the example order that a municipality replaces with its own, for the law since a day."""
    return (files("samsyn.cases") / "data" / "delegation" / EXAMPLES[since]).read_text(encoding="utf-8")


def decoded(content: bytes) -> str:
    """The text of a file as it was sent: UTF-8 with or without a mark, else Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def order_text(items: Iterable[Item]) -> str:
    """Items as the file that would be read as them."""
    regime_laws, names = {code: r.law for code, r in regimes().items()}, code_list("interventions")
    said = {outcome: word for word, (outcome, *more) in OUTCOMES.items() if not more and word in SAID}
    kept = io.StringIO()
    out = csv.writer(kept, delimiter=";", lineterminator="\n")
    out.writerow(COLUMNS)
    for i in items:
        outcomes = "alla" if len(i.outcomes) == len(said) else ", ".join(said[o] for o in said if o in i.outcomes)
        given = ", ".join(names[code].label_sv for code in names if code in i.interventions)
        out.writerow(
            (i.number, i.what, ", ".join(regime_laws.get(b, b) for b in i.basis), given, outcomes,
             "" if i.most is None else i.limit, UNIT_LABELS.get(i.unit, ""), i.months or "", i.kronor or "",
             ", ".join(i.holders), ", ".join(i.passed_to), "ja" if i.reported else "nej", i.note)
        )  # fmt: skip
    return kept.getvalue()


def read_order(text: str) -> ReadOrder:
    """Read an order's text."""
    lines = text.splitlines()
    if not lines:
        return _only(Refusal(N_("Filen är tom. Hämta förebilden och fyll i den.")))
    delimiter = max(";,\t", key=lines[0].count)
    reader = csv.DictReader(lines, delimiter=delimiter)
    try:
        headings = [folded(h) for h in reader.fieldnames or ()]
    except csv.Error:
        headings = []
    reader.fieldnames = headings
    if missing := [c for c in NEEDED if c not in headings]:
        return _only(
            Refusal(
                N_("Kolumnerna {columns} saknas. Hämta förebilden och fyll i den."), {"columns": ", ".join(missing)}
            )
        )
    try:
        rows = [(n, _cells(row)) for n, row in enumerate(reader, start=2) if any(_cells(row).values())]
    except csv.Error:  # a cell longer than the reader takes: a quotation mark that is never closed
        rows = []
    if not rows or len(rows) > MOST_ROWS:
        return _only(Refusal(N_("Filen ska ha mellan 1 och {most} punkter."), {"most": MOST_ROWS}))
    return _all_rows(rows)


def _all_rows(rows: list[tuple[int, dict[str, str]]]) -> ReadOrder:
    items, problems, numbers = [], [], set()
    for n, cells in rows:
        reading = _Row(n, cells)
        item = reading.item()
        problems += reading.problems
        if item and item.number in numbers:
            problems.append(Problem(n, "punkt", item.number, Refusal(N_("Det finns redan en punkt med det numret."))))
        if item:
            numbers.add(item.number)
            items.append(item)
    return ReadOrder(tuple(items), tuple(problems))


def _only(reason: Refusal) -> ReadOrder:
    return ReadOrder((), (Problem(1, "", "", reason),))


def _cells(row: dict[str | None, str | list[str] | None]) -> dict[str, str]:
    return {k: " ".join(v.split()) for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}


class _Row:
    """One row being read; what is wrong with it gathers in `problems`."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number, self.cells, self.problems = number, cells, list[Problem]()

    def item(self) -> Item | None:
        """The item of the row, or None when something is wrong in it."""
        for column in NEEDED:
            if not self.cells.get(column):
                self._wrong(column, Refusal(N_("Fyll i {column}."), {"column": column}))
        for column, longest in LONGEST.items():
            if len(self.cells.get(column, "")) > longest:
                self._wrong(column, Refusal(N_("Skriv högst {n} tecken."), {"n": longest}))
        basis = tuple(dict.fromkeys(self._each("lagrum", basis_key, N_("Lagrummet finns inte. Skriv som SoL 11:1."))))
        given = frozenset(self._each("insatser", _intervention, N_("Insatsen finns inte i listan över insatser.")))
        outcomes = self._each("utfall", OUTCOMES.get, N_("Skriv beviljas, beviljas delvis, avslag eller alla."))
        unit, reported = self._unit(), self._one("anmäls", YES_NO.get, N_("Skriv ja eller nej."))
        most, months, kronor = (self._whole(c) for c in ("högst", "högst_månader", "högst_kronor"))
        if (most is None) != (not unit):
            self._wrong("högst", Refusal(N_("En gräns behöver både antal och enhet.")))
        if kronor and not OF_A_SUM.issuperset(basis):
            self._wrong(
                "högst_kronor", Refusal(N_("Bara avgifter har ett belopp att jämföra med. Ta bort gränsen i kronor."))
            )
        if self.problems:
            return None
        item = Item(
            number=self.cells["punkt"], what=self.cells["ärende"], basis=basis, interventions=given,
            outcomes=frozenset(o for found in outcomes for o in found),
            most=most * 60 if most and unit.startswith("minutes") else most, unit=unit, months=months, kronor=kronor,
            holders=tuple(_parted(self.cells["delegat"])), passed_to=tuple(_parted(self.cells.get("vidare_till", ""))),
            reported=bool(reported), note=self.cells.get("anmärkning", ""),
        )  # fmt: skip
        if refusal := why_not_delegate(item):
            self._wrong("delegat", refusal)
            return None
        return item

    def _each(self, column: str, known: Callable[[str], object], said: str) -> list:  # type: ignore[type-arg]
        found = []
        for part in _parted(self.cells.get(column, "")):
            value = known(folded(part) if column != "lagrum" else part)
            if value is None:
                self._wrong(column, Refusal(said), part)
            else:
                found.append(value)
        return found

    def _one(self, column: str, known: Callable[[str], object], said: str) -> object:
        value = known(folded(self.cells.get(column, "")))
        if value is None and self.cells.get(column):
            self._wrong(column, Refusal(said))
        return value

    def _unit(self) -> str:
        units = {folded(label): code for code, label in UNIT_LABELS.items()}
        return str(
            self._one("enhet", units.get, N_("Skriv till exempel timmar i veckan eller timmar i månaden.")) or ""
        )

    def _whole(self, column: str) -> int | None:
        text = self.cells.get(column, "").replace(" ", "")
        if not text:
            return None
        if text.isdecimal() and len(text) <= LONGEST_WHOLE and int(text) > 0:
            return int(text)
        self._wrong(column, Refusal(N_("Skriv ett helt tal över noll.")))
        return None

    def _wrong(self, column: str, reason: Refusal, value: str | None = None) -> None:
        self.problems.append(
            Problem(self.number, column, self.cells.get(column, "") if value is None else value, reason)
        )


def basis_key(text: str) -> str | None:
    """The code of the regime that a paragraph belongs to, else the paragraph as it is written; None for an unknown one.

    "SoL 11:1" and "SOL_11_1" are the same. What is no regime must be in the law table, among the paragraphs whose
    delegation the law restricts, or in the same act as one of them.
    """
    if text in regimes():
        return text
    act, _, section = text.rpartition(" ")
    if found := regime_of(act, section) or regime_of(*text.partition(" ")[::2]):
        return found.code
    if text in paragraphs() or text in restricted():
        return text
    return text if any(text.startswith(f"{known} ") for known in _acts()) else None


@cache
def _acts() -> frozenset[str]:
    keys = [*paragraphs(), *restricted()]
    return frozenset(key.partition(" ")[0] for key in keys)


@cache
def _interventions() -> dict[str, str]:
    return {folded(name): code for code, row in code_list("interventions").items() for name in (code, row.label_sv)}


def _intervention(text: str) -> str | None:
    return _interventions().get(text)


def _parted(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(",") if part.strip())
