"""Records of how somebody was heard before a decision and told of it; fields as the tables have them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Communication:
    id: int
    investigation: int
    way: str
    sent_on: date
    answer_by: date
    message: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class CommunicationAnswer:
    id: int
    communication: int
    text: str
    nothing_to_add: bool
    received_on: date
    way: str
    by_whom: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Notice:
    id: int
    decision: int
    way: str
    sent_on: date | None
    received_on: date | None
    recorded_at: datetime
    recorded_by: str
