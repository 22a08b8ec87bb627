"""What every language of a letter must know how to say, and the rules they share."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samsyn.cases.law import Paragraph

UNITS = ("minutes_week", "minutes_month", "times_week", "days_week", "days_month", "count")
_KEY = re.compile(r"(?P<act>SoL 2001:453|[A-Za-z]+|\d+:\d+) (?:(?P<chapter>\d+ ?[a-z]?):)?(?P<section>\d+ ?[a-z]?)$")


@dataclass(frozen=True)
class Cited:
    """A key of the law table taken apart: act, chapter (empty where the act has none) and section."""

    label: str
    act: str
    chapter: str
    section: str


def cited(paragraph: Paragraph) -> Cited:
    """What a language's citing is made from. Raises ValueError for a key of another form."""
    found = _KEY.match(paragraph.key)
    if found is None:
        raise ValueError(f"{paragraph.key!r} is not a key that letters can cite")
    return Cited(paragraph.label, found["act"], found["chapter"] or "", found["section"])


@dataclass(frozen=True)
class Words:
    """One language. Pairs are one and many; `{n}` is the number. `joint` stands between a support and its amount."""

    months: tuple[str, ...]
    month_names: tuple[str, ...]  # as they stand without a day
    dated: str
    conjunction: str
    joint: str
    hours: tuple[str, str]
    minutes: tuple[str, str]
    often: Mapping[str, str]  # by timed unit
    counted: Mapping[str, tuple[str, str]]  # by counted unit, with how often it comes
    pieces: str
    thousands: str
    decimal: str
    sum: str
    citing: Callable[[Cited], str]

    def amount(self, unit: str, number: int) -> str:
        """An amount in words: "7 timmar och 30 minuter i veckan". Empty for one of something not counted.

        `unit` is a unit of a decision line; minutes for the timed ones. Raises ValueError for an unknown unit.
        """
        if unit in self.often:
            return f"{self.duration(number)} {self.often[unit]}"
        if unit in self.counted:
            return self._of(self.counted[unit], number)
        if unit == "count":
            return "" if number == 1 else self.pieces.format(n=self.number(number))
        raise ValueError(f"{unit!r} is not a unit of amounts")

    def duration(self, minutes: int) -> str:
        """Minutes as hours and minutes: "1 timme", "45 minuter", "7 timmar och 30 minuter"."""
        hours, rest = divmod(minutes, 60)
        parts = [self._of(self.hours, hours)] if hours else []
        if rest or not hours:
            parts.append(self._of(self.minutes, rest))
        return self.listed(parts)

    def day(self, on: date) -> str:
        """A day in full: "1 december 2026"."""
        return self.dated.format(day=on.day, month=self.months[on.month - 1], year=on.year)

    def month(self, on: date) -> str:
        """A month: "december 2026"."""
        return f"{self.month_names[on.month - 1]} {on.year}"

    def money(self, ore: int) -> str:
        """Öre as kronor, with the öre only where there are some: "1 234 kronor"."""
        kronor, rest = divmod(abs(ore), 100)
        said = self.number(kronor) + (f"{self.decimal}{rest:02}" if rest else "")
        return self.sum.format(n=f"−{said}" if ore < 0 else said)

    def listed(self, things: Sequence[str]) -> str:
        """Things in a row: "hemtjänst, trygghetslarm och ledsagning"."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])} {self.conjunction} {things[-1]}"

    def lowered(self, label: str) -> str:
        """A label as it stands inside a sentence; an abbreviation (LSS) keeps its letters."""
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    def number(self, number: int) -> str:
        """With something that does not break between thousands."""
        return f"{number:,}".replace(",", self.thousands)

    def cite(self, paragraph: Paragraph) -> str:
        """A paragraph as a letter names it. Raises ValueError for a key that cannot be taken apart."""
        return self.citing(cited(paragraph))

    def _of(self, forms: tuple[str, str], number: int) -> str:
        return forms[0 if number == 1 else 1].format(n=self.number(number))
