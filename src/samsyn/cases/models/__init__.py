"""Cases and what is written in them, up to the signed decision and its follow-up."""

from samsyn.cases.models.case import Case, Intake
from samsyn.cases.models.decision import Decision, DecisionLine, LineNeed
from samsyn.cases.models.deletion import DeletionItem, DeletionList
from samsyn.cases.models.execution import LineEvent, OpenClock
from samsyn.cases.models.follow_up import FollowUp, FollowUpNeed
from samsyn.cases.models.investigation import FieldVersion, Investigation, Need, NeedFactor
from samsyn.cases.models.letter import LetterTranslation, NamesWithheld, SentLetter, SentNotice
from samsyn.cases.models.mandate import DecisionMandate, DelegationItem, DelegationOrder, LineMandate

__all__ = [
    "Case",
    "Decision",
    "DecisionLine",
    "DecisionMandate",
    "DelegationItem",
    "DelegationOrder",
    "DeletionItem",
    "DeletionList",
    "FieldVersion",
    "FollowUp",
    "FollowUpNeed",
    "Intake",
    "Investigation",
    "LetterTranslation",
    "LineEvent",
    "LineMandate",
    "LineNeed",
    "NamesWithheld",
    "Need",
    "NeedFactor",
    "OpenClock",
    "SentLetter",
    "SentNotice",
]
