"""Equal treatment in an invented municipality: women and men measured, and an improvement under way."""

from datetime import date, datetime, timedelta

from samsyn.improvement.actions import Plan, open_improvement
from samsyn.improvement.definitions import periods
from samsyn.improvement.due import measure_period
from samsyn.improvement.queries import newest_measurements, owners
from samsyn.people.queries import actor_for, demo_accounts
from samsyn.people.roles import job

OUTCOME = "minutes"
TEXTS = {
    "pattern": "Kvinnor får mindre hemtjänst än män vid samma bedömda behov. Påhittat för visning.",
    "causes": "Vi vet inte. Män kan oftare ha någon som för deras talan, och kvinnor kan säga att de klarar sig.",
    "tests": "En kalibreringsrunda där samma fall har en kvinna eller en man, och blind granskning av ärenden.",
    "what": "Alla utredningar om hemtjänst granskas utan namn, kön och ålder före beslutet.",
}


def simulate_equal(*, until: date, now: datetime) -> int:
    """Measure the last whole quarters and years, and open an improvement; returns how many outcomes were measured."""
    account = demo_accounts().filter(username="demo-analyst").first()
    analyst = actor_for(account=account, acting_as=None, today=until)
    people = owners(on=until)
    rolling, year = periods(until)[:2]
    made = sum(measure_period(period, "sex", by=job("measure"), at=now) for period in dict.fromkeys((rolling, year)))
    if analyst is None or not people:
        return made
    baseline = newest_measurements("sex", rolling, by=analyst, at=now)[OUTCOME]
    begun, due = until + timedelta(days=14), until + timedelta(days=60)
    plan = Plan(**TEXTS, owner=people[0].pk, due_on=due, changed_on=begun, again_on=due + timedelta(days=183))
    open_improvement(baseline=baseline, plan=plan, by=analyst, at=now)
    return made
