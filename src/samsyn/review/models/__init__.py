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

__all__ = [
    "Departure",
    "MeetingLine",
    "Packet",
    "PacketKey",
    "Reading",
    "ReviewRule",
    "ReviewWaiver",
]
