"""Orders with their messages, plans, planned and performed time, and the provider's journal."""

from samsyn.homecare.models.account import OwnItem, TimeEntry, TimeRequest
from samsyn.homecare.models.contact import ContactStep
from samsyn.homecare.models.journal import CareCover, CareEntry, CareObjection, CareVersion
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

__all__ = [
    "AFTER_DEATH",
    "UNTOLD",
    "Activity",
    "CareCover",
    "CareEntry",
    "CareObjection",
    "CareVersion",
    "ContactStep",
    "Order",
    "OrderMessage",
    "OwnItem",
    "PerformedTime",
    "PerformedTimes",
    "Plan",
    "PlannedTime",
    "TimeEntry",
    "TimeRequest",
    "replaced_by",
]
