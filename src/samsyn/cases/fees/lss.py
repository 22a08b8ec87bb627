"""Which fees LSS allows, and of whom (18-21 §§). The amount is not calculated: the act gives no figures for it.

Everything that 18-20 §§ do not name is free of charge (21 §). Meals are not named (law-notes I13).
"""

from dataclasses import dataclass
from enum import StrEnum

from samsyn.cases.fees.steps import Step, Undecided, step, undecided


class Purpose(StrEnum):
    """What the fee would be for."""

    HOUSING = "housing"
    LEISURE = "leisure"
    CULTURE = "culture"
    ASSISTANCE = "assistance"
    CARE_AWAY = "care_away"  # care of somebody under 18 in another home than their own
    SHORT_STAY = "short_stay"  # 9 § 6
    MEALS = "meals"
    INTERVENTION = "intervention"  # the intervention itself


class Means(StrEnum):
    """What the person lives on (19 §), or assistance allowance (18 §)."""

    FULL_OLD_AGE_PENSION = "full_old_age_pension"
    FULL_SICKNESS_COMPENSATION = "full_sickness_compensation"
    FULL_ACTIVITY_COMPENSATION = "full_activity_compensation"
    OTHER_SAME_SIZE = "other_same_size"
    OTHER = "other"


FULL = frozenset({Means.FULL_OLD_AGE_PENSION, Means.FULL_SICKNESS_COMPENSATION, Means.FULL_ACTIVITY_COMPENSATION})
REASONABLE = frozenset({Purpose.HOUSING, Purpose.LEISURE, Purpose.CULTURE})


@dataclass(frozen=True)
class Ruling:
    """Whether a fee may be taken. `allowed` None: the act, or what was told, does not answer."""

    allowed: bool | None
    step: Step | None
    unanswered: tuple[Undecided, ...] = ()


def lss_fee(
    purpose: Purpose, means: Means | None = None, under_18: bool | None = None, assistance_allowance: bool | None = None
) -> Ruling:
    """Whether LSS lets a fee be taken for something. `under_18` and `assistance_allowance` None: not told."""
    if purpose in REASONABLE:
        return _reasonable(means)
    if purpose is Purpose.ASSISTANCE:
        return _assistance(assistance_allowance)
    if purpose is Purpose.CARE_AWAY:
        return _care_away(under_18)
    if purpose is Purpose.MEALS:
        return Ruling(None, None, (undecided("lss_meals", "LSS 21"),))
    if purpose is Purpose.SHORT_STAY and under_18:
        return Ruling(None, None, (undecided("lss_short_stay", "LSS 20"),))
    return _free("lss_free")


def _reasonable(means: Means | None) -> Ruling:
    if means is None:
        return Ruling(None, None, (undecided("lss_income", "LSS 19"),))
    if means is Means.OTHER:
        return _free("lss_not_of_this_income")
    amount = undecided("lss_amount", "LSS 19")
    if means is Means.OTHER_SAME_SIZE:
        return Ruling(None, None, (undecided("lss_same_size", "LSS 19"), amount))
    return Ruling(True, step("lss_reasonable", None, "LSS 19"), (amount,))


def _assistance(allowance: bool | None) -> Ruling:
    if allowance is None:
        return Ruling(None, None, (undecided("lss_allowance", "LSS 18"),))
    if not allowance:
        return _free("lss_no_allowance")
    return Ruling(True, step("lss_assistance", None, "LSS 18"), (undecided("lss_assistance_frame", "LSS 18"),))


def _care_away(under_18: bool | None) -> Ruling:
    if under_18 is None:
        return Ruling(None, None, (undecided("lss_age", "LSS 20"),))
    if not under_18:
        return _free("lss_not_under_18")
    return Ruling(True, step("lss_parents", None, "LSS 20"), (undecided("lss_parents", "LSS 20"),))


def _free(code: str) -> Ruling:
    return Ruling(False, step(code, 0, "LSS 21"))
