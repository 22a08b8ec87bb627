"""How long the accounts of a large city take: all balances of a month, one person's, one more entry, on SQLite.

    python -m tools.bench_account [--recipients 8400] [--seed 1]

Makes a database of its own: recipients with one granted line, an order, a plan of three activities and every planned
and performed time of three months, some of it reported otherwise and some corrected. Prints a table; asserts nothing.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

MONTHS = 3
UNTIL = date(2026, 11, 15)  # the month is half done
ROUNDS = 5


class Planned(NamedTuple):
    id: int
    order: int
    activity: int
    provider: int
    day: date
    start: clock
    minutes: int
    carer: int | None = None


class Performed(NamedTuple):
    order: int
    planned: int
    version: int
    day: date
    start: clock
    minutes: int
    charged: int
    source: str
    reason: str
    recorded_at: datetime
    recorded_by: str = "job:bench"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recipients", type=int, default=8_400)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "SAMSYN_HOME": home,
            "SAMSYN_SECRET_KEY": "for a benchmark where nobody is real and nothing kept",
        }
        os.environ.pop("SAMSYN_DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "samsyn.settings"
        import django

        django.setup()
        began = time.perf_counter()
        rows = fill(chosen.recipients, Random(chosen.seed))  # noqa: S311 - invented amounts
        size = Path(home, "samsyn.sqlite3").stat().st_size / 1e6
        print(f"{chosen.recipients} recipients, {rows} planned times, seed {chosen.seed}, {size:.0f} MB, ", end="")
        print(
            f"made in {time.perf_counter() - began:.0f} s; load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors"
        )
        measure(chosen.recipients)


def fill(recipients: int, rng: Random) -> int:
    """Put in the people with their lines, orders, plans and time. Returns how many planned times."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from samsyn.audit import bulk
    from samsyn.homecare.models import PerformedTime, PlannedTime

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with transaction.atomic():
        activities = chains(recipients, bulk)
        with bulk.rebuilt_afterwards(PlannedTime, PerformedTime):
            rows = 0
            for planned, performed in days(activities, rng):
                rows += bulk.insert(PlannedTime, planned)
                bulk.insert(PerformedTime, performed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return rows


def chains(recipients: int, bulk: Any) -> list[tuple[int, int, int]]:
    """A person, case, signed decision, line, order and plan for each. Returns (order, activity, minutes)."""
    from types import SimpleNamespace as Row

    from samsyn.cases.models import Case, Decision, DecisionLine, Investigation
    from samsyn.homecare.models import Activity, Order, Plan
    from samsyn.people.models import Person, Staff, Unit

    since = datetime(2026, 8, 1, 9, tzinfo=UTC)
    unit = Unit.objects.create(name="Samsyns hemtjänst", purpose="provider")
    staff = Staff.objects.create(given_name="Kim", family_name="Lund", title="undersköterska")
    keys = range(1, recipients + 1)
    first = since.date()
    tables: list[tuple[Any, Callable[[int], dict[str, Any]]]] = [
        (Person, lambda n: {"number": f"{n:012d}", "number_kind": "personnummer", "given_name": "Astrid",
                            "family_name": f"Lind {n}"}),
        (Case, lambda n: {"number": f"SAM {n}", "person": n, "unit": unit.pk, "status": "active",
                          "target_group": "older", "received_at": since, "status_since": since}),
        (Investigation, lambda n: {"case": n, "opened_at": since, "opened_by": staff.pk}),
        (Decision, lambda n: {"case": n, "investigation": n, "state": "draft"}),
        (DecisionLine, lambda n: {"decision": n, "intervention": "HEMTJANST", "outcome": "granted",
                                  "unit": "minutes_week", "amount": 600 + n % 7 * 60, "valid_from": first}),
        (Order, lambda n: {"case": n, "line": n, "provider": unit.pk, "status": "started", "status_since": since,
                           "sent_at": since, "start_on": first, "content": {}}),
        (Plan, lambda n: {"order": n, "state": "approved", "made_on": first, "current_from": first,
                          "made_by": staff.pk, "answered_at": since, "answered_by": f"person:{n}"}),
    ]  # fmt: skip
    for model, of in tables:
        bulk.insert(model, [Row(id=n, **of(n)) for n in keys])
    key, made = count(1), []
    for n in keys:
        for minutes in (30, 20, 25 + n % 3 * 5):
            made.append(Row(id=next(key), plan=n, what="Hjälp", weekdays="1234567", start=clock(8), minutes=minutes))
    bulk.insert(Activity, made)
    Decision.objects.update(state="signed", signed_at=since, signed_by=staff)
    return [(a.plan, a.id, a.minutes) for a in made]


def days(activities: list[tuple[int, int, int]], rng: Random) -> Iterator[tuple[list[Planned], list[Performed]]]:
    """Every day's planned and performed times; one in twenty went otherwise, one in a hundred was corrected."""
    key, at = count(1), datetime(2026, 11, 1, 3, tzinfo=UTC)
    first = date(UNTIL.year, UNTIL.month - MONTHS + 1, 1)
    for n in range((date(UNTIL.year, UNTIL.month + 1, 1) - first).days):
        day = first + timedelta(n)
        planned = [Planned(next(key), order, a, 1, day, clock(8), minutes) for order, a, minutes in activities]
        performed = []
        for p in planned if day < UNTIL else ():
            otherwise = rng.random() < 0.05
            source, reason = ("reported", "KORTARE") if otherwise else ("as_planned", "")
            minutes = p.minutes - 5 if otherwise else p.minutes
            performed.append(Performed(p.order, p.id, 1, day, p.start, minutes, 0, source, reason, at))
            if rng.random() < 0.01:
                performed.append(
                    Performed(p.order, p.id, 2, day, p.start, 0, p.minutes, "reported", "PERSON_BORTA", at)
                )
        yield planned, performed


def measure(recipients: int) -> None:
    from django.test import Client
    from django.urls import reverse

    from samsyn.cases.models import DecisionLine
    from samsyn.homecare.account.spans import span_of
    from samsyn.homecare.actions import settle_accounts
    from samsyn.homecare.models.accounts import accounts_on, all_balances
    from samsyn.people.models import Account
    from samsyn.people.roles import job

    line = DecisionLine.objects.select_related("decision__case__person").get(pk=recipients // 2)
    at = datetime.combine(UNTIL, clock(4), ZoneInfo("Europe/Stockholm"))
    with told("the night that settles every account"):
        made = settle_accounts(by=job("settle"), at=at)
    print(f"  {made} entries")
    with told("the night after, when nothing is new"):
        settle_accounts(by=job("settle"), at=at)
    with told("all balances of the month"):
        balances = all_balances(span_of(UNTIL, "month"), today=UNTIL)
    granted = sum(b.granted for b in balances.values())
    rest = sum(b.free + b.planned + b.performed + b.charged + b.saved + b.owed + b.expired for b in balances.values())
    print(f"  {len(balances)} balances, {granted} minutes granted, {rest} accounted for")
    for _ in range(ROUNDS - 1):
        with told("all balances of the month"):
            all_balances(span_of(UNTIL, "month"), today=UNTIL)
    for _ in range(ROUNDS):
        with told("one person's balance"):
            accounts_on([line], day=UNTIL, today=UNTIL)
    person = line.decision.case.person
    client = Client()
    client.force_login(Account.objects.create(username="one", person=person))
    session = client.session
    session["acting_as"] = "self"
    session.save()
    place = reverse("my_time", args=[person.pk])
    for n in range(ROUNDS + 1):
        with told("one person's page" if n else "one person's page, the first in a process"):
            answer = client.get(place)
        if answer.status_code != 200:
            raise SystemExit(f"the page answered {answer.status_code}")


@contextmanager
def told(what: str) -> Iterator[None]:
    began, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"  {what}: {time.perf_counter() - began:.3f} s ({time.process_time() - cpu:.3f} s of processor)")


if __name__ == "__main__":
    sys.exit(main())
