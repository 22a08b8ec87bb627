"""The week and the menu as the table shows them: each thing on its day, and whether it fits what is left. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.homecare.account.swap import Item
from samsyn.homecare.week import WEEKDAYS

if TYPE_CHECKING:
    from samsyn.homecare.models import Activity, OwnItem


@dataclass(frozen=True)
class Day:
    """A weekday: its number from 1 (Monday), what is done, in the order of the day, and its minutes on average."""

    number: int
    activities: tuple["Activity", ...]
    minutes: int


@dataclass(frozen=True)
class Entry:
    """Something on the menu: its key, what it is called, its usual minutes, and whether once a week still fits."""

    key: str
    label: str
    minutes: int
    fits: bool


@dataclass(frozen=True)
class Menu:
    """The menu in three parts: the person's own, what answers the needs of the order, and the rest."""

    own: tuple[Entry, ...]
    answering: tuple[Entry, ...]
    other: tuple[Entry, ...]

    @property
    def parts(self) -> tuple[tuple[Entry, ...], ...]:
        return self.own, self.answering, self.other


def week_of(activities: Iterable["Activity"]) -> list[Day]:
    """The seven days, with or without anything to do."""
    listed = list(activities)
    days = []
    for number in WEEKDAYS:
        done = tuple(a for a in listed if number in a.weekdays)
        days.append(Day(int(number), done, round(sum(a.minutes / a.every_weeks for a in done))))
    return days


def menu_of(
    items: Mapping[str, Item],
    labels: Mapping[str, str],
    minutes: Mapping[str, int],
    own: Iterable["OwnItem"],
    *,
    areas: Iterable[str],
    free: int | None,
) -> Menu:
    """The menu for an order whose needs are in these areas, with so many minutes a week left (None: no limit)."""
    needed = list(areas)

    def entry(key: str, label: str, takes: int) -> Entry:
        return Entry(key, label, takes, free is None or takes <= free)

    known = [(item, entry(key, labels[key], minutes[key])) for key, item in items.items()]
    answers = [any(need.startswith(area) for area in item.areas for need in needed) for item, _ in known]
    return Menu(
        tuple(entry(one.key, one.what, one.minutes) for one in own),
        tuple(shown for (_, shown), does in zip(known, answers, strict=True) if does),
        tuple(shown for (_, shown), does in zip(known, answers, strict=True) if not does),
    )
