"""Cases and what is written in them, up to the signed decision and its follow-up."""

from samsyn.cases.models.case import Case, Intake
from samsyn.cases.models.decision import Decision, DecisionLine, LineNeed
from samsyn.cases.models.deletion import DeletionItem, DeletionList
from samsyn.cases.models.execution import Delay, LineEvent, OpenClock
from samsyn.cases.models.follow_up import FollowUp, FollowUpNeed
from samsyn.cases.models.investigation import FieldVersion, Investigation, Need, NeedFactor
from samsyn.cases.models.journal import Document, JournalCover, JournalEntry, JournalVersion, Objection
from samsyn.cases.models.letter import LetterTranslation, NamesWithheld, SentLetter, SentNotice
from samsyn.cases.models.mandate import DecisionMandate, DelegationItem, DelegationOrder, LineMandate
from samsyn.cases.models.report import QuarterlyReport, ReportRow
from samsyn.cases.models.written import (
    COVER_KINDS,
    OBJECTION_KINDS,
    VERSION_KINDS,
    WRITTEN_KINDS,
    Cover,
    Objected,
    Written,
    WrittenVersion,
)

__all__ = [
    "COVER_KINDS",
    "OBJECTION_KINDS",
    "VERSION_KINDS",
    "WRITTEN_KINDS",
    "Case",
    "Cover",
    "Decision",
    "DecisionLine",
    "DecisionMandate",
    "Delay",
    "DelegationItem",
    "DelegationOrder",
    "DeletionItem",
    "DeletionList",
    "Document",
    "FieldVersion",
    "FollowUp",
    "FollowUpNeed",
    "Intake",
    "Investigation",
    "JournalCover",
    "JournalEntry",
    "JournalVersion",
    "LetterTranslation",
    "LineEvent",
    "LineMandate",
    "LineNeed",
    "NamesWithheld",
    "Need",
    "NeedFactor",
    "Objected",
    "Objection",
    "OpenClock",
    "QuarterlyReport",
    "ReportRow",
    "SentLetter",
    "SentNotice",
    "Written",
    "WrittenVersion",
]
