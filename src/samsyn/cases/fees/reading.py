"""From a JSON object to a situation: which key means what. The keys are told in `bench`."""

from dataclasses import dataclass
from fractions import Fraction

from samsyn.cases.fees.money import KRONA, Rounding, at_most
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import section
from samsyn.cases.fees.situation import Adjustment, Ground, Household, Housing, Situation
from samsyn.cases.fees.steps import Step, Undecided, step, undecided
from samsyn.cases.fees.tariff import Charge, MissingUse, Part, Reduction, Tariff, Untold, tariff_of
from samsyn.cases.fees.told import Told

DECIDED = "decided"  # the status of a tariff that a council has decided
SAMPLE = "PROV"  # the invented tariff, taken where no municipality is named


@dataclass(frozen=True)
class Read:
    """A situation, with the rows and open questions that the reading itself gave."""

    situation: Situation
    steps: tuple[Step, ...]
    unanswered: tuple[Undecided, ...]


def read_situation(told: Told, month: Month) -> Read:
    """The situation of a month. Raises BadSituation with the key that cannot be read."""
    steps: list[Step] = []
    left: list[Undecided] = []
    household = told.choice("household", Household, Household.SINGLE) or Household.SINGLE
    housing = told.choice("housing", Housing, Housing.OWN) or Housing.OWN
    tariff = tariff_of(told.text("municipality", SAMPLE), month)
    charges = [*_services(told, month, tariff, steps, left), *_amounts(told, housing)]
    situation = Situation(
        month=month,
        household=household,
        lives_together=_lives_together(told, household, housing),
        income=told.yearly("income"),
        partner_income=_partner_income(told, household),
        housing=housing,
        housing_cost=None if housing is Housing.NO_CONTRACT else told.money("housing_cost_month"),
        other_housing_cost=told.money("other_housing_cost_month") or 0,
        partner_housing_cost=told.money("spouse_housing_cost_month"),
        charges=_for_housing(told, housing, charges),
        health_care_fee=told.money("health_care_fee_month") or 0,
        adjustments=tuple(_adjustment(each) for each in told.objects("minimum_adjustment")),
        partner_reserve=_partner_reserve(told, household),
        partner_reason=told.text("spouse_reserve_reason"),
        rounding=told.choice("rounding", Rounding, tariff.rounding if tariff else Rounding.DOWN) or Rounding.DOWN,
        reduction=told.choice("reduction", Reduction, tariff.reduction if tariff else None) or Reduction.CARE_FIRST,
        untold=told.choice("untold", Untold) or Untold.ASK,
    )
    return Read(situation, tuple(steps), tuple(left))


def _lives_together(told: Told, household: Household, housing: Housing) -> bool:
    together = told.flag("lives_together")
    if household is Household.SAMBOR and together is False:
        raise told.bad(
            "lives_together", "{key}: sambor lever tillsammans. Skriv household: single för den som inte gör det."
        )
    if household is Household.SPOUSES and together is None and housing is not Housing.OWN:
        raise told.bad("lives_together", "{key}: ange om makarna lever tillsammans i bostaden (true eller false).")
    return together is not False


def _partner_income(told: Told, household: Household) -> int | None:
    income = told.yearly("spouse_income")
    if income is not None and household is Household.SINGLE:
        raise told.bad("household", "{key}: en annan inkomst är angiven. Skriv spouses (makar) eller sambor.")
    return income


def _partner_reserve(told: Told, household: Household) -> int:
    reserve = told.money("spouse_reserve_month") or 0
    if reserve and household is Household.SINGLE:
        raise told.bad("spouse_reserve_month", "{key}: det gäller bara den som har make eller sambo.")
    if reserve and not told.text("spouse_reserve_reason"):
        raise told.bad("spouse_reserve_reason", "{key}: skriv varför beloppet ska finnas kvar för maken eller sambon.")
    return reserve


