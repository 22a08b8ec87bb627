"""What a letter that is not a decision on support needs to know. Free text is Swedish, as the municipality wrote it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from samsyn.cases.letters.content import Delegation, Official, Recipient, Sender


@dataclass(frozen=True, kw_only=True)
class NoticeContent:
    """What all of them have. `matters` are codes of interventions; `signed_by` is who decided or wrote.

    `withholds_names`: somebody named may be threatened, so that no official is named (FL 33, fourth paragraph).
    """

    kind: ClassVar[str] = ""

    sender: Sender
    unit: str
    phone: str
    recipient: Recipient
    case_number: str
    dated: date
    signed_by: Official | None = None
    contact: Official | None = None
    matters: tuple[str, ...] = ()
    withholds_names: bool = False
    delegation: Delegation | None = None


@dataclass(frozen=True, kw_only=True)
class Communication(NoticeContent):
    """What somebody is to read and may answer before a decision goes against them (FL 25, SoL 14:8 and 14:10)."""

    kind: ClassVar[str] = "communication"

    proposal: str
    material: tuple[str, ...] = ()
    answer_by: date

    def __post_init__(self) -> None:
        if self.answer_by < self.dated:
            raise ValueError(f"the answer is due {self.answer_by}, before the letter of {self.dated}")


@dataclass(frozen=True, kw_only=True)
class Delay(NoticeContent):
    """That a decision is considerably delayed, and why (FL 11). `request_from`: when FL 12 lets the party ask."""

    kind: ClassVar[str] = "delay"

    reason: str
    expected_on: date | None = None
    request_from: date | None = None


@dataclass(frozen=True, kw_only=True)
class AppealDismissed(NoticeContent):
    """That an appeal came too late and is dismissed (FL 45), with the three days that show it."""

    kind: ClassVar[str] = "appeal_dismissed"

    appealed_day: date
    received_on: date
    last_day: date
    arrived_on: date
    reasons: str = ""

    def __post_init__(self) -> None:
        if self.arrived_on <= self.last_day:
            raise ValueError(f"an appeal that came {self.arrived_on} was in time: the last day was {self.last_day}")


@dataclass(frozen=True, kw_only=True)
class DelayRequestRefused(NoticeContent):
    """That a request to have the case decided is refused, in a decision of its own (FL 12)."""

    kind: ClassVar[str] = "delay_request_refused"

    requested_on: date
    reasons: str
    expected_on: date | None = None

    def __post_init__(self) -> None:
        if not self.reasons.strip():
            raise ValueError("a refusal is given with reasons (FL 32)")


@dataclass(frozen=True, kw_only=True)
class FeeDecision(NoticeContent):
    """A fee a month in whole öre, and the amounts it rests on.

    `rows` are pairs of a name (`FEE_ROWS`) and whole öre. `regime` says remedy and law: SOL_32_FEES, SOL_32_1, LSS_19.
    `raise_told_on` is the day when a raise was told of beforehand, `is_raise_untold` that it was not (SoL 32:10).
    """

    kind: ClassVar[str] = "fee_decision"

    fee: int
    valid_from: date
    rows: tuple[tuple[str, int], ...] = ()
    reasons: str = ""
    regime: str = "SOL_32_FEES"
    raise_told_on: date | None = None
    is_raise_untold: bool = False

    def __post_init__(self) -> None:
        if self.fee < 0:
            raise ValueError(f"a fee is not {self.fee} öre")
        if unknown := {name for name, _ in self.rows} - FEE_ROWS:
            raise ValueError(f"not rows of a fee: {sorted(unknown)}")


@dataclass(frozen=True, kw_only=True)
class OfferInformation(NoticeContent):
    """What is open without a needs test, and the right to apply under SoL 11:1 all the same (SoL 11:5-6, 14:5).

    `identity` is withheld (the committee has decided so, SoL 14:5), written, or counted: no notes at all are kept.
    """

    kind: ClassVar[str] = "offer_information"

    target_group: str
    conditions: str = ""
    valid_from: date
    valid_to: date | None = None
    identity: str = "written"

    def __post_init__(self) -> None:
        if len(self.matters) != 1:
            raise ValueError("an offer is of one service")
        if self.identity not in {"withheld", "written", "counted"}:
            raise ValueError(f"{self.identity!r} does not say how identity is kept")


@dataclass(frozen=True, kw_only=True)
class DocumentRefused(NoticeContent):
    """That a document is not handed out, or only in part (OSL 6:7-8)."""

    kind: ClassVar[str] = "document_refused"

    asked_for: str
    reasons: str
    is_partly: bool = False

    def __post_init__(self) -> None:
        if not self.reasons.strip():
            raise ValueError("a refusal is given with reasons (FL 32)")


@dataclass(frozen=True, kw_only=True)
class Transfer(NoticeContent):
    """That another municipality has been asked to take over the case (SoL 29:10-11)."""

    kind: ClassVar[str] = "transfer"

    municipality: str
    reasons: str = ""


FEE_ROWS = frozenset(
    {
        "income", "partner", "minimum", "individual", "housing", "reserved", "room", "tariff", "maximum", "care",
        "rent", "fee",
    }
)  # fmt: skip

KINDS: dict[str, type[NoticeContent]] = {
    each.kind: each
    for each in (
        Communication, Delay, AppealDismissed, DelayRequestRefused, FeeDecision, OfferInformation, DocumentRefused,
        Transfer,
    )
}  # fmt: skip
