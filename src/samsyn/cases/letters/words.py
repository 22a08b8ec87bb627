"""Amounts, days and lists as a Swedish letter says them."""

from collections.abc import Sequence
from datetime import date

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

# What one and many of a unit are called, and how often they come.
_COUNTED = {
    "times_week": ("gång", "gånger", "i veckan"),
    "days_week": ("dag", "dagar", "i veckan"),
    "days_month": ("dygn", "dygn", "i månaden"),
}
_TIMED = {"minutes_week": "i veckan", "minutes_month": "i månaden"}


def amount(unit: str, number: int) -> str:
    """An amount in words: "7 timmar och 30 minuter i veckan". Empty for one of something not counted.

    `unit` is a unit of a decision line; minutes for the timed ones. Raises ValueError for an unknown unit.
    """
    if unit in _TIMED:
        return f"{duration(number)} {_TIMED[unit]}"
    if unit in _COUNTED:
        one, many, often = _COUNTED[unit]
        return f"{_number(number)} {one if number == 1 else many} {often}"
    if unit == "count":
        return "" if number == 1 else f"{_number(number)} stycken"
    raise ValueError(f"{unit!r} is not a unit of amounts")


def duration(minutes: int) -> str:
    """Minutes as hours and minutes: "1 timme", "45 minuter", "7 timmar och 30 minuter"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{_number(hours)} {'timme' if hours == 1 else 'timmar'}")
    if rest or not hours:
        parts.append(f"{rest} {'minut' if rest == 1 else 'minuter'}")
    return " och ".join(parts)


def day(on: date) -> str:
    """A day in full: "1 december 2026"."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def listed(things: Sequence[str]) -> str:
    """Things in a row: "hemtjänst, trygghetslarm och ledsagning"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} och {things[-1]}"


def lowered(label: str) -> str:
    """A label as it stands inside a sentence; an abbreviation (LSS) keeps its letters."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _number(number: int) -> str:
    """With a no-break space between thousands."""
    return f"{number:,}".replace(",", "\u00a0")
