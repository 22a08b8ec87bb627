"""The words for what the log tells of measurements of equal treatment and of improvements."""

from samsyn.people.refusals import N_

IMPROVEMENT: dict[str, str] = {
    "measurement.make": N_("mätte om olika grupper får samma stöd"),
    "measurement.file": N_("mätte en egen fil, som inte sparas"),
    "improvement.open": N_("öppnade en åtgärd från en mätning"),
    "improvement.change": N_("ändrade en åtgärd"),
    "improvement.end": N_("avslutade en åtgärd"),
    "improvement.again": N_("mätte igen för en åtgärd"),
}
