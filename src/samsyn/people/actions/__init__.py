"""Every change to persons, consents, facts and the organisation."""

from samsyn.people.actions.consents import let_in
from samsyn.people.actions.organisation import (
    appoint,
    create_first_administrator,
    employ,
    end_appointment,
    open_unit,
)
from samsyn.people.actions.oversight import verify_log
from samsyn.people.actions.persons import (
    change_contact,
    confirm_fact,
    give_consent,
    register_person,
    register_unknown,
    withdraw_consent,
)

__all__ = [
    "appoint",
    "change_contact",
    "confirm_fact",
    "create_first_administrator",
    "employ",
    "end_appointment",
    "give_consent",
    "let_in",
    "open_unit",
    "register_person",
    "register_unknown",
    "verify_log",
    "withdraw_consent",
]
