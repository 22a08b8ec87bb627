"""Puts a decision into words: the decision first, then why, what happens next, and how to be heard."""

from collections.abc import Iterator

from samsyn.cases.letters.blocks import Block, Bullets, Heading, Letter, Paragraph, Signature, Table
from samsyn.cases.letters.content import LetterContent, Line, Official, Outcome, Request
from samsyn.cases.letters.remedies import remedy_sections
from samsyn.cases.letters.texts import Texts, texts_on
from samsyn.cases.letters.words import amount, day, listed, lowered
from samsyn.cases.regimes import Remedy, regime


def compose(content: LetterContent) -> Letter:
    """The letter of a decision. Raises NotInForce when a line's paragraph did not apply on the day."""
    say = texts_on(content.decided_on)
    sender = content.sender
    blocks: list[Block] = [
        *_decision(content, say),
        *_table(content, say),
        *_request(content, say),
        *_help(content, say),
        *_why(content, say),
        *_next(content, say),
        *remedy_sections(content, say),
        *_contact(content, say),
        _signature(content, say),
    ]
    return Letter(
        title=_title(content, say),
        sender=tuple(filter(None, (sender.municipality, sender.committee, content.unit, content.phone))),
        recipient=(content.recipient.name, *content.recipient.address),
        reference=_reference(content, say),
        mark=_mark(content, say),
        blocks=tuple(blocks),
        foot=say(
            "foot",
            committee=sender.committee,
            municipality=sender.municipality,
            day=day(content.decided_on),
            number=content.case_number,
            template=say.name,
        ),
        page_words=(say("page"), say("page.of")),
        dated=content.decided_on,
        template=say.name,
    )


