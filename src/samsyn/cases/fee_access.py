"""Who may see and do what with incomes and fees: the fee officer of the unit, and the person. Nobody else.

Income is kept apart from the assessment of needs (SoL 11:2): not even those who handle the person's case see it, and
the fee officer sees nothing of the investigation.
"""

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role

APART = "SoL 11:2"


def why_not_see_fees(actor: Actor, unit_id: int) -> Refusal | None:
    """Incomes and fees of the persons whose fees a unit decides on."""
    if actor.role is not Role.FEE_OFFICER:
        return Refusal(N_("Inkomster och avgifter ses bara av personen själv och av avgiftshandläggaren."), law=APART)
    if actor.unit_id != unit_id:
        return Refusal(N_("Avgiften hör till en annan enhet. Be den enheten om du behöver något."), law="SoLPuL 10")
    return None


def why_not_tell_income(actor: Actor, person_id: int) -> Refusal | None:
    """Telling an income on one's own page."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    return Refusal(N_("Det är personen själv som lämnar uppgift om inkomst här, eller på papper till kommunen."))


def why_not_told_fees(actor: Actor, person_id: int) -> Refusal | None:
    """Reading one's own incomes and fee decisions."""
    return why_not_tell_income(actor, person_id)
