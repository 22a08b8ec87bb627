"""What is at hand while one case is told: chance, keys, the person, the case as it stands, and the log."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from samsyn.synthetic.calendar import moment, office_hour
from samsyn.synthetic.numbers import Numbers
from samsyn.synthetic.plots import Plot
from samsyn.synthetic.records import Activity, DecisionLine, Event, Need, Order, Person, Plan, Staff, Story
from samsyn.synthetic.workplaces import Provider, Team, Workplaces

SLOT = 5  # minutes
SLOTS_A_DAY = 24 * 60 // SLOT
MONTHS = 30  # longer than the history, so that no month is another
HORIZON = timedelta(days=28)  # how far ahead time is planned


class Keys:
    """The next free key of each kind of record."""

    def __init__(self) -> None:
        self._counters: defaultdict[str, count[int]] = defaultdict(lambda: count(1))

    def next(self, kind: str) -> int:
        return next(self._counters[kind])

    def counter(self, kind: str) -> "count[int]":
        """The counter itself, for a long run of keys."""
        return self._counters[kind]


class Bookings:
    """Who is busy when, week by week, so that nobody is in two homes at once more than they must."""

    def __init__(self) -> None:
        # One number for somebody's weekday: a bit for each five minutes of the day, month after month.
        self._busy: defaultdict[tuple[int, int], int] = defaultdict(int)

    @staticmethod
    def times(start: int, minutes: int, first: date, last: date) -> int:
        """The bits of some minutes of the day in every month from one day to another."""
        begin, end = start // SLOT, -(-(start + minutes) // SLOT)
        day = ((1 << (end - begin)) - 1) << begin
        months = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
        return sum(day << (m % MONTHS * SLOTS_A_DAY) for m in months)

    def free(self, who: int, weekday: int, times: int) -> bool:
        return not self._busy[who, weekday] & times

    def book(self, who: int, weekday: int, times: int) -> None:
        self._busy[who, weekday] |= times


@dataclass(frozen=True)
class World:
    """What all cases share."""

    until: date
    workplaces: Workplaces
    keys: Keys = field(default_factory=Keys)
    numbers: Numbers = field(default_factory=Numbers)
    bookings: Bookings = field(default_factory=Bookings)
    trustees: list[Person] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The end of the told time: before anybody has come to work on the last day."""
        return moment(self.until, time(6))

    @property
    def horizon(self) -> date:
        return self.until + HORIZON


@dataclass(frozen=True)
class Hand:
    """Who does something, as the log names them."""

    key: str
    role: str
    unit: int | None = None
    name: str = ""


@dataclass
class Running:
    """An order that is being carried out: its line, needs and provider, when it began, and its plans so far."""

    order: Order
    line: DecisionLine
    needs: dict[str, Need]
    provider: Provider
    contact: int
    first: date
    plans: list[Plan] = field(default_factory=list)
    activities: list[list[Activity]] = field(default_factory=list)
    last: date | None = None  # the last day of help, when it has ended


@dataclass
class Thread:
    """One case being told. `rng` is its own, so that one case never changes another."""

    world: World
    plot: Plot
    rng: Random
    story: Story
    case: int
    case_number: str
    person: Person
    age: int
    household: str  # "alone" or "together"
    team: Team
    caseworker: int
    relatives: list[tuple[Person, tuple[str, ...]]] = field(default_factory=list)
    partner: Person | None = None
    status: str = "received"
    since: datetime | None = None
    follow_up_on: date | None = None
    closed_at: datetime | None = None
    close_reason: str = ""
    home: tuple[str, str] = ("", "")  # where the person lives, as a fact and within a sentence
    frail: float = 0.0
    levels: dict[str, int] = field(default_factory=dict)
    running: list["Running"] = field(default_factory=list)

    def key(self, kind: str) -> int:
        return self.world.keys.next(kind)

    def hour(self, day: date, first: int = 8, last: int = 16) -> datetime:
        return office_hour(self.rng, day, first, last)

    def staff(self, key: int) -> Staff:
        return self.world.workplaces.staff[key]

    def move(self, status: str, at: datetime) -> None:
        self.status, self.since = status, at

    @property
    def officer(self) -> Hand:
        return Hand(f"staff:{self.caseworker}", "caseworker", self.team.unit.id, self.staff(self.caseworker).name)

    @property
    def themselves(self) -> Hand:
        return Hand(f"person:{self.person.id}", "person", None, self.person.name)

    def planner(self, provider: Provider) -> Hand:
        key = provider.planners[0]
        return Hand(f"staff:{key}", "provider_planner", provider.unit.id, self.staff(key).name)

    def carer(self, key: int, provider: Provider) -> Hand:
        return Hand(f"staff:{key}", "care_worker", provider.unit.id, self.staff(key).name)

    def tell(
        self,
        what: str,
        about: str,
        by: Hand,
        at: datetime,
        *,
        access: str = "write",
        case: bool = True,
        also: tuple[int, ...] = (),
        **detail: Any,
    ) -> None:
        """Leave one event. Raises ValueError when it lies after the told time."""
        if at >= self.world.now:
            raise ValueError(f"{what} at {at} is not before {self.world.now}")
        subjects = tuple(sorted({self.person.id, *also}))
        case_key = self.case if case else None
        self.story.events.append(Event(at, by.key, by.role, by.unit, access, what, about, case_key, subjects, detail))

    def read(self, what: str, about: str, by: Hand, at: datetime) -> None:
        """Leave one reading, if its time has come."""
        if at < self.world.now:
            self.tell(what, about, by, at, access="read")
