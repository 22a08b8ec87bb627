"""How to be heard when one is not content: one section per remedy, naming its parts when there are several.

An appeal (FL 40-46 §§) goes to the committee and counts from the day the person received the decision (FL 44). A
legality review (KL 13:1-5) goes straight to the court and counts from the day the minutes were announced (KL 13:5). A
refused document is tried by the administrative court of appeal (OSL 6:8). Some matters have no remedy, and say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from samsyn.cases.letters.blocks import Block, Bullets, Heading, Paragraph
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.texts import Voice
from samsyn.cases.regimes import Remedy, regime

TO_US = frozenset({Remedy.APPEAL, Remedy.APPEAL_COURT})  # FL 43: sent to the authority that decided


@dataclass(frozen=True)
class Part:
    """A part of what was decided, by the name it has in the letter's language, and its regime."""

    called: str
    regime: str


@dataclass(frozen=True)
class Matter:
    """What a remedy section needs to know of the decision. `corrects`: the day of the decision it replaces."""

    sender: Sender
    decided_on: date
    case_number: str
    is_protected: bool
    parts: tuple[Part, ...]
    law_days: tuple[date, ...]
    corrects: date | None = None


def remedy_sections(matter: Matter, say: Voice) -> Iterator[Block]:
    """The sections on remedies, in the order in which the parts first meet them. Raises NotInForce."""
    by_remedy: dict[Remedy, list[Part]] = {}
    for part in matter.parts:
        by_remedy.setdefault(regime(part.regime).remedy, []).append(part)
    for remedy, parts in by_remedy.items():
        yield from _section(remedy, parts, matter, say, is_only=len(by_remedy) == 1)


def _section(remedy: Remedy, parts: list[Part], matter: Matter, say: Voice, *, is_only: bool) -> Iterator[Block]:
    what = say.words.listed(list(dict.fromkeys(part.called for part in parts)))
    yield Heading(say(f"{remedy}.heading") if is_only else say(f"{remedy}.heading.some", what=what), 2)
    fees = all(regime(part.regime).statistics == "fees" for part in parts)
    of_fees = f"{remedy}.intro.fee"  # a court that reviews the legality of a fee sets no other
    yield Paragraph(say(of_fees if fees and say.has(of_fees) else f"{remedy}.intro"))
    if remedy is not Remedy.NONE:
        yield from _what_to_write(remedy, matter, say)
        yield from _where_to_send(remedy, matter, say)
        yield Heading(say(f"{remedy}.when.heading"), 3)
        yield Paragraph(say(f"{remedy}.when"))
    if matter.corrects and remedy is Remedy.APPEAL:
        yield Paragraph(say("appeal.corrected", day=say.words.day(matter.corrects)))
    laws = dict.fromkeys(say.words.cite(regime(part.regime).remedy_law_on(*matter.law_days)) for part in parts)
    yield Paragraph(say(f"{remedy}.law", label=say.words.listed(list(laws))))


def _what_to_write(remedy: Remedy, matter: Matter, say: Voice) -> Iterator[Block]:
    sender = f"{matter.sender.committee}, {matter.sender.municipality}"
    pieces = ["which", "change", "why"] if remedy in TO_US else ["which", "why"]
    pieces.append("who.protected" if matter.is_protected else "who")
    day = say.words.day(matter.decided_on)
    yield Heading(say(f"{remedy}.write.heading"), 3)
    yield Paragraph(say(f"{remedy}.write.intro"))
    yield Bullets(
        tuple(say(f"{remedy}.write.{piece}", day=day, number=matter.case_number, sender=sender) for piece in pieces)
    )
    yield Paragraph(say(f"{remedy}.write.extra"))


def _where_to_send(remedy: Remedy, matter: Matter, say: Voice) -> Iterator[Block]:
    sender = matter.sender
    yield Heading(say(f"{remedy}.where.heading"), 3)
    yield Paragraph(say(f"{remedy}.where"))
    if remedy in TO_US:
        yield Paragraph(", ".join((sender.municipality, sender.committee, *sender.address)), "notice")
        yield Paragraph(say(f"{remedy}.where.then"))
    else:
        court = sender.court[:1].upper() + sender.court[1:]
        yield Paragraph(", ".join((court, *sender.court_address)), "notice")
