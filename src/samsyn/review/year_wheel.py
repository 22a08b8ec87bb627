"""The year wheel (årshjul): what a unit has planned for which months, what is due and what is late.

A unit that has not made its own follows the product's (data/year_wheel.csv). What is planned for a month is due in it,
and late in the two months after; then it is missed, and stands on the wheel's page alone, so that a reminder stays a
reminder. Nothing is late from before the unit began.
"""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

REMINDED = 2  # months after its own in which something is late
KINDS = frozenset({"", "exercise", "figures", "group"})  # what page something is done on


class State(StrEnum):
    """Where a planned thing stands today."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    MISSED = "missed"
    BEFORE = "before"  # the unit had not begun
    AHEAD = "ahead"


@dataclass(frozen=True)
class Planned:
    """Something that comes back each year in a month. `kind` says with what page it is done; empty for none."""

    code: str
    month: int
    label: str
    kind: str = ""


@dataclass(frozen=True)
class Spoke:
    """A planned thing in one year, and where it stands."""

    planned: Planned
    year: int
    state: State

    @property
    def first(self) -> date:
        return date(self.year, self.planned.month, 1)


Kept = Collection[tuple[str, int, int]]  # code, year and month of what is done


@cache
def shipped_wheel() -> tuple[Planned, ...]:
    """The wheel that comes with the product."""
    text = (files("samsyn.review") / "data" / "year_wheel.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        Planned(row["code"], int(month), row["label_sv"], row["kind"])
        for row in rows
        for month in row["months"].split()
    )


def wheel(plan: Iterable[Planned], *, year: int, today: date, done: Kept, begun: date | None) -> list[Spoke]:
    """A year's spokes in order of month. `begun` is the day the unit first used the wheel or exercised."""
    ordered = sorted(plan, key=lambda p: (p.month, p.code))
    return [Spoke(p, year, _state(p, year, today, done, begun)) for p in ordered]


def reminders(plan: Iterable[Planned], *, today: date, done: Kept, begun: date | None) -> list[Spoke]:
    """What is due or late today, the oldest first; also from the year before."""
    plan = list(plan)
    years = [today.year - 1, today.year]
    spokes = [s for year in years for s in wheel(plan, year=year, today=today, done=done, begun=begun)]
    return [s for s in spokes if s.state in {State.DUE, State.LATE}]


def _state(planned: Planned, year: int, today: date, done: Kept, begun: date | None) -> State:
    if (planned.code, year, planned.month) in done:
        return State.DONE
    since = (today.year - year) * 12 + today.month - planned.month
    if since < 0:
        return State.AHEAD
    if since == 0:
        return State.DUE
    was_there = begun is not None and (begun.year, begun.month) <= (year, planned.month)
    if not was_there:
        return State.BEFORE
    return State.LATE if since <= REMINDED else State.MISSED
