"""Which pages stand in the line at the top, for each role: (name of the address, label as message id)."""

from samsyn.people.refusals import N_
from samsyn.people.roles import Role

MY_DAY = ("my_day", N_("Min dag"))
CASES = ("cases", N_("Ärenden"))
REGISTER = ("register", N_("Ta emot ansökan"))
DECISIONS = ("decisions", N_("Beslut"))
ORDERS = ("orders", N_("Beställningar"))
PLANS = ("plans", N_("Planer"))
VISITS = ("visits", N_("Utfört"))

NAVIGATION: dict[Role, list[tuple[str, str]]] = {
    Role.CASEWORKER: [MY_DAY, CASES, REGISTER],
    Role.TEAM_LEADER: [MY_DAY, CASES, REGISTER],
    Role.DELEGATE: [MY_DAY, CASES, DECISIONS],
    Role.PROVIDER_PLANNER: [MY_DAY, ORDERS, PLANS, VISITS],
    Role.CARE_WORKER: [MY_DAY, PLANS, VISITS],
    Role.PERSON: [MY_DAY],
    Role.RELATIVE: [MY_DAY],
    Role.COMMITTEE_SECRETARY: [MY_DAY],
    Role.ANALYST: [MY_DAY],
    Role.ADMINISTRATOR: [MY_DAY],
}
