"""What others may read about persons, staff and logins."""

from samsyn.people.queries.accounts import actor_for, appointments_of, demo_accounts, noted_dead, roles_open_to
from samsyn.people.queries.organisation import (
    appointments,
    assessment_unit_for,
    assessment_units,
    caseworkers_of,
    colleagues,
    providers,
    staff_list,
    staff_named,
    units,
)
from samsyn.people.queries.oversight import LogState, log_state
from samsyn.people.queries.own import (
    consent_of,
    names_let_in,
    offers_to,
    own_person,
    persons_i_act_for,
    persons_i_acted_for,
    who_may,
)
from samsyn.people.queries.persons import (
    consents_by,
    consents_ended_by_staff,
    current_facts,
    find,
    find_keys,
    names_of_actors,
    number_in,
    people_behind,
    person_by_number,
    readers_of,
)
from samsyn.people.queries.rights import held_on

__all__ = [
    "LogState",
    "actor_for",
    "appointments",
    "appointments_of",
    "assessment_unit_for",
    "assessment_units",
    "caseworkers_of",
    "colleagues",
    "consent_of",
    "consents_by",
    "consents_ended_by_staff",
    "current_facts",
    "demo_accounts",
    "find",
    "find_keys",
    "held_on",
    "log_state",
    "names_let_in",
    "names_of_actors",
    "noted_dead",
    "number_in",
    "offers_to",
    "own_person",
    "people_behind",
    "person_by_number",
    "persons_i_act_for",
    "persons_i_acted_for",
    "providers",
    "readers_of",
    "roles_open_to",
    "staff_list",
    "staff_named",
    "units",
    "who_may",
]
