"""Puts a decision from another day into an installation, by the same actions as the pages use. Run by journeys.

    python -m tests.journeys.old_decision 2025-12-22

Prints the number of the case. The caseworker is the demonstration's own.
"""

import sys
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import django

django.setup()

from samsyn.people.models import Account  # noqa: E402 - settings first
from tests import factories as f  # noqa: E402


def decide(day: date) -> int:
    """A granted decision on home care, six hours a week, made on a day; its case."""
    at = datetime.combine(day, time(10), ZoneInfo("Europe/Stockholm"))
    by = f.actor(Account.objects.get(username="demo-caseworker"), at=at)
    unit = f.Unit.objects.get(pk=by.unit_id)
    case = f.decided_case(of=f.person("Signe", "Provsson", at=at), at_unit=unit, by=by, at=at)
    return int(case.pk)


if __name__ == "__main__":
    print(decide(date.fromisoformat(sys.argv[1])))
