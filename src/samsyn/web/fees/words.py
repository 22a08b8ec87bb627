"""Labels of the fee officer's pages, as message ids."""

from samsyn.people.refusals import N_

WAITS = {
    "income": N_("ny uppgift om inkomst"),
    "granted": N_("hjälpen har ändrats"),
    "undecided": N_("inget beslut än"),
    "renewal": N_("inkomsten ska lämnas på nytt"),
    "ended": N_("personen har avlidit"),
}
CHANNELS = {
    "web": N_("på personens sida"),
    "paper": N_("på papper"),
    "phone": N_("per telefon"),
    "visit": N_("vid besök"),
}
ENDS = {"death": N_("dödsfall"), "help_ended": N_("hjälpen upphörde"), "moved": N_("flytt")}
