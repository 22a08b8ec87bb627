"""Which readings in the log are looked at (SoLPuL 10 §, lag 2022:913 4:4): rules as data, hits and a sample, all pure.

A hit is a question, not an accusation: most are in order. The same readings, rules and seed give the same sample.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from statistics import median

from samsyn.cases.working_days import is_working_day

FEWEST_UNUSUAL = 15  # persons in a day; fewer is never many
OFFICE_ROLES = frozenset({"caseworker", "team_leader", "delegate"})  # who keep office hours
OWN_TASKS = frozenset({"caseworker", "care_worker"})  # whose reading follows from a task of their own


@dataclass(frozen=True)
class Rule:
    """One rule of a version. `limit` is its threshold as its source says; `take` how many hits are drawn, 0 for all."""

    key: str
    label: str
    limit: str
    take: int


@dataclass(frozen=True)
class Read:
    """One reading of one person: who read, when (local time), in which case."""

    event: int
    at: datetime
    staff: int
    role: str
    person: int
    case: int | None = None
    emergency: bool = False

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Known:
    """What the rules ask about persons and readers, gathered once for a period.

    `related` and `shares_name` are pairs (reader, person); `worked` pairs (reader, case) with the days on which the
    reader did something there; `helped` pairs (reader, case) of those who gave help or were to.
    """

    protected: AbstractSet[int] = frozenset()
    related: AbstractSet[tuple[int, int]] = frozenset()
    colleagues: AbstractSet[int] = frozenset()
    worked: Mapping[tuple[int, int], Sequence[date]] = field(default_factory=dict)
    helped: AbstractSet[tuple[int, int]] = frozenset()
    in_charge: AbstractSet[tuple[int, int]] = frozenset()


@cache
def rules(version: int) -> dict[str, Rule]:
    """The rules of a version by their key. Raises ValueError for a version that is not there."""
    found = {
        r["key"]: Rule(r["key"], r["label_sv"], r["limit"], int(r["take"]))
        for r in _rows()
        if int(r["version"]) == version
    }
    if not found:
        raise ValueError(f"there is no version {version} of the rules for the review of the log")
    return found


def version_on(day: date) -> int:
    """The version of the rules that holds on a day; before the first one, the first."""
    held = [int(r["version"]) for r in _rows() if date.fromisoformat(r["valid_from"]) <= day]
    return max(held, default=min(int(r["version"]) for r in _rows()))


@cache
def _rows() -> list[dict[str, str]]:
    path = Path(__file__).parent / "data" / "log_rules.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hits(reads: Iterable[Read], known: Known, version: int) -> dict[int, frozenset[str]]:
    """For each event that a rule is about, the keys of the rules; every other event has none."""
    chosen, reads = rules(version), list(reads)
    many = _unusual_days(reads, float(chosen["amount"].limit))
    found: dict[int, set[str]] = defaultdict(set)
    for read in reads:
        found[read.event] |= {key for key, holds in _asked(read, known, chosen, many).items() if holds}
    return {event: frozenset(keys) for event, keys in found.items()}


def _asked(
    read: Read, known: Known, chosen: Mapping[str, Rule], many: AbstractSet[tuple[int, date]]
) -> dict[str, bool]:
    return {
        "emergency": read.emergency,
        "protected": read.person in known.protected,
        "relative": (read.staff, read.person) in known.related,
        "colleague": read.person in known.colleagues,
        "no_relation": not read.emergency and _has_no_task(read, known, int(chosen["no_relation"].limit)),
        "amount": (read.staff, read.day) in many,
        "after_hours": read.role in OFFICE_ROLES and _is_after_hours(read.at, chosen["after_hours"].limit),
    }


def _has_no_task(read: Read, known: Known, days: int) -> bool:
    """Whether a reader whose reading follows from tasks had none in the case, some days before or after."""
    if read.role not in OWN_TASKS or read.case is None:
        return False
    pair = (read.staff, read.case)
    if pair in known.in_charge or pair in known.helped:
        return False
    window = timedelta(days)
    return not any(abs(day - read.day) <= window for day in known.worked.get(pair, ()))


def _is_after_hours(at: datetime, hours: str) -> bool:
    begins, ends = (int(hour) for hour in hours.split("-"))
    return not (is_working_day(at.date()) and begins <= at.hour < ends)


def _unusual_days(reads: Iterable[Read], times: float) -> set[tuple[int, date]]:
    """Readers' days with many more persons than the median of the role's days."""
    persons: dict[tuple[str, int, date], set[int]] = defaultdict(set)
    for read in reads:
        persons[read.role, read.staff, read.day].add(read.person)
    by_role: dict[str, list[int]] = defaultdict(list)
    for (role, _staff, _day), found in persons.items():
        by_role[role].append(len(found))
    usual = {role: median(counts) for role, counts in by_role.items()}
    return {
        (staff, day)
        for (role, staff, day), found in persons.items()
        if len(found) >= FEWEST_UNUSUAL and len(found) > times * usual[role]
    }


def drawn(found: Mapping[int, frozenset[str]], version: int, seed: int) -> dict[int, frozenset[str]]:
    """The sample: of each rule's hits as many as it takes, chosen by the seed, and some readings by chance alone."""
    chosen: dict[int, set[str]] = defaultdict(set)
    for rule in rules(version).values():
        pool = sorted(found) if rule.key == "random" else sorted(e for e, keys in found.items() if rule.key in keys)
        if rule.take and len(pool) > rule.take:
            pool = Random(f"{seed}:{rule.key}").sample(pool, rule.take)  # noqa: S311 - to be repeated, not to be secret
        for event in pool:
            chosen[event].add(rule.key)
    return {event: found[event] | keys for event, keys in sorted(chosen.items())}
