"""What was told of an income, as the calculation takes it: öre for twelve months, whose, and what is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from samsyn.cases.codes import Code, code_list
from samsyn.cases.fees.situation import Household, Housing


@dataclass(frozen=True)
class Figure:
    """One amount in öre. `per` is month or year."""

    whose: str
    kind: str
    amount: int
    per: str

    @property
    def yearly(self) -> int:
        """The amount for twelve months, öre."""
        return self.amount * 12 if self.per == "month" else self.amount


@dataclass(frozen=True)
class ToldIncome:
    """A whole statement. Costs are öre a month, None where they are not told."""

    household: Household
    lives_together: bool
    housing: Housing
    housing_cost: int | None
    partner_housing_cost: int | None
    declines: bool
    figures: tuple[Figure, ...]

    def income_of(self, whose: str) -> int | None:
        """The öre that one of them can be expected to get in twelve months (32:5); None where nothing is told.

        Who tells anything at all has told the rest as nothing; who declines has told nothing.
        """
        own = [figure for figure in self.figures if figure.whose == whose]
        return None if not own or (self.declines and whose == "own") else sum(figure.yearly for figure in own)


@cache
def income_kinds() -> dict[str, Code]:
    """The kinds of income that are asked for, with paragraph, source and whether it is checked (income_kinds.csv)."""
    return code_list("income_kinds")


def unchecked(figures: Iterable[Figure]) -> list[str]:
    """The kinds told that nobody has checked against the statute, by code, in the list's order."""
    told = {figure.kind for figure in figures}
    return [code for code, kind in income_kinds().items() if code in told and kind.extra["status"] != "verified"]
