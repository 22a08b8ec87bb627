"""Incomes and fee decisions for some of an invented municipality, made by the actions that the pages use."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from samsyn.cases.actions import FigureTerms, IncomeTerms, decide_fee, tell_income
from samsyn.cases.charging.working import Choices
from samsyn.cases.fees.months import Month
from samsyn.cases.fees.parameters import yearly_amounts
from samsyn.cases.queries import without_fees, work_out_fee
from samsyn.people.queries import actor_for, demo_accounts
from samsyn.people.refusals import Refused
from samsyn.people.roles import Actor, Role
from samsyn.web.shared.sender import sender

if TYPE_CHECKING:
    from samsyn.cases.models import FeeCase
    from samsyn.people.models import Person

PERSONS = 14  # enough for each list to show something, few enough to take less than a second
RENEWED = timedelta(days=350)  # some incomes are nearly a year old


def simulate_fees(*, seed: int, until: date, now: datetime) -> int:
    """Tell incomes and decide fees at the demonstration's fee officer; returns for how many persons.

    Every third income waits for its decision, one person tells nothing, and some incomes are due to be told again. None
    in a year whose price base amount is not in the table.
    """
    account = demo_accounts().filter(username="demo-fee-officer").first()
    officer = actor_for(account=account, acting_as=None, today=until)
    if officer is None or until.year not in yearly_amounts():
        return 0
    chance = Random(f"fees {seed}")  # noqa: S311 - chance, not secrecy
    done = 0
    for n, person in enumerate(_persons(officer, until)):
        told = _told(chance, n, until - RENEWED if n % 5 == 1 else until)
        fee_case = tell_income(person=person, told=told, by=_teller(person, told, officer), at=now).fee_case
        if n % 3 != 2:
            _decide(fee_case, officer, until, now)
        done += 1
    return done


def _persons(officer: Actor, until: date) -> "Iterator[Person]":
    """The person of the demonstration first, where their help is at the officer's unit, then others by number."""
    waiting = without_fees(officer, today=until)
    mine = demo_accounts().filter(username="demo-person").values("person")
    yield from waiting.filter(pk__in=mine)
    yield from waiting.exclude(pk__in=mine).order_by("number")[:PERSONS]


def _teller(person: "Person", told: IncomeTerms, officer: Actor) -> Actor:
    if told.channel != "web":
        return officer
    return Actor(key=f"person:{person.pk}", role=Role.PERSON, name=person.name, person_id=person.pk)


def _told(chance: Random, n: int, on: date) -> IncomeTerms:
    """Plausible for somebody old in a small town: pension after tax, rent, now and then a spouse or some capital."""
    household = ("single", "single", "spouses", "single", "sambor")[n % 5]
    source = "Personen själv" if n % 2 == 0 else "Pensionsbesked"
    figures = [FigureTerms("own", "PENSION", chance.randrange(11_200, 19_800, 50) * 100, "month", source, on)]
    if n % 4 == 0:
        figures.append(FigureTerms("own", "CAPITAL", chance.randrange(600, 9_000, 100) * 100, "year", source, on))
    if n % 4 == 3:
        allowance = chance.randrange(400, 1_900, 50) * 100
        figures.append(FigureTerms("own", "HOUSING_ALLOWANCE", allowance, "month", source, on))
    if household != "single":
        theirs = chance.randrange(10_500, 18_500, 50) * 100
        figures.append(FigureTerms("partner", "PENSION", theirs, "month", source, on))
    declines = n == 4
    return IncomeTerms(
        channel="web" if n % 2 == 0 else "paper", household=household, lives_together=True, housing="own",
        housing_cost=chance.randrange(3_200, 7_600, 50) * 100, partner_housing_cost=None, declines=declines, words="",
        told_on=on, changed_on=None, figures=[f for f in figures if not (declines and f.whose == "own")],
    )  # fmt: skip


def _decide(fee_case: "FeeCase", officer: Actor, until: date, now: datetime) -> None:
    """Decide from two months back, as the officer would have read it."""
    choices = Choices(Month(until.year, max(1, until.month - 2)))
    try:
        seen = work_out_fee(fee_case, choices).mark
        decide_fee(fee_case=fee_case, choices=choices, reasons="", seen=seen, sender=sender(), by=officer, at=now)
    except Refused:
        return  # help under LSS alone, or none of that month: the income waits, and the page says why
