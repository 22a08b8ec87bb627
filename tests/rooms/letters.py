"""Letters to try things on: an ordinary granted home care decision, and what varies from it."""

from dataclasses import replace
from datetime import date
from typing import Any

from pypdf import PdfReader

from samsyn.cases.letters.blocks import Bullets, Heading, Letter, Paragraph, Signature, Table
from samsyn.cases.letters.content import (
    LetterContent,
    Line,
    Official,
    Outcome,
    Recipient,
    Request,
    Sender,
)

DECIDED = date(2026, 11, 20)
SENDER = Sender(
    municipality="Ekviks kommun",
    committee="Äldrenämnden",
    address=("Box 12", "123 45 Ekvik"),
    email="aldre@ekvik.example",
    court="Förvaltningsrätten i Ekvik",
    court_address=("Box 90", "123 46 Ekvik"),
)


def a_line(**changes: Any) -> Line:
    line = Line(
        intervention="HEMTJANST",
        outcome=Outcome.GRANTED,
        unit="minutes_week",
        applied=450,
        amount=450,
        valid_from=date(2026, 12, 1),
        valid_to=None,
        regime="SOL_11_1",
        areas=("d510", "d630"),
        goal="Du klarar vardagen hemma och känner dig trygg.",
        is_frame=True,
    )
    return replace(line, **changes)


def refused(**changes: Any) -> Line:
    reasons = "Du kan själv larma med den telefon du har."
    defaults = {"intervention": "TRYGGHETSLARM", "unit": "count", "applied": 1, "areas": (), "goal": ""}
    fixed = {"outcome": Outcome.REFUSED, "amount": 0, "is_frame": False, "reasons": reasons}
    return a_line(**{**defaults, **fixed, **changes})


def partly(**changes: Any) -> Line:
    reasons = "Din dotter hjälper dig med tvätten och vill fortsätta med det."
    return a_line(**{"outcome": Outcome.PARTLY, "amount": 300, "reasons": reasons, **changes})


def a_content(*lines: Line, **changes: Any) -> LetterContent:
    fields: dict[str, Any] = {
        "sender": SENDER,
        "unit": "Bistånd Norr",
        "phone": "0123-45 60 00",
        "recipient": Recipient("Astrid Ek", "19420311-9804", ("Storgatan 1", "123 47 Ekvik")),
        "case_number": "2026-0042",
        "decided_on": DECIDED,
        "version": 1,
        "request": Request(date(2026, 11, 3), "phone", "person", "Jag behöver hjälp med duschen och maten."),
        "lines": lines or (a_line(),),
        "decided_by": Official("Bo Lind", "Enhetschef"),
        "presented_by": Official("Eva Ström", "Biståndshandläggare", "0123-45 60 01"),
        "contact": Official("Eva Ström", "Biståndshandläggare", "0123-45 60 01"),
    }
    return LetterContent(**(fields | changes))


def said(letter: Letter) -> str:
    """Everything the blocks say, in reading order."""
    parts: list[str] = []
    for block in letter.blocks:
        match block:
            case Heading() | Paragraph():
                parts.append(block.text)
            case Bullets():
                parts += block.items
            case Table():
                parts += [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
            case Signature():
                parts += [f"{did}: {who}" for did, who in block.people]
    return "\n".join(parts)


def headings(letter: Letter, level: int = 2) -> list[str]:
    return [b.text for b in letter.blocks if isinstance(b, Heading) and b.level == level]


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
