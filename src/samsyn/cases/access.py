"""Who may see a case and who may do what in it: a role *and* a relation, everything else is denied."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from samsyn.cases.mandate import NOT_HUMAN
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, CITIZEN, COMMITTEE, PROVIDER, Actor, Role

if TYPE_CHECKING:
    from samsyn.cases.models import Case


# To one who reviews a case blind. It does not say why: that would tell them whose the packet is.
SCREENED = Refusal(N_("Ärendet är inte öppet för dig just nu. Fråga gruppledaren om du behöver det."), law="SoLPuL 10")


@dataclass(frozen=True)
class CaseFacts:
    """As much of a case as access depends on."""

    case_id: int
    person_id: int
    unit_id: int
    caseworker_id: int | None

    @classmethod
    def of(cls, case: "Case") -> Self:
        """The facts of a case."""
        return cls(case.pk, case.person_id, case.unit_id, case.caseworker_id)


def why_not_reach(actor: Actor, case: CaseFacts) -> Refusal | None:
    """The case is closed to one who judges it blind, whatever their role; an emergency opens it all the same."""
    about = f"case:{case.case_id}"
    return SCREENED if about in actor.screened and about not in actor.emergencies else None


def why_not_read(actor: Actor, case: CaseFacts) -> Refusal | None:
    """The authority's file: the own unit, the person, and whoever the person has let see it."""
    if refusal := why_not_reach(actor, case):
        return refusal
    if actor.role in ASSESSMENT:
        if actor.unit_id == case.unit_id or f"case:{case.case_id}" in actor.emergencies:
            return None
        return Refusal(
            N_("Ärendet hör till en annan enhet. Be den enheten om du behöver något ur det."), law="SoLPuL 10"
        )
    if actor.role in PROVIDER:
        return Refusal(N_("Utföraren ser beställningen, inte utredningen."), law="SoLPuL 10")
    if actor.role is Role.PERSON and actor.person_id == case.person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("see", case.person_id):
        return None
    return Refusal(N_("Din roll ger inte tillgång till enskilda ärenden."), law="SoLPuL 10")


def why_not_open_in_emergency(actor: Actor, case: CaseFacts) -> Refusal | None:
    """Reading a case of another unit for some hours, with a reason that its leader looks at afterwards."""
    if actor.role not in ASSESSMENT:
        return Refusal(N_("Utföraren ser beställningen, inte utredningen."), law="SoLPuL 10")
    if why_not_read(actor, case) is None:
        return Refusal(N_("Du kan redan läsa ärendet."))
    return None


def why_not_handle(actor: Actor, case: CaseFacts) -> Refusal | None:
    """Writing in a case: the caseworker who has it."""
    if actor.role is not Role.CASEWORKER:
        return Refusal(N_("Det är handläggaren som gör det här."))
    if refusal := why_not_reach(actor, case):
        return refusal
    if actor.unit_id != case.unit_id:
        return Refusal(
            N_("Ärendet hör till en annan enhet. Be den enheten om du behöver något ur det."), law="SoLPuL 10"
        )
    if case.caseworker_id is None:
        return Refusal(N_("Ärendet har ingen handläggare än. Ta ärendet först."))
    if actor.staff_id != case.caseworker_id:
        return Refusal(N_("Ärendet har en annan handläggare. Be gruppledaren flytta det om du ska ta över."))
    return None


def why_not_assign(actor: Actor, case: CaseFacts, to_staff: int) -> Refusal | None:
    """Giving a case to a caseworker: the team leader, or a caseworker who takes one that nobody has."""
    if actor.unit_id != case.unit_id:
        return Refusal(N_("Ärendet hör till en annan enhet."))
    if refusal := why_not_reach(actor, case):
        return refusal
    if actor.role is Role.TEAM_LEADER:
        return None
    if actor.role is Role.CASEWORKER and to_staff == actor.staff_id and case.caseworker_id is None:
        return None
    return Refusal(N_("Det är gruppledaren som fördelar ärenden."))


