"""How long the review of the log takes on a long log: `python tools/bench_log.py --events 2000000` prints figures.

A database of its own in a temporary folder: units with staff, persons with cases, and a year of readings, put in past
the chain (the hashes are blanks: nothing here verifies them). Then one unit's sample of the last month is drawn.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

UNITS, STAFF_A_UNIT, PERSONS = 100, 20, 20_000
LAST = date(2026, 10, 31)
FIRST = LAST.replace(day=1)
YEAR = timedelta(days=365)


def main() -> None:
    """Fill a database, draw a sample, print how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    wanted = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SAMSYN_DEMO": "1", "SAMSYN_HOME": folder, "DJANGO_SETTINGS_MODULE": "samsyn.settings",
            "SAMSYN_DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        fill(wanted)
        print(f"{wanted} events of {UNITS} units filled in {time.perf_counter() - began:.0f} s")
        draw()


def fill(wanted: int) -> None:
    """Put in the organisation, the persons with their cases, and the events, evenly over a year."""
    from django.db import connection, transaction

    rng = Random(1)  # noqa: S311 - figures that can be repeated
    start = datetime(2025, 11, 1, 7, tzinfo=UTC)
    step = YEAR / wanted

    def events():
        for n in range(wanted):
            staff = rng.randrange(UNITS * STAFF_A_UNIT)
            unit, person = staff // STAFF_A_UNIT + 1, rng.randrange(PERSONS) + 1
            at = (start + n * step).strftime("%Y-%m-%d %H:%M:%S.%f")
            access = "write" if n % 10 == 0 else "read"
            yield (at, f"staff:{staff + 1}", "caseworker", unit, access, "case.read", f"case:{person}", person,
                   f"[{person}]", "{}", "", "")  # fmt: skip

    _organisation()
    _persons()
    with transaction.atomic(), connection.cursor() as cursor:
        columns = 'at, by, role, unit, access, what, about, "case", subjects, detail, previous, hash'
        gaps = ", ".join(["%s"] * 12)
        cursor.executemany(f"INSERT INTO audit_event ({columns}) VALUES ({gaps})", events())  # noqa: S608 - our own
        cursor.execute("ANALYZE")


def _organisation() -> None:
    from samsyn.people.models import Appointment, Staff, Unit

    people = range(UNITS * STAFF_A_UNIT)
    Unit.objects.bulk_create(Unit(pk=u + 1, name=f"Enhet {u + 1}", purpose="assessment") for u in range(UNITS))
    names = [(f"Förnamn{s % 300}", f"Namn{s % 700}") for s in people]
    Staff.objects.bulk_create(
        Staff(pk=s + 1, given_name=given, family_name=family) for s, (given, family) in enumerate(names)
    )  # fmt: skip
    Appointment.objects.bulk_create(
        Appointment(staff_id=s + 1, unit_id=s // STAFF_A_UNIT + 1, role="caseworker", valid_from=date(2020, 1, 1))
        for s in people
    )


def _persons() -> None:
    from samsyn.cases.models import Case
    from samsyn.people.models import Person, SearchKey

    persons = [
        Person(
            pk=p, number=f"bench{p}", number_kind="personal", given_name=f"Förnamn{p % 300}",
            family_name=f"Namn{p % 7000}", street=f"Gatan {p % 9000}", postcode="123 45",
        )
        for p in range(1, PERSONS + 1)
    ]  # fmt: skip
    Person.objects.bulk_create(persons, batch_size=2000)
    keys = [SearchKey(person=p, key=word.lower()) for p in persons for word in (p.given_name, p.family_name)]
    SearchKey.objects.bulk_create(keys, batch_size=5000)
    at = datetime(2025, 1, 1, tzinfo=UTC)
    cases = [
        Case(pk=p.pk, number=f"2025-{p.pk:06d}", person=p, unit_id=p.pk % UNITS + 1, target_group="older",
             status="active", status_since=at, received_at=at)
        for p in persons
    ]  # fmt: skip
    Case.objects.bulk_create(cases, batch_size=2000)


def draw() -> None:
    """Draw one unit's sample and say how long it took, and what it was drawn from."""
    from samsyn.cases.actions import draw_log_review
    from samsyn.people.models import Unit
    from samsyn.people.roles import job

    at = datetime(2026, 11, 2, 2, tzinfo=UTC)
    for unit in Unit.objects.order_by("pk")[:3]:
        began = time.perf_counter()
        review = draw_log_review(unit=unit, first=FIRST, last=LAST, by=job("bench"), at=at)
        took = time.perf_counter() - began
        print(f"{unit.name}: {review.readings} readings, {review.items.count()} drawn, {took:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
