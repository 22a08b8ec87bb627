"""The fields of a file's objects, read one by one: what is wrong is noted with whose field it is, and never raised.

A field that is wrong reads as if it were not told, so that everything that is wrong with a file is told at once.
"""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any

from samsyn.planning.words import Fault

LATEST = 48 * 60  # minutes, which are this format's ticks: a night shift ends on the day after
LONGEST = 24 * 60
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
LONGEST_TEXT = 100
SHOWN = 40  # characters of a value in a sentence
REMARK = "note"  # a field that may stand anywhere, and is not read


class Unreadable(ValueError):  # noqa: N818 - a sentence in English, as elsewhere here
    """A file that cannot be read, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults[:3]))
        self.faults = faults


class Fields:
    """One object of a file, which is `kind` `key`; what is wrong with it is added to `found`."""

    def __init__(self, told: Any, kind: str, key: str, found: list[Fault]) -> None:
        self.kind, self.key, self.found = kind, key, found
        self.told: dict[str, Any] = told if isinstance(told, dict) else {}
        self.asked: set[str] = {REMARK}
        if not isinstance(told, dict):
            self.wrong("not-an-object", shown=shown(told))

    def wrong(self, rule: str, **terms: str | int) -> None:
        """Note that something is wrong."""
        self.found.append(Fault(rule, self.kind, self.key, terms))

    def get(self, name: str) -> Any:
        """What a field holds, None where it is not told."""
        self.asked.add(name)
        return self.told.get(name)

    def _needed(self, name: str, needed: bool) -> None:
        if needed:
            self.wrong("missing", field=name)

    def text(self, name: str, *, needed: bool = False) -> str:
        """A text that is not empty; "" where it is not told."""
        value = self.get(name)
        if value is None:
            self._needed(name, needed)
            return ""
        if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > LONGEST_TEXT:
            self.wrong("not-a-text", field=name, shown=shown(value))
            return ""
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one by itself."""
        value = self.get(name)
        if value is None:
            return ()
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
            self.wrong("not-texts", field=name, shown=shown(value))
            return ()
        return tuple(listed)

    def number(self, name: str, default: float, least: float, most: float, *, needed: bool = False) -> float:
        """A number from least to most."""
        value = self.get(name)
        if value is None:
            self._needed(name, needed)
            return default
        if not is_number(value):
            self.wrong("not-a-number", field=name, shown=shown(value))
            return default
        if not least <= value <= most:
            self.wrong("out-of-range", field=name, shown=shown(value), least=plain(least), most=plain(most))
            return default
        return float(value)

    def minutes(self, name: str, *, needed: bool = False) -> int:
        """Whole minutes, within a day."""
        return self.whole(name, 0, 0, LONGEST, needed=needed)

    def whole(self, name: str, default: int, least: int, most: int, *, needed: bool = False) -> int:
        """A whole number from least to most."""
        value = self.number(name, default, least, most, needed=needed)
        if value != int(value):
            self.wrong("not-whole", field=name, shown=shown(value))
            return default
        return int(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            self.wrong("not-a-flag", field=name, shown=shown(value))
        return value if isinstance(value, bool) else default

    def choice(self, name: str, among: Iterable[str], default: str) -> str:
        """One of some words."""
        value = self.get(name)
        if value is None:
            return default
        if not isinstance(value, str) or value not in among:
            self.wrong("not-among", field=name, shown=shown(value), among=", ".join(among))
            return default
        return value

    def at(self, name: str) -> int | None:
        """A time of day, HH:MM, as minutes."""
        value = self.get(name)
        return None if value is None else self._clock(name, value)

    def span(self, name: str, *, needed: bool = False) -> tuple[int, int] | None:
        """Two times of day, from and to, as minutes."""
        value = self.get(name)
        if value is None:
            self._needed(name, needed)
            return None
        return self._span(name, value)

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Several of these."""
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong("not-a-list", field=name, shown=shown(value))
            return []
        return [span for one in value if (span := self._span(name, one)) is not None]

    def day(self, name: str) -> date | None:
        """A date, YYYY-MM-DD."""
        value = self.get(name)
        if value is None:
            return None
        try:
            if DAY.fullmatch(value):
                return date.fromisoformat(value)
        except (TypeError, ValueError):
            pass
        self.wrong("not-a-date", field=name, shown=shown(value))
        return None

    def listed(self, name: str) -> list[Any]:
        """A list, of anything."""
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong("not-a-list", field=name, shown=shown(value))
            return []
        return value

    def objects(self, name: str) -> list["Fields"]:
        """A list of objects that belong to this one."""
        return [Fields(one, self.kind, self.key, self.found) for one in self.listed(name)]

    def inner(self, name: str) -> "Fields | None":
        """An object that belongs to this one."""
        value = self.get(name)
        return None if value is None else Fields(value, self.kind, self.key, self.found)

    def ended(self) -> None:
        """Note every field that nothing asked for: it is misspelt, or says what is not read."""
        for name in sorted(set(self.told) - self.asked):
            near = get_close_matches(name, self.asked - {REMARK}, 1)
            if near:
                self.wrong("misspelt", field=shown(name), near=near[0])
            else:
                self.wrong("unknown-field", field=shown(name), known=", ".join(sorted(self.asked - {REMARK})))

    def _clock(self, name: str, value: Any) -> int | None:
        told = CLOCK.fullmatch(value) if isinstance(value, str) else None
        minutes = int(told[1]) * 60 + int(told[2]) if told else LATEST
        if minutes >= LATEST:
            self.wrong("not-a-time", field=name, shown=shown(value))
            return None
        return minutes

    def _span(self, name: str, value: Any) -> tuple[int, int] | None:
        if not isinstance(value, list) or len(value) != 2:
            self.wrong("not-a-span", field=name, shown=shown(value))
            return None
        opens, closes = (self._clock(name, one) for one in value)
        return None if opens is None or closes is None else (opens, closes)


def is_number(value: Any) -> bool:
    """Whether a value is a number that can be counted with: no true, no infinity, nothing that is none."""
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A value as a sentence shows it, cut where it is long."""
    text = repr(value) if isinstance(value, str) else str(value)
    if isinstance(value, dict | list):
        text = "{…}" if isinstance(value, dict) else "[…]"
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def plain(number: float) -> str:
    """A limit as a sentence shows it."""
    return str(int(number)) if float(number).is_integer() else str(number)
