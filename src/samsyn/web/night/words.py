"""What is said of checks, looks and visits of a night, to the staff."""

from samsyn.homecare.nightwatch.machine import STATES, State
from samsyn.people.refusals import N_
from samsyn.web.shared.columns import Mark, Tone

TONES: dict[State, Tone] = {
    State.DUE: "waiting",
    State.LOOKING: "now",
    State.RETRY: "waiting",
    State.VISIT: "late",
    State.GOING: "now",
    State.LATE: "late",
    State.SEEN: "done",
    State.VISITED: "done",
    State.OFF: "",
}
OUTCOMES = {
    "": N_("pågår"),
    "seen": N_("såg personen"),
    "not_seen": N_("såg inte personen"),
    "failed": N_("ingen bild"),
    "barred": N_("avbröts, eftersom någon tog tillbaka sitt ja"),
    "lost": N_("ingen skrev vad som syntes"),
}
TROUBLES = {
    "no_power": N_("Kameran har ingen ström."),
    "no_network": N_("Kameran når inte nätet."),
    "busy": N_("Kameran används redan."),
    "unknown_device": N_("Leverantören känner inte till kameran. Kontrollera enhetens namn."),
    "no_answer": N_("Leverantören svarade inte."),
    "wrong_answer": N_("Leverantörens svar gick inte att lita på."),
    "not_connected": N_("Ingen leverantör är ansluten."),
}
WHY_VISIT = {
    "not_seen": N_("Personen syntes inte vid två titter."),
    "failed": N_("Det kom ingen bild."),
    "no_consent": N_("Alla som bor där har inte sagt ja till kameran."),
    "not_looked": N_("Ingen tittade i tid."),
    "lost": N_("Någon började titta, men ingen skrev vad som syntes."),
    "asked": N_("Någon i personalen bad om ett besök."),
}
HANDS = {"self": N_("på sin egen sida"), "paper": N_("på papper"), "spoken": N_("muntligt")}


def mark_of(state: State) -> Mark:
    """A check's state as a word with its shape."""
    return Mark(STATES[state], TONES[state])
