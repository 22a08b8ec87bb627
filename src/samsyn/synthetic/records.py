"""What is made, as plain records. Keys are whole numbers from 1 in the order made; times are in UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from samsyn.synthetic.happenings import Delay, LineEvent, Move, Withdrawal
from samsyn.synthetic.heard_records import Communication, CommunicationAnswer, Notice


@dataclass(frozen=True, slots=True)
class Unit:
    id: int
    name: str
    purpose: str
    operator: str
    area: str
    phone: str


@dataclass(frozen=True, slots=True)
class Staff:
    id: int
    given_name: str
    family_name: str
    title: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Appointment:
    id: int
    staff: int
    unit: int
    role: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    staff: int | None
    person: int | None


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    number: str
    number_kind: str
    given_name: str
    family_name: str
    birth_date: date | None
    sex: str
    street: str
    postcode: str
    town: str
    area: str
    phone: str
    email: str
    language: str
    protection: str
    died_on: date | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Fact:
    id: int
    person: int
    key: str
    value: str
    source: str
    confirmed_on: date
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class Relation:
    id: int
    person: int
    other: int
    kind: str
    lives_together: bool


@dataclass(frozen=True, slots=True)
class Consent:
    id: int
    person: int
    to: int
    function: str
    basis: str
    valid_from: date


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Intake:
    id: int
    case: int
    form: str
    channel: str
    by_whom: str
    by_person: int | None
    informant: str
    asked_for: str
    received_at: datetime
    registered_at: datetime
    registered_by: str


@dataclass(frozen=True, slots=True)
class Investigation:
    id: int
    case: int
    opened_at: datetime
    opened_by: int
    cause: str
    situation: str
    sources: str
    assessment: str
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Need:
    id: int
    investigation: int
    area: str
    own_words: str
    description: str
    level_now: int | None
    level_meant: int | None
    factors_text: str
    goal: str


@dataclass(frozen=True, slots=True)
class NeedFactor:
    id: int
    need: int
    code: str
    effect: str


@dataclass(frozen=True, slots=True)
class Decision:
    id: int
    case: int
    investigation: int
    state: str
    summary: str
    proposed_at: datetime | None
    proposed_by: int | None
    returned_note: str
    signed_at: datetime | None
    signed_by: int | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    id: int
    decision: int
    intervention: str
    outcome: str
    unit: str
    applied: int | None
    amount: int
    valid_from: date
    valid_to: date | None
    goal: str
    reasons: str
    regime: str
    replaces: int | None


@dataclass(frozen=True, slots=True)
class LineNeed:
    id: int
    line: int
    need: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    id: int
    case: int
    decision: int
    held_on: date
    by: int
    took_part: str
    persons_words: str
    result: str
    next_on: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpNeed:
    id: int
    follow_up: int
    need: int
    level: int
    reached_person: str
    reached_professional: str
    comment: str
    result: str


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    case: int
    line: int
    provider: int
    status: str
    status_since: datetime
    sent_at: datetime
    start_on: date
    content: dict[str, Any]
    contact: int | None


@dataclass(frozen=True, slots=True)
class OrderMessage:
    id: int
    order: int
    kind: str
    at: datetime
    by: str
    by_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    id: int
    order: int
    version: int
    state: str
    made_on: date
    made_by: int
    participation: str
    persons_words: str
    others_present: str
    follow_up_on: date | None
    answered_at: datetime | None
    answered_by: str
    answered_hand: str
    objection: str

    @property
    def offered_on(self) -> date | None:
        """The invented plans are put before the person on the day they are made."""
        return None if self.state == "draft" else self.made_on

    @property
    def current_from(self) -> date | None:
        """The invented persons who say yes do so on that day, too."""
        return self.made_on if self.state in {"approved", "replaced"} else None


@dataclass(frozen=True, slots=True)
class Activity:
    id: int
    plan: int
    need: int | None
    what: str
    goal: str
    how: str
    weekdays: str
    start: time
    minutes: int
    responsible: int | None
    every_weeks: int = 1
    first_week: date | None = None
    item: str = ""

    def falls_on(self, day: date) -> bool:
        """Whether it is done on a day: on its weekdays, in every so many weeks from the first."""
        if str(day.isoweekday()) not in self.weekdays:
            return False
        if self.first_week is None:
            return True
        weeks = (day - self.first_week).days // 7
        return weeks >= 0 and weeks % self.every_weeks == 0


class PlannedTime(NamedTuple):  # there are very many: a tuple is made in a third of the time
    id: int
    order: int
    activity: int
    provider: int
    day: date
    start: time
    minutes: int
    carer: int | None


class PerformedTime(NamedTuple):  # there are very many: a tuple is made in a third of the time
    id: int
    order: int
    planned: int
    day: date
    start: time
    minutes: int
    carer: int | None
    source: str
    reason: str
    note: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done or read, as the log keeps it; `detail` holds codes and keys only."""

    at: datetime
    by: str
    role: str
    unit: int | None
    access: str
    what: str
    about: str
    case: int | None
    subjects: tuple[int, ...]
    detail: dict[str, Any]


@dataclass(frozen=True)
class Organisation:
    """Units and those who work there, made before the first person."""

    units: tuple[Unit, ...]
    staff: tuple[Staff, ...]
    appointments: tuple[Appointment, ...]
    accounts: tuple[Account, ...]


@dataclass(frozen=True)
class Story:
    """Everything about one recipient up to the last day: who they are, who stands by them, and the chain."""

    persons: list[Person] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    investigations: list[Investigation] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    factors: list[NeedFactor] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    lines: list[DecisionLine] = field(default_factory=list)
    line_needs: list[LineNeed] = field(default_factory=list)
    communications: list[Communication] = field(default_factory=list)
    communication_answers: list[CommunicationAnswer] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    follow_up_needs: list[FollowUpNeed] = field(default_factory=list)
    line_events: list[LineEvent] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    messages: list[OrderMessage] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    planned: list[PlannedTime] = field(default_factory=list)
    performed: list[PerformedTime] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
