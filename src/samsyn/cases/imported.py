"""What an import stores of cases, as plain rows with keys. Not frozen: there are very many of them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(slots=True)
class Case:
    id: int
    number: str
    person: int
    unit: int
    caseworker: int | None
    target_group: str
    status: str
    status_since: datetime
    received_at: datetime
    follow_up_on: date | None
    closed_at: datetime | None
    close_reason: str


@dataclass(slots=True)
class Intake:
    case: int
    form: str
    channel: str
    by_whom: str
    asked_for: str
    received_at: datetime
    registered_at: datetime
    registered_by: str


@dataclass(slots=True)
class Investigation:
    id: int
    case: int
    opened_at: datetime
    opened_by: int
    situation: str
    completed_at: datetime


@dataclass(slots=True)
class Decision:
    id: int
    case: int
    investigation: int
    state: str
    signed_at: datetime
    signed_by: int


@dataclass(slots=True)
class Line:
    id: int
    decision: int
    regime: str
    intervention: str
    outcome: str
    unit: str
    applied: int | None
    amount: int
    valid_from: date
    valid_to: date | None
    goal: str
    reasons: str


@dataclass(slots=True)
class Event:
    line: int
    day: date
    kind: str
    key: str
    source: str
    recorded_at: datetime
    recorded_by: str


@dataclass(slots=True)
class Clock:
    line: int
    case: int
    decided: date
    start: date
    since: str
    last_day: date
    partly: bool
