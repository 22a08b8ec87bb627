"""The check on the spouse or cohabitant: no unreasonably worsened economy (SoL 32:7).

The statute gives no measure. The rows compare what the partner keeps with the minimum amount and housing cost of the
one who stays at home; whether a shortfall is unreasonable, and what to do, is the municipality's to say.
"""

from samsyn.cases.fees.money import kr
from samsyn.cases.fees.parameters import YearlyAmounts
from samsyn.cases.fees.sheet import Sheet
from samsyn.cases.fees.situation import Household, Housing, Situation


def check_partner(
    situation: Situation, amounts: YearlyAmounts, reserved: int | None, fees: int | None, sheet: Sheet
) -> None:
    """Writes what the partner keeps and what it is compared with, or that it cannot be known. Amounts in öre."""
    if situation.household is Household.SINGLE or fees == 0:
        return
    needs = _needs(situation, amounts)
    own, partner = situation.income, situation.partner_income
    if fees is None or reserved is None or own is None or partner is None or needs is None:
        sheet.leave("partner_unknown", "32:7")
        return
    keeps = partner // 12 - _lacking(situation, own // 12, reserved, fees)
    sheet.row("partner_keeps", keeps, "32:7")
    sheet.row("partner_needs", needs, "32:7")
    if keeps < needs:
        sheet.leave("partner_short", "32:7", amount=kr(needs - keeps))


def _lacking(situation: Situation, own: int, reserved: int, fees: int) -> int:
    """What of the person's fees and reserved amount their own income does not cover, and so falls on the partner.

    Spouses' economy is one (32:5 st 3); between cohabitants only what the fees take is counted.
    """
    if situation.household is Household.SPOUSES:
        return max(0, fees + reserved - own)
    return max(0, fees + reserved - own) - max(0, reserved - own)


def _needs(situation: Situation, amounts: YearlyAmounts) -> int | None:
    """The partner's own minimum amount and housing cost; who live together share the cost of the home equally."""
    housing = situation.partner_housing_cost
    if housing is None and situation.lives_together and situation.housing is not Housing.NO_CONTRACT:
        housing = situation.housing_cost
    if housing is None:
        return None
    return housing + (amounts.minimum_couple if situation.is_couple else amounts.minimum_single)
