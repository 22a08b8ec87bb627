"""A plan told for its pages: lanes with bars, the list, what is broken in words, the figures beside."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from samsyn.homecare.dayplan.cost import Sums, summed_lane
from samsyn.homecare.dayplan.facts import BREAK, Lanes, Placed, Visit, where
from samsyn.homecare.dayplan.nobody import Hinder, nobody
from samsyn.homecare.dayplan.rules import Broken, Walked, Walker
from samsyn.homecare.dayplan.words import NOBODY, refusal_of
from samsyn.homecare.queries import UnitDay, key_of, keys_of, lanes_now
from samsyn.web.dayplan.drawing import LEAST, LINE, MINUTE, Span, Way, span_of, ways
from samsyn.web.shared.reach import named
from samsyn.web.shared.wording import label, say

if TYPE_CHECKING:
    from samsyn.homecare.models import DayPlan, DayStop

DAY = 24 * 60
LETTERS = 19  # of a line in a bar


def clock(minute: int) -> str:
    """Minutes from midnight as people write it: 7.05."""
    return f"{minute // 60 % 24}.{minute % 60:02d}"


@dataclass(frozen=True)
class Bar:
    """A stop as it is shown: on the board, in the list and on the map."""

    stop: "DayStop"
    key: str
    name: str
    what: str
    start: int
    minutes: int
    travel: int
    waits: int
    y: float
    height: float
    broken: tuple[str, ...]  # the rules it breaks, in words
    is_off: bool  # outside the promised time with its slack
    is_new: bool  # the person has not met the carer in the thirteen days before
    is_settled: bool
    is_locked: bool
    company: str = ""  # with whom, or that the other is missing, where two come at once

    @property
    def is_break(self) -> bool:
        return self.key == BREAK

    @property
    def clock(self) -> str:
        return clock(self.start)

    @property
    def ends(self) -> str:
        return clock(self.start + self.minutes)

    @property
    def promised(self) -> str:
        return clock(self.stop.promised)

    @property
    def lines(self) -> list[tuple[float, str]]:
        """The texts within the bar, each with its place."""
        two = gettext("Två:") if self.company else ""
        texts = [" ".join(filter(None, (self.clock, two, self.name))), *filter(None, (self.company, self.what))]
        room = max(1, int((self.height - 2) // LINE))
        return [(self.y + 11 + n * LINE, _cut(text)) for n, text in enumerate(texts[:room]) if text]

    @property
    def text_y(self) -> float:
        """Where the first line stands."""
        return self.y + 11

    @property
    def tone(self) -> str:
        """What kind of bar it is."""
        if self.is_break:
            return "rest"
        return "wrong" if self.broken else "off" if self.is_off else "kept" if self.is_settled else "visit"


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"


@dataclass(frozen=True)
class Lane:
    """A carer's lane."""

    carer: int
    name: str
    shift: Any  # the WorkShift, None for somebody who does not work
    locked: bool
    bars: list[Bar]
    ways: list[Way]
    sums: Sums
    broken: tuple[str, ...]  # of the lane itself
    begins_y: float = 0
    ends_y: float = 0

    @property
    def on_height(self) -> float:
        """How high the shift stands on the board."""
        return round(self.ends_y - self.begins_y, 1)

    @property
    def hours(self) -> str:
        return f"{clock(self.shift.begins)}–{clock(self.shift.ends)}" if self.shift else ""


