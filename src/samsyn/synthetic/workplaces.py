"""The organisation: assessment units, providers and office, who works there, and how severe each caseworker is."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from samsyn.synthetic import names, places
from samsyn.synthetic.records import Account, Appointment, Organisation, Staff, Unit

# Sizes by name: recipients, carers, caseworkers. Others are made in the proportions of the demonstration.
SIZES = {"demo": (300, 60, 10), "goteborg": (8400, 2200, 265)}
CASEWORKERS_A_UNIT = 14
CARERS_A_UNIT = 20
STRICT = 0.76  # the strict officer's frames, as a share of what others grant at equal need
MILD = (0.97, 1.03)  # everybody else's
SLOW_SEEN, SLOW_ACCEPTED = 4, 2  # extra office days at the slow provider

# Interventions that have a provider of their own; the rest go to home care.
OTHER_PROVIDERS = (
    ("Trygghetsjouren", "municipal", ("TRYGGHETSLARM",)),
    ("Samby måltidsservice", "municipal", ("MATDISTRIBUTION",)),
    ("Dagverksamheten Linden", "municipal", ("DAGVERKSAMHET",)),
    ("Vård- och omsorgsboendet Björkgården", "municipal", ("SARSKILT_BOENDE",)),
    ("Boendestödet Samby", "municipal", ("BOENDESTOD", "KONTAKTPERSON")),
)
HOME_CARE = (
    ("Hemtjänsten Centrum", "municipal"),
    ("Hemnära Omsorg i Samby AB", "private"),
    ("Hemtjänsten Björkhöjden", "municipal"),
    ("Omtanke Ängen AB", "private"),
    ("Hemtjänsten Hamnen", "municipal"),
)
SLOW_INDEX = 1
TITLES = ("Undersköterska", "Undersköterska", "Vårdbiträde", "Specialistundersköterska")


@dataclass(frozen=True)
class Team:
    """An assessment unit and its people, by staff key."""

    unit: Unit
    caseworkers: tuple[int, ...]
    leader: int
    delegates: tuple[int, ...]


@dataclass(frozen=True)
class Provider:
    """A provider's unit and its people; `extra` is the office days it adds before seeing and before accepting."""

    unit: Unit
    planners: tuple[int, ...]
    carers: tuple[int, ...]
    extra: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Workplaces:
    """All of it. `severity` multiplies the frames a caseworker grants."""

    organisation: Organisation
    teams: tuple[Team, ...]
    home_care: tuple[Provider, ...]
    others: dict[str, Provider]
    severity: dict[int, float]
    strict: int
    demo: dict[str, int]
    staff: dict[int, Staff]
    office: int

    @property
    def slow(self) -> Provider:
        return self.home_care[SLOW_INDEX]

    def team_for(self, area: str, rng: Random) -> Team:
        """The assessment unit that serves an area; where several do, one of them."""
        spot = [a.name for a in places.AREAS].index(area)
        step = min(len(places.AREAS), len(self.teams))
        return rng.choice([t for i, t in enumerate(self.teams) if i % step == spot % step])


@dataclass
class _Hiring:
    rng: Random
    until: date
    staff: list[Staff] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    def unit(self, name: str, purpose: str, operator: str = "municipal", area: str = "") -> Unit:
        unit = Unit(len(self.units) + 1, name, purpose, operator, area, places.phone(self.rng))
        self.units.append(unit)
        return unit

    def hire(self, unit: Unit, role: str, title: str, count: int = 1) -> tuple[int, ...]:
        return tuple(self._one(unit, role, title) for _ in range(count))

    def _one(self, unit: Unit, role: str, title: str) -> int:
        rng, key = self.rng, len(self.staff) + 1
        sex, language = ("K" if rng.random() < 0.82 else "M"), names.background(rng)
        given, family = names.given(rng, sex, 40, language), names.family(rng, language)
        self.staff.append(Staff(key, given, family, title, places.phone(rng)))
        since = self.until - timedelta(days=rng.randrange(900, 4000))
        self.appointments.append(Appointment(key, key, unit.id, role, since))
        return key


