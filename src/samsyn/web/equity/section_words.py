"""The sentences and words of the page of an outcome; message ids."""

from samsyn.people.refusals import N_

TURNS = N_(
    "Skillnaden vänder när den ses inom {factor}. Vilken av dem som svarar på frågan beror på vad "
    "{factor} är: något som gruppen för med sig, eller något som enheten har bestämt."
)
READ_PARTS = N_("Läs delarna innan du litar på helheten.")
NO_PROOF = N_(
    "Det som återstår är inte bevis för diskriminering, och det som hör ihop med något annat kan komma av den."
)
BY_LOT = N_("Räknat på {n} rader som lottats ur {of}.")
NO_RANKING = N_("Ingen rangordning: i ordning efter namn. Gränserna räknar med att enheter alltid skiljer sig lite.")
NUMBERED = N_(
    "Handläggarna har nummer som inte säger vem de är. Pröva orsaken i en kalibreringsrunda, inte i ett "
    "samtal om en person."
)
TOO_SMALL = N_("För få beslut för en egen siffra: {units}.")
CHANGED = N_("Efter förändringen ändrades skillnaden i medeltal med {gap} ({between}), utöver hur den rörde sig innan.")
FRAIL = N_("Svaret beror på vilken trend man antar, så det går inte att lita på.")
BEGUN = N_("Enheter som hade börjat jämfört med dem som inte hade det: {gap} ({between}).")
NOT_HERE = N_("Den som lät bli att ansöka, eller tog tillbaka, finns inte i siffrorna ovan.")
MISSING = N_("De som saknas kan som mest flytta skillnaden till mellan {between}.")
MERGED = N_("{column}: värden med få rader är hopslagna ({pairs}).")
STEPS = {
    "applied": N_("ansökan"),
    "kept": N_("ansökan som inte togs tillbaka"),
    "investigated": N_("utredning"),
    "decided": N_("beslut"),
    "granted": N_("något beviljat"),
}
PIECES = {
    "explained": N_("hör ihop med"),
    "unexplained": N_("återstår"),
    "endowments": N_("olika förutsättningar"),
    "coefficients": N_("olika utfall vid samma förutsättningar"),
    "interaction": N_("båda tillsammans"),
}
TRENDS = {
    "linear": N_("rak trend"),
    "none": N_("ingen trend"),
    "quadratic": N_("böjd trend"),
    "piecewise": N_("bruten trend"),
}
READINGS = {
    "differs": N_("skiljer sig mer än slumpen"),
    "does not differ": N_("skiljer sig inte mer än slumpen"),
}