def why_not_move_unit(actor: Actor, case: CaseFacts) -> Refusal | None:
    """Moving a case to another unit: the unit's team leader, or the caseworker who has it."""
    if actor.role is Role.TEAM_LEADER and actor.unit_id == case.unit_id:
        return why_not_reach(actor, case)
    return why_not_handle(actor, case)


def why_not_sign(actor: Actor, case: CaseFacts, proposed_by: int | None) -> Refusal | None:
    """Deciding on behalf of the committee: a delegate of the unit, other than the one who proposes, and a human being.

    What the delegation order lets that delegate decide is asked of `mandate`.
    """
    if not actor.is_human:
        return NOT_HUMAN
    if actor.role is not Role.DELEGATE or actor.unit_id != case.unit_id:
        return Refusal(N_("Det är enhetens delegat som beslutar."), law="KL 6:37")
    if refusal := why_not_reach(actor, case):
        return refusal
    if actor.staff_id == proposed_by:
        return Refusal(N_("Den som har utrett beslutar inte själv. En annan delegat behöver ta beslutet."))
    return None


def why_not_withhold(actor: Actor, case: CaseFacts) -> Refusal | None:
    """Leaving the officials' names out of a letter: whoever handles the case, or a delegate of its unit."""
    if actor.role is Role.DELEGATE and actor.unit_id == case.unit_id:
        return why_not_reach(actor, case)
    return why_not_handle(actor, case)


def why_not_read_for_committee(actor: Actor, *, is_for_committee: bool) -> Refusal | None:
    """A proposal that nobody may decide alone, and what the committee or its chair has decided, with its letter.

    The committee's secretary and its chair have no other business in a case.
    """
    if actor.role in COMMITTEE and is_for_committee:
        return None
    return Refusal(N_("Nämndens kansli läser bara förslag som nämnden själv ska besluta om."), law="KL 6:37")


def why_not_record_for_committee(actor: Actor) -> Refusal | None:
    """Writing down what the committee or its utskott has decided: its secretary or its chair, a human being."""
    if not actor.is_human:
        return NOT_HUMAN
    if actor.role in COMMITTEE:
        return None
    return Refusal(N_("Nämndsekreteraren eller ordföranden skriver in vad nämnden har beslutat."), law="KL 6:37")


def why_not_decide_urgently(actor: Actor) -> Refusal | None:
    """Deciding in the committee's place what cannot wait for it (KL 6:39)."""
    if not actor.is_human:
        return NOT_HUMAN
    if actor.role is Role.CHAIR:
        return None
    return Refusal(N_("Bara nämndens ordförande fattar brådskande beslut i nämndens ställe."), law="KL 6:39")


def why_not_register(actor: Actor) -> Refusal | None:
    """Registering what came in by phone, on paper or at a visit."""
    if actor.role in {Role.CASEWORKER, Role.TEAM_LEADER}:
        return None
    return Refusal(N_("Det är handläggaren som registrerar ansökningar och anmälningar."))


def why_not_apply(actor: Actor, person_id: int) -> Refusal | None:
    """Applying on the web: for oneself, or for somebody who has given the authority."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("apply", person_id):
        return None
    return Refusal(N_("Du behöver fullmakt eller samtycke för att ansöka åt någon annan."))


def why_not_tell(actor: Actor, person_id: int) -> Refusal | None:
    """Showing a decided case to the person or somebody they have let see it."""
    if actor.person_id == person_id and actor.role is Role.PERSON:
        return None
    if actor.role is Role.RELATIVE and actor.may("see", person_id):
        return None
    return Refusal(N_("Det här visas för personen själv och för den som personen har sagt ja till."))


def why_not_delete(actor: Actor) -> Refusal | None:
    """Drawing up, approving and carrying out lists of deletion: the committee's office and the administrator."""
    if actor.role in {Role.COMMITTEE_SECRETARY, Role.ADMINISTRATOR}:
        return None
    return Refusal(N_("Det är nämndsekreteraren och administratören som gallrar."), law="SoL 16:1")


