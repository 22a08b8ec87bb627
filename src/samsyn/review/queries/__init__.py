"""What others may read about reviews and exercises. What is read of a case leaves a reading in the log."""

from samsyn.review.queries.rules import departing, rule_for, rule_row, standing_key, why_not_unreviewed

__all__ = ["departing", "rule_for", "rule_row", "standing_key", "why_not_unreviewed"]
