"""Whether somebody may be looked at: the person's yes, and that of each who lives there (SoLPuL 9 §). Pure.

The act asks for a cohabitant's yes where their data are processed. A camera that somebody may walk past does that, so
here it is always asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.people.refusals import N_, Refusal

LAW = "SoLPuL 9"


@dataclass(frozen=True, slots=True)
class Yeses:
    """Who has said yes. `waiting` are those who live there and have not, `unasked` those registered and not noted."""

    person: bool
    waiting: Sequence[str] = ()
    unasked: Sequence[str] = ()


def why_barred(yeses: Yeses) -> Refusal | None:
    """The reason nobody may look, or None when everybody who lives there has said yes."""
    if not yeses.person:
        return Refusal(N_("Personen har inte sagt ja till kameran. Tillsynen ges som besök."), law=LAW)
    if yeses.waiting:
        said = N_("{name} bor där och har inte sagt ja till kameran. Tillsynen ges som besök.")
        return Refusal(said, {"name": yeses.waiting[0]}, law=LAW)
    if yeses.unasked:
        said = N_("{name} bor där enligt uppgifterna om personen och är inte tillfrågad. Tillsynen ges som besök.")
        return Refusal(said, {"name": yeses.unasked[0]}, law=LAW)
    return None
