"""Whose fee is calculated, and on what: the facts, before any rule. Amounts in whole öre."""

from dataclasses import dataclass, field
from enum import StrEnum

from samsyn.cases.fees.money import Rounding
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.tariff import Charge, Part, Reduction, Untold


class Household(StrEnum):
    """Spouses and cohabitants are two groups: halving is for spouses (SoL 32:5 st 3), wherever they live."""

    SINGLE = "single"
    SPOUSES = "spouses"  # makar
    SAMBOR = "sambor"


class Housing(StrEnum):
    """How the home is paid for (SoL 32:6 p 2, 32:8 st 1)."""

    OWN = "own"  # an ordinary home
    CONTRACT = "contract"  # special housing under a tenancy (12 kap. jordabalken): rent, reserved
    NO_CONTRACT = "no_contract"  # special housing paid by a fee: nothing is reserved for it


class Ground(StrEnum):
    """Why a minimum amount is changed (SoL 32:9)."""

    MUNICIPAL = "municipal"  # a higher level of the municipality's own: the statute says "lägst" (32:8 st 2)
    LASTING_NEED = "lasting_need"  # st 1, must be raised
    IN_CARE_FEE = "in_care_fee"  # st 2 p 1, may be lowered
    IN_HOUSING = "in_housing"  # st 2 p 2
    FREE_OF_CHARGE = "free_of_charge"  # st 2 p 3
    FREE_HEALTH_CARE = "free_health_care"  # st 3, may not be lowered


@dataclass(frozen=True)
class Adjustment:
    """A raised or lowered minimum amount, öre a month, with the municipality's reason."""

    ground: Ground
    amount: int
    reason: str

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"an adjustment of {self.amount} öre: the ground says the direction")
        if not self.reason.strip():
            raise ValueError("an adjustment without a reason")


@dataclass(frozen=True)
class Situation:
    """Everything the calculation reads. None means not told, which is not the same as nothing.

    `income` and `partner_income` are the öre expected over the next twelve months, calculated under SoL 32:5 st 2;
    every other amount is öre a month. `housing_cost` is the person's own part. `partner_reserve` is what the
    municipality has decided to leave to the spouse or cohabitant beside the reserved amount (32:7).
    """

    month: Month
    household: Household = Household.SINGLE
    lives_together: bool = True
    income: int | None = None
    partner_income: int | None = None
    housing: Housing = Housing.OWN
    housing_cost: int | None = None
    other_housing_cost: int = 0
    partner_housing_cost: int | None = None
    charges: tuple[Charge, ...] = ()
    health_care_fee: int = 0
    adjustments: tuple[Adjustment, ...] = field(default=())
    partner_reserve: int = 0
    partner_reason: str = ""
    rounding: Rounding = Rounding.DOWN
    reduction: Reduction = Reduction.CARE_FIRST
    untold: Untold = Untold.ASK

    def __post_init__(self) -> None:
        amounts = (self.income, self.partner_income, self.housing_cost, self.partner_housing_cost)
        if any((a or 0) < 0 for a in (*amounts, self.other_housing_cost, self.health_care_fee, self.partner_reserve)):
            raise ValueError("an amount below nothing")
        if self.household is Household.SAMBOR and not self.lives_together:
            raise ValueError("cohabitants live together; who does not is single")
        if self.housing is not Housing.NO_CONTRACT and self.charged(Part.HOUSING):
            raise ValueError("a fee for housing is taken only where there is no tenancy (SoL 32:1 p 6)")
        if self.partner_reserve and not self.partner_reason.strip():
            raise ValueError("an amount for the partner without a reason")
        if self.partner_reserve and self.household is Household.SINGLE:
            raise ValueError("an amount for the partner of somebody who lives alone")

    def charged(self, part: Part) -> tuple[Charge, ...]:
        """What is asked under one of the two maximums."""
        return tuple(charge for charge in self.charges if charge.part is part)

    @property
    def is_couple(self) -> bool:
        """Whether the couple's minimum amount applies (32:8 st 2 p 2)."""
        return self.household is not Household.SINGLE and self.lives_together
