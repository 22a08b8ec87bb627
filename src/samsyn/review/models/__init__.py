"""Reviews with their packets and readings, exercises, and the pseudonymised store of what was decided."""

from samsyn.review.models.exercise import (
    Exercise,
    ExerciseAnswer,
    ExerciseDraw,
    ExerciseSheet,
    ExerciseVersion,
    ExerciseVignette,
)
from samsyn.review.models.exercise_group import GroupAction, GroupNote, WheelDone, WheelItem
from samsyn.review.models.packet import (
    Departure,
    MeetingLine,
    Packet,
    PacketKey,
    Reading,
    ReviewResult,
    ReviewRule,
    ReviewWaiver,
)
from samsyn.review.models.store import StoredDecision, StoredLine, StoreRun, StoreSwitch
from samsyn.review.models.vignette import UnitVignette

__all__ = [
    "Departure",
    "Exercise",
    "ExerciseAnswer",
    "ExerciseDraw",
    "ExerciseSheet",
    "ExerciseVersion",
    "ExerciseVignette",
    "GroupAction",
    "GroupNote",
    "MeetingLine",
    "Packet",
    "PacketKey",
    "Reading",
    "ReviewResult",
    "ReviewRule",
    "ReviewWaiver",
    "StoreRun",
    "StoreSwitch",
    "StoredDecision",
    "StoredLine",
    "UnitVignette",
    "WheelDone",
    "WheelItem",
]
