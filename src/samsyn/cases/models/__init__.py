"""Cases and what is written in them, up to the signed decision, its follow-up, and what is done against it."""

from samsyn.cases.models.appeal import Appeal, AppealLine, Judgment, Ruling
from samsyn.cases.models.case import Case, Intake
from samsyn.cases.models.communication import Communication, CommunicationAnswer
from samsyn.cases.models.conditions import Conditions
from samsyn.cases.models.decision import Decision, DecisionLine, LineNeed
from samsyn.cases.models.deletion import DeletionItem, DeletionList
from samsyn.cases.models.endings import DetrimentGround, Move, Transfer, Withdrawal
from samsyn.cases.models.execution import Delay, LineEvent, OpenClock
from samsyn.cases.models.fee_parameters import PriceBase, TariffVersion
from samsyn.cases.models.fees import FeeCase, FeeDecision, FeeEnd, Income, IncomeFigure
from samsyn.cases.models.follow_up import FollowUp, FollowUpNeed
from samsyn.cases.models.investigation import FieldVersion, Investigation, Need, NeedFactor
from samsyn.cases.models.journal import Document, JournalCover, JournalEntry, JournalVersion, Objection
from samsyn.cases.models.letter import LetterTranslation, NamesWithheld, SentLetter, SentNotice
from samsyn.cases.models.log_review import LogReview, LogReviewItem
from samsyn.cases.models.mandate import DecisionMandate, DelegationItem, DelegationOrder, LineMandate
from samsyn.cases.models.offer import ServiceOffer, ServiceUse
from samsyn.cases.models.report import QuarterlyReport, ReportRow
from samsyn.cases.models.told import Announcement, DecisionRequest, DelayNotice, Notice
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
    "Announcement",
    "Appeal",
    "AppealLine",
    "Case",
    "Communication",
    "CommunicationAnswer",
    "Conditions",
    "Cover",
    "Decision",
    "DecisionLine",
    "DecisionMandate",
    "DecisionRequest",
    "Delay",
    "DelayNotice",
    "DelegationItem",
    "DelegationOrder",
    "DeletionItem",
    "DeletionList",
    "DetrimentGround",
    "Document",
    "FeeCase",
    "FeeDecision",
    "FeeEnd",
    "FieldVersion",
    "FollowUp",
    "FollowUpNeed",
    "Income",
    "IncomeFigure",
    "Intake",
    "Investigation",
    "JournalCover",
    "JournalEntry",
    "JournalVersion",
    "Judgment",
    "LetterTranslation",
    "LineEvent",
    "LineMandate",
    "LineNeed",
    "LogReview",
    "LogReviewItem",
    "Move",
    "NamesWithheld",
    "Need",
    "NeedFactor",
    "Notice",
    "Objected",
    "Objection",
    "OpenClock",
    "PriceBase",
    "QuarterlyReport",
    "ReportRow",
    "Ruling",
    "SentLetter",
    "SentNotice",
    "ServiceOffer",
    "ServiceUse",
    "TariffVersion",
    "Transfer",
    "Withdrawal",
    "Written",
    "WrittenVersion",
]