def prose(text: str, role: str = "plain") -> list[Block]:
    """Somebody's free text as paragraphs, one for each line that holds something."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [Paragraph(line, "quote" if role == "quote" else "plain") for line in lines if line]


def _title(content: LetterContent, say: Texts) -> str:
    stem = "title.corrected" if content.corrects else "title"
    if len({line.intervention for line in content.lines}) == 1:
        return say(f"{stem}.one", what=lowered(content.lines[0].intervention))
    return say(f"{stem}.many")


def _reference(content: LetterContent, say: Texts) -> tuple[tuple[str, str], ...]:
    rows = [
        (say("reference.day"), day(content.decided_on)),
        (say("reference.case"), content.case_number),
        (say("reference.person"), content.recipient.number),
    ]
    if content.version > 1:
        rows.append((say("reference.version"), str(content.version)))
    return tuple(rows)


def _mark(content: LetterContent, say: Texts) -> str:
    marks = []
    if content.decided_by is None:
        marks.append(say("mark.draft"))
    if content.is_kept_elsewhere:
        marks.append(say("mark.composed"))
    if content.recipient.is_protected:
        marks.append(say("mark.protected"))
    return " ".join(marks)


def _decision(content: LetterContent, say: Texts) -> Iterator[Block]:
    yield Heading(_title(content, say), 1)
    for line in content.lines:
        yield Paragraph(_lead(line, content, say), "lead")
    if len(content.lines) == 1 and content.given:
        yield Paragraph(_validity(content.lines[0], say))
    if content.corrects:
        yield Paragraph(say("corrects", day=day(content.corrects.decided_on), reason=content.corrects.reason))
    else:
        replaced = [lowered(line.intervention) for line in content.lines if line.replaces_earlier]
        if replaced:
            yield Paragraph(say("replaces", what=listed(replaced)))
    if not content.is_all_granted:
        yield Paragraph(say("lead.see"))


def _lead(line: Line, content: LetterContent, say: Texts) -> str:
    what = lowered(line.intervention)
    applied = amount(line.unit, line.applied) if line.applied else ""
    if line.outcome is Outcome.REFUSED:
        if not content.is_applied_for:
            return say("lead.refused.unasked", what=what)
        return say("lead.refused.of" if applied else "lead.refused", what=what, applied=applied)
    granted = amount(line.unit, line.amount)
    key = f"lead.{line.outcome.value}"
    if line.outcome is Outcome.PARTLY and not content.is_applied_for:
        key = "lead.partly.unasked"
    elif line.outcome is Outcome.PARTLY and applied:
        key = "lead.partly.of"
    return say(key, what=what, amount=f" {granted}" if granted else "", applied=applied)


def _validity(line: Line, say: Texts, stem: str = "valid") -> str:
    if line.valid_to is None:
        return say(f"{stem}.open", start=day(line.valid_from))
    return say(f"{stem}.until", start=day(line.valid_from), end=day(line.valid_to))


def _table(content: LetterContent, say: Texts) -> Iterator[Block]:
    """All lines at a glance, where there is more than one."""
    if len(content.lines) == 1:
        return
    asked = "applied" if content.is_applied_for else "applied.unasked"
    yield Heading(say("table.heading"), 2)
    yield Table(
        caption=say("table.caption"),
        head=tuple(say(f"table.{column}") for column in ("what", asked, "granted", "valid")),
        rows=tuple(_row(line, say) for line in content.lines),
    )


def _row(line: Line, say: Texts) -> tuple[str, ...]:
    applied = (amount(line.unit, line.applied) or say("table.yes")) if line.applied else say("table.unstated")
    if line.outcome is Outcome.REFUSED:
        return (line.intervention, applied, say("table.none"), say("table.not_valid"))
    granted = amount(line.unit, line.amount) or say("table.yes")
    return (line.intervention, applied, granted, _validity(line, say, "table"))


def _request(content: LetterContent, say: Texts) -> Iterator[Block]:
    request = content.request
    if request is None:
        yield Heading(say("request.heading.other"), 2)
        yield Paragraph(say("request.none"))
    elif request.is_report:
        yield Heading(say("request.heading.other"), 2)
        yield Paragraph(say("request.report", day=day(request.arrived_on)))
    else:
        yield Heading(say("request.heading"), 2)
        for one in (request, *content.further):
            yield from _application(one, say)


def _application(request: Request, say: Texts) -> Iterator[Block]:
    how = say(f"channel.{request.channel}")
    yield Paragraph(say(f"request.{request.by_whom}", how=how, day=day(request.arrived_on)))
    if request.words.strip():
        yield Paragraph(say("request.words"))
        yield from prose(request.words, "quote")


def _help(content: LetterContent, say: Texts) -> Iterator[Block]:
    lines = [line for line in content.given if line.areas or line.goal.strip()]
    if lines:
        yield Heading(say("help.heading"), 2)
    for line in lines:
        yield from _line_heading(line, content)
        if line.areas:
            yield Bullets(line.areas)
        if line.goal.strip():
            yield from prose(say("help.goal", goal=line.goal.strip()))


def _why(content: LetterContent, say: Texts) -> Iterator[Block]:
    yield Heading(say("why.heading"), 2)
    yield from prose(content.summary)
    for line in content.lines:
        yield from _line_heading(line, content)
        yield from prose(line.reasons)
        if line.outcome is Outcome.GRANTED:
            yield Paragraph(say(f"why.granted.{line.regime}"))
        elif not line.reasons.strip():
            yield Paragraph(say("why.missing"), "notice")
        law = regime(line.regime).law_on(*content.law_days)
        yield Paragraph(say("why.law", label=law.label, text=law.text))


def _line_heading(line: Line, content: LetterContent) -> Iterator[Block]:
    """The name of the line, where the letter has several to tell apart."""
    if len(content.lines) > 1:
        yield Heading(line.intervention, 3)


def _next(content: LetterContent, say: Texts) -> Iterator[Block]:
    yield Heading(say("next.heading"), 2)
    steps = []
    if content.given:
        steps += [say("next.order"), say("next.choose")]
        frames = [lowered(line.intervention) for line in content.given if line.is_frame]
        if frames:
            steps.append(say("next.frame", what=listed(frames)))
        steps += _effect(content, say)
    yield Bullets((*steps, say("next.again")))


def _effect(content: LetterContent, say: Texts) -> list[str]:
    """From when it applies: at once where it may be appealed (SoL 35:5, LSS 27).

    A decision under legality review may be carried out before it has become final (KL 13:14).
    """
    named = {
        remedy: [lowered(line.intervention) for line in content.given if regime(line.regime).remedy is remedy]
        for remedy in Remedy
    }
    reviewed = named[Remedy.LEGALITY_REVIEW]
    effects = []
    if named[Remedy.APPEAL]:
        key = "next.at_once.some" if reviewed else "next.at_once"
        effects.append(say(key, what=listed(named[Remedy.APPEAL])))
    if reviewed:
        effects.append(say("next.may_start", what=listed(reviewed)))
    return effects


def _contact(content: LetterContent, say: Texts) -> Iterator[Block]:
    yield Heading(say("contact.heading"), 2)
    person = content.contact
    named = person and say("contact.named", name=person.name, title=lowered(person.title), unit=content.unit)
    phone = (person.phone if person else "") or content.phone
    sentences = (
        named or say("contact.unit", unit=content.unit),
        phone and say("contact.phone", phone=phone),
        content.sender.email and say("contact.email", email=content.sender.email),
    )
    yield Paragraph(" ".join(filter(None, sentences)))
    yield Paragraph(say("contact.help"))


def _signature(content: LetterContent, say: Texts) -> Signature:
    def written(official: Official) -> str:
        return f"{official.name}, {lowered(official.title)}" if official.title else official.name

    people = [(say("signed.by"), written(content.decided_by) if content.decided_by else say("signed.draft"))]
    if content.presented_by:
        people.append((say("signed.presented"), written(content.presented_by)))
    return Signature(tuple(people))
