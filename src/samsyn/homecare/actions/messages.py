"""Messages between the person and those who help: written, noted for somebody who phones or writes, and answered."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Greatest

from samsyn.audit.actions import action, record
from samsyn.cases.models import Case
from samsyn.homecare import message_access as access
from samsyn.homecare.actions.shared import locked
from samsyn.homecare.models import Order, PersonMessage
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import CITIZEN, Actor, Role

Sort, Hand = PersonMessage.Sort, PersonMessage.Hand
NOTED = frozenset({Hand.SPOKEN, Hand.PHONE, Hand.PAPER})
LONGEST = 4_000  # characters: a letter, not a book


@action
def write_message(
    *, case: Case, order: Order | None, text: str, hand: str, by: Actor, at: datetime, once: str = ""
) -> PersonMessage:
    """Send a message to those who give the help of an order, or without one to the caseworker.

    Staff of the other side note what was said, phoned or written on paper, with the same effect. `once` is a mark by
    which a form that is sent twice is known again. Raises NoAccess, Invalid for an empty or too long text.
    """
    case, order = _held(case, order)
    facts = access.TalkFacts.of(case, order)
    if before := _sent_before(case, by, once):
        return before
    permit(access.why_not_write(by, facts, noted=hand in NOTED))
    own = Hand.SELF if by.role is Role.PERSON else Hand.RELATIVE
    if hand not in ({own} if by.role in CITIZEN else NOTED):
        raise Invalid("hand", Refusal(N_("Välj hur det sades.")))
    return _add(case, order, by, at, "message.write", sort=Sort.WRITTEN, text=_checked(text), hand=hand, once=once)


@action
def answer_message(
    *, case: Case, order: Order | None, text: str, seen: int, by: Actor, at: datetime, once: str = ""
) -> PersonMessage:
    """Answer the person. What was written up to the line `seen` no longer waits; what came later does."""
    case, order = _held(case, order)
    if before := _sent_before(case, by, once):
        return before
    permit(access.why_not_answer_talk(by, access.TalkFacts.of(case, order)))
    text = _checked(text)
    talk_of(case, order).filter(sort=Sort.WRITTEN, met_at=None, pk__lte=seen).update(met_at=_later(at))
    return _add(case, order, by, at, "message.answer", sort=Sort.ANSWER, text=text, once=once)


@action
def note_message_read(*, case: Case, order: Order | None, seen: int, by: Actor, at: datetime) -> PersonMessage:
    """Say that what was written up to the line `seen` has been read and needs no answer; the person sees that."""
    case, order = _held(case, order)
    permit(access.why_not_answer_talk(by, access.TalkFacts.of(case, order)))
    waiting = talk_of(case, order).filter(sort=Sort.WRITTEN, met_at=None, pk__lte=seen)
    if not waiting.update(met_at=_later(at)):
        raise Refused(Refusal(N_("Inget meddelande väntar längre. Ladda om sidan för att se det senaste.")))
    return _add(case, order, by, at, "message.read", sort=Sort.READ)


@action
def meet_answers(*, case: Case, order: Order | None, upto: int, by: Actor, at: datetime) -> int:
    """That the person has read the answers up to a line. A relative's reading leaves them unread for the person."""
    permit(access.why_not_read_talk(by, access.TalkFacts.of(case, order)))
    if by.role is not Role.PERSON:
        return 0
    met: int = talk_of(case, order).filter(sort=Sort.ANSWER, met_at=None, pk__lte=upto).update(met_at=_later(at))
    if met:
        _tell(case, order, "message.meet", by, at, count=met)
    return met


@action
def note_in_journal(*, message: PersonMessage, by: Actor, at: datetime) -> PersonMessage:
    """Mark that a line was taken into the journal. Pressing twice marks it once."""
    case, order = _held(message.case, message.order)
    permit(access.why_not_read_talk(by, access.TalkFacts.of(case, order)))
    before: PersonMessage | None = talk_of(case, order).filter(sort=Sort.JOURNAL, about=message).first()
    if before:
        return before
    return _add(case, order, by, at, "message.journal", sort=Sort.JOURNAL, about=message)


def talk_of(case: Case, order: Order | None) -> QuerySet[PersonMessage]:
    """The lines of one talk."""
    return PersonMessage.objects.filter(case=case, order=order)


def _later(at: datetime) -> Greatest:
    """A moment that is not before the line was sent, also when the clock has been set back."""
    return Greatest(Value(at, output_field=DateTimeField()), F("at"))


def _held(case: Case, order: Order | None) -> tuple[Case, Order | None]:
    """Both as they stand now, held until the transaction ends."""
    if order is None:
        return Case.objects.select_for_update(of=("self",)).get(pk=case.pk), None
    order = locked(order)
    return order.case, order


def _sent_before(case: Case, by: Actor, once: str) -> PersonMessage | None:
    return PersonMessage.objects.filter(case=case, by=by.key, once=once).first() if once else None


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid("text", Refusal(N_("Skriv något innan du skickar.")))
    if len(text) > LONGEST:
        raise Invalid("text", Refusal(N_("Texten är för lång. Korta den till högst 4 000 tecken.")))
    return text


def _add(case: Case, order: Order | None, by: Actor, at: datetime, what: str, **line: Any) -> PersonMessage:
    made = PersonMessage.objects.create(case=case, order=order, at=at, by=by.key, by_name=by.name, **line)
    _tell(case, order, what, by, at, about=f"message:{made.pk}", hand=made.hand)
    return made


def _tell(
    case: Case, order: Order | None, what: str, by: Actor, at: datetime, *, about: str = "", **detail: Any
) -> None:
    about = about or (f"order:{order.pk}" if order else f"case:{case.pk}")
    record(by=by, at=at, what=what, about=about, case=case.pk, subjects=[case.person_id], detail=detail)
