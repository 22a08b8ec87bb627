"""What the figures of reviews are called, and how each is counted; message ids."""

from dataclasses import dataclass

from samsyn.people.refusals import N_

UNDECIDED = N_("kan inte avgöras än")
HEADS = (N_("Mått"), N_("Period"), N_("Värde"), N_("95 procents intervall"), N_("Antal granskningar"), N_("Tolkning"))


@dataclass(frozen=True)
class Series:
    """One figure: what it is called, how it is counted, its unit, and the least that its scale reaches to."""

    label: str
    how: str
    suffix: str
    reaches: float
    decimals: int = 0


SERIES = {
    "sex": Series(
        N_("Gissningar av kön som var rätt"),
        N_(
            "Andel rätt av dem som gissade. Det lodräta strecket är vad den som gissar blint skulle få på samma texter."
            " Intervallet är Wilsons, med så många observationer som texter. Slumpen prövas genom att facit blandas"
            " mellan enhetens texter."
        ),
        " %",
        100,
    ),
    "age": Series(
        N_("Gissningar av åldersspann som var rätt"),
        N_("Räknas som gissningarna av kön, med fem åldersspann."),
        " %",
        100,
    ),
    "edits": Series(
        N_("Ändringar per 1 000 ord"),
        N_("Så mycket byttes ut i texterna innan de lämnades till granskarna."),
        "",
        50,
    ),
    "by_hand": Series(
        N_("Ändringar som handläggaren avgjorde för hand"),
        N_("Andel av ändringarna som väntade på ett ja eller nej."),
        " %",
        100,
    ),
    "outcome": Series(
        N_("Rader där alla läsningar kom till samma utfall"),
        N_("Läsningar som gjorts utan att se varandra: beviljas, beviljas delvis eller avslås."),
        " %",
        100,
    ),
    "beyond": Series(
        N_("Samma utfall utöver slumpen"),
        N_("Gwets AC2 med ordnade utfall: 1 är full enighet, 0 är vad slumpen ger. Granskningar räknas som hela."),
        "",
        1,
        2,
    ),
    "amount": Series(
        N_("Hur långt isär läsningarna var i mängd"),
        N_(
            "Skillnaden mellan den högsta och den lägsta mängden, i procent av medelvärdet, där alla beviljade."
            " Medianen över granskningarna."
        ),
        " %",
        50,
    ),
    "departed": Series(
        N_("Rader i beslut som avviker från granskningen"),
        N_(
            "Annat utfall, annan mängd, utelämnat eller tillagt. Visas inte när färre än 8 ärenden avviker, eller"
            " färre än 8 inte gör det."
        ),
        " %",
        100,
    ),
    "days": Series(
        N_("Dagar från att underlaget skickades tills mötet var klart"),
        N_("Medianen över granskningarna."),
        "",
        14,
        1,
    ),
}
CAUSES = {
    "new_facts": N_("Nya uppgifter"),
    "person": N_("Det personen säger och vill"),
    "judgement": N_("En annan bedömning"),
    "law": N_("Lagen"),
    "masked": N_("Underlaget visade inte det som var viktigt"),
}
