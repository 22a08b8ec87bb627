"""Who may read, write, note and answer the messages of a person's talk with those who help: role *and* relation."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from samsyn.cases import access as cases
from samsyn.cases.lifecycle import Status
from samsyn.homecare.lifecycle import ACCEPTED, GIVEN
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, CITIZEN, PROVIDER, Actor, Role

if TYPE_CHECKING:
    from samsyn.cases.models import Case
    from samsyn.homecare.models import Order

MESSAGE = frozenset({"message"})  # the relative's function
WRITERS = frozenset({Role.CASEWORKER, Role.TEAM_LEADER})
NOT_YOURS = Refusal(
    N_("Det är personen själv, eller någon som personen gett rätt till det, som läser och skriver meddelanden.")
)
OVER = Refusal(
    N_(
        "Det är avslutat här, så ingen läser nya meddelanden. Skriv till någon annan i listan,"
        " eller ring kommunens växel."
    )
)


@dataclass(frozen=True)
class TalkFacts:
    """As much of a talk as access depends on. `provider_id` is empty where the talk is with the caseworker."""

    case: cases.CaseFacts
    is_open: bool  # the help goes on, or the case does: somebody is there to answer
    provider_id: int | None = None
    is_given: bool = False
    contact_id: int | None = None

    @classmethod
    def of(cls, case: "Case", order: "Order | None") -> Self:
        """The facts of a talk about an order, or of a case where there is none."""
        facts = cases.CaseFacts.of(case)
        if order is None:
            return cls(facts, case.status != Status.CLOSED)
        return cls(facts, order.status in ACCEPTED, order.provider_id, order.status in GIVEN, order.contact_id)


def why_not_read_talk(actor: Actor, talk: TalkFacts) -> Refusal | None:
    """The person, a relative with that right, and on the other side those who have the person.

    What is said to the provider is read by the provider alone, and what is said to the caseworker by the authority.
    """
    person = talk.case.person_id
    if actor.role in CITIZEN:
        may = actor.person_id == person if actor.role is Role.PERSON else actor.may("message", person)
        return None if may else NOT_YOURS
    if talk.provider_id is None:
        if actor.role in ASSESSMENT:
            return cases.why_not_read(actor, talk.case)
        return Refusal(N_("Meddelandena är till handläggaren."), law="SoLPuL 10")
    if actor.role in PROVIDER and actor.unit_id == talk.provider_id and talk.is_given:
        return None
    return Refusal(N_("Meddelandena är till utförarens personal."), law="SoLPuL 10")


def why_not_write(actor: Actor, talk: TalkFacts, *, noted: bool) -> Refusal | None:
    """Writing: the person, a relative with that right, or staff of the other side who note what was said or written."""
    if refusal := why_not_read_talk(actor, talk):
        return refusal
    if actor.role in CITIZEN:
        return None if talk.is_open else OVER
    if noted and (talk.provider_id is not None or actor.role in WRITERS):
        return None
    return NOT_YOURS


def why_not_answer_talk(actor: Actor, talk: TalkFacts) -> Refusal | None:
    """Answering: the contact person or the unit's planner; of a case whoever has it, or the team leader."""
    if refusal := why_not_read_talk(actor, talk):
        return refusal
    if talk.provider_id is not None:
        if actor.role is Role.PROVIDER_PLANNER or (
            actor.role is Role.CARE_WORKER and actor.staff_id == talk.contact_id
        ):
            return None
        return Refusal(N_("Det är kontaktpersonen eller planeraren som svarar."))
    if actor.role is Role.TEAM_LEADER:
        return None
    return cases.why_not_handle(actor, talk.case)
