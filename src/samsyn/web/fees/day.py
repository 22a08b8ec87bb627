"""The fee officer's day: incomes that came in, help without a fee, renewals due, fees that should have ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from samsyn.cases.fees.months import Month
from samsyn.cases.queries import fee_cases, without_fees
from samsyn.cases.queries.fees import fees_waiting
from samsyn.people.refusals import N_
from samsyn.people.roles import Role
from samsyn.web.fees.fetch import shown
from samsyn.web.shared.day import day_of
from samsyn.web.shared.listing import first_of
from samsyn.web.shared.request import Request

SHOWN = 8


@dataclass(frozen=True)
class Row:
    """One line of the day."""

    person: int
    name: str
    number: str
    url: str
    since: date | datetime | None


@dataclass(frozen=True)
class Part:
    """One thing that waits: its title, how many, the first of them and the way to all."""

    title: str
    total: int
    rows: list[Row]
    url: str
    tone: str = "waiting"


def _of_fee(when: str) -> Callable[[Any], Row]:
    return lambda c: Row(
        c.person_id, c.person.name, c.number, reverse("fee", args=[c.pk]),
        c.person.died_on if when == "died_on" else getattr(c, when),
    )  # fmt: skip


@day_of(Role.FEE_OFFICER)
def day(request: Request) -> HttpResponse:
    """What waits for the fee officer, the oldest first."""
    today = localdate(request.now)
    waits = fees_waiting(request.actor, today=today)
    first = {pk for some in waits.values() for pk in some[:SHOWN]}
    rows = {row.pk: row for row in fee_cases(request.actor).filter(pk__in=first)}

    def waiting(what: str, title: str, when: str, tone: str = "waiting") -> Part:
        of, url = _of_fee(when), f"{reverse('fees')}?{urlencode({'waits': what})}"
        return Part(title, len(waits[what]), [of(rows[pk]) for pk in waits[what][:SHOWN]], url, tone)

    parts = [
        waiting("income", N_("Uppgifter om inkomst som har kommit in"), "income_at"),
        waiting("granted", N_("Hjälpen har ändrats sedan beslutet"), "changed_at"),
        _without(request, today),
        waiting("ended", N_("Personen har avlidit och avgiften löper"), "died_on", "late"),
        waiting("renewal", N_("Inkomsten ska lämnas på nytt"), "renew_on"),
    ]
    shown(request, "fee.list", {row.person for part in parts for row in part.rows})
    context = {"parts": [p for p in parts if p.total], "counts": parts, "month": Month.of(today)}
    return render(request, "fees/day.html", context)


def _without(request: Request, today: date) -> Part:
    """Who has help without a fee: the first by name and how many, in one question."""
    some, total = first_of(without_fees(request.actor, today=today).order_by("family_name", "pk"), SHOWN)
    rows = [Row(p.pk, p.name, "", reverse("fee_begin", args=[p.pk]), None) for p in some]
    return Part(N_("Beviljad hjälp utan avgift"), total, rows, reverse("fees_without"))
