"""Rows as the fee calculation takes them: granted lines without a word of the investigation, incomes, parameters."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from samsyn.audit.actions import record
from samsyn.cases.charging.first import first_month
from samsyn.cases.charging.price_list import from_stored
from samsyn.cases.charging.raising import is_raised
from samsyn.cases.charging.told import Figure, ToldIncome
from samsyn.cases.charging.use import Granted
from samsyn.cases.charging.working import Choices, Worked, stored_situation, work_out
from samsyn.cases.clocks import Kind, Standing
from samsyn.cases.fee_standings import fee_now
from samsyn.cases.fees.changes import Change
from samsyn.cases.fees.money import Rounding
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import YearlyAmounts, yearly_amounts
from samsyn.cases.fees.reading import DECIDED, SAMPLE
from samsyn.cases.fees.situation import Household, Housing
from samsyn.cases.fees.tariff import Reduction, Tariff, Untold, tariff_of
from samsyn.cases.letters.content import Recipient
from samsyn.cases.models import Decision, DecisionLine, FeeCase, FeeDecision, Income, PriceBase, TariffVersion
from samsyn.cases.models.standings import standings
from samsyn.people.contact import posted_to
from samsyn.people.models import Person
from samsyn.people.refusals import N_, Invalid, Refusal, Refused
from samsyn.people.roles import Actor

OWN = "EGEN"  # how the municipality's own tariff is named beside its version
LINE = ("intervention", "regime", "unit", "amount", "valid_from", "valid_to")
GIVEN = (DecisionLine.Outcome.GRANTED, DecisionLine.Outcome.PARTLY)


def granted_to(person_ids: Iterable[int]) -> dict[int, tuple[Granted, ...]]:
    """What is granted to each of some persons in the decisions that stand: intervention, amount and period, no more.

    A decision that has been corrected gives way to its correction. A line gives way to a later decision that answers
    its intervention; one that the later decision does not speak of goes on. What is renounced or has ceased ends then.
    """
    lines = list(
        DecisionLine.objects.filter(decision__case__person__in=set(person_ids), decision__state=Decision.State.SIGNED)
        .exclude(decision__corrected_by__state=Decision.State.SIGNED)
        .select_related("decision__case")
        .only(
            *LINE, "outcome", "decision__case__person", "decision__case__closed_at", "decision__investigation",
            "decision__signed_at",
        )
        .order_by("decision__case", "decision__investigation__opened_at", "decision__investigation", "pk")
    )  # fmt: skip
    stand = standings((line for line in lines if line.outcome in GIVEN), date.max)
    found: dict[int, list[Granted]] = {}
    for n, line in enumerate(lines):
        of_person = found.setdefault(line.decision.case.person_id, [])
        if line.outcome in GIVEN:
            of_person.append(_granted(line, stand[line.pk].now, _answered_later(line, lines[n + 1 :])))
    return {person: tuple(each for each in given if each.is_ever_given) for person, given in found.items()}


def _answered_later(line: DecisionLine, later: Iterable[DecisionLine]) -> DecisionLine | None:
    """The line of a later investigation in the same case that answers the same intervention."""
    for other in later:
        same = (other.decision.case_id, other.intervention) == (line.decision.case_id, line.intervention)
        if same and other.decision.investigation_id != line.decision.investigation_id:
            return other
    return None


def _granted(line: DecisionLine, now: Standing, instead: DecisionLine | None) -> Granted:
    """A line's intervention, amount and period, which ends with its case, with itself or for what came instead.

    Of a month in which another line begins instead, that one is charged and never both.
    """
    closed_at, signed_at = line.decision.case.closed_at, instead.decision.signed_at if instead else None
    ends = [line.valid_to, localdate(closed_at) if closed_at else None]
    if now.close_reason is not Kind.NEW_DECISION or not instead:
        ends.append(now.closed)
    if instead and instead.outcome in GIVEN:
        ends.append(instead.valid_from.replace(day=1) - timedelta(1))
    elif signed_at:
        ends.append(localdate(signed_at))
    given = Granted(*(getattr(line, name) for name in LINE))
    return replace(given, valid_to=min((day for day in ends if day), default=None))


def told_by(income: Income | None) -> ToldIncome | None:
    """A stored statement as a value; None where nothing was told."""
    if income is None:
        return None
    return ToldIncome(
        household=Household(income.household),
        lives_together=income.lives_together,
        housing=Housing(income.housing),
        housing_cost=income.housing_cost,
        partner_housing_cost=income.partner_housing_cost,
        declines=income.declines,
        figures=tuple(Figure(f.whose, f.kind, f.amount, f.per) for f in income.figures.all()),
    )


def newest_income(fee_case: FeeCase) -> Income | None:
    """What was told last."""
    return fee_case.incomes.prefetch_related("figures").order_by("-version").first()


def amounts_known() -> dict[int, YearlyAmounts]:
    """The amounts of every year: those that ship, and those that the administrator has entered.

    The shares stand in the statute (32:6, 32:8) and are those of the newest year that ships.
    """
    known = dict(yearly_amounts())
    statute = known[max(known)]
    for entered in PriceBase.objects.order_by("year"):
        known.setdefault(
            entered.year,
            replace(statute, year=entered.year, price_base=entered.amount, source=entered.source),
        )
    return known


def tariffs_known() -> list[Tariff]:
    """Every version of the municipality's own tariff, the newest first; the status says that it is decided."""
    return [_tariff(row) for row in TariffVersion.objects.order_by("-valid_from")]