def workplaces(rng: Random, until: date, carers: int, caseworkers: int) -> Workplaces:
    """Make the organisation for so many carers and caseworkers."""
    hiring = _Hiring(rng, until)
    teams = _teams(hiring, caseworkers)
    others = _others(hiring, max(len(OTHER_PROVIDERS), carers // 6))
    home_care = _home_care(hiring, max(len(HOME_CARE), carers - carers // 6))
    # By a chance of its own, so that everything else is as it would be without.
    fees = replace(hiring, rng=Random("fee officers"))  # noqa: S311 - chance, not secrecy
    fee_officers = [fees.hire(t.unit, "fee_officer", "Avgiftshandläggare")[0] for t in teams]
    office = hiring.unit("Förvaltningskontoret", "office")
    demo = {
        "caseworker": teams[0].caseworkers[0],
        "team_leader": teams[0].leader,
        "delegate": teams[0].delegates[0],
        "fee_officer": fee_officers[0],
        "provider_planner": home_care[0].planners[0],
        "care_worker": home_care[0].carers[0],
        "committee_secretary": hiring.hire(office, "committee_secretary", "Nämndsekreterare")[0],
        "analyst": hiring.hire(office, "analyst", "Verksamhetsanalytiker")[0],
        "administrator": hiring.hire(office, "administrator", "Systemförvaltare")[0],
    }
    everyone = [c for t in teams for c in t.caseworkers]
    strict = teams[-1].caseworkers[-1]
    severity = {c: STRICT if c == strict else rng.uniform(*MILD) for c in everyone}
    demo["chair"] = hiring.hire(office, "chair", "Ordförande")[0]
    supervisors = replace(hiring, rng=Random("supervisors"))  # noqa: S311 - chance, not secrecy
    demo["care_supervisor"] = supervisors.hire(office, "care_supervisor", "Omsorgshandledare")[0]
    accounts = tuple(Account(f"demo-{role.replace('_', '-')}", key, None) for role, key in demo.items())
    organisation = Organisation(tuple(hiring.units), tuple(hiring.staff), tuple(hiring.appointments), accounts)
    staff = {s.id: s for s in hiring.staff}
    return Workplaces(organisation, teams, home_care, others, severity, strict, demo, staff, office.id)


def _teams(hiring: _Hiring, caseworkers: int) -> tuple[Team, ...]:
    count = max(2, round(caseworkers / CASEWORKERS_A_UNIT))
    return tuple(_team(hiring, i, count, caseworkers) for i in range(count))


def _team(hiring: _Hiring, i: int, count: int, caseworkers: int) -> Team:
    direction = ("Norr", "Söder", "Väst", "Öst", "Centrum", "Hamnen")[i % 6]
    unit = hiring.unit(f"Biståndsenheten {direction}{f' {i // 6 + 1}' if i >= 6 else ''}", "assessment")
    size = max(1, caseworkers // count + (i < caseworkers % count))
    workers = hiring.hire(unit, "caseworker", "Biståndshandläggare", size)
    leader = hiring.hire(unit, "team_leader", "Gruppledare")[0]
    return Team(unit, workers, leader, hiring.hire(unit, "delegate", "Enhetschef", 1 + size // 10))


def _others(hiring: _Hiring, carers: int) -> dict[str, Provider]:
    found: dict[str, Provider] = {}
    for i, (name, operator, interventions) in enumerate(OTHER_PROVIDERS):
        provider = _provider(hiring, name, operator, "", carers // len(OTHER_PROVIDERS) + (i < carers % 5))
        found |= dict.fromkeys(interventions, provider)
    return found


def _home_care(hiring: _Hiring, carers: int) -> tuple[Provider, ...]:
    count = max(len(HOME_CARE), round(carers / CARERS_A_UNIT))
    found = []
    for i in range(count):
        name, operator = HOME_CARE[i % len(HOME_CARE)]
        name += f" {i // len(HOME_CARE) + 1}" if i >= len(HOME_CARE) else ""
        area = places.AREAS[i % len(places.AREAS)].name if operator == "municipal" else ""
        extra = (SLOW_SEEN, SLOW_ACCEPTED) if i == SLOW_INDEX else (0, 0)
        found.append(_provider(hiring, name, operator, area, carers // count + (i < carers % count), extra))
    return tuple(found)


def _provider(
    hiring: _Hiring, name: str, operator: str, area: str, carers: int, extra: tuple[int, int] = (0, 0)
) -> Provider:
    unit = hiring.unit(name, "provider", operator, area)
    planners = hiring.hire(unit, "provider_planner", "Planerare")
    hired = tuple(hiring.hire(unit, "care_worker", hiring.rng.choice(TITLES))[0] for _ in range(max(1, carers)))
    return Provider(unit, planners, hired, extra)
