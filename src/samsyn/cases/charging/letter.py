"""The letter of a fee decision: the fee, from when, how it was counted row by row, and how to appeal (SoL 35:1 p 9).

The words on how to appeal are those of every decision letter (`letters.texts`). A fee under SoL 32:5-10 is appealed
to the administrative court; what is asked under LSS, or by the tariff alone, is not decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from samsyn.cases.charging.use import Use
from samsyn.cases.charging.working import Worked
from samsyn.cases.fees.money import kr
from samsyn.cases.law import paragraph
from samsyn.cases.letters.blocks import Block, Bullets, Heading, Letter, Paragraph, Signature, Table
from samsyn.cases.letters.content import Official, Recipient, Sender
from samsyn.cases.letters.texts import Texts, texts_on
from samsyn.cases.letters.words import day

TEMPLATE = "avgift-1.0"
# Rows that stand in the letter's table only where they changed something; the rest is always shown.
SILENT = frozenset({"partner_keeps", "partner_needs"})  # another's economy is not told in somebody's letter


@dataclass(frozen=True)
class FeeNotice:
    """Everything the letter needs to know, as values."""

    sender: Sender
    unit: str
    phone: str
    recipient: Recipient
    number: str
    decided_on: date
    worked: Worked
    labels: dict[str, str]  # of interventions
    reasons: str = ""
    decided_by: Official | None = None
    corrects_on: date | None = None
    correction_reason: str = ""


def fee_letter(notice: FeeNotice) -> Letter:
    """The letter, in Swedish."""
    say = texts_on(notice.decided_on)
    sender = notice.sender
    return Letter(
        title=_title(notice),
        sender=tuple(filter(None, (sender.municipality, sender.committee, notice.unit, notice.phone))),
        recipient=(notice.recipient.name, *notice.recipient.address),
        reference=(
            (say("reference.day"), day(notice.decided_on)),
            (say("reference.case"), notice.number),
            (say("reference.person"), notice.recipient.number),
        ),
        mark=say("mark.protected") if notice.recipient.is_protected else "",
        blocks=tuple(_blocks(notice, say)),
        foot=say(
            "foot", committee=sender.committee, municipality=sender.municipality, day=day(notice.decided_on),
            number=notice.number, template=TEMPLATE,
        ),
        page_words=(say("page"), say("page.of")),
        dated=notice.decided_on,
        template=TEMPLATE,
    )  # fmt: skip


def _title(notice: FeeNotice) -> str:
    return "Rättat beslut om din avgift" if notice.corrects_on else "Beslut om din avgift"


def _blocks(notice: FeeNotice, say: Texts) -> Iterator[Block]:
    worked = notice.worked
    month = worked.situation.month.name
    yield Heading(_title(notice), 1)
    yield Paragraph(f"Din avgift är {kr(worked.answer.fee or 0)} i månaden från och med {month}.", "lead")
    yield Paragraph(
        "Avgiften gäller tills vidare. Ändras din inkomst, din boendekostnad eller hjälpen du får ska avgiften"
        " räknas om. Berätta därför för oss när något ändras."
    )
    if notice.corrects_on:
        yield Paragraph(f"Beslutet rättar det från den {day(notice.corrects_on)}: {notice.correction_reason}")
    yield from _for_what(notice)
    yield from _counting(notice)
    if notice.reasons:
        yield Heading("Varför", 2)
        yield Paragraph(notice.reasons)
    yield Heading("Paragraferna", 2)
    keys = [key for key in worked.laws if key.startswith("SoL 32")]
    yield Bullets(tuple(f"{p.label}: {p.text}" for p in (paragraph(key, notice.decided_on) for key in keys)))
    yield from _remedy(notice, say)
    yield Heading(say("contact.heading"), 2)
    if notice.decided_by:
        yield Paragraph(
            say("contact.named", name=notice.decided_by.name, title=notice.decided_by.title, unit=notice.unit)
        )
    if notice.phone:
        yield Paragraph(say("contact.phone", phone=notice.phone))
    if notice.decided_by:
        yield Signature((("Beslutat av", f"{notice.decided_by.name}, {notice.decided_by.title}"),))


def _for_what(notice: FeeNotice) -> Iterator[Block]:
    yield Heading("Vad avgiften är för", 2)
    yield Bullets(tuple(dict.fromkeys(_use(use, notice) for use in notice.worked.uses)) or ("Inga insatser.",))


def _use(use: Use, notice: FeeNotice) -> str:
    what = notice.labels.get(use.granted.intervention, use.granted.intervention)
    return (
        f"{what}: {use.why_free}" if use.charge is None else f"{use.charge.label}: {kr(use.charge.allowed)} i månaden"
    )


def _counting(notice: FeeNotice) -> Iterator[Block]:
    yield Heading("Så har vi räknat", 2)
    shown = [s for s in notice.worked.steps if s.code not in SILENT]
    rows = tuple((s.heading, "" if s.ore is None else kr(s.ore), f"{s.sentence} ({s.law})") for s in shown)
    yield Table("Uträkningen, rad för rad", ("Vad", "Belopp", "Förklaring"), rows)


def _remedy(notice: FeeNotice, say: Texts) -> Iterator[Block]:
    sender = notice.sender
    yield Heading(say("appeal.heading"), 2)
    yield Paragraph(say("appeal.intro"))
    yield Heading(say("appeal.write.heading"), 3)
    yield Paragraph(say("appeal.write.intro"))
    who = "who.protected" if notice.recipient.is_protected else "who"
    yield Bullets(
        tuple(
            say(f"appeal.write.{piece}", day=day(notice.decided_on), number=notice.number)
            for piece in ("which", "change", "why", who)
        )
    )
    yield Paragraph(say("appeal.write.extra"))
    yield Heading(say("appeal.where.heading"), 3)
    yield Paragraph(say("appeal.where"))
    yield Paragraph(", ".join((sender.municipality, sender.committee, *sender.address)), "notice")
    yield Paragraph(say("appeal.where.then"))
    yield Heading(say("appeal.when.heading"), 3)
    yield Paragraph(say("appeal.when"))
    yield Paragraph(say("appeal.law", label=paragraph("SoL 35:1", notice.decided_on).label))
