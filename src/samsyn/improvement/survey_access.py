"""Who may open a round of the survey, answer it, enter answers on paper, and read the result: pure."""

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role

ENTERING = frozenset({Role.ANALYST, Role.COMMITTEE_SECRETARY})
READERS = ENTERING | {Role.PROVIDER_PLANNER}


def why_not_open(actor: Actor) -> Refusal | None:
    """Opening a round: the analyst."""
    if actor.role is Role.ANALYST and actor.is_human:
        return None
    return Refusal(N_("Det är analytikern som öppnar enkäten."))


def why_not_answer(actor: Actor, person_id: int) -> Refusal | None:
    """Answering on the page: the person, nobody else."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    return Refusal(N_("Det är personen själv som svarar på enkäten."))


def why_not_enter(actor: Actor) -> Refusal | None:
    """Entering what came on paper or by phone: the office, and never those who give the help."""
    if actor.role in ENTERING and actor.is_human:
        return None
    return Refusal(N_("Svar på papper skrivs in av kommunens kansli, inte av dem som ger hjälpen."))


def why_not_read_survey(actor: Actor) -> Refusal | None:
    """Reading results: the analyst, the committee's secretary, and a provider's planner for the own unit."""
    if actor.role in READERS and actor.is_human:
        return None
    return Refusal(N_("Enkätens resultat läses av analytiker, nämndsekreterare och den egna enhetens ledare."))
