"""Letters beside the decision: `compose_notice` puts one into words, in the same blocks as every letter."""

from collections.abc import Callable, Iterator
from typing import Any

from samsyn.cases.law import paragraph
from samsyn.cases.letters.blocks import Block, Bullets, Heading, Letter, Paragraph, Signature, Table
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.notice_content import (
    KINDS,
    AppealDismissed,
    Communication,
    Delay,
    DelayRequestRefused,
    DocumentRefused,
    FeeDecision,
    NoticeContent,
    OfferInformation,
    Transfer,
)
from samsyn.cases.letters.parts import address_of, contact, head, own_words, prose, signature, translation, written
from samsyn.cases.letters.remedies import Matter, Part, remedy_sections
from samsyn.cases.letters.texts import Voice, voice_on
from samsyn.cases.regimes import regime
from samsyn.people.languages import Language

DECISIONS = frozenset({"appeal_dismissed", "delay_request_refused", "fee_decision", "document_refused"})


def compose_notice(kind: str, content: NoticeContent, language: str = Language.SWEDISH) -> Letter:
    """The letter of one kind in a language (`KINDS` says which content each kind takes).

    Raises ValueError for an unknown kind or another kind's content, and NotInForce when its law did not apply that day.
    """
    if KINDS.get(kind) is not type(content):
        raise ValueError(f"{type(content).__name__} is not what a letter of the kind {kind!r} is made of")
    say = voice_on(content.dated, "notice", language)
    title = say(f"{kind}.title", what=_what(content, say))
    named = not content.withholds_names
    blocks: list[Block] = [
        Heading(title, 1),
        *_BODIES[kind](content, say),
        *contact(content.sender, content.unit, content.phone, content.contact or content.signed_by, say, named=named),
        *_signed(kind, content, say, named=named),
    ]
    sender = content.sender
    return Letter(
        title=title,
        sender=head(sender, content.unit, content.phone),
        recipient=address_of(content.recipient) if content.recipient.name else (),
        reference=_reference(content, say),
        mark=say("mark.protected") if content.recipient.is_protected else "",
        blocks=tuple(blocks),
        foot=say(
            "foot" if content.case_number else "foot.caseless",
            committee=sender.committee,
            municipality=sender.municipality,
            day=say.words.day(content.dated),
            number=content.case_number,
            template=say.texts.name,
        ),
        page_words=(say("page"), say("page.of")),
        dated=content.dated,
        template=say.texts.name,
        language=say.language,
    )


def _reference(content: NoticeContent, say: Voice) -> tuple[tuple[str, str], ...]:
    rows = (
        (say("reference.day"), say.words.day(content.dated)),
        (say("reference.case"), content.case_number),
        (say("reference.person"), content.recipient.number),
    )
    return tuple((name, value) for name, value in rows if value)


def _what(content: NoticeContent, say: Voice) -> str:
    return say.words.listed([say.called(code) for code in content.matters])


def _signed(kind: str, content: NoticeContent, say: Voice, *, named: bool) -> Iterator[Block]:
    if content.signed_by is None:
        return
    if kind in DECISIONS:
        if not named:
            yield Paragraph(say("signed.withheld.why"))
        yield signature(content.signed_by, None, content.unit, say, delegation=content.delegation, named=named)
        return
    who = written(content.signed_by, say) if named else content.unit
    yield Signature(((say("signed.written"), who),))


def _communication(content: Communication, say: Voice) -> Iterator[Block]:
    """FL 25: what the decision rests on, a fair time, and how to answer, also by word of mouth (SoL 14:8)."""
    last = say.words.day(content.answer_by)
    yield Paragraph(say("communication.lead", day=last), "lead")
    if content.matters:
        yield Paragraph(say("communication.about", what=_what(content, say)))
    yield from translation(say)
    yield Paragraph(say("communication.not_yet"))
    yield Heading(say("communication.proposal.heading"), 2)
    yield from own_words(content.proposal, say)
    if any(text.strip() for text in content.material):
        yield Heading(say("communication.material.heading"), 2)
        yield from own_words("\n".join(content.material), say)
    yield Heading(say("communication.answer.heading"), 2)
    ways = [
        say("communication.answer.page"),
        content.phone and say("communication.answer.call", phone=content.phone),
        say("communication.answer.write", sender=_address(content.sender)),
        say("communication.answer.meet"),
    ]
    yield Bullets(tuple(filter(None, ways)))
    yield Paragraph(say("communication.then", day=last))
    yield Paragraph(say("communication.law", label=say.words.cite(paragraph("FL 25", content.dated))))


def _delay(content: Delay, say: Voice) -> Iterator[Block]:
    yield Paragraph(say("delay.lead"), "lead")
    if content.expected_on:
        yield Paragraph(say("delay.expected", day=say.words.day(content.expected_on)))
    if content.matters:
        yield Paragraph(say("delay.about", what=_what(content, say)))
    yield from translation(say)
    yield Heading(say("delay.why.heading"), 2)
    yield from own_words(content.reason, say)
    yield Paragraph(say("delay.law", label=say.words.cite(paragraph("FL 11", content.dated))))
    if content.request_from:
        yield Heading(say("delay.request.heading"), 2)
        yield Paragraph(say("delay.request", day=say.words.day(content.request_from)))


