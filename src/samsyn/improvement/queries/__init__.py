"""Reading what was measured, what is done about it, and what the survey's answers may tell."""

from samsyn.improvement.queries.measured import (
    COMMITTEES_REPORT,
    REPORT,
    ImprovementStory,
    earlier_measurements,
    improvement_to_read,
    improvements,
    improvements_due,
    improvements_of,
    is_measured,
    measurement_to_read,
    measurements_to_report,
    newest_measurements,
    owners,
    whole_years_of,
    why_not_own,
    years_measured,
)

__all__ = [
    "COMMITTEES_REPORT",
    "REPORT",
    "ImprovementStory",
    "earlier_measurements",
    "improvement_to_read",
    "improvements",
    "improvements_due",
    "improvements_of",
    "is_measured",
    "measurement_to_read",
    "measurements_to_report",
    "newest_measurements",
    "owners",
    "whole_years_of",
    "why_not_own",
    "years_measured",
]
