"""One letter of every kind, and each as text that can be read and compared."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.cases.letters.blocks import Block, Bullets, Heading, Letter, Paragraph, Signature, Table
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.content import Correction, Delegation, Official, Outcome, Recipient, Request
from samsyn.cases.letters.notice_content import (
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
from samsyn.cases.letters.notices import compose_notice
from samsyn.people.languages import Language
from tests.rooms.letters import SENDER, a_content, a_line, partly, refused

FOLDER = Path(__file__).parent / "letters"
DATED = date(2026, 11, 20)
KARIN = Official("Eva Ström", "Biståndshandläggare", "0123-45 60 01")
SUMMARY = "Du har svårt att stå och känna dig trygg i duschen. Därför behöver du någon hos dig."


def _notice(of: type[NoticeContent], **own: Any) -> Callable[[str], Letter]:
    content = of(
        sender=SENDER, unit="Bistånd Norr", phone="0123-45 60 00", case_number="2026-0042", dated=DATED,
        recipient=Recipient("Astrid Ek", "19420311-9804", ("Storgatan 1", "123 47 Ekvik")),
        signed_by=KARIN, **own,
    )  # fmt: skip
    return lambda language: compose_notice(of.kind, content, language)


def _decision(*lines: Any, **changes: Any) -> Callable[[str], Letter]:
    content = a_content(*lines, **changes)
    return lambda language: compose(content, language)


def _extra(**changes: Any) -> Any:
    reasons = "Du kan åka till frisören med din granne, som har sagt att hon gärna kör dig."
    fields = {"intervention": "LEDSAGNING", "unit": "minutes_month", "applied": 600, "regime": "SOL_11_4"}
    return refused(**{**fields, "reasons": reasons, **changes})


KINDS: dict[str, Callable[[str], Letter]] = {
    "granted": _decision(a_line(), summary=SUMMARY, also=("fi",), delegation=Delegation(("2.1", "2.2"), 3)),
    "partly": _decision(partly(), summary=SUMMARY),
    "refused": _decision(refused()),
    "extra": _decision(_extra()),
    "extra-granted": _decision(_extra(outcome=Outcome.GRANTED, amount=600, reasons="")),
    "mixed": _decision(
        a_line(), partly(intervention="DAGVERKSAMHET", unit="days_week", applied=3, amount=2, is_frame=False), _extra()
    ),
    "lss": _decision(
        a_line(intervention="KONTAKTPERSON", unit="count", applied=1, amount=1, regime="LSS_9", is_frame=False)
    ),
    "moving": _decision(
        a_line(regime="SOL_29_7", valid_to=date(2027, 11, 30)),
        request=Request(date(2026, 11, 3), "web", "relative", "Mamma vill flytta närmare oss."),
    ),
    "correction": _decision(
        a_line(), version=2, corrects=Correction(date(2026, 11, 12), "Tiden var fel i det förra brevet.")
    ),
    "reassessed": _decision(partly(replaces_earlier=True, ends_time=True), request=None),
    "former-act": _decision(
        partly(regime="SOL_2001_4_1", valid_from=date(2025, 7, 1)),
        decided_on=date(2025, 6, 30),
        request=Request(date(2025, 6, 3), "paper", "person", "Jag behöver hjälp."),
    ),
    "threatened": _decision(
        refused(), recipient=Recipient("Astrid Ek", "19420311-9804", (), True), withholds_names=True
    ),
    "draft": _decision(refused(reasons=""), decided_by=None),
    "communication": _notice(
        Communication,
        matters=("TRYGGHETSLARM",),
        proposal="Vi tänker föreslå nej till trygghetslarm.",
        material=("Hembesök den 9 november: du ringer själv när du behöver hjälp.", "Läkarens intyg den 2 november."),
        answer_by=date(2026, 12, 4),
    ),
    "delay": _notice(
        Delay,
        matters=("HEMTJANST",),
        reason="Vi väntar på ett läkarintyg.",
        expected_on=date(2026, 12, 18),
        request_from=date(2027, 5, 3),
    ),
    "appeal_dismissed": _notice(
        AppealDismissed,
        appealed_day=date(2026, 10, 1),
        received_on=date(2026, 10, 5),
        last_day=date(2026, 10, 26),
        arrived_on=date(2026, 10, 30),
        delegation=Delegation(("9.1",), 3),
    ),
    "delay_request_refused": _notice(
        DelayRequestRefused,
        requested_on=date(2026, 11, 2),
        reasons="Vi väntar på ett läkarintyg som avgör ärendet.",
        expected_on=date(2026, 12, 18),
    ),
    "fee_decision": _notice(
        FeeDecision,
        matters=("HEMTJANST", "TRYGGHETSLARM"),
        fee=128_450,
        valid_from=date(2026, 12, 1),
        rows=(
            ("income", 1_542_000),
            ("minimum", 751_300),
            ("housing", 620_000),
            ("reserved", 1_371_300),
            ("room", 170_700),
            ("tariff", 128_450),
            ("maximum", 263_900),
            ("fee", 128_450),
        ),
    ),
    "fee_lss": _notice(
        FeeDecision,
        fee=0,
        valid_from=date(2026, 12, 1),
        regime="LSS_19",
        reasons="Du betalar bara hyra till din hyresvärd.",
    ),
    "offer_information": _notice(
        OfferInformation,
        matters=("DAGVERKSAMHET",),
        target_group="Du som är 65 år eller äldre och bor i kommunen.",
        conditions="Öppet måndag till fredag. Lunch kostar 65 kronor.",
        valid_from=date(2026, 9, 1),
        identity="withheld",
    ),
    "document_refused": _notice(
        DocumentRefused,
        asked_for="Anmälan om mig från våren 2026.",
        reasons="Det går att förstå vem som har anmält.",
        is_partly=True,
    ),
    "transfer": _notice(
        Transfer, municipality="Nyviks kommun", reasons="Du har bott hos din dotter i Nyvik sedan i våras."
    ),
}


def path_of(kind: str, language: str) -> Path:
    """Where a golden letter stands."""
    return FOLDER / f"{kind}.{language}.md"


def as_markdown(letter: Letter) -> str:
    """A letter as text: head, reference, mark, blocks and foot, in reading order."""
    head = [*letter.sender, "", *letter.recipient, "", *(f"{name}: {value}" for name, value in letter.reference)]
    mark = ["", f"[{letter.mark}]"] if letter.mark else []
    body = [line for block in letter.blocks for line in ("", *_lines(block))]
    return "\n".join([*head, *mark, *body, "", "---", letter.foot, ""])


def _lines(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"{'#' * block.level} {block.text}"]
        case Paragraph():
            marks = {"plain": "", "lead": "**", "quote": "> ", "notice": "! "}
            tongue = f"({block.language}) " if block.language else ""
            return [f"{marks[block.role]}{tongue}{line}" for line in block.text.split("\n")]
        case Bullets():
            return [f"- {item}" for item in block.items]
        case Table():
            return [block.caption, " | ".join(block.head), *(" | ".join(row) for row in block.rows)]
        case Signature():
            return [f"{did}: {who}" for did, who in block.people]


def renew() -> None:
    """Write every golden letter anew, and take away those that are no kind any longer."""
    FOLDER.mkdir(exist_ok=True)
    wanted = {path_of(kind, language): (kind, language) for kind in KINDS for language in Language}
    for path in set(FOLDER.glob("*.md")) - set(wanted):
        path.unlink()
    for path, (kind, language) in wanted.items():
        path.write_text(as_markdown(KINDS[kind](language)), encoding="utf-8")
