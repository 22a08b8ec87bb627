"""What somebody told in a JSON object, read key by key. A value that cannot be read is refused with its key."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from samsyn.cases.fees.money import KRONA
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.names import FLAGS, key_of, plain, value_of

Choice = TypeVar("Choice", bound=StrEnum)
MOST_KRONOR = 10**9


class BadSituation(ValueError):  # noqa: N818 - the name says what is wrong
    """A value that cannot be read. `key` names it; `text` has the gaps {key} and {value}."""

    def __init__(self, key: str, text: str, value: object = "") -> None:
        self.key, self.text, self.value = key, text, value
        super().__init__(text.format(key=key, value=value))


class Told:
    """A JSON object while it is read. `prefix` names where it lies in a larger one; `read` are the keys asked for.

    Keys may have the other names of `names`. Raises BadSituation for one told twice.
    """

    def __init__(self, values: Mapping[str, object], prefix: str = "") -> None:
        self.values: dict[str, object] = {}
        self.given: dict[str, str] = {}
        self.prefix = prefix
        self.read: set[str] = set()
        self.inside: list[Told] = []
        for given, value in values.items():
            key = key_of(given)
            if key in self.values:
                raise BadSituation(f"{prefix}{given}", "{key}: samma uppgift finns två gånger.")
            self.values[key], self.given[key] = value, given

    def has(self, key: str) -> bool:
        """Whether a key was given at all; null is the same as not given."""
        self.read.add(key)
        return self.values.get(key) is not None

    def raw(self, key: str) -> object:
        self.read.add(key)
        return self.values.get(key)

    def text(self, key: str, default: str = "") -> str:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.bad(key, "{key}: skriv en text, inte {value}.")
        return value.strip()

    def number(self, key: str) -> Fraction | None:
        """A number that is not negative: 12.5 or "12,5"."""
        value = self.raw(key)
        if value is None:
            return None
        problem = self.bad(key, "{key}: {value} är inget tal. Skriv till exempel 12500 eller 12500,50.")
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise problem
        try:
            number = Decimal(_digits(str(value)))
        except InvalidOperation:
            raise problem from None
        if not number.is_finite():
            raise problem
        if number < 0:
            raise self.bad(key, "{key}: {value} är mindre än noll.")
        if number > MOST_KRONOR:
            raise self.bad(key, "{key}: {value} är orimligt stort.")
        return Fraction(number)

    def money(self, key: str) -> int | None:
        """An amount told in kronor, in whole öre."""
        number = self.number(key)
        if number is None:
            return None
        if (number * KRONA).denominator != 1:
            raise self.bad(key, "{key}: {value} har delar av ett öre. Skriv högst två decimaler.")
        return int(number * KRONA)

    def yearly(self, key: str) -> int | None:
        """An income told as `key_year` or `key_month`, in öre for twelve months."""
        year, month = self.money(f"{key}_year"), self.money(f"{key}_month")
        if year is not None and month is not None:
            raise self.bad(f"{key}_year", "{key}: skriv inkomsten antingen per år eller per månad, inte båda.")
        return year if month is None else month * 12

    def count(self, key: str) -> int | None:
        number = self.number(key)
        if number is not None and number.denominator != 1:
            raise self.bad(key, "{key}: skriv ett helt tal, inte {value}.")
        return None if number is None else int(number)

    def flag(self, key: str) -> bool | None:
        value = self.raw(key)
        if isinstance(value, str):
            value = FLAGS.get(plain(value), value)
        if value is None or isinstance(value, bool):
            return value
        raise self.bad(key, "{key}: skriv true eller false, inte {value}.")

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice | None:
        value = self.raw(key)
        if value is None:
            return default
        try:
            return kind(value_of(value) if isinstance(value, str) else str(value))
        except ValueError:
            allowed = ", ".join(kind)
            raise self.bad(key, "{key}: {value} är inget val. Välj bland: " + allowed) from None

    def day(self, key: str) -> date | None:
        value = self.raw(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.bad(key, "{key}: {value} är ingen dag. Skriv till exempel 2026-03-15.") from None

    def month(self, key: str) -> Month | None:
        value = self.raw(key)
        if value is None:
            return None
        try:
            return Month.read(str(value))
        except ValueError:
            raise self.bad(key, "{key}: {value} är ingen månad. Skriv till exempel 2026-03.") from None

    def objects(self, key: str) -> "list[Told]":
        """A list of objects, or one object alone."""
        value = self.raw(key)
        if value is None:
            return []
        rows = [value] if isinstance(value, Mapping) else value
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise self.bad(key, "{key}: skriv en lista med objekt.")
        found = [Told(row, f"{self.prefix}{key}[{n}].") for n, row in enumerate(rows)]
        self.inside += found
        return found

    def bad(self, key: str, text: str) -> BadSituation:
        """The refusal of a value, for the caller to raise."""
        return BadSituation(f"{self.prefix}{self.given.get(key, key)}", text, self.values.get(key, ""))

    def unread(self) -> list[str]:
        """The keys nobody asked for, in their order, those of the objects inside after."""
        own = [f"{self.prefix}{self.given[key]}" for key in self.values if key not in self.read]
        return own + [key for each in self.inside for key in each.unread()]


def _digits(text: str) -> str:
    """A number as somebody writes it, "12 500,50 kr", as Decimal reads it."""
    return "".join(text.casefold().removesuffix("kr").split()).replace(",", ".")
