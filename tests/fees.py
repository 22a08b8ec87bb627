"""Incomes and fees for tests, made by the same actions that the pages use."""

from datetime import date, datetime

from django.utils.timezone import localdate

from samsyn.cases.actions import FigureTerms, IncomeTerms, decide_fee, open_fee_case, tell_income
from samsyn.cases.charging.working import Choices
from samsyn.cases.fees.months import Month
from samsyn.cases.models import FeeCase, FeeDecision, Income
from samsyn.cases.queries import work_out_fee
from samsyn.people.models import Person, Unit
from samsyn.people.roles import Actor, Role
from tests import factories as f
from tests.kept import kept

ON = f.NOW.date()


@kept
def officer(at_unit: Unit | None = None) -> Actor:
    """The first fee officer of a unit."""
    return f.acting(Role.FEE_OFFICER, at_unit or f.unit())


def pension(kronor: int, whose: str = "own", *, on: date = ON) -> FigureTerms:
    """So many kronor of pension a month, as the person told it."""
    return FigureTerms(whose, "PENSION", kronor * 100, "month", "Personen själv", on)


def terms(*figures: FigureTerms, **more) -> IncomeTerms:
    """Somebody who lives alone with 15 000 kronor of pension and 5 000 of rent, unless told otherwise."""
    told = {
        "channel": "web", "household": "single", "lives_together": True, "housing": "own", "housing_cost": 500_000,
        "partner_housing_cost": None, "declines": False, "words": "", "told_on": f.NOW.date(), "changed_on": None,
        "figures": figures or (pension(15_000),),
    }  # fmt: skip
    return IncomeTerms(**(told | more))


@kept
def granted(*, at: datetime = f.NOW, **decided) -> Person:
    """Somebody with home care granted."""
    return f.decided_case(at=at, **decided).person


@kept
def told_fees(of: Person | None = None, *figures: FigureTerms, at: datetime = f.NOW, **more) -> FeeCase:
    """Somebody with granted help who has told their income on their own page."""
    of = of or granted(at=at)
    told = terms(*figures, **({"told_on": localdate(at)} | more))
    return tell_income(person=of, told=told, by=f.actor(of, acting_as="self", at=at), at=at).fee_case


@kept
def opened_fees(of: Person | None = None, *, at: datetime = f.NOW) -> FeeCase:
    """Fees that the officer has opened and nobody has told an income for."""
    of = of or granted(at=at)
    return open_fee_case(person=of, by=officer(of.cases.latest("pk").unit), at=at)


@kept
def decided_fee(
    fee_case: FeeCase | None = None, *, month: Month | None = None, at: datetime = f.NOW, reasons: str = "", **more
) -> FeeDecision:
    """A fee decided as the officer has just read it."""
    fee_case = fee_case or told_fees(at=at)
    given = {k: more.pop(k) for k in ("corrects", "correction_reason", "notice") if k in more}
    choices = Choices(month or Month.of(localdate(at)), **more)
    seen = work_out_fee(fee_case, choices).mark
    return decide_fee(
        fee_case=fee_case, choices=choices, reasons=reasons, seen=seen, sender=f.SENDER, by=officer(fee_case.unit),
        at=at, **given,
    )  # fmt: skip


@kept
def decision_of(fee_case: FeeCase) -> FeeDecision:
    """The newest decision."""
    return fee_case.decisions.order_by("-version").first()


@kept
def income_of(fee_case: FeeCase) -> Income:
    """What was told last."""
    return fee_case.incomes.order_by("-version").first()
