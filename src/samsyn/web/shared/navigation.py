"""Which pages stand in the line at the top, for each role: (name of the address, label as message id)."""

from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from samsyn.people.refusals import N_
from samsyn.people.roles import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

MY_DAY = ("my_day", N_("Min dag"))
CASES = ("cases", N_("Ärenden"))
REGISTER = ("register", N_("Ta emot ansökan"))
NOT_EXECUTED = ("not_executed", N_("Ej verkställt"))
QUARTERLY = ("quarterly", N_("Kvartalsrapport"))
DECISIONS = ("decisions", pgettext_lazy("flera", "Beslut"))
ORDERS = ("orders", N_("Beställningar"))
PLANS = ("plans", N_("Planer"))
VISITS = ("visits", N_("Utfört"))
DAY_PLAN = ("dayplan", N_("Planering"))
MY_PAGE = ("my_day", N_("Min sida"))
RELATIVES = ("my_day", N_("Mina närstående"))
PLAN_SUPPORT = ("plan_support", N_("Planer att stötta"))
COMMITTEE = ("committee", N_("Väntar på nämnden"))
ORDER = ("delegation_orders", N_("Delegationsordning"))
UNITS = ("units", N_("Enheter"))
STAFF = ("staff_list", N_("Personal"))
LOG = ("log", N_("Loggen"))
COURSE = ("course", N_("Introduktion"))
NIGHT = ("night", N_("Natten"))
LOG_REVIEWS = ("log_reviews", N_("Loggranskning"))
PROTECTION = ("protection", N_("Skyddade uppgifter"))
SETTINGS = ("settings", N_("Inställningar"))
IMPORTS = ("imports", N_("Inläsning"))
CODE_LISTS = ("code_lists", N_("Kodlistor"))
OFFERS = ("offers", N_("Öppna stöd"))
IN_THE_PHONE = ("mobile", N_("I telefonen"))
MY_TIMES = ("my_times", N_("Mina tider"))
PHONES = ("phones", N_("Telefoner"))
UNIT_OFFERS = ("unit_offers", N_("Öppna stöd"))
DELETION = ("deletion", N_("Gallring"))
FEES = ("fees", N_("Avgifter"))
FEE_PARAMETERS = ("fee_parameters", N_("Taxa"))
REVIEWS = ("reviews", N_("Granskning"))
ALIKE = ("alike", N_("Liknande ärenden"))
MEASURES = ("review_measures", N_("Granskningens mått"))
EQUITY = ("equity", N_("Lika behandling"))
IMPROVEMENTS = ("improvements", N_("Åtgärder"))
SURVEYS = ("surveys", N_("Enkäter"))
BENCH = ("bench", N_("Lagbanken"))

NAVIGATION: dict[Role, "list[tuple[str, StrOrPromise]]"] = {
    Role.CASEWORKER: [MY_DAY, CASES, NOT_EXECUTED, REGISTER],
    Role.TEAM_LEADER: [MY_DAY, CASES, NOT_EXECUTED, QUARTERLY, REGISTER, LOG_REVIEWS],
    Role.DELEGATE: [MY_DAY, CASES, DECISIONS, ORDER],
    Role.FEE_OFFICER: [MY_DAY, FEES],
    Role.PROVIDER_PLANNER: [MY_DAY, ORDERS, PLANS, VISITS, NIGHT, PHONES, UNIT_OFFERS, LOG_REVIEWS],
    Role.CARE_WORKER: [MY_DAY, IN_THE_PHONE, PLANS, VISITS, NIGHT, MY_TIMES, UNIT_OFFERS],
    Role.CARE_SUPERVISOR: [MY_DAY, PLAN_SUPPORT],
    Role.PROVIDER_PLANNER: [MY_DAY, ORDERS, PLANS, DAY_PLAN, VISITS, NIGHT, COURSE, PHONES, UNIT_OFFERS, LOG_REVIEWS],
    Role.CARE_WORKER: [MY_DAY, IN_THE_PHONE, PLANS, VISITS, NIGHT, COURSE, MY_TIMES, UNIT_OFFERS],
    Role.PERSON: [MY_PAGE],
    Role.RELATIVE: [RELATIVES],
    Role.COMMITTEE_SECRETARY: [MY_DAY, COMMITTEE, ORDER, QUARTERLY, OFFERS, DELETION],
    Role.CHAIR: [MY_DAY, ORDER],
    Role.ANALYST: [MY_DAY, EQUITY, IMPROVEMENTS],
    Role.ADMINISTRATOR: [
        MY_DAY,
        UNITS,
        STAFF,
        PROTECTION,
        ORDER,
        LOG,
        LOG_REVIEWS,
        DELETION,
        SETTINGS,
        CODE_LISTS,
        IMPORTS,
    ],
}
for _role in (Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE):
    NAVIGATION[_role].append(REVIEWS)
for _role in (Role.TEAM_LEADER, Role.COMMITTEE_SECRETARY, Role.CHAIR):
    NAVIGATION[_role].append(IMPROVEMENTS)
for _role in (Role.ANALYST, Role.COMMITTEE_SECRETARY, Role.PROVIDER_PLANNER):
    NAVIGATION[_role].append(SURVEYS)
# The lawyers' bench, last, for those who handle cases and for the office.
for _role in (
    Role.CASEWORKER, Role.TEAM_LEADER, Role.DELEGATE, Role.FEE_OFFICER, Role.COMMITTEE_SECRETARY, Role.CHAIR,
    Role.ANALYST, Role.ADMINISTRATOR,
):  # fmt: skip
    NAVIGATION[_role].append(BENCH)
NAVIGATION[Role.ADMINISTRATOR].append(FEE_PARAMETERS)
NAVIGATION[Role.ADMINISTRATOR].append(ALIKE)
NAVIGATION[Role.ADMINISTRATOR].append(PHONES)
NAVIGATION[Role.ANALYST].append(MEASURES)
