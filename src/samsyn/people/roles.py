"""Roles, and the one who acts. Which relation each role also needs stands in the rooms' `access` modules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from samsyn.people.refusals import N_


class Role(StrEnum):
    CASEWORKER = "caseworker"
    TEAM_LEADER = "team_leader"
    DELEGATE = "delegate"
    FEE_OFFICER = "fee_officer"
    PROVIDER_PLANNER = "provider_planner"
    CARE_WORKER = "care_worker"
    CARE_SUPERVISOR = "care_supervisor"
    PERSON = "person"
    RELATIVE = "relative"
    COMMITTEE_SECRETARY = "committee_secretary"
    CHAIR = "chair"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


LABELS = {
    Role.CASEWORKER: N_("Handläggare"),
    Role.TEAM_LEADER: N_("Gruppledare"),
    Role.DELEGATE: N_("Delegat"),
    Role.FEE_OFFICER: N_("Avgiftshandläggare"),
    Role.PROVIDER_PLANNER: N_("Planerare hos utföraren"),
    Role.CARE_WORKER: N_("Omsorgspersonal"),
    Role.CARE_SUPERVISOR: N_("Omsorgshandledare"),
    Role.PERSON: N_("Den enskilde"),
    Role.RELATIVE: N_("Närstående"),
    Role.COMMITTEE_SECRETARY: N_("Nämndsekreterare"),
    Role.CHAIR: N_("Ordförande i nämnden"),
    Role.ANALYST: N_("Analytiker"),
    Role.ADMINISTRATOR: N_("Administratör"),
}

# Who investigates and decides on needs. The fee officer is not among them: income is kept apart (SoL 11:2).
ASSESSMENT = frozenset({Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE})
PROVIDER = frozenset({Role.PROVIDER_PLANNER, Role.CARE_WORKER})
LEADERS = frozenset({Role.TEAM_LEADER, Role.PROVIDER_PLANNER})  # who looks at what was read at their unit
CITIZEN = frozenset({Role.PERSON, Role.RELATIVE})
COMMITTEE = frozenset({Role.COMMITTEE_SECRETARY, Role.CHAIR})
STAFF = frozenset(Role) - CITIZEN


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role and for which unit. One login may act as several, one at a time."""

    key: str  # "staff:12", "person:7" or "job:close-day"; what the log keeps
    role: Role
    name: str = ""
    unit_id: int | None = None
    staff_id: int | None = None
    person_id: int | None = None
    # For a relative: the functions each person has let them use, by the person's id, valid today.
    consents: dict[int, frozenset[str]] = field(default_factory=dict, hash=False)
    is_private: bool = False  # whether the unit is a private provider's, which has no search (SoLPuF 20)
    sees_protected: bool = False  # a permission of its own, given for a time, beside role and relation
    # What is open in an emergency: "case:12" or "order:34", with the key of the emergency access.
    emergencies: Mapping[str, int] = field(default_factory=dict, hash=False)
    screened: frozenset[str] = frozenset()  # what is closed to them while they judge it blind: "case:12"

    @property
    def is_human(self) -> bool:
        """Whether somebody employed or elected acts, known by name: never something that runs by itself."""
        return self.staff_id is not None and self.key == f"staff:{self.staff_id}"

    @property
    def staff(self) -> int:
        """The id of the member of staff who acts. Raises TypeError for others; access is asked before this."""
        if self.staff_id is None:
            raise TypeError(f"{self.key} is not staff")
        return self.staff_id

    def may(self, function: str, person_id: int) -> bool:
        """Whether a relative has this person's consent, or lawful authority, for a function."""
        return function in self.consents.get(person_id, frozenset())


def job(name: str) -> Actor:
    """The actor of something that runs by itself, such as closing the day."""
    return Actor(key=f"job:{name}", role=Role.ADMINISTRATOR, name=name)
