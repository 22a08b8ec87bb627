"""A thing put on a weekday of a plan, moved to another or taken away, as sets of weekdays. Pure."""

from datetime import time

WEEKDAYS = "1234567"
PARTS_OF_DAY = {  # where something stands in a day before anybody has said a time
    "morning": time(8),
    "forenoon": time(10),
    "midday": time(12),
    "afternoon": time(14, 30),
    "evening": time(19),
    "night": time(22, 30),
}
STEP = 5  # minutes that something is made longer or shorter by


def with_day(weekdays: str, day: int) -> str:
    """The weekdays with one more, in order; the same where it is among them. Raises ValueError for no weekday."""
    if str(day) not in WEEKDAYS:
        raise ValueError(f"{day} is no weekday")
    return "".join(sorted({*weekdays, str(day)}))


def without_day(weekdays: str, day: int) -> str:
    """The weekdays without one; empty when it was the last."""
    return weekdays.replace(str(day), "")
