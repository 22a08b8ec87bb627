"""What happens to granted lines and their cases after the decision, as the tables have it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LineEvent:
    """One thing that happened to a line on a day. `kind`, `reason` and `source` are codes of `cases`."""

    id: int
    line: int
    day: date
    kind: str
    reason: str
    part: int | None
    note: str
    source: str
    key: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Delay:
    """Why a line is not carried out, as the caseworker has written it."""

    id: int
    line: int
    reason: str
    text: str
    consequence: str
    meanwhile: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That the person has said no thanks to a line."""

    id: int
    case: int
    line: int
    whole: bool
    by_whom: str
    form: str
    day: date
    what: str
    registered_at: datetime
    registered_by: str


@dataclass(frozen=True, slots=True)
class Move:
    """That the person has moved to another municipality."""

    id: int
    case: int
    kind: str
    day: date
    municipality: str
    what: str
    registered_at: datetime
    registered_by: str
