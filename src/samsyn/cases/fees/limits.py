"""What is asked, lowered to each limit: own cost (SoL 32:1), the maximums (32:6), the common fee room (32:7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from samsyn.cases.fees.money import KRONA, Rounding, kr, rounded, rounded_under
from samsyn.cases.fees.parameters import YearlyAmounts
from samsyn.cases.fees.reserved import share_text
from samsyn.cases.fees.sheet import Sheet
from samsyn.cases.fees.situation import Situation
from samsyn.cases.fees.tariff import Charge, Part, Reduction


@dataclass(frozen=True)
class Wanted:
    """What is asked under one maximum after every limit but the fee room, in öre, and what decided it."""

    ore: int
    limit: str


def wanted(situation: Situation, part: Part, amounts: YearlyAmounts, sheet: Sheet) -> Wanted:
    """The fee of one part before the fee room, made whole by the municipality's rounding."""
    charges = situation.charged(part)
    health_care = situation.health_care_fee if part is Part.CARE else 0
    if not charges and not health_care:
        return Wanted(0, "nothing")
    lowered = [_lowered(charge, sheet) for charge in charges]
    if health_care:
        sheet.row("health_care", health_care, "32:6")
    unknown = [charge.label for charge in charges if charge.own_cost is None]
    if unknown:
        sheet.leave("own_cost", "32:1", labels=", ".join(unknown))
    asked = sum(charge.allowed for charge in charges) + health_care
    maximum, share = _maximum(part, amounts)
    sheet.row(f"maximum_{part}", maximum, "32:6", share=share_text(share), asked=kr(asked))
    if asked > maximum:
        return Wanted(rounded_under(maximum, maximum, situation.rounding), "maximum")
    # Rounding upwards may pass neither the maximum nor the own cost.
    costs = maximum if unknown else sum(charge.own_cost or 0 for charge in charges) + health_care
    limit = asked if any(lowered) else min(maximum, costs)
    return Wanted(rounded_under(asked, limit, situation.rounding), "own_cost" if any(lowered) else "tariff")


def within_room(situation: Situation, parts: Mapping[Part, Wanted], room: int, sheet: Sheet) -> dict[Part, int]:
    """Both fees in öre, lowered together until they fit in the room. Never above it."""
    care, housing = parts[Part.CARE].ore, parts[Part.HOUSING].ore
    left = rounded_room(room, situation.rounding)
    if care + housing <= left:
        return {Part.CARE: care, Part.HOUSING: housing}
    if care and housing:
        sheet.row(f"reduction_{situation.reduction}", left - care - housing, "32:7")
    match situation.reduction:
        case Reduction.CARE_FIRST:
            housing = min(housing, left)
        case Reduction.HOUSING_FIRST:
            housing = left - min(care, left)
        case Reduction.PROPORTIONAL:
            unit = 1 if situation.rounding is Rounding.ORE else KRONA
            housing = min(housing, ceil(Fraction(left * housing, (care + housing) * unit)) * unit)
    return {Part.CARE: left - housing, Part.HOUSING: housing}


def rounded_room(room: int, rounding: Rounding) -> int:
    """The room as it may be filled: in whole kronor where fees are, always downwards."""
    return room if rounding is Rounding.ORE else rounded(room, Rounding.DOWN)


def _lowered(charge: Charge, sheet: Sheet) -> bool:
    """Writes the charge, and its own cost where that is the lower; says whether it was."""
    values = {"label": charge.label, "used": charge.used, "price": kr(charge.price)}
    sheet.row(f"charge_{charge.how}", charge.amount, "32:1", **values)
    if charge.own_cost is None or charge.own_cost >= charge.amount:
        return False
    sheet.row("own_cost", charge.own_cost, "32:1", label=charge.label, asked=kr(charge.amount))
    return True


def _maximum(part: Part, amounts: YearlyAmounts) -> tuple[int, Fraction]:
    if part is Part.CARE:
        return amounts.care_maximum, amounts.care_share
    return amounts.housing_maximum, amounts.housing_share
