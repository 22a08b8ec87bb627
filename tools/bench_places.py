"""The organisation of the large invented authority that `make bench-web` is measured on, and its skewed choices."""

from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from samsyn.synthetic import names, places, records

YEARS = 6
UNITS, CASEWORKERS, PROVIDERS, CARERS_A_PROVIDER = 12, 265, 50, 200
FIRST_UNIT_SHARE = 0.16  # its team leader meets about 15,000 open cases
# What the example delegation order calls those who decide, and what the others are called.
TITLES = {
    "caseworker": "Biståndshandläggare", "team_leader": "Gruppledare", "delegate": "Enhetschef",
    "fee_officer": "Avgiftshandläggare", "provider_planner": "Planerare", "care_worker": "Undersköterska",
    "committee_secretary": "Nämndsekreterare", "chair": "Ordförande", "analyst": "Verksamhetsanalytiker",
    "administrator": "Systemförvaltare",
}  # fmt: skip
OFFICE = ("committee_secretary", "chair", "analyst", "administrator")


class Draw:
    """Skewed choices from one generator: the earlier in a tuple, the more common."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - nothing secret is drawn
        self._weights: dict[int, list[float]] = {}

    def skewed(self, among: tuple[str, ...]) -> str:
        weights = self._weights.get(len(among))
        if weights is None:
            weights = self._weights[len(among)] = list(accumulate(1 / (rank + 3) for rank in range(len(among))))
        return self.rng.choices(among, cum_weights=weights)[0]


class Workplaces:
    """Units, who works there, and one login for each role."""

    def __init__(self, draw: Draw, until: date) -> None:
        self.draw, self.since = draw, until - timedelta(days=YEARS * 366)
        self.units: list[Any] = []
        self.staff: list[Any] = []
        self.appointments: list[Any] = []
        first = round(CASEWORKERS * FIRST_UNIT_SHARE) + 3
        others = [
            (CASEWORKERS - first) // (UNITS - 1) + (i < (CASEWORKERS - first) % (UNITS - 1)) for i in range(UNITS - 1)
        ]
        self.teams = [self._team(i, size) for i, size in enumerate([first, *others])]
        self.providers = [self._provider(i) for i in range(PROVIDERS)]
        office = self._unit("Förvaltningskontoret", "office")
        team, provider = self.teams[0], self.providers[0]
        at_work = {role: hired[0] for place in (team, provider) for role, hired in place.items() if role != "unit"}
        self.logins = at_work | {role: self._hire(office, role) for role in OFFICE}

    def _unit(self, name: str, purpose: str) -> int:
        key = len(self.units) + 1
        operator = "private" if purpose == "provider" and key % 3 == 0 else "municipal"
        self.units.append(records.Unit(key, name, purpose, operator, places.AREAS[key % 6].name, "070-174 06 05"))
        return key

    def _hire(self, unit: int, role: str) -> int:
        key, rng = len(self.staff) + 1, self.draw.rng
        given, family = names.given(rng, "M" if key % 5 == 0 else "K", 40), names.family(rng)
        self.staff.append(records.Staff(key, given, family, TITLES[role], ""))
        self.appointments.append(records.Appointment(key, key, unit, role, self.since))
        return key

    def _team(self, i: int, size: int) -> dict[str, Any]:
        unit = self._unit(f"Biståndsenheten {i + 1}", "assessment")
        hired = {"caseworker": size, "team_leader": 1, "delegate": 2, "fee_officer": 1}
        return {"unit": unit} | {r: [self._hire(unit, r) for _ in range(n)] for r, n in hired.items()}

    def _provider(self, i: int) -> dict[str, Any]:
        unit = self._unit(f"Hemtjänsten {i + 1}", "provider")
        hired = {"provider_planner": 2, "care_worker": CARERS_A_PROVIDER}
        return {"unit": unit} | {r: [self._hire(unit, r) for _ in range(n)] for r, n in hired.items()}

    def organisation(self) -> Any:
        accounts = tuple(
            records.Account(f"demo-{role.replace('_', '-')}", key, None) for role, key in self.logins.items()
        )
        return records.Organisation(tuple(self.units), tuple(self.staff), tuple(self.appointments), accounts)
