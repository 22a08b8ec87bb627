"""What a person reads of their nights by camera: what came of each look and visit."""

from samsyn.people.refusals import N_

LOOKED = {
    "": N_("pågår"),
    "seen": N_("såg dig"),
    "not_seen": N_("såg dig inte"),
    "failed": N_("fick ingen bild"),
    "barred": N_("bilden släcktes, för någon sa nej till kameran"),
    "lost": N_("skrev inte vad som syntes"),
}
LOOKED_OTHER = {**LOOKED, "seen": N_("såg personen"), "not_seen": N_("såg inte personen")}
VISITS = {
    "not_seen": N_("Ingen syntes i kameran, så någon skulle komma hem."),
    "failed": N_("Kameran gav ingen bild, så någon skulle komma hem."),
    "no_consent": N_("Alla hade inte sagt ja till kameran, så någon skulle komma hem."),
    "not_looked": N_("Ingen tittade i tid, så någon skulle komma hem."),
    "lost": N_("Ingen skrev vad som syntes, så någon skulle komma hem."),
    "asked": N_("Personalen ville hellre komma hem."),
}
HANDS = {"self": N_("på den egna sidan"), "paper": N_("på papper"), "spoken": N_("muntligt")}
