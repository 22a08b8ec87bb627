"""What may be offered without an individual needs test, and who handles it: pure rules (SoL 11:5-6, 14:5)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from samsyn.cases.codes import code_list
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import PROVIDER, Actor, Role


@dataclass(frozen=True)
class OfferFacts:
    """As much of an offer as the rules look at."""

    provider_id: int
    keeps_identity: bool
    valid_from: date
    valid_to: date | None


@cache
def always_assessed() -> frozenset[str]:
    """Interventions that always require an individual needs test (SoL 11:5, the seven points)."""
    rows = code_list("always_assessed").values()
    return frozenset(code for row in rows for code in row.extra["interventions"].split())


@cache
def may_be_offered() -> tuple[str, ...]:
    """The interventions that the committee may offer to all: those of SoL but the exceptions."""
    codes = code_list("interventions")
    return tuple(c for c in codes if c not in always_assessed() and not c.startswith("LSS") and c != "ANNAN")


def why_not_offer(intervention: str) -> Refusal | None:
    """The reason an intervention cannot be offered so, or None."""
    if intervention in may_be_offered():
        return None
    return Refusal(N_("Den här insatsen kräver alltid att behovet prövas för var och en."), law="SoL 11:5")


def why_not_manage_offers(actor: Actor) -> Refusal | None:
    """Entering what the committee has decided: the committee's secretary."""
    if actor.role is Role.COMMITTEE_SECRETARY:
        return None
    return Refusal(N_("Det är nämndsekreteraren som för in nämndens beslut."))


def why_not_register_use(actor: Actor, offer: OfferFacts) -> Refusal | None:
    """Registering that somebody uses an offer: the unit that gives it."""
    if actor.role in PROVIDER and actor.unit_id == offer.provider_id:
        return None
    return Refusal(N_("Det är enheten som ger stödet som registrerar vilka som använder det."))


def why_not_begin(actor: Actor, person_id: int) -> Refusal | None:
    """Beginning on the web: the person, or somebody who may apply for them."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("apply", person_id):
        return None
    return Refusal(N_("Du behöver fullmakt eller samtycke för att börja åt någon annan."))


def why_not_use(offer: OfferFacts, on: date, *, named: bool) -> Refusal | None:
    """The reason an offer cannot be begun that day, with or without a name, or None (SoL 14:5)."""
    if on < offer.valid_from or (offer.valid_to and offer.valid_to < on):
        return Refusal(N_("Erbjudandet gäller inte den dagen."))
    if named and not offer.keeps_identity:
        return Refusal(N_("Här skrivs ingen upp, det har nämnden beslutat. Räkna bara hur många."), law="SoL 14:5")
    if not named and offer.keeps_identity:
        return Refusal(N_("Här skrivs det upp vem som använder stödet."), law="SoL 14:3")
    return None
