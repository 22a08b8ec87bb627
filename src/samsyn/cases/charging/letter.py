"""The letters of a fee decision: the fee, from when, how it was counted, and how to appeal (SoL 35:1 p 9).

The notice of a fee says all that in every language (`letters.notices`), and whether a raise was told of beforehand
(SoL 32:10). The Swedish one, which applies, also holds every row of the calculation in plain words, the rounding among
them: they are the reasons (FL 32). So do those in English and Finnish; easy Swedish has the amounts alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from samsyn.cases.charging.raising import Notice
from samsyn.cases.charging.working import Worked
from samsyn.cases.fees.money import kr
from samsyn.cases.fees.situation import Household
from samsyn.cases.letters.blocks import Block, Heading, Letter, Paragraph, Table
from samsyn.cases.letters.content import Delegation, Official, Recipient, Sender
from samsyn.cases.letters.notice_content import FeeDecision
from samsyn.cases.letters.notices import compose_notice
from samsyn.cases.letters.words import words_in
from samsyn.people.languages import Language
from samsyn.people.refusals import N_

REGIME = "SOL_32_FEES"
# Rows about the partner's own economy: the municipality's check (SoL 32:7), not told in somebody else's letter.
UNTOLD = frozenset({"partner_keeps", "partner_needs"})


@dataclass(frozen=True)
class FeeNotice:
    """Everything the letters need to know, as values. `corrects_on` is the day of the decision put right,
    `raised` how a raise was told of, None where the fee is not raised."""

    sender: Sender
    unit: str
    phone: str
    recipient: Recipient
    number: str
    decided_on: date
    worked: Worked
    reasons: str = ""
    decided_by: Official | None = None
    corrects_on: date | None = None
    correction_reason: str = ""
    delegation: Delegation | None = None
    raised: Notice | None = None


def fee_letter(notice: FeeNotice, language: str = Language.SWEDISH, say: Callable[[str], str] = str) -> Letter:
    """The letter in a language; `say` brings a row into it. Raises NotInForce when the law did not apply that day."""
    letter = compose_notice("fee_decision", _content(notice), language)
    if language == Language.EASY:
        return letter
    at = next(n for n, block in enumerate(letter.blocks) if isinstance(block, Table)) + 1
    return replace(letter, blocks=(*letter.blocks[:at], *_every_row(notice.worked, say), *letter.blocks[at:]))


def _content(notice: FeeNotice) -> FeeDecision:
    worked = notice.worked
    charged = [use.granted.intervention for use in worked.uses if use.charge]
    return FeeDecision(
        sender=notice.sender, unit=notice.unit, phone=notice.phone, recipient=notice.recipient,
        case_number=notice.number, dated=notice.decided_on, signed_by=notice.decided_by,
        matters=tuple(dict.fromkeys(charged)), delegation=notice.delegation, fee=worked.answer.fee or 0,
        valid_from=worked.situation.month.first_day, rows=tuple(_rows(worked)), reasons=_reasons(notice),
        regime=REGIME, raise_told_on=notice.raised.on if notice.raised else None,
        is_raise_untold=notice.raised is not None and notice.raised.on is None,
    )  # fmt: skip


def _rows(worked: Worked) -> Iterator[tuple[str, int]]:
    """The amounts that the notice has words for, in the order that they are counted."""
    answer, situation = worked.answer, worked.situation
    basis = "partner" if situation.household is Household.SPOUSES else "income"
    changed = sum(s.ore or 0 for s in worked.steps if s.code.startswith(("raised_", "lowered_")))
    housing = next((s.ore for s in worked.steps if s.code == "housing_cost"), None)
    rows: tuple[tuple[str, int | None], ...] = (
        (basis, answer.basis),
        ("minimum", answer.minimum - changed),
        ("individual", changed or None),
        ("housing", housing),
        ("reserved", answer.reserved),
        ("room", answer.room),
        ("tariff", sum(charge.allowed for charge in situation.charges)),
        ("maximum", answer.maximum_care),
        ("care", answer.fee_care),
        ("rent", answer.fee_housing or None),
        ("fee", answer.fee),
    )
    return ((name, ore) for name, ore in rows if ore is not None)


def _reasons(notice: FeeNotice) -> str:
    """What the municipality itself has written, and what free text must say of a correction."""
    parts = []
    if notice.corrects_on:
        day = words_in(Language.SWEDISH).day(notice.corrects_on)
        parts.append(f"Beslutet rättar det från den {day}: {notice.correction_reason}")
    decided = [s for s in notice.worked.steps if s.code.startswith(("fee_care_", "fee_housing_", "untold_"))]
    parts += [f"{s.heading}: {s.sentence}" for s in decided]
    untold = notice.raised.why_not.strip() if notice.raised and notice.raised.on is None else ""
    return "\n".join(filter(None, [*parts, untold, notice.reasons]))


def _every_row(worked: Worked, say: Callable[[str], str]) -> Iterator[Block]:
    yield Heading(say(N_("Uträkningen, rad för rad")), 3)
    rows = tuple(
        (
            say(step.what).format(**step.values),
            "" if step.ore is None else kr(step.ore),
            f"{say(step.text).format(**step.values)} ({step.law})",
        )
        for step in worked.steps
        if step.code not in UNTOLD
    )
    head = (say(N_("Vad")), say(N_("Belopp")), say(N_("Förklaring")))
    yield Table(say(N_("Varje rad i uträkningen")), head, rows)
    free = [use for use in worked.uses if use.charge is None]
    if free:
        yield Paragraph(" ".join(dict.fromkeys(say(use.why_free) for use in free)))
