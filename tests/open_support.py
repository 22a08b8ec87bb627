"""Offers without individual needs test, made by the same actions that the pages use."""

from datetime import date, datetime

from samsyn.cases.actions import OfferTerms, Told, begin_use, enter_offer
from samsyn.cases.models import ServiceOffer, ServiceUse
from samsyn.people.models import Person, Unit
from samsyn.people.roles import Role
from tests import factories as f
from tests.kept import kept

DECIDED = date(2026, 2, 26)
HANDED = Told("handed")


def terms(provider: Unit | None = None, **changes) -> OfferTerms:
    """A meeting place for older people, where it is written down who comes."""
    given = {
        "intervention": "DAGVERKSAMHET", "provider": provider or f.workplace(Role.PROVIDER_PLANNER),
        "minutes": "Socialnämnden 2026-02-26 § 14", "decided_on": DECIDED, "valid_from": date(2026, 3, 1),
        "target_group": "Du som är 65 år eller äldre.", "conditions": "Öppet måndag till fredag.",
    }  # fmt: skip
    return OfferTerms(**{**given, **changes})


@kept
def an_offer(provider: Unit | None = None, *, at: datetime = f.NOW, **changes) -> ServiceOffer:
    """An offer that the committee's secretary has entered."""
    by = f.acting(Role.COMMITTEE_SECRETARY)
    return enter_offer(terms=terms(provider, **changes), by=by, at=at)


def a_nameless_offer(provider: Unit | None = None, **changes) -> ServiceOffer:
    """One where nobody is written down (SoL 14:5)."""
    reasons = "Ingen skulle våga komma annars."
    return an_offer(provider, keeps_identity=False, special_reasons=reasons, **changes)


@kept
def a_use(offer: ServiceOffer, person: Person, *, at: datetime = f.NOW) -> ServiceUse:
    """That the person has begun on their own page."""
    return begin_use(offer=offer, person=person, told=Told("shown"), by=f.actor(person, acting_as="self"), at=at)
