"""Where similar decided cases are shown: pure. The whole must be on, and the unit must not be off."""

from samsyn.people.refusals import N_, Refusal
from samsyn.review.alike_counts import FEWEST

GROUND = "SoLPuF 12"
NOT_ON = Refusal(
    N_("Liknande ärenden är inte påslaget i kommunen. Administratören kan slå på det, med skäl."), law=GROUND
)
UNIT_OFF = Refusal(N_("Er gruppledare har stängt av liknande ärenden för enheten."), law=GROUND)
NO_NEEDS = Refusal(N_("Utredningen har inga behov än. Liknande ärenden visas när behoven är beskrivna."))
NOBODY = Refusal(
    N_("Nyckeln till ärendet är borttagen. Då går det inte att se till att personen inte jämförs med sig själv.")
)
NO_LINES = Refusal(N_("Visas när du har skrivit din första insats, så att din egen bedömning kommer först."))
NOT_FILLED = Refusal(N_("Uppföljningsregistret är inte fyllt än. Det fylls under natten."))
TOO_FEW = Refusal(
    N_("Det finns färre än {fewest} personer med så lika behov. Då visas ingenting, för deras skull."),
    {"fewest": FEWEST},
)
CHANGED_OFTEN = Refusal(
    N_("Behoven i ärendet har ändrats många gånger i dag. Liknande ärenden visas igen i morgon."),
)
PROFILES_A_DAY = 5  # different ones that one case may be compared by: who tries one need after the other is stopped


def why_not_show(*, everywhere: bool, here: bool) -> Refusal | None:
    """Why nothing is shown at a unit, or None."""
    if not everywhere:
        return NOT_ON
    return None if here else UNIT_OFF


def is_on(newest: list[bool], *, unless: bool = False) -> bool:
    """How the newest switch stands; `unless` where nobody has touched it: the whole is off from the start."""
    return newest[0] if newest else unless
