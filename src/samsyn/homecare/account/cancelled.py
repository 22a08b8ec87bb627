"""What a cancelled visit comes to, by who cancelled it and when. Moments are compared as they follow on each other."""

from datetime import UTC, datetime
from math import ceil
from typing import Literal

from samsyn.homecare.account.ledger import Entry, Kind, Place, Said
from samsyn.homecare.account.rules import Rules

By = Literal["person", "provider", "hospital"]


def is_late(starts_at: datetime, at: datetime, rules: Rules) -> bool:
    """Whether it is said too short before the visit begins. Raises ValueError for a moment without a time zone.

    In real hours: two local times of one zone are subtracted by Python as their clocks show, which is an hour wrong in
    the two nights when the clocks are changed.
    """
    if starts_at.tzinfo is None or at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return starts_at.astimezone(UTC) - at.astimezone(UTC) < rules.notice


def late_cost(minutes: int, *, starts_at: datetime, at: datetime, rules: Rules) -> int:
    """Minutes of the granted time that it costs the person to cancel at a moment, rounded down."""
    return minutes - ceil(minutes * (1 - rules.late_share)) if is_late(starts_at, at, rules) else 0


def cancellation(
    place: Place, minutes: int, *, by: By, starts_at: datetime, rules: Rules, said: Said, about: str = ""
) -> list[Entry]:
    """The entries of a planned visit that is cancelled: what comes back, and what a late word costs, rounded down."""
    if by == "provider":
        return [Entry(Kind.PROVIDER_CANCELLED, place, minutes, said, about=about)]
    if by == "hospital":
        kind = Kind.HOSPITAL if rules.hospital == "returns" else Kind.HOSPITAL_LAPSED
        return [Entry(kind, place, minutes, said, about=about)]
    cost = late_cost(minutes, starts_at=starts_at, at=said.at, rules=rules)
    parts = ((Kind.LATE_CANCELLED, cost), (Kind.PERSON_CANCELLED, minutes - cost))
    return [Entry(kind, place, part, said, about=about) for kind, part in parts if part]
