"""Measurements and improvements to test with: invented columns, examined and kept as in earnest."""

from datetime import date, timedelta
from random import Random

from django.utils.timezone import localdate

from samsyn.improvement.actions import Plan, keep_measurements, open_improvement
from samsyn.improvement.definitions import Period, groups, outcomes, periods
from samsyn.improvement.measuring import found_in
from samsyn.improvement.models import Improvement, Measurement
from samsyn.people.roles import Actor, Role
from tests import factories as f

TODAY = localdate(f.NOW)
PERIOD = periods(TODAY)[0]


def columns(period: Period = PERIOD, *, seed: int = 1, rows: int = 400, gap: float = 60.0) -> dict[str, list]:
    """Persons of a period who are decided on; women get so many minutes a week less at equal need."""
    draw = Random(seed)
    days = (period.last - period.first).days
    found: dict[str, list] = {
        name: [] for name in ("decided_on", "sex", "age", "household", "team", "need", "minutes_week", "granted")
    }
    for _ in range(rows):
        sex, household, need = draw.choice("KM"), draw.choice(("alone", "together")), float(draw.randrange(4, 24))
        minutes = max(30.0, 34 * need * (1.0 if household == "alone" else 0.8) + draw.gauss(0, 40) - gap * (sex == "K"))
        row = {
            "decided_on": (period.first + timedelta(draw.randrange(days))).isoformat(), "sex": sex,
            "age": draw.choice(("75–79", "80–84", "85–89")), "household": household,
            "team": draw.choice(("Norr", "Söder", "Väst", "Öst", "Mitt", "Centrum")), "need": need,
            "minutes_week": minutes, "granted": "yes" if draw.random() < 0.85 else "no",
        }  # fmt: skip
        for name, value in row.items():
            found[name].append(value)
    return found


def measurement(
    outcome: str = "minutes", *, group: str = "sex", period: Period = PERIOD, by: Actor | None = None, **drawn
) -> Measurement:
    """One outcome, measured and kept."""
    asked = [outcomes(TODAY)[outcome]]
    found = found_in(columns(period, **drawn), (), period, groups()[group], asked, today=TODAY)
    [kept] = keep_measurements(found=found, by=by or f.acting(Role.ANALYST), at=f.NOW)
    return kept


def plan(owner: int | None = None, **other) -> Plan:
    """An improvement that is to be done in a month and measured again half a year later."""
    due = TODAY + timedelta(days=30)
    told: dict = {
        "pattern": "Kvinnor får mindre tid.", "causes": "Vi vet inte.", "tests": "En kalibreringsrunda.",
        "what": "Granska alla utredningar om hemtjänst utan namn.", "due_on": due, "changed_on": None,
        "again_on": due + timedelta(days=183),
    }  # fmt: skip
    return Plan(owner=owner or f.acting(Role.TEAM_LEADER).staff, **(told | other))


def improvement(baseline: Measurement | None = None, *, owner: int | None = None, **other) -> Improvement:
    """An improvement under way."""
    by = f.acting(Role.ANALYST)
    return open_improvement(baseline=baseline or measurement(), plan=plan(owner, **other), by=by, at=f.NOW)


def days(day: date) -> str:
    """As a form sends a day."""
    return day.isoformat()
