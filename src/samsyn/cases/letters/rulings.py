"""The letter of a separate decision: an appeal that is dismissed (FL 45), a request that is refused (FL 12). Pure.

It says what is decided, why, by which paragraph, and how to appeal it (FL 32, 33).
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from samsyn.cases.calendar_law import in_words
from samsyn.cases.letters.blocks import Block, Heading, Letter, Paragraph, Signature
from samsyn.cases.letters.content import Sender

NAME = "sarskilt-beslut"


@dataclass(frozen=True)
class Ruled:
    """What the letter needs to know. `recipient` is name and address lines; `last_day` only of a dismissal."""

    subject: str
    sender: Sender
    unit: str
    phone: str
    recipient: tuple[str, ...]
    number: str
    case_number: str
    decided_on: date
    came_on: date
    last_day: date | None
    reasons: str
    decided_by: str
    delegation: str
    is_protected: bool = False


def ruling_letter(of: Ruled) -> Letter:
    """The letter as it is sent."""
    say = _Texts(_pieces())
    last = in_words(of.last_day) if of.last_day else ""
    day = in_words(of.decided_on)
    who = "appeal.what.protected" if of.is_protected else "appeal.what"
    sender = of.sender
    blocks: list[Block] = [
        Heading(say(f"title.{of.subject}"), 1),
        Paragraph(say(f"lead.{of.subject}"), "lead"),
        Paragraph(say(f"fact.{of.subject}", came=in_words(of.came_on), last=last)),
        Heading(say("reasons"), 2),
        *(Paragraph(" ".join(line.split())) for line in of.reasons.splitlines() if line.strip()),
        Paragraph(say(f"law.{of.subject}")),
        Heading(say("appeal.heading"), 2),
        Paragraph(say("appeal.intro")),
        Paragraph(", ".join((sender.municipality, sender.committee, *sender.address)), "notice"),
        Paragraph(say(who, day=day, number=of.case_number)),
        Paragraph(say("appeal.when")),
        Paragraph(say("appeal.then", court=sender.court)),
        Paragraph(say("appeal.help")),
        Paragraph(say(f"appeal.law.{of.subject}")),
        Signature(((say("decided"), of.decided_by), (say("delegation"), of.delegation))),
    ]
    template = f"{NAME}-{_table()['template']}"
    return Letter(
        title=say(f"title.{of.subject}"),
        sender=tuple(filter(None, (sender.municipality, sender.committee, of.unit, of.phone))),
        recipient=of.recipient,
        reference=(
            (say("reference.day"), day),
            (say("reference.case"), of.case_number),
            (say("reference.person"), of.number),
        ),
        mark=say("mark.protected") if of.is_protected else "",
        blocks=tuple(blocks),
        foot=say(
            "foot", committee=sender.committee, municipality=sender.municipality, day=day, number=of.case_number,
            template=template,
        ),
        page_words=(say("page"), say("page.of")),
        dated=of.decided_on,
        template=template,
    )  # fmt: skip


@dataclass(frozen=True)
class _Texts:
    pieces: dict[str, str]

    def __call__(self, key: str, **values: str) -> str:
        return self.pieces[key].format(**values)


@cache
def _table() -> dict[str, Any]:
    text = (files("samsyn.cases") / "data" / "letters" / "ruling-1.toml").read_text("utf-8")
    return tomllib.loads(text)


def _pieces() -> dict[str, str]:
    return {key: str(text) for key, text in _table()["pieces"].items()}
