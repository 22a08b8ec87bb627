"""Orders with their messages, plans, planned and performed time, the provider's journal, and nights by camera."""

from samsyn.homecare.models.account import OwnItem, TimeEntry, TimeFinding, TimeRequest
from samsyn.homecare.models.contact import ContactStep
from samsyn.homecare.models.journal import CareCover, CareEntry, CareObjection, CareVersion
from samsyn.homecare.models.mobile import MobileDevice, MobileShift, SyncedChange, ToldTime
from samsyn.homecare.models.night import (
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
    replaced_by,
)
from samsyn.homecare.models.support import PlanHelp
from samsyn.homecare.models.wishes import PlanWish

__all__ = [
    "AFTER_DEATH",
    "UNTOLD",
    "Activity",
    "CameraConsent",
    "CareCover",
    "CareEntry",
    "CareObjection",
    "CareVersion",
    "Cohabitant",
    "ContactStep",
    "Hand",
    "Look",
    "LookPermit",
    "MobileDevice",
    "MobileShift",
    "NightCheck",
    "NightTerms",
    "NightVisit",
    "Order",
    "OrderMessage",
    "OwnItem",
    "PerformedTime",
    "PerformedTimes",
    "Plan",
    "PlanHelp",
    "PlanWish",
    "PlannedTime",
    "Supervision",
    "SyncedChange",
    "TimeEntry",
    "TimeFinding",
    "TimeRequest",
    "ToldTime",
    "replaced_by",
]
