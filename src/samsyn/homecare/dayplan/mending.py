"""A plan of a day put together anew when something happens: what has begun stands, and as little as can be changes.

A carer goes home, a visit has been added, cancelled or runs late. The core does the searching (`planning.repair`); here
the day is told to it as it became, and its answer is told as lanes.
"""

import re
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from samsyn.homecare.dayplan.cost import held_at, lanes_of, problem_of
from samsyn.homecare.dayplan.facts import BREAK, DAY, Day, Lanes, Placed, Shift, in_shift, second_of, to_plan
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.timing import settled
from samsyn.people.refusals import N_, Refusal
from samsyn.planning.problem import Part, Plan, Problem, Stop, Window
from samsyn.planning.reference import BREAK as REST

TRIALS = 300_000  # changes that the search tries: about two seconds
EVENING, MORNING = 18 * 60, 6 * 60
ILL, ADDED, CANCELLED, LATE = "ill", "added", "cancelled", "late"
VISIT = re.compile(r"|[0-9]{1,9}-[0-9]{1,4}", re.ASCII)  # a key of a visit, or none
REASONS = {ILL: "FRANVARO", ADDED: "TILLKOM", CANCELLED: "AVBOKAT", LATE: "SENT"}


@dataclass(frozen=True)
class Happened:
    """What happened, from which minute: to a carer (ill) or a visit (cancelled; late: it ends at `until`)."""

    what: str
    at: int
    carer: int | None = None
    visit: str = ""
    until: int = 0

    def as_json(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """What `as_json` told. Raises KeyError, TypeError, ValueError, OverflowError for anything else."""
        what, visit, carer = str(told["what"]), str(told["visit"]), told["carer"]
        if what not in REASONS or not VISIT.fullmatch(visit):
            raise ValueError(f"{what} of {visit} is nothing that happens")
        return cls(what, int(told["at"]), None if carer is None else int(carer), visit, int(told["until"]))


def from_when(day: Day, at: int) -> int:
    """The first minute in which something may begin that has not begun: never in what has been of a day under way."""
    return max(at, day.now + 1) if day.now else at


def goes_home_at(day: Day, carer: int, minute: int) -> int:
    """From when somebody is gone who goes home at a time of day: in a shift under way that began in the evening, a time
    before that is the next morning's."""
    shift = day.shift(carer)
    return in_shift(shift, minute) if shift and shift.begins <= day.now else minute


def runs_until(day: Day, key: str, minute: int) -> int:
    """When a visit ends that ends at a time of day: of one in the evening, an hour of the night is the next day's."""
    visit = day.visit(key)
    return minute + DAY if visit and visit.start >= EVENING and minute < MORNING else minute


def loose(day: Day, lanes: Lanes) -> list[str]:
    """The visits that the lanes give nobody who works a time that is still to come; not what has begun."""
    held = {p.key for carer, lane in lanes.items() if day.shift(carer) for p in lane if p.start >= day.now}
    return [v.key for v in day.visits if v.key not in held and not v.settled]


def why_not_mend(day: Day, lanes: Lanes, happened: Happened) -> Refusal | None:
    """Why a plan cannot be put together anew."""
    if happened.what == ILL:
        return _why_not_ill(day, happened)
    if happened.what == ADDED:
        return None if loose(day, lanes) else Refusal(N_("Planen har redan någon till varje besök."))
    visit = day.visit(happened.visit)
    if visit is None:
        return Refusal(N_("Välj ett besök i listan."))
    if happened.what == CANCELLED:
        return Refusal(N_("Besöket har börjat och går inte att avboka.")) if visit.settled else None
    if happened.visit not in under_way(day):
        return Refusal(N_("Besöket pågår inte. Välj ett som har börjat och inte är klart."))
    return None if happened.until > day.now else Refusal(N_("Klockslaget har varit. Skriv när besöket blir klart."))


def _why_not_ill(day: Day, happened: Happened) -> Refusal | None:
    shift = day.shift(happened.carer or 0)
    if shift is None:
        return Refusal(N_("Den du valde arbetar inte den här dagen. Välj någon i listan."))
    if happened.at >= shift.ends:
        return Refusal(N_("Passet är slut då. Välj en tid i passet."))
    if all(other.ends <= from_when(day, happened.at) for other in day.shifts if other is not shift):
        return Refusal(N_("Ingen annan arbetar efter det. Skriv in ett pass för någon annan först, under Arbetspass."))
    return None


def under_way(day: Day) -> list[str]:
    """Visits that have begun and are not told to be over, after which their carer has begun nothing else."""
    last = {v.carer: v for v in sorted(day.visits, key=lambda v: v.start) if v.settled and v.carer is not None}
    going = [v for carer, v in last.items() if day.shift(carer or 0) and v.start <= day.now]
    return [v.key for v in going if not v.part and not v.ended]


def mended(day: Day, lanes: Lanes, happened: Happened, *, seed: int, trials: int) -> Lanes:
    """The lanes of the day as they would be. What has begun, or is told about, is where it became."""
    from samsyn.planning.repair import Cancelled, Change, Ill, RunsLate, repair

    day = _to_mend(day, happened)
    now = _as_it_became(day, lanes, happened)
    problem = _problem(day, now)
    told: dict[str, list[Change]] = {
        ILL: [Ill(str(happened.carer))], ADDED: [], CANCELLED: [Cancelled(happened.visit)],
        LATE: [RunsLate(happened.visit, happened.until)],
    }  # fmt: skip
    at = from_when(day, happened.at)
    found = repair(problem, _plan(problem, now), told[happened.what], at, seed=seed, trials=trials)
    starts = {(carer if p.key == BREAK else None, p.key): p.start for carer, lane in now.items() for p in lane}

    def wanted(carer: int, placed: Placed) -> int:
        """When a stop was to begin; what was not placed waits for its promise."""
        told = starts.get((carer if placed.key == BREAK else None, placed.key))
        return told if told is not None else placed.start if placed.key == BREAK else _promised(day, placed)

    return settled(Walker(day), lanes_of(problem, found.plan), wanted)


def _promised(day: Day, placed: Placed) -> int:
    visit = day.visit(placed.key)
    return placed.start if visit is None or held_at(day, visit) else visit.promised


def _to_mend(day: Day, happened: Happened) -> Day:
    """The day that is left to plan, without the locks of who goes home."""
    gone = happened.carer if happened.what == ILL else None
    return replace(to_plan(day), locks={k: (c, s) for k, (c, s) in day.locks.items() if c != gone})


def _as_it_became(day: Day, lanes: Lanes, happened: Happened) -> Lanes:
    """The plan with what has begun where it did, and without what should have begun and has not."""
    first = from_when(day, 0)
    settled_at = {v.key: (v.carer, v.start) for v in day.visits if v.settled and v.carer is not None}
    where = {p.key: (carer, p.start) for carer, lane in lanes.items() for p in lane if p.key != BREAK}
    known = {v.key for v in day.visits}
    where = {k: (c, s) for k, (c, s) in where.items() if k in known and s >= first} | settled_at
    found: dict[int, list[Placed]] = {shift.carer: [] for shift in day.shifts}
    for key, (carer, start) in where.items():
        if carer in found:
            found[carer].append(Placed(start, key))
    for shift in day.shifts:
        found[shift.carer] += _rests(shift, lanes.get(shift.carer, ()), happened)
    return {carer: tuple(sorted(lane)) for carer, lane in found.items()}


def _rests(shift: Shift, lane: tuple[Placed, ...], happened: Happened) -> list[Placed]:
    """A carer's break, where their shift has one: who has gone home before it never takes it."""
    gone = happened.what == ILL and happened.carer == shift.carer
    held = [p for p in lane if p.key == BREAK and not (gone and p.start >= happened.at)]
    return held[:1] if shift.break_minutes else []


def _problem(day: Day, lanes: Lanes) -> Problem:
    """The day for the core: every visit must be made, and none that stands earlier than its window moves for that."""
    problem = problem_of(day)
    starts = {p.key: p.start for lane in lanes.values() for p in lane if p.key != BREAK}
    visits = []
    for visit in problem.visits:
        start = starts.get(visit.key, visit.parts[0].windows[0].opens)
        visits.append(replace(visit, parts=tuple(_from(part, start) for part in visit.parts), leaving=None))
    return replace(problem, visits=tuple(visits))


def _from(part: Part, start: int) -> Part:
    """A part that may begin at a start, whatever its window."""
    (window,) = part.windows
    latest = part.latest if part.latest is None else max(part.latest, start)
    return replace(part, windows=(Window(min(window.opens, start), window.closes),), latest=latest)


def _plan(problem: Problem, lanes: Lanes) -> Plan:
    known = {BREAK: (REST, 0)}
    for v, visit in enumerate(problem.visits):
        known |= {second_of(visit.key) if part else visit.key: (v, part) for part in range(len(visit.parts))}
    return Plan(
        tuple(
            tuple(Stop(*known[p.key], p.start) for p in lanes[int(carer.key)] if p.key in known)
            for carer in problem.carers
        )
    )
