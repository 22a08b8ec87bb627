"""What others may read about reviews and exercises. What is read of a case leaves a reading in the log."""

from samsyn.review.queries.rules import departing, rule_for, rule_row, standing_key, why_not_unreviewed
from samsyn.review.queries.store import (
    Alike,
    Asked,
    Standing,
    alike_for_case,
    alike_for_profile,
    is_store_on,
    profile_of,
    store_key,
    store_standing,
    why_not_show,
)

__all__ = [
    "Alike",
    "Asked",
    "Standing",
    "alike_for_case",
    "alike_for_profile",
    "departing",
    "is_store_on",
    "profile_of",
    "rule_for",
    "rule_row",
    "standing_key",
    "store_key",
    "store_standing",
    "why_not_show",
    "why_not_unreviewed",
]
