"""Reviews with their packets and readings, exercises, and the pseudonymised store of what was decided."""

from samsyn.review.models.packet import (
    Departure,
    MeetingLine,
    Packet,
    PacketKey,
    Reading,
    ReviewRule,
    ReviewWaiver,
)
from samsyn.review.models.store import StoredDecision, StoredLine, StoreRun, StoreSwitch

__all__ = [
    "Departure",
    "MeetingLine",
    "Packet",
    "PacketKey",
    "Reading",
    "ReviewRule",
    "ReviewWaiver",
    "StoreRun",
    "StoreSwitch",
    "StoredDecision",
    "StoredLine",
]
