"""The roles one may try in a demonstration, each with a line on what it can do."""

from dataclasses import dataclass

from django.utils import timezone

from samsyn.people.queries import appointments_of, demo_accounts
from samsyn.people.refusals import N_
from samsyn.people.roles import LABELS, Role

ABOUT = {
    Role.CASEWORKER: N_("Tar emot ansökningar, utreder, föreslår beslut, beställer och följer upp."),
    Role.TEAM_LEADER: N_("Fördelar ärenden, ser vad som väntar i enheten och stöttar handläggarna."),
    Role.DELEGATE: N_("Läser förslag till beslut, signerar eller skickar tillbaka."),
    Role.FEE_OFFICER: N_("Tar emot inkomstuppgifter, räknar ut avgifter och beslutar om dem."),
    Role.PROVIDER_PLANNER: N_("Tar emot beställningar, svarar på dem och planerar insatserna."),
    Role.CARE_WORKER: N_("Gör planen tillsammans med personen och säger när något blev annorlunda."),
    Role.CARE_SUPERVISOR: N_("Ser planer som är sena, tunna eller aldrig ändrade, och erbjuder hjälp."),
    Role.PERSON: N_("Ansöker, läser sina beslut, säger ja eller nej till planen och ser vem som har läst."),
    Role.RELATIVE: N_("Hjälper någon med det som personen har sagt ja till."),
    Role.COMMITTEE_SECRETARY: N_("Ser det som nämnden behöver, utan namn, och skriver in vad nämnden har beslutat."),
    Role.CHAIR: N_("Beslutar i nämndens ställe när det är så bråttom att nämnden inte kan inväntas."),
    Role.ANALYST: N_("Ser antal och väntetider, utan namn."),
    Role.ADMINISTRATOR: N_("Lägger upp enheter, personal och roller och granskar loggen."),
}


@dataclass(frozen=True)
class Door:
    """A way into the demonstration: the login, its role, who it is and where."""

    username: str
    role: Role
    name: str
    unit: str

    @property
    def label(self) -> str:
        return LABELS[self.role]

    @property
    def about(self) -> str:
        return ABOUT[self.role]


def doors() -> list[Door]:
    """Every demo login that has a role today, in the order of the roles."""
    found = [door for account in demo_accounts() if (door := _door(account))]
    return sorted(found, key=lambda d: list(Role).index(d.role))


def _door(account) -> Door | None:
    if account.person:
        role = Role.RELATIVE if account.username.endswith(Role.RELATIVE.value) else Role.PERSON
        return Door(account.username, role, account.person.name, "")
    held = appointments_of(account, today=timezone.localdate()).first()
    return Door(account.username, Role(held.role), account.staff.name, held.unit.name) if held else None