def _tariff(row: TariffVersion) -> Tariff:
    return Tariff(
        municipality=OWN, version=row.version, label="Kommunens taxa", valid_from=row.valid_from, valid_to=None,
        rounding=Rounding(row.rounding), reduction=Reduction(row.reduction), source=row.source, status=DECIDED,
        prices=from_stored(row.prices), untold=Untold(row.untold),
    )  # fmt: skip


def parameters_of(month: Month) -> tuple[Tariff, YearlyAmounts]:
    """The tariff and the year's amounts of a month. Raises Invalid on the month where there are none.

    Where only invented people are, an invented tariff stands in before the municipality's own first version, and says
    so. Nobody real is charged by it.
    """
    amounts = amounts_known().get(month.year)
    own = next((each for each in tariffs_known() if each.valid_from <= month.first_day), None)
    tariff = own if own or settings.SAMSYN["real_people"] else tariff_of(SAMPLE, month)
    if amounts is None:
        raise Invalid(
            "month",
            Refusal(
                N_("Prisbasbeloppet för {year} finns inte än. Administratören lägger in det."),
                {"year": month.year},
                law="SoL 32:4",
            ),
        )
    if tariff is None:
        raise Invalid(
            "month",
            Refusal(
                N_("Det finns ingen taxa för {month}. Administratören lägger in den."),
                {"month": month.name},
                law="SoL 32:1",
            ),
        )
    return tariff, amounts


def worked_for(fee_case: FeeCase, choices: Choices) -> Worked:
    """The fee of a month as it would be decided now. Raises Invalid for a month without parameters, or Refused."""
    lines = granted_to([fee_case.person_id]).get(fee_case.person_id, ())
    return worked_with(lines, told_by(newest_income(fee_case)), choices)


def suggested_month(fee_case: FeeCase, today: date) -> Change | None:
    """From which month the fee, or the changed one, applies by what is granted and told (SoL 32:10 st 2)."""
    income = newest_income(fee_case)
    decided = list(fee_case.decisions.order_by("-version").values_list("income", "first_month"))
    is_new = income is not None and income.pk not in {pk for pk, _ in decided}
    return first_month(
        granted_to([fee_case.person_id]).get(fee_case.person_id, ()), today=today,
        decided_from=decided[0][1] if decided else None, changed_on=income.changed_on if income and is_new else None,
    )  # fmt: skip


def raised_over(fee_case: FeeCase, worked: Worked) -> FeeDecision | None:
    """The decision whose fee would rise in the month, for another cause than the price base amount; else None."""
    before = fee_now(fee_case, worked.situation.month)
    if before is None:
        return None
    now = stored_situation(worked.situation)
    return before if is_raised(before.fee, worked.answer.fee, before.situation, now) else None


def worked_with(lines: tuple[Granted, ...], told: ToldIncome | None, choices: Choices) -> Worked:
    """The fee of a month for some lines and what was told. Raises like `worked_for`."""
    tariff, amounts = parameters_of(choices.month)
    try:
        return work_out(told, lines, tariff, amounts, choices)
    except ValueError as problem:
        raise Refused(Refusal(N_("Avgiften går inte att räkna ut: {problem}"), {"problem": str(problem)})) from None


def recipient_of(person: Person) -> Recipient:
    """Whom a letter about a fee is to; without an address where it is protected."""
    return Recipient(
        name=person.name,
        number=person.written_number,
        address=posted_to(person),
        is_protected=bool(person.protection),
    )


def tell_of(fee_case: FeeCase, what: str, *, by: Actor, at: datetime, about: str = "", **detail: Any) -> None:
    """The event of a fee, apart from the events of the case of needs: no amount and no case stands in it."""
    record(by=by, at=at, what=what, about=about or f"fee:{fee_case.pk}", subjects=[fee_case.person_id], detail=detail)
