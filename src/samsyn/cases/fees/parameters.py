"""The amounts of a year, and which act a month is under. The rows stand in data/fees.csv.

A year that is not in the table has no amounts: the price base amount (SoL 32:4, SFB 2:6-7) is entered when the
government has set it. Every row carries its source and whether it was checked against the statute.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files

from samsyn.cases.fees.money import at_least, at_most
from samsyn.cases.fees.months import Month

ACT_FROM = Month(2025, 7)  # SFS 2025:400, transitional provision 1
# The same rules in SFS 2001:453; the numbers are not checked against its text, and every answer under it says so.
FORMER = {
    "32:1": "8:2",
    "32:2": "8:1",
    "32:4": "8:3",
    "32:5": "8:4",
    "32:6": "8:5",
    "32:7": "8:6",
    "32:8": "8:7",
    "32:9": "8:8",
    "32:10": "8:9",
    "35:1": "16:3",
}


class Status(StrEnum):
    """Whether a row was read in the statute or ordinance itself."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class YearlyAmounts:
    """What SoL 32:6 and 32:8 come to in a year. Amounts in whole öre a month, shares of the price base amount."""

    year: int
    price_base: int
    care_share: Fraction
    housing_share: Fraction
    single_share: Fraction
    couple_share: Fraction
    source: str
    status: Status

    def __post_init__(self) -> None:
        if self.price_base <= 0:
            raise ValueError(f"{self.year}: a price base amount of {self.price_base} öre")

    @property
    def care_maximum(self) -> int:
        """The highest fee for home care and day activities (32:6 p 1)."""
        return at_most(self.care_share * self.price_base / 12)

    @property
    def housing_maximum(self) -> int:
        """The highest fee for housing without a tenancy (32:6 p 2)."""
        return at_most(self.housing_share * self.price_base / 12)

    @property
    def minimum_single(self) -> int:
        """The lowest minimum amount for who lives alone (32:8 st 2 p 1)."""
        return at_least(self.single_share * self.price_base / 12)

    @property
    def minimum_couple(self) -> int:
        """The lowest minimum amount for each of spouses living together and of cohabitants (32:8 st 2 p 2)."""
        return at_least(self.couple_share * self.price_base / 12)


@cache
def yearly_amounts() -> dict[int, YearlyAmounts]:
    """Every year of the table."""
    table = (files("samsyn.cases") / "data" / "fees.csv").read_text(encoding="utf-8")
    return {int(row["year"]): _amounts(row) for row in csv.DictReader(table.splitlines())}


def section(number: str, month: Month) -> str:
    """A paragraph of SoL as it is cited for a month: "SoL 32:6", or its forerunner before 1 July 2025."""
    if month >= ACT_FROM:
        return f"SoL {number}"
    return f"SoL 2001:453 {FORMER[number]}"


def _amounts(row: dict[str, str]) -> YearlyAmounts:
    return YearlyAmounts(
        year=int(row["year"]),
        price_base=int(row["price_base_ore"]),
        care_share=Fraction(row["care_maximum"]),
        housing_share=Fraction(row["housing_maximum"]),
        single_share=Fraction(row["minimum_single"]),
        couple_share=Fraction(row["minimum_couple"]),
        source=row["source"],
        status=Status(row["status"]),
    )