def _appeal_dismissed(content: AppealDismissed, say: Voice) -> Iterator[Block]:
    day = say.words.day
    yield Paragraph(say("appeal_dismissed.lead", day=day(content.appealed_day)), "lead")
    yield from translation(say)
    yield Heading(say("why.heading"), 2)
    yield Paragraph(
        say(
            "appeal_dismissed.days",
            received=day(content.received_on), last=day(content.last_day), arrived=day(content.arrived_on),
        )
    )  # fmt: skip
    yield from own_words(content.reasons, say)
    yield _basis("FL_45", content, say)
    yield Paragraph(say("appeal_dismissed.again"))
    yield from _remedy("FL_45", content, say)


def _delay_request_refused(content: DelayRequestRefused, say: Voice) -> Iterator[Block]:
    yield Paragraph(say("delay_request_refused.lead", day=say.words.day(content.requested_on)), "lead")
    if content.expected_on:
        yield Paragraph(say("delay_request_refused.expected", day=say.words.day(content.expected_on)))
    yield from translation(say)
    yield Heading(say("why.heading"), 2)
    yield from own_words(content.reasons, say)
    yield _basis("FL_12", content, say)
    yield from _remedy("FL_12", content, say)


def _fee_decision(content: FeeDecision, say: Voice) -> Iterator[Block]:
    month, money = say.words.month(content.valid_from), say.words.money
    key = "fee_decision.lead" if content.fee else "fee_decision.lead.none"
    yield Paragraph(say(key, amount=money(content.fee), month=month), "lead")
    if content.matters:
        yield Paragraph(say("fee_decision.for", what=_what(content, say)))
    if content.raise_told_on:
        yield Paragraph(say("fee_decision.raise.told", day=say.words.day(content.raise_told_on)))
    elif content.is_raise_untold:
        yield Paragraph(say("fee_decision.raise.untold"))
    yield from translation(say)
    if content.rows:
        yield Heading(say("fee_decision.table.heading"), 2)
        yield Table(
            caption=say("fee_decision.table.caption"),
            head=(say("fee_decision.table.what"), say("fee_decision.table.amount")),
            rows=tuple((say(f"fee_decision.row.{name}"), money(ore)) for name, ore in content.rows),
        )
    yield Heading(say("why.heading"), 2)
    yield from own_words(content.reasons, say)
    yield _basis(content.regime, content, say)
    yield Heading(say("fee_decision.change.heading"), 2)
    yield Paragraph(say("fee_decision.change"))
    yield from _remedy(content.regime, content, say)


def _offer_information(content: OfferInformation, say: Voice) -> Iterator[Block]:
    """SoL 11:6: that an application under 11:1 is possible, told to whoever turns to what is open to all."""
    day, what = say.words.day, _what(content, say)
    yield Paragraph(say("offer_information.lead", what=what), "lead")
    [code] = content.matters
    if say.has(f"explain.{code}"):
        yield Paragraph(say(f"explain.{code}"))
    yield from translation(say)
    until = content.valid_to
    key = "offer_information.until" if until else "offer_information.open"
    yield Paragraph(say(key, start=day(content.valid_from), end=day(until) if until else ""))
    for name, text in (("for", content.target_group), ("conditions", content.conditions)):
        if text.strip():
            yield Paragraph(say(f"offer_information.{name}"))
            yield from prose(text, say, "quote")
    yield Heading(say("offer_information.apply.heading"), 2)
    yield Paragraph(say("offer_information.apply"))
    yield Paragraph(say("offer_information.how"))
    yield Heading(say("offer_information.identity.heading"), 2)
    yield Paragraph(say(f"offer_information.identity.{content.identity}"))
    laws = [say.words.cite(paragraph(key, content.dated)) for key in ("SoL 11:5", "SoL 11:6")]
    yield Paragraph(say("offer_information.law", label=laws[0], other=laws[1]))


def _document_refused(content: DocumentRefused, say: Voice) -> Iterator[Block]:
    yield Paragraph(say("document_refused.lead.partly" if content.is_partly else "document_refused.lead"), "lead")
    yield from translation(say)
    yield Paragraph(say("document_refused.asked"))
    yield from prose(content.asked_for, say, "quote")
    yield Heading(say("why.heading"), 2)
    yield from own_words(content.reasons, say)
    yield _basis("OSL_6_8", content, say)
    yield from _remedy("OSL_6_8", content, say)


def _transfer(content: Transfer, say: Voice) -> Iterator[Block]:
    yield Paragraph(say("transfer.lead", municipality=content.municipality), "lead")
    yield from translation(say)
    yield Paragraph(say("transfer.meanwhile"))
    if content.reasons.strip():
        yield Heading(say("transfer.why.heading"), 2)
        yield from own_words(content.reasons, say)
    yield from _remedy("SOL_29_10", content, say)


def _basis(code: str, content: NoticeContent, say: Voice) -> Paragraph:
    law = regime(code).law_on(content.dated)
    return Paragraph(say("why.law", label=say.words.cite(law), text=say.what_it_says(law)))


def _remedy(code: str, content: NoticeContent, say: Voice) -> Iterator[Block]:
    matter = Matter(
        sender=content.sender,
        decided_on=content.dated,
        case_number=content.case_number,
        is_protected=content.recipient.is_protected,
        parts=(Part(say(f"{content.kind}.what"), code),),
        law_days=(content.dated,),
    )
    return remedy_sections(matter, say)


def _address(sender: Sender) -> str:
    return ", ".join((sender.municipality, sender.committee, *sender.address))


_BODIES: dict[str, Callable[[Any, Voice], Iterator[Block]]] = {
    "communication": _communication,
    "delay": _delay,
    "appeal_dismissed": _appeal_dismissed,
    "delay_request_refused": _delay_request_refused,
    "fee_decision": _fee_decision,
    "offer_information": _offer_information,
    "document_refused": _document_refused,
    "transfer": _transfer,
}
