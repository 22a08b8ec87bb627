"""Puts a decision into words: the decision first, then why, what happens next, and how to be heard."""

from collections.abc import Iterable, Iterator

from samsyn.cases.letters.blocks import Block, Bullets, Heading, Letter, Paragraph, Table
from samsyn.cases.letters.content import LetterContent, Line, Outcome, Request
from samsyn.cases.letters.parts import (
    address_of,
    contact,
    head,
    own_words,
    prose,
    signature,
    told_also,
    translation,
)
from samsyn.cases.letters.remedies import Matter, Part, remedy_sections
from samsyn.cases.letters.texts import Voice, voice_on
from samsyn.cases.regimes import Remedy, regime
from samsyn.people.languages import Language

MOVING = {"SOL_29_7": "request.moving", "SOL_2001_2A8": "request.moving.former"}


def compose(content: LetterContent, language: str = Language.SWEDISH) -> Letter:
    """The letter of a decision in a language. Raises NotInForce when a line's paragraph did not apply on the day."""
    say = voice_on(content.decided_on, "decision", language)
    sender = content.sender
    blocks: list[Block] = [
        *_decision(content, say),
        *_table(content, say),
        *_request(content, say),
        *_help(content, say),
        *_why(content, say),
        *_next(content, say),
        *remedy_sections(_matter(content, say), say),
        *contact(sender, content.unit, content.phone, content.contact, say, named=not content.withholds_names),
        *_withheld(content, say),
        signature(
            content.decided_by, content.presented_by, content.unit, say,
            delegation=content.delegation, named=not content.withholds_names,
        ),
    ]  # fmt: skip
    return Letter(
        title=_title(content, say),
        sender=head(sender, content.unit, content.phone),
        recipient=address_of(content.recipient),
        reference=_reference(content, say),
        mark=_mark(content, say),
        blocks=tuple(blocks),
        foot=say(
            "foot",
            committee=sender.committee,
            municipality=sender.municipality,
            day=say.words.day(content.decided_on),
            number=content.case_number,
            template=say.texts.name,
        ),
        page_words=(say("page"), say("page.of")),
        dated=content.decided_on,
        template=say.texts.name,
        language=say.language,
    )


def _title(content: LetterContent, say: Voice) -> str:
    stem = "title.corrected" if content.corrects else "title"
    if len({line.intervention for line in content.lines}) == 1:
        return say(f"{stem}.one", what=say.called(content.lines[0].intervention))
    return say(f"{stem}.many")


def _reference(content: LetterContent, say: Voice) -> tuple[tuple[str, str], ...]:
    rows = [
        (say("reference.day"), say.words.day(content.decided_on)),
        (say("reference.case"), content.case_number),
        (say("reference.person"), content.recipient.number),
    ]
    if content.version > 1:
        rows.append((say("reference.version"), str(content.version)))
    return tuple(rows)


def _mark(content: LetterContent, say: Voice) -> str:
    told = {
        "mark.draft": content.decided_by is None,
        "mark.composed": content.is_kept_elsewhere,
        "mark.translated": content.is_translated_now,
        "mark.protected": content.recipient.is_protected,
    }
    return " ".join(say(key) for key, holds in told.items() if holds)


def _decision(content: LetterContent, say: Voice) -> Iterator[Block]:
    yield Heading(_title(content, say), 1)
    for line in content.lines:
        yield Paragraph(_lead(line, content, say), "lead")
    if len(content.lines) == 1 and content.given:
        yield Paragraph(_validity(content.lines[0], say))
    yield from _explained(content, say)
    yield from _replaced(content, say)
    if not content.is_all_granted:
        yield Paragraph(say("lead.see"))
    yield from translation(say)
    yield from told_also(content.also, say)


def _lead(line: Line, content: LetterContent, say: Voice) -> str:
    what, words = say.called(line.intervention), say.words
    applied = words.amount(line.unit, line.applied) if line.applied else ""
    if line.outcome is Outcome.REFUSED:
        if not content.is_applied_for:
            return say("lead.refused.unasked", what=what)
        return say("lead.refused.of" if applied else "lead.refused", what=what, applied=applied)
    granted = words.amount(line.unit, line.amount)
    key = f"lead.{line.outcome.value}"
    if line.outcome is Outcome.PARTLY and not content.is_applied_for:
        key = "lead.partly.unasked"
    elif line.outcome is Outcome.PARTLY and applied:
        key = "lead.partly.of"
    return say(key, what=what, amount=f"{words.joint}{granted}" if granted else "", applied=applied)


def _validity(line: Line, say: Voice, stem: str = "valid") -> str:
    start = say.words.day(line.valid_from)
    if line.valid_to is None:
        return say(f"{stem}.open", start=start)
    return say(f"{stem}.until", start=start, end=say.words.day(line.valid_to))


def _explained(content: LetterContent, say: Voice) -> Iterator[Block]:
    """What the support is, for whoever does not know its Swedish name."""
    if say.is_translation:
        for code in dict.fromkeys(line.intervention for line in content.lines):
            if say.has(f"explain.{code}"):
                yield Paragraph(say(f"explain.{code}"))


def _replaced(content: LetterContent, say: Voice) -> Iterator[Block]:
    if content.corrects:
        day, reason = say.words.day(content.corrects.decided_on), content.corrects.reason
        if say.is_translation:
            yield Paragraph(say("corrects.why", day=day))
            yield from prose(reason, say, "quote")
        else:
            yield Paragraph(say("corrects", day=day, reason=" ".join(reason.split())))
        return
    replaced = _each_once(say.called(line.intervention) for line in content.lines if line.replaces_earlier)
    if replaced:
        yield Paragraph(say("replaces", what=say.words.listed(replaced)))
    timed = _each_once(say.called(line.intervention) for line in content.lines if line.ends_time)
    if timed:
        yield Paragraph(say("replaces.time", what=say.words.listed(timed)))


