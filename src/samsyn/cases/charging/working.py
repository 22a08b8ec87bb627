"""A fee worked out from what is granted, what was told and what the officer has chosen: all that a page shows."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from samsyn.cases.charging.told import ToldIncome
from samsyn.cases.charging.use import Granted, Use, uses
from samsyn.cases.fees.calculation import FeeAnswer, calculate
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import ACT_FROM, YearlyAmounts
from samsyn.cases.fees.reading import DECIDED
from samsyn.cases.fees.situation import Adjustment, Household, Housing, Situation
from samsyn.cases.fees.steps import Step, Undecided, step, undecided
from samsyn.cases.fees.tariff import Tariff
from samsyn.people.refusals import N_, Refusal


@dataclass(frozen=True)
class Choices:
    """What the fee officer decides beside the tariff: the month, and changes of the minimum amount with reasons."""

    month: Month
    adjustments: tuple[Adjustment, ...] = ()
    partner_reserve: int = 0
    partner_reason: str = ""
    health_care_fee: int = 0


@dataclass(frozen=True)
class Worked:
    """The month's fee with every row, the lines it is for, and what was calculated on."""

    situation: Situation
    answer: FeeAnswer
    uses: tuple[Use, ...]
    tariff: str
    first_steps: tuple[Step, ...] = ()
    first_left: tuple[Undecided, ...] = field(default=())

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.first_steps, *self.answer.steps)

    @property
    def unanswered(self) -> tuple[Undecided, ...]:
        return (*self.first_left, *self.answer.unanswered)

    @property
    def laws(self) -> list[str]:
        """Every paragraph that the calculation names, once, in the order of its rows."""
        return list(dict.fromkeys([s.law for s in self.steps] + [left.law for left in self.unanswered if left.law]))

    @property
    def mark(self) -> str:
        """Twelve signs that are the same only for the same calculation: what was read is what is signed."""
        told = json.dumps([stored_situation(self.situation), stored_steps(self.steps)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def work_out(
    told: ToldIncome | None, lines: tuple[Granted, ...], tariff: Tariff, amounts: YearlyAmounts, choices: Choices
) -> Worked:
    """The fee of a month. Raises ValueError when the choices cannot be, as an adjustment without a reason."""
    month = choices.month
    housing = told.housing if told else Housing.OWN
    used = uses(lines, tariff, month, has_contract=housing is not Housing.NO_CONTRACT)
    charges = tuple(use.charge for use in used if use.charge)
    household = told.household if told else Household.SINGLE
    situation = Situation(
        month=month,
        household=household,
        lives_together=told.lives_together if told else True,
        income=told.income_of("own") if told else None,
        partner_income=told.income_of("partner") if told and household is not Household.SINGLE else None,
        housing=housing,
        housing_cost=told.housing_cost if told and housing is not Housing.NO_CONTRACT else None,
        partner_housing_cost=told.partner_housing_cost if told else None,
        charges=charges,
        health_care_fee=choices.health_care_fee,
        adjustments=choices.adjustments,
        partner_reserve=choices.partner_reserve,
        partner_reason=choices.partner_reason,
        rounding=tariff.rounding,
        reduction=tariff.reduction,
        untold=tariff.untold,
    )
    law = "SoL 32:1" if month >= ACT_FROM else "SoL 2001:453 8:2"
    steps = (step("tariff", None, law, label=tariff.label, version=tariff.version, source=tariff.source),)
    left = [] if tariff.status == DECIDED else [
        undecided("tariff_unverified", law, label=tariff.label, source=tariff.source)
    ]  # fmt: skip
    return Worked(
        situation, calculate(situation, amounts), used, f"{tariff.municipality} {tariff.version}", steps, tuple(left)
    )


def why_not_decide(worked: Worked) -> Refusal | None:
    """A fee that cannot be known is not decided; nor is one where nothing is charged for."""
    if worked.answer.fee is not None:
        return None
    if not worked.situation.charges:
        return Refusal(N_("Det finns ingen beviljad insats att ta ut avgift för den här månaden."), law="SoL 32:1")
    return Refusal(
        N_("Avgiften går inte att räkna ut utan uppgifter om inkomst och boendekostnad. Be om dem först."),
        law="SoL 32:5",
    )


def stored_situation(situation: Situation) -> dict[str, Any]:
    """What was calculated on, as plain values for a stored decision."""
    told: dict[str, Any] = json.loads(json.dumps(asdict(situation) | {"month": str(situation.month)}))
    return told


def stored_steps(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """The rows as they were: code, öre, paragraph, and the words in Swedish."""
    return [{"code": s.code, "ore": s.ore, "law": s.law, "what": s.heading, "text": s.sentence} for s in steps]


def situation_from(stored: Mapping[str, Any]) -> Situation:
    """The parts of a stored situation that two spouses' decisions are compared by."""
    return Situation(
        month=Month.read(stored["month"]),
        household=Household(stored["household"]),
        lives_together=stored["lives_together"],
        income=stored["income"],
        partner_income=stored["partner_income"],
        housing=Housing(stored["housing"]),
        housing_cost=stored["housing_cost"],
    )
