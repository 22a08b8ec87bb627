"""Whether what two spouses or cohabitants have told, and been decided, agrees (SoL 32:5 st 3, 32:7).

Nothing is refused for it: the fee officer is told, and finds out which is right.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from samsyn.cases.fees.money import kr
from samsyn.cases.fees.situation import Household, Housing, Situation
from samsyn.people.refusals import N_, Refusal

LAW = "SoL 32:7"


@dataclass(frozen=True)
class Side:
    """One of two: what was calculated on, and the fee it came to (öre a month; None where none is known)."""

    situation: Situation
    fee: int | None = None


def disagreements(own: Side, other: Side) -> list[Refusal]:
    """Sentences on each thing that does not agree, in the order somebody would look at them."""
    return list(_found(own, other))


def _found(own: Side, other: Side) -> Iterable[Refusal]:
    mine, theirs = own.situation, other.situation
    if mine.household is not theirs.household:
        yield Refusal(N_("De har lämnat olika uppgift om hushållet: makar, sambor eller ensam."), law="SoL 32:8")
        return
    if mine.household is Household.SINGLE:
        return
    if mine.lives_together != theirs.lives_together:
        yield Refusal(N_("Den ena räknas som sammanlevande, den andra inte."), law="SoL 32:8")
    for told, counted in ((mine.income, theirs.partner_income), (theirs.income, mine.partner_income)):
        if told is not None and counted is not None and told != counted:
            yield Refusal(
                N_("Den ena har lämnat inkomsten {told} om året, men hos den andra räknas den som {counted}."),
                {"told": kr(told), "counted": kr(counted)},
                law="SoL 32:5",
            )
    if (
        mine.lives_together
        and mine.housing is theirs.housing is Housing.OWN
        and mine.housing_cost != theirs.housing_cost
    ):
        yield Refusal(N_("De bor tillsammans men har olika boendekostnad. Var och en ska ha sin del."), law="SoL 32:8")
    yield from _together(own, other)


def _together(own: Side, other: Side) -> Iterable[Refusal]:
    """Spouses' incomes are one: both fees and both reserved amounts must fit in them (32:7)."""
    if own.situation.household is not Household.SPOUSES or own.fee is None or other.fee is None:
        return
    incomes = (own.situation.income, own.situation.partner_income)
    if None in incomes:
        return
    month = sum(each or 0 for each in incomes) // 12
    if own.fee + other.fee > month:
        yield Refusal(
            N_("Makarnas avgifter är tillsammans {fees}, men inkomsterna bara {incomes} i månaden."),
            {"fees": kr(own.fee + other.fee), "incomes": kr(month)},
            law=LAW,
        )
