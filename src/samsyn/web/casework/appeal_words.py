"""What the codes of hearing, telling and appealing are called, as message ids."""

from samsyn.people.refusals import N_

WAYS = {
    "letter": N_("med brev"),
    "phone": N_("per telefon"),
    "visit": N_("vid besök"),
    "web": N_("på personens sida"),
    "email": N_("med e-post"),
    "committee": N_("muntligt inför nämnden"),
}
TOLD_WAYS = {
    "letter": N_("Brev"),
    "handed": N_("Lämnat i handen"),
    "web": N_("Läst på den egna sidan"),
    "email": N_("E-post"),
    "oral": N_("Muntligt"),
    "served": N_("Delgivning"),
}
REMEDY_TOLD = {
    "right": N_("Ja, rätt och fullständigt"),
    "wrong": N_("Nej, något var fel"),
    "missing": N_("Nej, det saknades"),
}
BY_WHOM = {"person": N_("personen själv"), "relative": N_("någon med rätt att svara åt personen")}
APPEAL_CHANNELS = {
    "post": N_("med posten"),
    "mailbox": N_("i brevlådan vid dagens första tömning"),
    "visit": N_("lämnat här"),
    "email": N_("med e-post"),
    "web": N_("på personens sida"),
    "court": N_("från domstolen"),
}
APPELLANTS = {
    "person": N_("personen själv"),
    "agent": N_("ett ombud med fullmakt"),
    "guardian": N_("god man eller förvaltare"),
    "estate": N_("dödsboet"),
    "member": N_("en medlem av kommunen"),
    "other": N_("någon annan"),
}
REMEDIES = {
    "appeal": N_("Överklagande"),
    "legality_review": N_("Laglighetsprövning"),
    "appeal_court": N_("Överklagande till kammarrätten"),
}
RESULTS = {
    "unchanged": N_("Beslutet ändras inte"),
    "partly": N_("Beslutet är ändrat till en del"),
    "as_asked": N_("Beslutet är ändrat så som den som överklagar vill"),
}
INSTANCES = {
    "administrative": N_("förvaltningsrätten"),
    "appeal": N_("kammarrätten"),
    "supreme": N_("Högsta förvaltningsdomstolen"),
}
OUTCOMES = {
    "annulled": N_("Beslutet upphävs"),
    "changed": N_("Beslutet ändras"),
    "rejected": N_("Överklagandet avslås"),
    "remitted": N_("Målet återförvisas till nämnden"),
    "struck_off": N_("Målet avskrivs"),
    "dismissed": N_("Överklagandet avvisas"),
    "leave_denied": N_("Prövningstillstånd meddelas inte"),
}
RULINGS = {
    "dismissal": N_("Överklagande avvisat"),
    "no_decision_yet": N_("Begäran om avgörande avslagen"),
}
NOTICES = {
    "communication": N_("Brev innan vi beslutar"),
    "delay": N_("Brev om att beslutet dröjer"),
}
DELAY_WAYS = {"letter": N_("med brev"), "phone": N_("per telefon"), "visit": N_("vid besök")}
ASK_CHANNELS = {
    "letter": N_("med brev"),
    "email": N_("med e-post"),
    "visit": N_("lämnat här"),
    "web": N_("på personens sida"),
}
FOLLOWED_WORDS = {
    "annulled": N_("Domstolen har upphävt beslutet. Utred och besluta på nytt."),
    "changed": N_("Domstolen har ändrat beslutet. Besluta så som domen säger och beställ."),
    "remitted": N_("Domstolen har lämnat tillbaka ärendet. Utred och besluta på nytt."),
}
