"""How to be heard when one is not content: one section per remedy, naming its lines when there are several.

An appeal (FL 40-46 §§) goes to the committee and counts from the day the person received the decision. A
legality review (KL 13:1-5) goes straight to the court and counts from the day the minutes were announced.
"""

from collections.abc import Iterator

from samsyn.cases.letters.blocks import Block, Bullets, Heading, Paragraph
from samsyn.cases.letters.content import LetterContent, Line
from samsyn.cases.letters.texts import Texts
from samsyn.cases.letters.words import day, listed, lowered
from samsyn.cases.regimes import Regime, Remedy, regime


def remedy_sections(content: LetterContent, say: Texts) -> Iterator[Block]:
    """The sections on remedies, in the order in which the lines first meet them."""
    by_remedy: dict[Remedy, list[Line]] = {}
    for line in content.lines:
        by_remedy.setdefault(regime(line.regime).remedy, []).append(line)
    for lines in by_remedy.values():
        yield from _section(lines, content, say, is_only=len(by_remedy) == 1)


def _section(lines: list[Line], content: LetterContent, say: Texts, *, is_only: bool) -> Iterator[Block]:
    key = regime(lines[0].regime).text_key
    what = listed([lowered(name) for name in dict.fromkeys(line.intervention for line in lines)])
    yield Heading(say(f"{key}.heading") if is_only else say(f"{key}.heading.some", what=what), 2)
    yield Paragraph(say(f"{key}.intro"))
    yield from _what_to_write(key, content, say)
    yield from _where_to_send(key, content, say)
    yield Heading(say(f"{key}.when.heading"), 3)
    yield Paragraph(say(f"{key}.when"))
    if content.corrects and key == Remedy.APPEAL:
        yield Paragraph(say("appeal.corrected", day=day(content.corrects.decided_on)))
    laws = dict.fromkeys(_law(regime(line.regime), content) for line in lines)
    yield Paragraph(say(f"{key}.law", label=listed(list(laws))))


def _what_to_write(key: str, content: LetterContent, say: Texts) -> Iterator[Block]:
    sender = f"{content.sender.committee}, {content.sender.municipality}"
    pieces = ["which", "change", "why"] if key == Remedy.APPEAL else ["which", "why"]
    pieces.append("who.protected" if content.recipient.is_protected else "who")
    yield Heading(say(f"{key}.write.heading"), 3)
    yield Paragraph(say(f"{key}.write.intro"))
    yield Bullets(
        tuple(
            say(f"{key}.write.{piece}", day=day(content.decided_on), number=content.case_number, sender=sender)
            for piece in pieces
        )
    )
    yield Paragraph(say(f"{key}.write.extra"))


def _where_to_send(key: str, content: LetterContent, say: Texts) -> Iterator[Block]:
    sender = content.sender
    yield Heading(say(f"{key}.where.heading"), 3)
    yield Paragraph(say(f"{key}.where"))
    if key == Remedy.APPEAL:
        yield Paragraph(", ".join((sender.municipality, sender.committee, *sender.address)), "notice")
        yield Paragraph(say(f"{key}.where.then"))
    else:
        court = sender.court[:1].upper() + sender.court[1:]
        yield Paragraph(", ".join((court, *sender.court_address)), "notice")


def _law(of: Regime, content: LetterContent) -> str:
    return of.remedy_law_on(*content.law_days).label
