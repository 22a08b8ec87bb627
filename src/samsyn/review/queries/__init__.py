"""What others may read about reviews and exercises. What is read of a case leaves a reading in the log."""

from samsyn.review.queries.exercise import Sheet
from samsyn.review.queries.exercise_group import group_action_to_read
from samsyn.review.queries.packets import Compared
from samsyn.review.queries.rules import departing, rule_for, rule_row, standing_key, why_not_unreviewed
from samsyn.review.queries.store import Alike

__all__ = [
    "Alike",
    "Compared",
    "Sheet",
    "departing",
    "group_action_to_read",
    "rule_for",
    "rule_row",
    "standing_key",
    "why_not_unreviewed",
]
