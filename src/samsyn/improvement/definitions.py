"""What is measured: outcomes and groups as versioned data, and the exact question that follows from them. Pure."""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One version of what is compared.

    `scale` is share, days, minutes_week or ratio; `more_is` is better, worse or neutral.
    """

    key: str
    version: int
    valid_from: date
    column: str
    scale: str
    more_is: str
    facts: tuple[str, ...]
    need: tuple[str, ...]
    units: tuple[str, ...]
    label: dict[str, str]
    definition: dict[str, str]

    def said(self, language: str) -> str:
        return self.label.get(language, self.label["sv"])

    def defined(self, language: str) -> str:
        return self.definition.get(language, self.definition["sv"])


@dataclass(frozen=True, slots=True)
class Group:
    """Who is compared with whom; the reference is the value that the other is compared with.

    A column of many values is split in two: `parts` says which values of the column `source` each of the two holds,
    and who has another value is compared with nobody. Without parts the column is compared as it is.
    """

    key: str
    column: str
    reference: str
    label: dict[str, str]
    source: str = ""
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def split(self, values: Sequence[str | float | None]) -> list[str | float | None]:
        """Which of the two each value of the source belongs to, if any."""
        part_of = {value: part for part, values in self.parts.items() for value in values}
        return [part_of.get(str(value)) for value in values]

    def said(self, language: str) -> str:
        return self.label.get(language, self.label["sv"])


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both within."""

    first: date
    last: date

    @property
    def is_whole_year(self) -> bool:
        """Periods that never overlap cannot be subtracted from each other to find a small group."""
        return self.first == date(self.first.year, 1, 1) and self.last == date(self.first.year, 12, 31)


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def outcomes(on: date) -> dict[str, Outcome]:
    """The definitions that hold on a day by key; of several versions the newest. In the order they are shown."""
    found: dict[str, Outcome] = {}
    for row in sorted(_rows("outcomes.csv"), key=lambda r: int(r["version"])):
        if date.fromisoformat(row["valid_from"]) <= on:
            found[row["key"]] = _outcome(row)
    return {row["key"]: found[row["key"]] for row in _rows("outcomes.csv") if row["key"] in found}


def outcome_in(key: str, version: int) -> Outcome:
    """A definition in the version that a measurement was made with. Raises KeyError."""
    for row in _rows("outcomes.csv"):
        if row["key"] == key and int(row["version"]) == version:
            return _outcome(row)
    raise KeyError(key)


def _outcome(row: dict[str, str]) -> Outcome:
    facts, need, units = (tuple(row[name].split()) for name in ("facts", "need", "units"))
    label, definition = ({at: row[f"{name}_{at}"] for at in ("sv", "en")} for name in ("label", "definition"))
    return Outcome(
        row["key"], int(row["version"]), date.fromisoformat(row["valid_from"]), row["column"], row["scale"],
        row["more_is"], facts, need, units, label, definition,
    )  # fmt: skip


@cache
def groups() -> dict[str, Group]:
    """Who is compared, in the order they are shown."""
    return {row["key"]: _group(row) for row in _rows("groups.csv")}


def _group(row: dict[str, str]) -> Group:
    label = {at: row[f"label_{at}"] for at in ("sv", "en")}
    parts = dict(part.split("=") for part in row["parts"].split())
    held = {name: tuple(values.split("|")) for name, values in parts.items()}
    return Group(row["key"], row["column"], row["reference"], label, row["source"], held)


def periods(today: date, years: int = 3) -> list[Period]:
    """The last four whole quarters, and the whole years before this one: what may be measured."""
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    rolling = Period(quarter.replace(year=quarter.year - 1), quarter - timedelta(days=1))
    whole = [Period(date(year, 1, 1), date(year, 12, 31)) for year in range(today.year - 1, today.year - 1 - years, -1)]
    return [rolling, *(period for period in whole if period != rolling)]


def query_digest(outcome: Outcome, group: Group, period: Period, columns: dict[str, tuple[str, ...]]) -> str:
    """What was asked, as a short digest: two measurements with the same are of the same question."""
    asked = {
        "outcome": [outcome.key, outcome.version],
        "group": [group.key, group.parts, group.reference],
        "columns": columns,
        "period": [period.first.isoformat(), period.last.isoformat()],
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]
