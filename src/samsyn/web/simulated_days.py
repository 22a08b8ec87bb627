"""The day plan of the invented municipality: the planner of the demonstration has begun today's, as the day stands."""

from datetime import date, datetime

from samsyn.homecare.actions import begin_day_plan
from samsyn.people.queries import actor_for, demo_accounts
from samsyn.people.refusals import Refused
from samsyn.people.roles import Actor


def days_planner(until: date) -> Actor | None:
    """The demonstration's planner; None in a municipality so small that there is none."""
    account = demo_accounts().filter(username="demo-provider-planner").first()
    return actor_for(account=account, acting_as=None, today=until) if account else None


def simulate_days(*, until: date, now: datetime) -> bool:
    """Begin the day of the demonstration's planner; False in a municipality so small that nobody works."""
    planner = days_planner(until)
    if planner is None:
        return False
    try:
        begin_day_plan(day=until, by=planner, at=now)
    except Refused:
        return False
    return True