def _each_once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _table(content: LetterContent, say: Voice) -> Iterator[Block]:
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


def _row(line: Line, say: Voice) -> tuple[str, ...]:
    amount, name = say.words.amount, say.label("interventions", line.intervention)
    applied = (amount(line.unit, line.applied) or say("table.yes")) if line.applied else say("table.unstated")
    if line.outcome is Outcome.REFUSED:
        return (name, applied, say("table.none"), say("table.not_valid"))
    return (name, applied, amount(line.unit, line.amount) or say("table.yes"), _validity(line, say, "table"))


def _request(content: LetterContent, say: Voice) -> Iterator[Block]:
    request = content.request
    if request is None:
        yield Heading(say("request.heading.other"), 2)
        yield Paragraph(say("request.none"))
    elif request.is_report:
        yield Heading(say("request.heading.other"), 2)
        yield Paragraph(say("request.report", day=say.words.day(request.arrived_on)))
    else:
        yield Heading(say("request.heading"), 2)
        for one in (request, *content.further):
            yield from _application(one, say)
    for key in dict.fromkeys(MOVING[line.regime] for line in content.lines if line.regime in MOVING):
        yield Paragraph(say(key))


def _application(request: Request, say: Voice) -> Iterator[Block]:
    how = say(f"channel.{request.channel}")
    yield Paragraph(say(f"request.{request.by_whom}", how=how, day=say.words.day(request.arrived_on)))
    if request.words.strip():
        yield Paragraph(say("request.words"))
        yield from prose(request.words, say, "quote")


def _help(content: LetterContent, say: Voice) -> Iterator[Block]:
    lines = [line for line in content.given if line.areas or line.goal.strip()]
    if lines:
        yield Heading(say("help.heading"), 2)
    for line in lines:
        yield from _line_heading(line, content, say)
        if line.areas:
            yield Bullets(tuple(say.label("areas", area) for area in line.areas))
        yield from _goal(line.goal.strip(), say)


def _goal(goal: str, say: Voice) -> Iterator[Block]:
    if goal and say.is_translation:
        yield Paragraph(say("help.goal.label"))
        yield from prose(goal, say, "quote")
    elif goal:
        yield from prose(say("help.goal", goal=goal), say)


def _why(content: LetterContent, say: Voice) -> Iterator[Block]:
    yield Heading(say("why.heading"), 2)
    if say.is_translation and any(text.strip() for text in (content.summary, *(x.reasons for x in content.lines))):
        yield Paragraph(say("translation.words"))
    yield from own_words(content.summary, say, introduced=False)
    for line in content.lines:
        yield from _line_heading(line, content, say)
        yield from own_words(line.reasons, say, introduced=False)
        if line.outcome is Outcome.GRANTED:
            key = f"why.granted.{line.regime}"
            yield Paragraph(say(key if say.has(key) else "why.granted"))
        elif not line.reasons.strip():
            yield Paragraph(say("why.missing"), "notice")
        law = regime(line.regime).law_on(*content.law_days)
        yield Paragraph(say("why.law", label=say.words.cite(law), text=say.what_it_says(law)))
    if content.dissent.strip():
        yield Paragraph(say("dissent"))
        yield from prose(content.dissent, say, "quote")


def _line_heading(line: Line, content: LetterContent, say: Voice) -> Iterator[Block]:
    """The name of the line, where the letter has several to tell apart."""
    if len(content.lines) > 1:
        yield Heading(say.label("interventions", line.intervention), 3)


def _next(content: LetterContent, say: Voice) -> Iterator[Block]:
    yield Heading(say("next.heading"), 2)
    steps = []
    if content.given:
        steps += [say("next.order"), say("next.choose")]
        frames = [say.called(line.intervention) for line in content.given if line.is_frame]
        if frames:
            steps.append(say("next.frame", what=say.words.listed(frames)))
        acts = {regime(line.regime).act for line in content.given}
        steps += [say("next.plan")] if "LSS" in acts else []  # LSS 10: offered at every grant
        steps += [say("next.moving")] if any(line.regime in MOVING for line in content.given) else []
        steps += _effect(content, say)
    yield Bullets((*steps, say("next.again")))


def _effect(content: LetterContent, say: Voice) -> list[str]:
    """From when it applies: at once where it may be appealed (SoL 35:5, LSS 27).

    A decision under legality review may be carried out before it has become final (KL 13:14).
    """
    named = {
        remedy: [say.called(line.intervention) for line in content.given if regime(line.regime).remedy is remedy]
        for remedy in Remedy
    }
    reviewed = named[Remedy.LEGALITY_REVIEW]
    effects = []
    if named[Remedy.APPEAL]:
        key = "next.at_once.some" if reviewed else "next.at_once"
        effects.append(say(key, what=say.words.listed(named[Remedy.APPEAL])))
    if reviewed:
        effects.append(say("next.may_start", what=say.words.listed(reviewed)))
    return effects


def _matter(content: LetterContent, say: Voice) -> Matter:
    return Matter(
        sender=content.sender,
        decided_on=content.decided_on,
        case_number=content.case_number,
        is_protected=content.recipient.is_protected,
        parts=tuple(Part(say.called(line.intervention), line.regime) for line in content.lines),
        law_days=content.law_days,
        corrects=content.corrects.decided_on if content.corrects else None,
    )


def _withheld(content: LetterContent, say: Voice) -> Iterator[Block]:
    if content.withholds_names and content.decided_by:
        yield Paragraph(say("signed.withheld.why"))
