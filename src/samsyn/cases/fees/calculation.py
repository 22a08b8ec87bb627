"""A month's fees: two maximums, one reserved amount, one fee room (SoL 32:1, 32:5-9).

The order: basis, minimum amount, housing cost, fee room; then what the municipality asks, lowered to the own cost
(32:1) and to each maximum (32:6), made whole by the municipality's rounding, and at last lowered together to the fee
room (32:7) in the order the municipality has decided. The statute settles neither rounding nor that order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from samsyn.cases.fees.limits import Wanted, wanted, within_room
from samsyn.cases.fees.parameters import ACT_FROM, Status, YearlyAmounts
from samsyn.cases.fees.partner import check_partner
from samsyn.cases.fees.reserved import basis, minimum, reserved, room
from samsyn.cases.fees.sheet import Sheet
from samsyn.cases.fees.situation import Housing, Situation
from samsyn.cases.fees.steps import Step, Undecided
from samsyn.cases.fees.tariff import Part, Untold

LAW_OF = {"tariff": "32:1", "own_cost": "32:1", "maximum": "32:6", "room": "32:7"}


@dataclass(frozen=True)
class FeeAnswer:
    """The fees of a month in whole öre, with every row behind them. None: not known, and `unanswered` says why.

    `limited_by` says for each part what decided: nothing, tariff, own_cost, maximum or room. `at_most` is what the
    statute lets the fees come to together, whatever the tariff; without a known room it is the maximums alone.
    """

    fee_care: int | None
    fee_housing: int | None
    room: int | None
    basis: int | None
    minimum: int
    reserved: int | None
    maximum_care: int
    maximum_housing: int
    at_most: int
    limited_by: Mapping[Part, str]
    steps: tuple[Step, ...]
    unanswered: tuple[Undecided, ...]

    @property
    def fee(self) -> int | None:
        """Both fees together."""
        if self.fee_care is None or self.fee_housing is None:
            return None
        return self.fee_care + self.fee_housing


def calculate(situation: Situation, amounts: YearlyAmounts) -> FeeAnswer:
    """The fees of a situation under a year's amounts. Raises ValueError when the years differ."""
    if amounts.year != situation.month.year:
        raise ValueError(f"amounts of {amounts.year} for {situation.month}")
    sheet = Sheet(situation.month)
    _sources(amounts, sheet)
    its_basis = basis(situation, sheet)
    its_minimum = minimum(situation, amounts, sheet)
    its_reserved = reserved(situation, its_minimum, sheet)
    its_room = room(situation, its_basis, its_reserved, sheet)
    parts = {part: wanted(situation, part, amounts, sheet) for part in Part}
    fees = _fees(situation, parts, its_room, sheet)
    check_partner(situation, amounts, its_reserved, None if fees is None else sum(fees.values()), sheet)
    return FeeAnswer(
        fee_care=None if fees is None else fees[Part.CARE],
        fee_housing=None if fees is None else fees[Part.HOUSING],
        room=its_room,
        basis=its_basis,
        minimum=its_minimum,
        reserved=its_reserved,
        maximum_care=amounts.care_maximum,
        maximum_housing=amounts.housing_maximum,
        at_most=_at_most(situation, amounts, its_room),
        limited_by={} if fees is None else {part: _limit(parts[part], fees[part]) for part in Part},
        steps=tuple(sheet.steps),
        unanswered=tuple(sheet.left),
    )


def _sources(amounts: YearlyAmounts, sheet: Sheet) -> None:
    """The price base amount and where it comes from (32:4); says what is not checked."""
    sheet.row("price_base", amounts.price_base, "32:4", year=str(amounts.year), source=amounts.source)
    if amounts.status is not Status.VERIFIED:
        sheet.leave("amounts_unverified", "32:4", year=str(amounts.year), source=amounts.source)
    if sheet.month < ACT_FROM:
        sheet.leave("former_act", "32:4", month=sheet.month.name)


def _fees(
    situation: Situation, parts: Mapping[Part, Wanted], room: int | None, sheet: Sheet
) -> Mapping[Part, int] | None:
    """The fee of each part in öre; None where nothing is asked or the room is not known."""
    if all(each.limit == "nothing" for each in parts.values()):
        sheet.leave("no_charge", "32:1")
        return None
    if situation.housing is Housing.NO_CONTRACT and parts[Part.HOUSING].limit == "nothing":
        sheet.leave("housing_charge", "32:6")
    sheet.row(f"rounding_{situation.rounding}", None, "32:6")
    if room is None and situation.untold is Untold.ASK:
        return None
    if room is None:
        sheet.row("untold_highest", None, "32:6")
        fees = {part: each.ore for part, each in parts.items()}
    else:
        fees = within_room(situation, parts, room, sheet)
    for part in Part:
        limit = _limit(parts[part], fees[part])
        if limit != "nothing":
            sheet.row(f"fee_{part}_{limit}", fees[part], LAW_OF[limit])
    sheet.row("fee", sum(fees.values()), "32:7")
    return fees


def _limit(part: Wanted, fee: int) -> str:
    return "room" if fee < part.ore else part.limit


def _at_most(situation: Situation, amounts: YearlyAmounts, room: int | None) -> int:
    maximums = amounts.care_maximum
    if situation.housing is Housing.NO_CONTRACT:
        maximums += amounts.housing_maximum
    return maximums if room is None else min(maximums, room)
