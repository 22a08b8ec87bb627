"""Orders with their messages, plans, planned and performed time, the provider's journal, and nights by camera."""

from samsyn.homecare.models.account import OwnItem, TimeEntry, TimeFinding, TimeRequest
from samsyn.homecare.models.contact import ContactStep
from samsyn.homecare.models.dayplan import DayLane, DayPlan, DayStop, PlanChange, PlanClash
from samsyn.homecare.models.journal import CareCover, CareEntry, CareObjection, CareVersion
from samsyn.homecare.models.messages import PersonMessage
from samsyn.homecare.models.mobile import MobileDevice, MobileShift, SyncedChange, ToldTime
from samsyn.homecare.models.night import (
    CHANGED,
    CameraConsent,
    Cohabitant,
    Hand,
    Look,
    LookPermit,
    NightCheck,
    NightTerms,
    NightVisit,
    Supervision,
)
from samsyn.homecare.models.night_off import NightOff
from samsyn.homecare.models.orders import (
    AFTER_DEATH,
    UNTOLD,
    Activity,
    Order,
    OrderMessage,
    PerformedTime,
    PerformedTimes,
    Plan,
    PlannedTime,
    SecondCarer,
    come,
    replaced_by,
)
from samsyn.homecare.models.pattern import PatternStop, VisitPattern
from samsyn.homecare.models.shifts import (
    ApartReason,
    CarerSex,
    CarerSkill,
    KeptApart,
    TravelProfile,
    UnitPlace,
    VisitDemand,
    WorkShift,
)
from samsyn.homecare.models.support import PlanHelp
from samsyn.homecare.models.wishes import PlanWish

__all__ = [
    "AFTER_DEATH",
    "CHANGED",
    "UNTOLD",
    "Activity",
    "ApartReason",
    "CameraConsent",
    "CareCover",
    "CareEntry",
    "CareObjection",
    "CareVersion",
    "CarerSex",
    "CarerSkill",
    "Cohabitant",
    "ContactStep",
    "DayLane",
    "DayPlan",
    "DayStop",
    "Hand",
    "KeptApart",
    "Look",
    "LookPermit",
    "MobileDevice",
    "MobileShift",
    "NightCheck",
    "NightOff",
    "NightTerms",
    "NightVisit",
    "Order",
    "OrderMessage",
    "OwnItem",
    "PatternStop",
    "PerformedTime",
    "PerformedTimes",
    "PersonMessage",
    "Plan",
    "PlanChange",
    "PlanClash",
    "PlanHelp",
    "PlanWish",
    "PlannedTime",
    "SecondCarer",
    "Supervision",
    "SyncedChange",
    "TimeEntry",
    "TimeFinding",
    "TimeRequest",
    "ToldTime",
    "TravelProfile",
    "UnitPlace",
    "VisitDemand",
    "VisitPattern",
    "WorkShift",
    "come",
    "replaced_by",
]
