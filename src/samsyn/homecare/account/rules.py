"""The rules of an account as versioned data (`data/account_rules.json`): a municipality chooses a set, or adds one."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from samsyn.homecare.account.spans import Length

FILE = Path(__file__).parents[1] / "data" / "account_rules.json"
Hospital = Literal["returns", "lapses"]


@dataclass(frozen=True, slots=True)
class Saving:
    """What may be kept of a period's time when it ends: minutes of each period (None: all), in all, and for how long.

    `periods` is how many periods after its own saved time can still be used.
    """

    each_period: int | None
    at_most: int
    periods: int
    lapses_at_year_end: bool

    def __post_init__(self) -> None:
        if (self.each_period is not None and self.each_period <= 0) or self.at_most <= 0 or self.periods <= 0:
            raise ValueError("a rule of saving by which nothing can be saved; leave it out instead")


@dataclass(frozen=True, slots=True)
class Rules:
    """One version of a rule set. Raises ValueError for one that means nothing."""

    key: str
    version: int
    valid_from: date
    label: dict[str, str]
    length: Length
    save: Saving | None
    notice: timedelta
    late_share: float
    hospital: Hospital
    swap_between_care_and_service: bool

    def __post_init__(self) -> None:
        if self.length not in ("week", "month") or self.hospital not in ("returns", "lapses"):
            raise ValueError(f"the rules {self.key}: a period of {self.length}, hospital {self.hospital}")
        if not 0 <= self.late_share <= 1 or self.notice < timedelta(0):
            raise ValueError(f"the rules {self.key}: a late cancellation costs {self.late_share} after {self.notice}")

    @property
    def name(self) -> str:
        """As an entry names the rule it followed: `goteborg/1`."""
        return f"{self.key}/{self.version}"

    def said(self, language: str) -> str:
        return self.label.get(language, self.label["sv"])


@cache
def rule_sets(on: date) -> dict[str, Rules]:
    """The newest version of each set that holds on a day, by key."""
    found: dict[str, Rules] = {}
    for row in sorted(json.loads(FILE.read_text(encoding="utf-8")), key=lambda r: r["version"]):
        rules = rules_of(row)
        if rules.valid_from <= on:
            found[rules.key] = rules
    return found


def rules_of(row: dict[str, Any]) -> Rules:
    """One set as it stands in the file. Raises ValueError, KeyError."""
    return Rules(
        key=row["key"],
        version=row["version"],
        valid_from=date.fromisoformat(row["valid_from"]),
        label={at: row[f"label_{at}"] for at in ("sv", "en")},
        length=row["length"],
        save=Saving(**row["save"]) if row["save"] else None,
        notice=timedelta(hours=row["notice_hours"]),
        late_share=row["late_share"],
        hospital=row["hospital"],
        swap_between_care_and_service=row["swap_between_care_and_service"],
    )
