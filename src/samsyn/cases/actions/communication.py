"""Hearing the person before a decision that is not wholly in their favour (FL 25, SoL 14:8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access, communication
from samsyn.cases.actions.letter import send_notice
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.codes import code_list
from samsyn.cases.letters import notice_content as letter
from samsyn.cases.letters.collect import notice_fields
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.heard import laid_before
from samsyn.cases.models import (
    Communication,
    CommunicationAnswer,
    Decision,
    DecisionLine,
    Investigation,
    Need,
)
from samsyn.cases.models.lowering import lowerings
from samsyn.cases.sound import why_not_propose
from samsyn.people.days import check_day
from samsyn.people.models import Person, Staff
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, enforce, permit
from samsyn.people.roles import CITIZEN, Actor, Role

LONGEST = 20_000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Sending:
    """How the material was laid before the person, and until when they may answer."""

    way: str
    sent_on: date
    answer_by: date
    message: str = ""
    once: str = ""

    def __post_init__(self) -> None:
        if self.way not in Communication.Way.values:
            raise Invalid("way", Refusal(N_("Välj hur personen fick underlaget.")))
        check_day("sent_on", self.sent_on)
        check_day("answer_by", self.answer_by)
        if self.answer_by <= self.sent_on:
            raise Invalid("answer_by", Refusal(N_("Ge personen minst en dag att svara."), law="FL 25"))


@dataclass(frozen=True)
class Said:
    """An answer: in words, or that there is nothing to add."""

    text: str
    way: str
    received_on: date
    nothing_to_add: bool = False
    by_whom: str = "person"
    by_person: Person | None = None
    once: str = ""

    def __post_init__(self) -> None:
        if self.way not in CommunicationAnswer.Way.values or self.by_whom not in CommunicationAnswer.By.values:
            raise Invalid("way", Refusal(N_("Välj hur svaret kom.")))
        check_day("received_on", self.received_on)
        if not self.text.strip() and not self.nothing_to_add:
            raise Invalid("text", Refusal(N_("Skriv svaret, eller kryssa i att det inte finns något att säga.")))
        if len(self.text) > LONGEST:
            raise Invalid("text", Refusal(N_("Texten är för lång. Korta den till högst 20 000 tecken.")))


@action
def communicate(*, decision: Decision, sending: Sending, sender: Sender, by: Actor, at: datetime) -> Communication:
    """Lay what the draft will rest on before the person, as it reads now, with a day to answer by; keep the letter.

    The day to answer by is to come: what is written in afterwards hears nobody by time alone (FL 25).
    """
    decision = _draft(decision, by)
    if before := _marked(Communication.objects.filter(recorded_by=by.key), sending.once):
        return before
    enforce(_incomplete(decision))
    if sending.sent_on > localdate(at):
        raise Invalid("sent_on", Refusal(N_("Dagen har inte varit än. Skriv den dag då underlaget lämnades.")))
    if sending.sent_on < localdate(decision.investigation.opened_at):
        raise Invalid("sent_on", Refusal(N_("Dagen ligger före utredningen. Kontrollera den.")))
    if sending.answer_by <= localdate(at):  # what is kept is what it reads now: nobody has had longer to answer that
        raise Invalid("answer_by", Refusal(N_("Ge personen minst en dag att svara."), law="FL 25"))
    made = _keep(
        decision, by, at, way=sending.way, sent_on=sending.sent_on, answer_by=sending.answer_by,
        message=sending.message.strip(), once=sending.once or None,
    )  # fmt: skip
    tell(
        decision.case, "communication.send", by=by, at=at, about=f"communication:{made.pk}",
        way=made.way, digest=made.digest,
    )  # fmt: skip
    fields = notice_fields(decision.case, sender=sender, at=at, signed_by=Staff.objects.get(pk=by.staff))
    said = laid_before(made.content, made.message, sending.answer_by) | {"dated": sending.sent_on}
    send_notice(decision.case, letter.Communication(**fields | said), by=by, at=at)
    return made


@action
def waive_communication(*, decision: Decision, reason: str, why: str, by: Actor, at: datetime) -> Communication:
    """Note that the person is not heard, for one of the reasons that FL 25 gives, and why it holds here."""
    decision = _draft(decision, by)
    if reason not in code_list("waivers"):
        raise Invalid("reason", Refusal(N_("Välj ett av lagens skäl."), law="FL 25"))
    if not why.strip():
        raise Invalid("why", Refusal(N_("Skriv varför skälet gäller här.")))
    enforce(_incomplete(decision))
    if before := _waived_before(decision, reason, why.strip(), by):
        return before  # pressed twice
    made = _keep(decision, by, at, waived=reason, why=why.strip())
    tell(
        decision.case, "communication.waive", by=by, at=at, about=f"communication:{made.pk}",
        reason=reason, digest=made.digest,
    )  # fmt: skip
    return made


@action
def answer_communication(*, communication: Communication, said: Said, by: Actor, at: datetime) -> CommunicationAnswer:
    """Keep what the person answers, on the web or taken down by the caseworker. Asked twice it is one answer."""
    case = locked(communication.investigation.case)
    permit(access.why_not_hear(by, access.CaseFacts.of(case)))
    if before := _marked(CommunicationAnswer.objects.filter(recorded_by=by.key), said.once):
        return before
    if communication.waived:
        raise Refused(Refusal(N_("Underlaget har inte skickats, så det finns inget att svara på.")))
    if said.received_on > localdate(at) or said.received_on < (communication.sent_on or said.received_on):
        raise Invalid("received_on", Refusal(N_("Svaret kom efter att underlaget skickades. Kontrollera dagen.")))
    if communication.investigation.decisions.filter(
        state=Decision.State.SIGNED, signed_at__gte=communication.recorded_at
    ):
        raise Refused(Refusal(N_("Beslutet är redan fattat. Den som inte är nöjd kan överklaga det."), law="FL 25"))
    made = CommunicationAnswer.objects.create(
        communication=communication, text=said.text.strip(), nothing_to_add=said.nothing_to_add,
        received_on=said.received_on, way="web" if by.role in CITIZEN else said.way,
        by_whom=_hand(by, said), by_person=said.by_person, recorded_at=at, recorded_by=by.key, once=said.once or None,
    )  # fmt: skip
    tell(case, "communication.answer", by=by, at=at, about=f"communication:{communication.pk}", way=made.way)
    return made


def why_not_unheard(decision: Decision, *, today: date) -> Refusal | None:
    """The reason this draft may not be proposed, or this proposal signed, before the person is heard (FL 25).

    Against the person is what is refused or cut, and whatever asks for a ground because it gives less than what runs.
    """
    investigation, needs, lines = _material(decision)
    against = communication.is_against(lines) or bool(lowerings(decision, today))
    if not against:
        return None
    now = communication.digest(communication.basis(investigation, needs, lines))
    return communication.why_not_unheard(against=against, now=now, sent=sent_of(investigation), today=today)


def sent_of(investigation: Investigation) -> list[communication.Sent]:
    """What has been communicated in an investigation, the newest last, as the rule looks at it."""
    rows = investigation.communications.prefetch_related("answers").order_by("pk")
    return [communication.Sent(c.digest, c.answer_by, c.waived, bool(c.answers.all())) for c in rows]


def basis_of(decision: Decision) -> str:
    """What this decision rests on now, as the text that is communicated."""
    return communication.basis(*_material(decision))


def _material(decision: Decision) -> tuple[Investigation, Sequence[Need], Sequence[DecisionLine]]:
    investigation = decision.investigation
    needs = list(investigation.needs.filter(removed_at=None).prefetch_related("factors"))
    return investigation, needs, list(decision.lines.prefetch_related("needs"))


def _keep(decision: Decision, by: Actor, at: datetime, **told: object) -> Communication:
    content = basis_of(decision)
    return Communication.objects.create(
        investigation_id=decision.investigation_id, content=content, digest=communication.digest(content),
        recorded_at=at, recorded_by=by.key, **told,
    )  # fmt: skip


def _incomplete(decision: Decision) -> Refusal | None:
    """What must be written before the material can be shown: that on which the decision will rest."""
    _, needs, lines = _material(decision)
    return why_not_propose(needs, lines)


def _draft(decision: Decision, by: Actor) -> Decision:
    locked(decision.case)
    decision = Decision.objects.select_related("case", "investigation").get(pk=decision.pk)
    permit(access.why_not_handle(by, access.CaseFacts.of(decision.case)))
    if decision.state != Decision.State.DRAFT:
        raise Refused(
            Refusal(N_("Beslutet är inte ett utkast längre. Ladda om sidan för att se hur långt det har kommit."))
        )
    return decision


def _hand(by: Actor, said: Said) -> str:
    if by.role in CITIZEN:
        return "person" if by.role is Role.PERSON else "relative"
    return said.by_whom


def _waived_before(decision: Decision, reason: str, why: str, by: Actor) -> Communication | None:
    """The newest word on hearing, when it is the same waiver of the same material by the same hand."""
    newest = Communication.objects.filter(investigation=decision.investigation).order_by("-pk").first()
    same = newest is not None and (newest.waived, newest.why, newest.recorded_by) == (reason, why, by.key)
    return newest if newest and same and newest.digest == communication.digest(basis_of(decision)) else None


def _marked(rows: QuerySet[Row], once: str) -> Row | None:
    """What the same hand has sent with this mark."""
    return rows.filter(once=once).first() if once else None
