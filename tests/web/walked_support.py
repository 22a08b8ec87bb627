"""Open support and letters among the addresses that are walked."""

from samsyn.cases.models import ServiceOffer, ServiceUse
from samsyn.people.models import Person, Unit
from tests.open_support import a_use, an_offer
from tests.web import walked_messages, walked_survey, walked_table, walked_time


def begun(provider: Unit, person: Person) -> tuple[ServiceOffer, ServiceUse]:
    """An offer of the provider that the person has begun to use."""
    offer = an_offer(provider)
    return offer, a_use(offer, person)


OFFER = {"offer", "offer_announce", "offer_end", "unit_offer", "unit_offer_pdf"}
OWN = {"my_offer", "my_offer_pdf"}

ARGUMENTS = (
    walked_table.ARGUMENTS
    | walked_time.ARGUMENTS
    | walked_messages.ARGUMENTS
    | walked_survey.ARGUMENTS
    | {
        **dict.fromkeys(["offers", "offer_new", "unit_offers"], lambda w: {}),
        **dict.fromkeys(OFFER, lambda w: {"pk": w.support[0].pk}),
        **dict.fromkeys(OWN, lambda w: {"person": w.person.pk, "pk": w.support[0].pk}),
        **dict.fromkeys(["my_support", "my_letters"], lambda w: {"person": w.person.pk}),
        "my_use_end": lambda w: {"person": w.person.pk, "pk": w.support[1].pk},
        "unit_use_end": lambda w: {"pk": w.support[0].pk, "use_pk": w.support[1].pk},
        "person_letters": lambda w: {"pk": w.cases["active"].pk},
        "decision_names": lambda w: {
            "pk": w.cases["proposed"].pk,
            "decision_pk": w.cases["proposed"].decisions.first().pk,
        },
        "case_support": lambda w: {"pk": w.cases["active"].pk},
    }
)
