"""Every change to persons, consents, facts and the organisation."""

from samsyn.people.actions.consents import (
    Invited,
    Paper,
    accept_offers,
    decline_offers,
    end_authority,
    let_in,
    register_authority,
    withdraw_consent,
)
from samsyn.people.actions.course import answer_question, read_screen
from samsyn.people.actions.emergency import grant_emergency, review_emergency
from samsyn.people.actions.import_runs import INTERRUPTED, choose_import, end_import, map_import, start_import
from samsyn.people.actions.letters import choose_letters
from samsyn.people.actions.organisation import (
    appoint,
    create_first_administrator,
    employ,
    end_appointment,
    open_unit,
)
from samsyn.people.actions.oversight import verify_log
from samsyn.people.actions.persons import (
    Overtaken,
    change_contact,
    confirm_fact,
    identify,
    note_visitor,
    record_death,
    register_person,
    register_unknown,
    take_back_death,
)
from samsyn.people.actions.protection import (
    adopt_routine,
    end_sight,
    follow_up_routine,
    give_sight,
    lift_protection,
    protect,
)
from samsyn.people.actions.screens import lift_screens, screen_off
from samsyn.people.actions.titles import end_title, note_title

__all__ = [
    "INTERRUPTED",
    "Invited",
    "Overtaken",
    "Paper",
    "accept_offers",
    "adopt_routine",
    "answer_question",
    "appoint",
    "change_contact",
    "choose_import",
    "choose_letters",
    "confirm_fact",
    "create_first_administrator",
    "decline_offers",
    "employ",
    "end_appointment",
    "end_authority",
    "end_import",
    "end_sight",
    "end_title",
    "follow_up_routine",
    "give_sight",
    "grant_emergency",
    "identify",
    "let_in",
    "lift_protection",
    "lift_screens",
    "map_import",
    "note_title",
    "note_visitor",
    "open_unit",
    "protect",
    "read_screen",
    "record_death",
    "register_authority",
    "register_person",
    "register_unknown",
    "review_emergency",
    "screen_off",
    "start_import",
    "take_back_death",
    "verify_log",
    "withdraw_consent",
]
