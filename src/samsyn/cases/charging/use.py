"""What a month's fee is taken for: granted lines, turned into hours and times by the tariff (SoL 32:1, LSS 21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from samsyn.cases.fees.months import Month
from samsyn.cases.fees.tariff import Charge, MissingUse, Part, Price, Tariff
from samsyn.cases.regimes import regime
from samsyn.people.refusals import N_

FREE_BY_LSS = N_("Ingen avgift: insatser enligt LSS är avgiftsfria utom i de fall som 18–20 §§ nämner.")
NOT_IN_TARIFF = N_("Finns inte i taxan, så ingen avgift tas ut.")
NO_HOUSING_FEE = N_("Bostaden betalas med hyra, så ingen avgift tas ut för den.")


@dataclass(frozen=True)
class Granted:
    """As much of a granted line as a fee depends on. Amounts are in the line's unit."""

    intervention: str
    regime: str
    unit: str
    amount: int
    valid_from: date
    valid_to: date | None = None

    @property
    def is_ever_given(self) -> bool:
        """Whether there is any day on which it is valid."""
        return self.valid_to is None or self.valid_from <= self.valid_to

    def is_given_in(self, month: Month) -> bool:
        """Whether the line is valid on some day of a month."""
        return self.valid_from < month.next().first_day and (self.valid_to is None or self.valid_to >= month.first_day)


@dataclass(frozen=True)
class Use:
    """A granted line and what it comes to in a month: the charge, or why there is none (a message id)."""

    granted: Granted
    charge: Charge | None
    why_free: str = ""


def uses(lines: Iterable[Granted], tariff: Tariff, month: Month, *, has_contract: bool) -> tuple[Use, ...]:
    """Every line of a month with its charges. `has_contract`: the dwelling is a tenancy, so it has no fee."""
    return tuple(
        use
        for line in lines
        if line.is_given_in(month)
        for use in (_uses(line, tariff, has_contract) or [Use(line, None, NOT_IN_TARIFF)])
    )


def _uses(line: Granted, tariff: Tariff, has_contract: bool) -> list[Use]:
    if regime(line.regime).act == "LSS":
        return [Use(line, None, FREE_BY_LSS)]
    found = []
    for price in tariff.prices_of(line.intervention, monthly(line, tariff.weeks)[0]):
        if price.part is Part.HOUSING and has_contract:
            found.append(Use(line, None, NO_HOUSING_FEE))
        else:
            found.append(Use(line, _charge(line, price, tariff.weeks)))
    return found


def _charge(line: Granted, price: Price, weeks: Fraction) -> Charge:
    """The charge for a month, in hours and whole times; a part of a time is not charged. Raises MissingUse."""
    hours, count = monthly(line, weeks)
    try:
        return price.charge(hours, count)
    except MissingUse as missing:
        raise ValueError(f"{line.intervention} is granted in {line.unit}, and its price asks for {missing}") from None


def monthly(line: Granted, weeks: Fraction) -> tuple[Fraction | None, int | None]:
    """Hours and times of a month: a week's amount times the weeks that the tariff counts in a month."""
    number = Fraction(line.amount)
    hours = {"minutes_week": number * weeks / 60, "minutes_month": number / 60}
    times = {"times_week": number * weeks, "days_week": number * weeks, "days_month": number, "count": number}
    count = times.get(line.unit)
    return hours.get(line.unit), None if count is None else floor(count)
