"""Opening somebody's fees, and what they, or a paper from them, tell of income (SoL 32:5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import fee_access as access
from samsyn.cases.actions.fee_rows import granted_to, tell_of
from samsyn.cases.charging.told import income_kinds
from samsyn.cases.models import Case, FeeCase, Income, IncomeFigure
from samsyn.people.models import Person, Unit
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor

MOST = 10**10  # öre: more than any income a slip of the pen could mean


@dataclass(frozen=True)
class FigureTerms:
    """One amount in öre, with where it comes from and the day it speaks of."""

    whose: str
    kind: str
    amount: int
    per: str
    source: str
    on: date


@dataclass(frozen=True)
class IncomeTerms:
    """What is told. Costs are öre a month, None where they are not told."""

    channel: str
    household: str
    lives_together: bool
    housing: str
    housing_cost: int | None
    partner_housing_cost: int | None
    declines: bool
    words: str
    told_on: date
    changed_on: date | None
    figures: Sequence[FigureTerms]
    once: str = ""


@action
def open_fee_case(*, person: Person, by: Actor, at: datetime) -> FeeCase:
    """Begin somebody's fees at the fee officer's unit, for what is granted there. Asking twice gives the same.

    Raises Refused when nothing is granted to the person at that unit.
    """
    unit = _unit_of(person)
    permit(access.why_not_see_fees(by, unit.pk if unit else 0))
    if unit is None or not granted_to([person.pk]):
        raise Refused(Refusal(N_("Ingen insats är beviljad, så det finns inget att ta ut avgift för.")))
    return _opened(person, unit, by, at)


@action
def tell_income(*, person: Person, told: IncomeTerms, by: Actor, at: datetime) -> Income:
    """Keep what was told, as the newest statement. What was told before stays as it was.

    The person tells on their own page, the fee officer what came on paper or by phone. The same form twice is once.
    """
    fee_case = FeeCase.objects.select_for_update().filter(person=person).first()
    unit = fee_case.unit if fee_case else _unit_of(person)
    if access.why_not_tell_income(by, person.pk):
        permit(access.why_not_see_fees(by, unit.pk if unit else 0))
    if told.once and (sent := Income.objects.filter(once=told.once, received_by=by.key).first()):
        return sent
    if unit is None:
        raise Refused(Refusal(N_("Du har inget ärende här än. Ansök först, så frågar vi om inkomsten sedan.")))
    _check(told, localdate(at))
    fee_case = fee_case or _opened(person, unit, by, at)
    last = fee_case.incomes.order_by("-version").values_list("version", flat=True).first() or 0
    income = Income.objects.create(
        fee_case=fee_case, version=last + 1, channel=told.channel, household=told.household,
        lives_together=told.lives_together, housing=told.housing, housing_cost=told.housing_cost,
        partner_housing_cost=told.partner_housing_cost, declines=told.declines, words=told.words.strip(),
        told_on=told.told_on, changed_on=told.changed_on, renew_on=a_year_after(told.told_on), received_at=at,
        received_by=by.key, once=told.once or None,
    )  # fmt: skip
    IncomeFigure.objects.bulk_create(
        IncomeFigure(
            income=income, whose=f.whose, kind=f.kind, amount=f.amount, per=f.per, source=f.source.strip(), on=f.on
        )
        for f in told.figures
    )
    tell_of(fee_case, "fee.income", by=by, at=at, about=f"income:{income.pk}", channel=told.channel)
    return income


@action
def link_other(*, fee_case: FeeCase, number: str, by: Actor, at: datetime) -> FeeCase:
    """Say who the spouse or cohabitant is, by identity number, so that both fees are compared (SoL 32:7).

    Only somebody whose fees are at the same unit; an empty number takes it back.
    """
    fee_case = FeeCase.objects.select_for_update().get(pk=fee_case.pk)
    permit(access.why_not_see_fees(by, fee_case.unit_id))
    other = FeeCase.objects.filter(person__number=number, unit=fee_case.unit_id).first() if number else None
    if number and other is None:
        raise Invalid("number", Refusal(N_("Ingen med det numret har en avgift hos din enhet.")))
    if other is not None and other.pk == fee_case.pk:
        raise Invalid("number", Refusal(N_("Det är personens eget nummer. Skriv makens eller sambons.")))
    fee_case.other_id = other.person_id if other else None
    fee_case.save(update_fields=["other"])
    tell_of(fee_case, "fee.link", by=by, at=at)
    return fee_case


def a_year_after(day: date) -> date:
    """When an income is asked for again: the same day next year, 28 February after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _check(told: IncomeTerms, today: date) -> None:
    if told.told_on > today:
        raise Invalid("told_on", Refusal(N_("Dagen har inte varit än.")))
    if (today - told.told_on).days > 3 * 366:
        raise Invalid("told_on", Refusal(N_("Dagen ligger mer än tre år bakåt. Kontrollera årtalet.")))
    if told.declines and any(figure.whose == "own" for figure in told.figures):
        raise Invalid(
            "declines",
            Refusal(N_("Du har både skrivit en inkomst och kryssat att du inte lämnar uppgift. Välj en av dem.")),
        )
    if not told.declines and not told.figures:
        raise Invalid(
            "declines",
            Refusal(
                N_("Skriv minst en inkomst, eller kryssa att du inte lämnar uppgift. Skriv 0 om du inte har någon.")
            ),
        )
    for figure in told.figures:
        if figure.kind not in income_kinds() or not 0 <= figure.amount <= MOST:
            raise Invalid("declines", Refusal(N_("Ett belopp är orimligt stort. Kontrollera beloppen.")))


def _unit_of(person: Person) -> Unit | None:
    """The unit that decides on somebody's fees: where their fees are, else where their newest case is."""
    held = FeeCase.objects.filter(person=person).select_related("unit").first()
    if held:
        return held.unit
    newest = Case.objects.filter(person=person).select_related("unit").order_by("-received_at", "-pk").first()
    return newest.unit if newest else None


def _opened(person: Person, unit: Unit, by: Actor, at: datetime) -> FeeCase:
    fee_case, made = FeeCase.objects.get_or_create(
        person=person, defaults={"unit": unit, "number": _number(at), "opened_at": at, "opened_by": by.key}
    )
    if made:
        tell_of(fee_case, "fee.open", by=by, at=at)
    return fee_case


def _number(at: datetime) -> str:
    """The next free number of the year: A2026-000017. The chain is held, so no two get the same."""
    stem = f"A{localdate(at).year}-"
    last = FeeCase.objects.filter(number__startswith=stem).order_by("-number").values_list("number", flat=True).first()
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:06d}"