def why_not_approve_deletion(actor: Actor, drawn_up_by: int) -> Refusal | None:
    """The second yes is another person's, also when one person holds both roles."""
    if actor.staff_id == drawn_up_by:
        return Refusal(N_("Du har själv tagit fram listan. En annan person behöver godkänna den."))
    return None


def why_not_adopt_order(actor: Actor) -> Refusal | None:
    """Putting in the delegation order that the committee has adopted."""
    if actor.role is Role.ADMINISTRATOR:
        return None
    return Refusal(N_("Det är administratören som lägger in delegationsordningen när nämnden har beslutat den."))


def why_not_read_order(actor: Actor) -> Refusal | None:
    """The delegation order is no secret: everybody who works here may read it, and nobody in it is named."""
    if actor.role in ASSESSMENT | COMMITTEE | {Role.ADMINISTRATOR}:
        return None
    return Refusal(N_("Delegationsordningen visas för dem som handlägger och för nämndens kansli."))


def why_not_keep_journal(actor: Actor, case: CaseFacts) -> Refusal | None:
    """Writing in the case's journal, and noting what the person objects to: whoever at the unit met it (SoL 14:3)."""
    if actor.role not in ASSESSMENT:
        return Refusal(N_("Det är enheten som har ärendet som skriver i journalen."), law="SoL 14:3")
    if refusal := why_not_reach(actor, case):
        return refusal
    if actor.unit_id != case.unit_id:  # also one who reads it in an emergency
        return Refusal(
            N_("Ärendet hör till en annan enhet. Be den enheten om du behöver något ur det."), law="SoLPuL 10"
        )
    return None


def why_not_object(actor: Actor, case: CaseFacts) -> Refusal | None:
    """Noting that something is wrong (SoL 14:6): the person, whoever they let see it, or staff on their behalf."""
    if actor.role in CITIZEN:
        return why_not_tell(actor, case.person_id)
    return why_not_keep_journal(actor, case)


def why_not_report_quarter(actor: Actor) -> Refusal | None:
    """Making the report of decisions that are not carried out final: the committee's secretary."""
    if actor.role is Role.COMMITTEE_SECRETARY:
        return None
    return Refusal(
        N_("Det är nämndsekreteraren som lämnar rapporten om beslut som inte är verkställda."), law="SoL 34:1"
    )


def why_not_read_report(actor: Actor) -> Refusal | None:
    """Reading that report: the secretary all of it, a team leader the own unit's part."""
    if actor.role is Role.TEAM_LEADER:
        return None
    return why_not_report_quarter(actor)


def why_not_answer(actor: Actor, person_id: int) -> Refusal | None:
    """Answering what was communicated, and appealing, on the web: oneself, or for somebody who has let one (FL 14)."""
    if actor.role is Role.PERSON and actor.person_id == person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("apply", person_id):
        return None
    return Refusal(N_("Du behöver fullmakt eller samtycke att ansöka åt personen för att göra det här."), law="FL 14")


def why_not_hear(actor: Actor, case: CaseFacts) -> Refusal | None:
    """Writing down what the person answers or sends: themselves on the web, or the caseworker who takes it down."""
    if actor.role in CITIZEN:
        return why_not_answer(actor, case.person_id)
    return why_not_handle(actor, case)


def why_not_rule(actor: Actor, case: CaseFacts) -> Refusal | None:
    """A separate decision against the person, such as a dismissed appeal: a delegate of the unit."""
    if actor.role is Role.DELEGATE and actor.unit_id == case.unit_id:
        return why_not_reach(actor, case)
    return Refusal(N_("Det är enhetens delegat som beslutar."), law="KL 6:37")
