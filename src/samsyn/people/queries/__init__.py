"""What others may read about persons, staff and logins."""

from samsyn.people.queries.accounts import actor_for, appointments_of, demo_accounts, roles_open_to
from samsyn.people.queries.organisation import (
    appointments,
    assessment_units,
    caseworkers_of,
    colleagues,
    providers,
    staff_named,
    units,
)
from samsyn.people.queries.persons import (
    consents_by,
    current_facts,
    find,
    names_of_actors,
    number_in,
    people_behind,
    person_by_number,
    readers_of,
)

__all__ = [
    "actor_for",
    "appointments",
    "appointments_of",
    "assessment_units",
    "caseworkers_of",
    "colleagues",
    "consents_by",
    "current_facts",
    "demo_accounts",
    "find",
    "names_of_actors",
    "number_in",
    "people_behind",
    "person_by_number",
    "providers",
    "readers_of",
    "roles_open_to",
    "staff_named",
    "units",
]
