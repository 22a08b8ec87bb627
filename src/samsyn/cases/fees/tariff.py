"""A municipality's tariff: what it asks for an intervention before the statute's limits (SoL 32:1).

Tariffs are data in versions (data/fee_tariffs.csv and data/fee_prices.csv); a month takes the version in force on its
first day. Beside each price stands the own cost that the fee may not pass, and with each tariff how the municipality
rounds and which fee it lowers first, since the statute settles neither.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files

from samsyn.cases.fees.money import Rounding, at_most
from samsyn.cases.fees.months import Month


class Part(StrEnum):
    """Which of the two maximums of SoL 32:6 a fee is under."""

    CARE = "care"  # p 1: home care and day activities
    HOUSING = "housing"  # p 2: housing that is no tenancy


class Form(StrEnum):
    """How a price is counted."""

    PER_HOUR = "per_hour"
    PER_TIME = "per_time"
    PER_MONTH = "per_month"
    STEP = "step"  # one price a month for hours up to a step; own cost by the hour


class Reduction(StrEnum):
    """Which fee is lowered when both do not fit in the fee room. The statute does not say."""

    CARE_FIRST = "care_first"
    HOUSING_FIRST = "housing_first"
    PROPORTIONAL = "proportional"


class Untold(StrEnum):
    """What the municipality does when somebody tells no income. The statute does not say."""

    ASK = "ask"  # no fee is decided; the income is asked for again
    HIGHEST = "highest"  # the fee by the tariff, up to the maximums


class MissingUse(ValueError):  # noqa: N818 - the name says what is wrong
    """A price needs hours or a count that was not given. The argument is "hours" or "count"."""


@dataclass(frozen=True)
class Charge:
    """What is asked for one intervention in a month, in öre, before every limit. `own_cost` None: not known.

    `how` is the form of the price, or "told" where the amount was given as it is; `used` the hours or times.
    """

    label: str
    part: Part
    amount: int
    own_cost: int | None
    how: str = "told"
    used: str = ""
    price: int = 0

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.own_cost or 0) < 0:
            raise ValueError(f"{self.label}: {self.amount} öre of {self.own_cost}")

    @property
    def allowed(self) -> int:
        """The charge, not above the own cost (SoL 32:1)."""
        return self.amount if self.own_cost is None else min(self.amount, self.own_cost)


@dataclass(frozen=True)
class Price:
    """One line of a tariff. `up_to` is the last hour of a step; None for the last step and for other forms."""

    intervention: str
    label: str
    part: Part
    form: Form
    amount: int
    own_cost: int | None
    up_to: Fraction | None = None
    granted: str = ""  # the granted intervention that it is taken for; empty where pages do not use it

    def charge(self, hours: Fraction | None, count: int | None) -> Charge:
        """What it comes to for a month's use. Raises MissingUse."""
        if self.form is Form.PER_MONTH:
            return self._charge(Fraction(1), Fraction(1))
        needed, used = ("count", count) if self.form is Form.PER_TIME else ("hours", hours)
        if used is None:
            raise MissingUse(needed)
        return self._charge(Fraction(used > 0) if self.form is Form.STEP else Fraction(used), Fraction(used))

    def _charge(self, prices: Fraction, used: Fraction) -> Charge:
        cost = None if self.own_cost is None else at_most(self.own_cost * used)
        amount = at_most(self.amount * prices)
        return Charge(self.label, self.part, amount, cost, self.form, _decimal(used), self.amount)


@dataclass(frozen=True)
class Tariff:
    """One version of a municipality's tariff. `valid_to` is its last day, `weeks` the weeks in a month."""

    municipality: str
    version: str
    label: str
    valid_from: date
    valid_to: date | None
    rounding: Rounding
    reduction: Reduction
    source: str
    status: str
    prices: tuple[Price, ...]
    weeks: Fraction = Fraction(52, 12)
    untold: Untold = Untold.ASK

    def price(self, intervention: str, hours: Fraction | None) -> Price | None:
        """The line for an intervention, by its code or its label; with steps, the first that reaches the hours.

        None where the tariff has no such line.
        """
        asked = intervention.strip().casefold()
        named = (p for p in self.prices if asked in {p.intervention.casefold(), p.label.casefold()})
        return next(iter(_reached(named, hours)), None)

    def prices_of(self, granted: str, hours: Fraction | None) -> list[Price]:
        """Every line that is taken for a granted intervention; of steps only the one that the hours reach."""
        return _reached((p for p in self.prices if p.granted == granted), hours)


def _reached(prices: Iterable[Price], hours: Fraction | None) -> list[Price]:
    """The lines that hours reach: of the steps under one code the lowest, in whatever order they are written."""
    taken: set[str] = set()
    found = []
    for price in sorted(prices, key=lambda p: (p.up_to is None, p.up_to or 0)):
        if price.up_to is not None and (hours or 0) > price.up_to:
            continue
        if price.form is Form.STEP:
            if price.intervention in taken:
                continue
            taken.add(price.intervention)
        found.append(price)
    return found


@cache
def tariffs() -> tuple[Tariff, ...]:
    """Every version of every tariff in the tables."""
    lines = _rows("fee_prices")
    return tuple(_tariff(row, [p for p in lines if _key(p) == _key(row)]) for row in _rows("fee_tariffs"))


def tariff_of(municipality: str, month: Month) -> Tariff | None:
    """The version in force on the first day of a month; None where there is none."""
    day = month.first_day
    for each in tariffs():
        in_force = each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)
        if each.municipality == municipality and in_force:
            return each
    return None


def _rows(name: str) -> list[dict[str, str]]:
    table = (files("samsyn.cases") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))


def _key(row: dict[str, str]) -> tuple[str, str]:
    return row["municipality"], row["version"]


def _tariff(row: dict[str, str], lines: list[dict[str, str]]) -> Tariff:
    return Tariff(
        municipality=row["municipality"],
        version=row["version"],
        label=row["label_sv"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        rounding=Rounding(row["rounding"]),
        reduction=Reduction(row["reduction"]),
        source=row["source"],
        status=row["status"],
        prices=tuple(_price(line) for line in lines),
        weeks=Fraction(row["weeks"]),
        untold=Untold(row["untold"]),
    )


def _price(row: dict[str, str]) -> Price:
    return Price(
        intervention=row["intervention"],
        label=row["label_sv"],
        part=Part(row["part"]),
        form=Form(row["form"]),
        amount=int(row["price_ore"]),
        own_cost=int(row["own_cost_ore"]) if row["own_cost_ore"] else None,
        up_to=Fraction(row["up_to_hours"]) if row["up_to_hours"] else None,
        granted=row["granted"],
    )


def _decimal(number: Fraction) -> str:
    return f"{float(number):g}".replace(".", ",")
