"""What the person keeps: basis, minimum amount, housing cost, and the fee room (SoL 32:5, 32:7-9)."""

from fractions import Fraction

from samsyn.cases.fees.money import at_most, kr
from samsyn.cases.fees.parameters import YearlyAmounts
from samsyn.cases.fees.sheet import Sheet
from samsyn.cases.fees.situation import Adjustment, Ground, Household, Housing, Situation
from samsyn.cases.fees.tariff import Part

RAISES = {Ground.LASTING_NEED: "32:9", Ground.MUNICIPAL: "32:8"}  # and the paragraph of each


def basis(situation: Situation, sheet: Sheet) -> int | None:
    """The basis of the fee, öre a month; None where an income is not told (32:5).

    Spouses' incomes are added and halved, whether or not they live together; cohabitants' are not.
    """
    for code, income in _incomes(situation):
        if income is None:
            sheet.leave(code, "32:5")
        else:
            sheet.row(code, at_most(Fraction(income, 12)), "32:5", year=kr(income))
    known = [income for _, income in _incomes(situation) if income is not None]
    if len(known) < len(_incomes(situation)):
        return None
    month = at_most(Fraction(sum(known), 12 * len(known)))
    code = {Household.SINGLE: "own", Household.SPOUSES: "spouses", Household.SAMBOR: "sambor"}[situation.household]
    sheet.row(f"basis_{code}", month, "32:5")
    return month


def minimum(situation: Situation, amounts: YearlyAmounts, sheet: Sheet) -> int:
    """The minimum amount with what 32:9 adds and takes away, öre a month. Never below nothing."""
    if situation.is_couple:
        code, share, amount = "minimum_couple", amounts.couple_share, amounts.minimum_couple
    else:
        code = "minimum_apart" if situation.household is Household.SPOUSES else "minimum_single"
        share, amount = amounts.single_share, amounts.minimum_single
    sheet.row(code, amount, "32:8", share=share_text(share))
    changes = [_change(each, situation, sheet) for each in situation.adjustments]
    if any(changes):
        amount = max(0, amount + sum(changes))
        sheet.row("minimum_changed", amount, "32:9")
    return amount


def reserved(situation: Situation, minimum: int, sheet: Sheet) -> int | None:
    """The reserved amount, öre a month; None where the housing cost is not told (32:7-8)."""
    if situation.housing is Housing.NO_CONTRACT:
        sheet.row("housing_no_reserve", 0, "32:8")
        housing = 0
    elif situation.housing_cost is None:
        sheet.leave("housing_cost", "32:8")
        return None
    else:
        housing = situation.housing_cost
        sheet.row("housing_cost", housing, "32:8")
    if situation.other_housing_cost:
        sheet.row("other_housing_cost", situation.other_housing_cost, "32:8")
    total = minimum + housing + situation.other_housing_cost
    sheet.row("reserved", total, "32:7")
    return total


def room(situation: Situation, basis: int | None, reserved: int | None, sheet: Sheet) -> int | None:
    """The fee room, öre a month, for all fees under 32:6 together; None where it cannot be known (32:7)."""
    if situation.partner_reserve:
        sheet.row("partner_reserve", situation.partner_reserve, "32:7", reason=situation.partner_reason)
    if basis is None or reserved is None:
        return None
    left = max(0, basis - reserved - situation.partner_reserve)
    sheet.row("room" if left else "room_zero", left, "32:7")
    return left


def share_text(share: Fraction) -> str:
    """A share of the price base amount as the statute writes it: 0,5392."""
    return f"{float(share):.4f}".replace(".", ",")


def _incomes(situation: Situation) -> list[tuple[str, int | None]]:
    own = [("income", situation.income)]
    if situation.household is Household.SPOUSES:
        return [*own, ("partner_income", situation.partner_income)]
    return own


def _change(adjustment: Adjustment, situation: Situation, sheet: Sheet) -> int:
    """What one adjustment does, in öre with its sign; nothing where 32:9 does not allow it."""
    ground, amount = adjustment.ground, adjustment.amount
    if ground in RAISES:
        sheet.row(f"raised_{ground}", amount, RAISES[ground], reason=adjustment.reason)
        return amount
    if not _may_lower(ground, situation):
        sheet.row(f"not_lowered_{ground}", 0, "32:9")
        return 0
    sheet.row(f"lowered_{ground}", -amount, "32:9", reason=adjustment.reason)
    return -amount


def _may_lower(ground: Ground, situation: Situation) -> bool:
    match ground:
        case Ground.IN_CARE_FEE:
            return bool(situation.charged(Part.CARE))
        case Ground.IN_HOUSING:
            return situation.housing is not Housing.OWN
        case Ground.FREE_OF_CHARGE:
            return True
    return False