class Told:
    """One plan of a day as pages show it."""

    def __init__(self, known: UnitDay, plan: "DayPlan", stops: list["DayStop"], locked: Iterable[int] = ()) -> None:
        self.known, self.plan, self.stops = known, plan, stops
        self.walker = Walker(known.day)
        self.lanes_now: Lanes = lanes_now(known.day, stops)
        self._keys = keys_of(known.day)
        self._locked = set(locked)

    @cached_property
    def names(self) -> dict[int, str]:
        """Carers' names, by key."""
        found = {pk: staff.name for pk, staff in self.known.carers.items()}
        return found | {s.carer.pk: s.carer.name for s in self.stops if s.carer}

    @cached_property
    def broken(self) -> set[Broken]:
        """Every hard rule that the plan breaks as it stands."""
        return self.walker.broken(self.lanes_now)

    @property
    def to_come(self) -> set[Broken]:
        """Those of them that can still be mended, and stop the accepting of what breaks them."""
        return self.walker.to_come(self.broken)

    @cached_property
    def span(self) -> Span:
        return span_of(self.known.day, [(s.start, s.start + s.minutes) for s in self.stops if s.carer_id])

    @cached_property
    def lanes(self) -> list[Lane]:
        """Every lane, those who begin first to the left; somebody who does not work last."""
        order = [shift.staff_id for shift in self.known.shifts]
        order += sorted(c for c in self.lanes_now if c not in order and self.lanes_now[c])
        return [self._lane(carer) for carer in order]

    def _lane(self, carer: int) -> Lane:
        shift, lane = self.known.day.shift(carer), self.lanes_now.get(carer, ())
        walked = self.walker.walk(shift, lane) if shift else Walked((), 0, 0)
        by_key = {key_of(s, self._keys): s for s in self.stops if s.person_id or s.carer_id == carer}
        legs = {leg.placed.key: leg for leg in walked.legs}
        bars = [self._bar(by_key[p.key], p, legs.get(p.key), carer) for p in lane if p.key in by_key]
        held = next((one for one in self.known.shifts if one.staff_id == carer), None)
        own = tuple(self.words(one) for one in self._of(carer, BREAK))
        return Lane(
            carer, self.names.get(carer, ""), held, carer in self._locked, bars, ways(self.span, walked),
            summed_lane(self.walker, carer, lane), own,
            self.span.y(shift.begins) if shift else 0, self.span.y(shift.ends) if shift else 0,
        )  # fmt: skip

    def _of(self, carer: int, key: str) -> list[Broken]:
        return sorted((b for b in self.broken if (b.carer, b.key) == (carer, key)), key=lambda b: (b.rule, b.minutes))

    def words(self, broken: Broken) -> str:
        """A broken rule in words."""
        return say(refusal_of(broken, self.names))

    def _bar(self, stop: "DayStop", placed: Placed, leg: Any, carer: int) -> Bar:
        visit = None if placed.key == BREAK else self.walker.visit(placed.key)
        met = self.known.day.known.get(visit.person, frozenset()) if visit else frozenset()
        return Bar(
            stop, placed.key, self.name_of(stop), self.what_of(stop), placed.start, stop.minutes,
            leg.travel if leg else 0, leg.waits if leg else 0, self.span.y(placed.start),
            max(LEAST, round(stop.minutes * MINUTE, 1)),
            () if visit is None else tuple(self.words(one) for one in self._of(carer, placed.key)),
            visit is not None and abs(placed.start - visit.promised) > visit.slack,
            visit is not None and carer not in met, visit is not None and visit.settled,
            self.is_locked(stop), self.company_of(stop),
        )  # fmt: skip

    def name_of(self, stop: "DayStop") -> str:
        """Whom a stop is with; "" for a break."""
        person = self.known.persons.get(stop.person_id or 0) or stop.person
        return named(person) if person else ""

    def what_of(self, stop: "DayStop") -> str:
        """What is done at a stop."""
        return self.words_of(stop.planned)

    def words_of(self, planned: Iterable[int]) -> str:
        """What some planned times are."""
        return ", ".join(dict.fromkeys(self.known.planned[pk].what for pk in planned if pk in self.known.planned))

    def person_name(self, person: int) -> str:
        """A person's name, "" for somebody whom the day no longer has."""
        found = self.known.persons.get(person)
        return named(found) if found else ""

    def is_locked(self, stop: "DayStop") -> bool:
        """Whether a stop is locked, by itself or with its lane."""
        return stop.locked or stop.carer_id in self._locked

    def key_of(self, stop: "DayStop") -> str | None:
        """The key of the visit that a stop is; None where it is gone."""
        return key_of(stop, self._keys)

    @property
    def at_work(self) -> list[tuple[int, str]]:
        """Who works, with their hours."""
        return [(lane.carer, f"{lane.name} ({lane.hours})") for lane in self.lanes if lane.shift]

    def company_of(self, stop: "DayStop") -> str:
        """With whom somebody comes to a visit that needs two, in words; "" for a visit that needs one."""
        visit = self.known.day.visit(key_of(stop, self._keys) or BREAK)
        if visit is None or not visit.twin:
            return ""
        other = where(self.lanes_now, visit.twin)
        return gettext("med {name}").format(name=self.names.get(other[0], "")) if other else gettext("den andra saknas")

    @cached_property
    def left(self) -> list["DayStop"]:
        """Visits to come that no lane holds."""
        return [s for s in self.stops if s.carer_id is None and key_of(s, self._keys) and not self.visit_of(s).settled]

    @property
    def begun_words(self) -> list[str]:
        """Visits that have begun, or are told about, and that no lane holds, in words."""
        keys = ((s, key_of(s, self._keys)) for s in self.stops if s.carer_id is None)
        begun = (s for s, key in keys if key and self.walker.visit(key).settled and where(self.lanes_now, key) is None)
        return [self._left_words(stop) for stop in begun]

    @property
    def left_words(self) -> list[tuple["DayStop", str, str]]:
        """Each of them in words: when it is promised, who, what, and for how long; and why nobody may make it."""
        nobody_may = nobody(self.walker)
        told = []
        for stop in self.left:
            hinder = nobody_may.get(key_of(stop, self._keys) or "")
            told.append((stop, self._left_words(stop), self._why(hinder) if hinder else ""))
        return told

    def _left_words(self, stop: "DayStop") -> str:
        said = f"{clock(stop.promised)} {self.name_of(stop)}, {self.what_of(stop)}, {stop.minutes} min"
        visit = self.known.day.visit(key_of(stop, self._keys) or BREAK)
        if visit is None or not visit.twin:
            return said
        which = gettext("den andra av två") if visit.part else gettext("den första av två")
        other = where(self.lanes_now, visit.twin)
        return ", ".join(
            [said, which, *([gettext("med {name}").format(name=self.names.get(other[0], ""))] if other else [])]
        )

    def _why(self, hinder: Hinder) -> str:
        names = ", ".join(sorted(self.names.get(carer, "") or gettext("någon annan") for carer in hinder.carers))
        skills = ", ".join(label("visit_skills", skill, "homecare") for skill in hinder.skills)
        given = {"carers": names, "skills": skills, "opens": clock(hinder.opens), "closes": clock(hinder.closes)}
        return gettext(NOBODY[hinder.rule]).format(**given)

    def visit_of(self, stop: "DayStop") -> Visit:
        """The visit that a stop is. Raises KeyError for one that is gone."""
        return self.walker.visit(key_of(stop, self._keys) or "")

    def visit_words(self, stop: "DayStop") -> str:
        """A visit as it is called among others: when it is promised, and who."""
        return f"{clock(stop.promised)} {self.name_of(stop)}"

    @cached_property
    def gone(self) -> list["DayStop"]:
        """Stops whose visit is no longer there: called off, swapped, or under a new plan."""
        gone = [s for s in self.stops if s.person_id and key_of(s, self._keys) is None]
        return [s for s in gone if not any((pk, 0) in self._keys for pk in s.planned)]  # or one comes where two did

    @cached_property
    def new(self) -> list[Any]:
        """Visits of the day that the plan does not know."""
        held = {key_of(s, self._keys) for s in self.stops}
        new = [v for v in self.known.day.visits if v.key not in held]
        return [v for v in new if not v.part or v.twin in held]

    @cached_property
    def sums(self) -> Sums:
        """What the whole plan comes to."""
        return sum((lane.sums for lane in self.lanes), Sums())

    def stop_of(self, key: str) -> "DayStop | None":
        """The stop of a visit."""
        return next((s for s in self.stops if s.person_id and key_of(s, self._keys) == key), None)

    @cached_property
    def continuity(self) -> dict[int, int]:
        """Carers that each person meets in the fourteen days that end with this one, by this plan."""
        met: dict[int, set[int]] = defaultdict(set)
        for carer, lane in self.lanes_now.items():
            for placed in lane:
                if placed.key != BREAK:
                    met[self.walker.visit(placed.key).person].add(carer)
        known = self.known.day.known
        return {person: len(met[person] | known.get(person, frozenset())) for person in met}
