"""The numbers of night supervision as versioned data (`data/night_rules.json`), each with where it comes from."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "night_rules.json"


@dataclass(frozen=True, slots=True)
class Range:
    """What may be agreed: from the least to the most, and what is usual. Raises ValueError for one that is empty."""

    least: int
    usual: int
    most: int

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.usual <= self.most:
            raise ValueError(f"a range from {self.least} over {self.usual} to {self.most}")

    def holds(self, number: int) -> bool:
        return self.least <= number <= self.most


@dataclass(frozen=True, slots=True)
class NightRules:
    """One version. Seconds and minutes as their names say."""

    version: int
    valid_from: date
    look_seconds: Range
    retry_minutes: Range
    window_minutes: Range
    visit_minutes: Range
    times_a_night: int
    permit_days: int
    answer_seconds: int
    ahead_minutes: int
    back_minutes: int
    vendor_seconds: int
    vendor_attempts: int

    @property
    def answer(self) -> timedelta:
        """How long after a look has closed its outcome may be said."""
        return timedelta(seconds=self.answer_seconds)

    @property
    def ahead(self) -> timedelta:
        return timedelta(minutes=self.ahead_minutes)

    @property
    def back(self) -> timedelta:
        return timedelta(minutes=self.back_minutes)


@cache
def _versions() -> tuple[NightRules, ...]:
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(sorted((rules_of(row) for row in rows), key=lambda r: r.version))


def night_rules(on: date) -> NightRules:
    """The newest version that holds on a day; before the first, the first."""
    holding = [rules for rules in _versions() if rules.valid_from <= on]
    return holding[-1] if holding else _versions()[0]


def rules_of(row: dict[str, Any]) -> NightRules:
    """One version as it stands in the file. Raises ValueError, KeyError, TypeError."""
    values: dict[str, Any] = {name: value for name, value in row.items() if name != "sources"}
    for name, value in values.items():
        if isinstance(value, dict):
            values[name] = Range(**value)
        elif isinstance(value, int) and value <= 0:
            raise ValueError(f"{name} is {value}")
    return NightRules(**{**values, "valid_from": date.fromisoformat(row["valid_from"])})
