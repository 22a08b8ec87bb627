"""What a unit's day consists of, as plain values: shifts, visits, points. Times are minutes from midnight."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

DAY = 24 * 60


@dataclass(frozen=True)
class Shift:
    """One carer's shift. `skills` are what the carer may be given on the day. No break has `break_minutes` 0."""

    carer: int
    begins: int
    ends: int
    break_from: int = 0
    break_to: int = 0
    break_minutes: int = 0
    mode: str = "foot"
    starts_at: str = "unit"
    ends_at: str = "unit"
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wished:
    """A wish of who comes: of which kind (contact, language, sex, last, pattern), and the carers who meet it."""

    kind: str
    carers: frozenset[int]


@dataclass(frozen=True)
class Visit:
    """What is planned with one person at one time: several activities are one visit.

    `promised` is the start by the person's own plan, `start` and `carer` what stands now. `place` is a row of the day's
    points; `slack` how many minutes from the promised start are not late or early.

    Where two come at once each carer's part is a visit of its own, and `twin` the key of the other's: `part` 0 is the
    first's, 1 the second's. They begin at the same time; the second stays for what needs two.
    """

    key: str
    person: int
    planned: tuple[int, ...]
    promised: int
    start: int
    minutes: int
    place: int
    slack: int = 30
    skills: frozenset[str] = frozenset()
    heavy: int = 0
    wishes: tuple[Wished, ...] = ()
    refused: frozenset[int] = frozenset()
    carer: int | None = None  # who is to come as it stands
    settled: bool = False  # begun, or somebody has said what became of it: it is not planned anew
    ended: bool = False  # somebody has said that it is over, or what became of it
    part: int = 0
    twin: str = ""
    usual: int | None = None  # the start by the unit's pattern of two weeks

    @property
    def preferred(self) -> int:
        """The start that is best: the pattern's where that is neither early nor late, else the promised one."""
        within = self.usual is not None and abs(self.usual - self.promised) <= self.slack
        return self.usual if self.usual is not None and within else self.promised


@dataclass(frozen=True)
class Day:
    """All of it. The first point is the unit's own; a point is None where a home is not known, or is shielded.

    `known` tells which carers each person met in the thirteen days before, `locks` which visits stay with whom and
    when. Nothing that is planned anew begins before `now`.
    """

    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    points: tuple[tuple[int, int] | None, ...]
    known: dict[int, frozenset[int]]
    locks: dict[str, tuple[int, int]] = field(default_factory=dict)
    now: int = 0
    travel: dict[str, Any] = field(default_factory=dict)  # a learnt profile, as `planning.profile.as_data` tells it

    @property
    def of_persons(self) -> int:
        """How many visits it is, as the persons count them: one, also where two come."""
        return sum(not visit.part for visit in self.visits)

    def visit(self, key: str) -> Visit | None:
        """The visit of a key, if the day still has it."""
        return next((v for v in self.visits if v.key == key), None)

    def shift(self, carer: int) -> Shift | None:
        """A carer's shift, if they work."""
        return next((s for s in self.shifts if s.carer == carer), None)

    def as_json(self) -> dict[str, Any]:
        """As JSON takes it."""
        told = asdict(self)
        told["known"] = {str(person): sorted(carers) for person, carers in self.known.items()}
        for shift in told["shifts"]:
            shift["skills"] = sorted(shift["skills"])
        for visit in told["visits"]:
            visit |= {"skills": sorted(visit["skills"]), "refused": sorted(visit["refused"])}
            visit["wishes"] = [[wish["kind"], sorted(wish["carers"])] for wish in visit["wishes"]]
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """The day that `as_json` told. Raises KeyError, TypeError for anything else."""
        shifts = tuple(Shift(**{**s, "skills": frozenset(s["skills"])}) for s in told["shifts"])
        points = tuple(None if p is None else (p[0], p[1]) for p in told["points"])
        known = {int(person): frozenset(carers) for person, carers in told["known"].items()}
        locks = {key: (carer, start) for key, (carer, start) in told["locks"].items()}
        return cls(shifts, tuple(map(_visit, told["visits"])), points, known, locks, told["now"], told["travel"])


def _visit(told: dict[str, Any]) -> Visit:
    wishes = tuple(Wished(kind, frozenset(carers)) for kind, carers in told["wishes"])
    sets = {name: frozenset(told[name]) for name in ("skills", "refused")}
    return Visit(**{**told, **sets, "wishes": wishes, "planned": tuple(told["planned"])})


def to_plan(day: Day) -> Day:
    """The day without what nobody at work has begun: nobody is sent after. Of two who come, one may be left."""
    stays = {v.key for v in day.visits if not v.settled or day.shift(v.carer or 0)}
    visits = (v if not v.twin or v.twin in stays else replace(v, part=0, twin="") for v in day.visits if v.key in stays)
    return replace(day, visits=tuple(visits))


def in_shift(shift: Shift | None, minute: int) -> int:
    """A time of day as a minute of a shift: of one that ends in the next morning, what is before it begins is that
    morning's."""
    return minute + DAY if shift and minute < shift.begins and minute + DAY < shift.ends else minute


@dataclass(frozen=True, order=True)
class Placed:
    """A visit (its key) or the break ("") in a lane, from a start."""

    start: int
    key: str


def second_of(key: str) -> str:
    """The key of the second's part of a visit."""
    return f"{key}{SECOND}"


Lanes = dict[int, tuple[Placed, ...]]  # by carer, in order of time
BREAK, SECOND = "", "+2"


def taken_out(lanes: Lanes, key: str) -> Lanes:
    """The lanes without a visit."""
    return {carer: tuple(p for p in lane if p.key != key) for carer, lane in lanes.items()}


def moved(lanes: Lanes, key: str, carer: int, start: int) -> Lanes:
    """The lanes with a visit in a carer's lane from a start; every other stop stays where it is."""
    left = taken_out(lanes, key)
    return left | {carer: tuple(sorted((*left.get(carer, ()), Placed(start, key))))}


def timed(lanes: Lanes, key: str, start: int) -> Lanes:
    """The lanes with a visit from another start, in whose lane it is; unchanged where no lane holds it."""
    return {
        carer: tuple(sorted(Placed(start, key) if p.key == key else p for p in lane)) for carer, lane in lanes.items()
    }


def where(lanes: Lanes, key: str) -> tuple[int, int] | None:
    """The carer and start of a visit; None where no lane holds it."""
    return next(((carer, p.start) for carer, lane in lanes.items() for p in lane if p.key == key), None)


def break_moved(lanes: Lanes, carer: int, start: int) -> Lanes:
    """The lanes with a carer's break from another start."""
    rest = tuple(p for p in lanes.get(carer, ()) if p.key != BREAK)
    return lanes | {carer: tuple(sorted((*rest, Placed(start, BREAK))))}
