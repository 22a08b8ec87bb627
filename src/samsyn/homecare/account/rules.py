"""The rules of an account as versioned data (`data/account_rules.json`): a municipality chooses a set, or adds one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from samsyn.homecare.account.spans import Length
from samsyn.homecare.account.told import Look

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
    from_time: time  # when the staff work, for what is swapped
    to_time: time
    longest: int  # minutes that one visit may take, by the rules of work
    look: Look  # when unused or over-used time is worth a talk
    moves_on: bool  # whether saved time goes with the person to the decision that takes another's place

    def __post_init__(self) -> None:
        if self.length not in ("week", "month") or self.hospital not in ("returns", "lapses"):
            raise ValueError(f"the rules {self.key}: a period of {self.length}, hospital {self.hospital}")
        if not 0 <= self.late_share <= 1 or self.notice < timedelta(0):
            raise ValueError(f"the rules {self.key}: a late cancellation costs {self.late_share} after {self.notice}")

    @property
    def name(self) -> str:
        """As an entry names the rule it followed: `goteborg/1`."""
        return f"{self.key}/{self.version}"

    @property
    def notice_hours(self) -> int:
        return int(self.notice.total_seconds() // 3600)

    @property
    def late_percent(self) -> int:
        return round(self.late_share * 100)

    def said(self, language: str) -> str:
        return self.label.get(language, self.label["sv"])


def rule_sets(on: date) -> dict[str, Rules]:
    """The newest version of each shipped set that holds on a day, by key."""
    return {key: held for key in sorted({r.key for r in read(FILE)}) if (held := newest(read(FILE), key, on))}


def newest(versions: Iterable[Rules], key: str, on: date) -> Rules | None:
    """The version of a set that holds on a day; None before the first."""
    held = [rules for rules in versions if rules.key == key and rules.valid_from <= on]
    return max(held, key=lambda rules: (rules.valid_from, rules.version), default=None)


@cache
def read(path: Path) -> tuple[Rules, ...]:
    """Every version of every set in a file. Raises OSError, ValueError and KeyError for one that cannot be read."""
    versions = tuple(rules_of(row) for row in json.loads(path.read_text(encoding="utf-8")))
    _check_in_line(versions)
    return versions


def _check_in_line(versions: Sequence[Rules]) -> None:
    """A week that is half under rules by the month would lie in two periods: the one begins where the other ends."""
    for before, after in pairwise(sorted(versions, key=lambda rules: (rules.key, rules.valid_from, rules.version))):
        first = after.valid_from
        if before.key == after.key and before.length != after.length and not (first.day == 1 and first.weekday() == 0):
            raise ValueError(f"the rules {after.name}: weeks and months meet on a first that is a Monday, not {first}")


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
        from_time=time.fromisoformat(row["from_time"]),
        to_time=time.fromisoformat(row["to_time"]),
        longest=row["longest"],
        look=Look(**row["look"]),
        moves_on=row["moves_on"],
    )