def _amounts(told: Told, housing: Housing) -> list[Charge]:
    """The charges told as amounts: `tariff_amount` for care; `housing_fee_month`, or what the dwelling costs."""
    charges = []
    care, care_cost = told.money("tariff_amount"), told.money("own_cost_month")
    if care is not None and told.has("services"):
        raise told.bad("tariff_amount", "{key}: skriv antingen ett belopp eller services, inte båda.")
    if care is not None:
        charges.append(Charge("Omsorg", Part.CARE, care, care_cost))
    elif care_cost is not None:
        raise told.bad(
            "own_cost_month", "{key}: självkostnaden hör till tariff_amount. Skriv annars own_cost i services."
        )
    fee, fee_cost = told.money("housing_fee_month"), told.money("own_cost_housing_month")
    if fee is None and housing is Housing.NO_CONTRACT:
        fee = told.money("housing_cost_month")
    if fee is not None:
        charges.append(Charge("Bostad", Part.HOUSING, fee, fee_cost))
    return charges


def _for_housing(told: Told, housing: Housing, charges: list[Charge]) -> tuple[Charge, ...]:
    """The charges, after a look at whether a fee for housing may be taken at all (32:1 p 6)."""
    if housing is not Housing.NO_CONTRACT and any(charge.part is Part.HOUSING for charge in charges):
        raise told.bad(
            "housing", "{key}: avgift för bostaden tas bara ut där det inte finns hyreskontrakt (no_contract)."
        )
    return tuple(charges)


def _services(
    told: Told, month: Month, tariff: Tariff | None, steps: list[Step], left: list[Undecided]
) -> list[Charge]:
    """The charges of `services`: each by its own price, else by the tariff."""
    services = told.objects("services")
    law = section("32:1", month)
    charges = [_priced(each) for each in services if each.has("price")]
    by_tariff = [each for each in services if not each.has("price")]
    if by_tariff and tariff is None:
        name = told.text("municipality", SAMPLE)
        left.append(undecided("tariff_missing", law, municipality=name, month=month.name))
    elif by_tariff and tariff is not None:
        steps.append(step("tariff", None, law, label=tariff.label, version=tariff.version, source=tariff.source))
        if tariff.status != DECIDED:
            left.append(undecided("tariff_unverified", law, label=tariff.label, source=tariff.source))
        for each in by_tariff:
            charge = _by_tariff(each, tariff)
            if charge is None:
                left.append(undecided("not_in_tariff", law, intervention=each.text("intervention")))
            else:
                charges.append(charge)
    return charges


def _by_tariff(service: Told, tariff: Tariff) -> Charge | None:
    intervention = service.text("intervention")
    if not intervention:
        raise service.bad("intervention", "{key}: ange insatsen.")
    hours, count = service.number("hours"), service.count("count")
    price = tariff.price(intervention, hours)
    if price is None:
        return None
    try:
        return price.charge(hours, count)
    except MissingUse as missing:
        raise service.bad(str(missing), "{key}: taxan behöver detta för att räkna ut avgiften.") from None


def _priced(service: Told) -> Charge:
    """A service with its own price: `price` kronor for each hour or time, or for the month."""
    label = service.text("intervention") or "Insats"
    part = service.choice("part", Part, Part.CARE) or Part.CARE
    price, cost = service.number("price") or Fraction(0), service.number("own_cost")
    hours, count = service.number("hours"), service.count("count")
    if hours is not None and count is not None:
        raise service.bad("hours", "{key}: skriv antingen hours eller count, inte båda.")
    used = Fraction(1) if count is None else Fraction(count)
    used = used if hours is None else hours
    return Charge(label, part, at_most(price * used * KRONA), None if cost is None else at_most(cost * used * KRONA))


def _adjustment(told: Told) -> Adjustment:
    ground, amount = told.choice("ground", Ground), told.money("amount")
    if ground is None:
        raise told.bad("ground", "{key}: ange grunden: " + ", ".join(Ground))
    if amount is None:
        raise told.bad("amount", "{key}: ange beloppet i kronor i månaden, utan minustecken.")
    reason = told.text("reason")
    if not reason:
        raise told.bad("reason", "{key}: skriv skälet till ändringen av minimibeloppet.")
    return Adjustment(ground, amount, reason)
