"""The words for what the log tells of the survey. It never tells who answered."""

from samsyn.people.refusals import N_

SURVEY_EVENTS: dict[str, str] = {
    "survey.open": N_("öppnade en enkät"),
    "survey.answer": N_("räknade ett svar på en enkät"),
    "survey.enter": N_("skrev in ett svar på en enkät"),
    "survey.told": N_("öppnade enkäten"),
    "survey.form": N_("hämtade enkäten på papper"),
    "form.told": N_("såg vilka blanketter som finns"),
    "form.printed": N_("skrev ut en blankett"),
    "survey.read": N_("läste enkätens resultat"),
}
