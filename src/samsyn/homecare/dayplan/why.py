"""Why a visit is with whom it is and when; what each other carer would cost, or which rule forbids it. Pure.

Each is the one move that a planner can try: nothing else moves, and the costs are what *Pröva* shows of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from samsyn.homecare.dayplan.cost import LAST, MISSED, WEIGHTS, Sums, summed
from samsyn.homecare.dayplan.facts import BREAK, Lanes, Visit, taken_out, where
from samsyn.homecare.dayplan.rules import ALONE, FARTHEST, Broken, Leg, Walker
from samsyn.homecare.dayplan.timing import after_move
from samsyn.homecare.dayplan.travel import ends_of

ALWAYS = ("skill", "apart", "no_shift", "both")  # rules that no other time helps
# Minutes between the times that are tried beside those that the gaps of the carer's lane give. What lateness costs
# bends where the slack of 15 or 30 minutes ends, which is among them, so that no other time costs less; but
# where two come, the gaps of the other's lane are not asked.
STEP = 15


@dataclass(frozen=True)
class Elsewhere:
    """A carer for a visit: from when it breaks no rule and costs least, or else the rule that is nearest to hold."""

    carer: int
    start: int
    cost: Sums
    price: int  # of all that it costs, by which they are ordered; less than nothing is better than now
    broken: Broken | None = None


@dataclass(frozen=True)
class Unmet:
    """A wish that is not met, or the promised time (late): who could meet it, each as far as they can."""

    kind: str
    by: tuple[Elsewhere, ...]
    away: frozenset[int] = frozenset()  # carers who could and do not work


@dataclass(frozen=True)
class Why:
    """All of it. `rests_on`: begun, lock, promised, usual, way, early or put_off; none of what nobody comes to."""

    rests_on: str
    met: tuple[str, ...]  # kinds of wish that the carer meets
    is_known: bool  # the person has met the carer
    moved: Elsewhere | None  # the same carer at the best other time
    others: tuple[Elsewhere, ...]  # the cheapest first, then those who cannot
    unmet: tuple[Unmet, ...]


def why(walker: Walker, lanes: Lanes, key: str, *, locked: bool = False) -> Why:
    """Why a visit stands where it does in some lanes; `locked` as the plan has it."""
    asked = _Asked(walker, lanes, key)
    visit, carer = asked.visit, asked.carer
    able = [asked.best(shift.carer) for shift in walker.day.shifts]
    others = tuple(sorted((one for one in able if one.carer != carer), key=_cheap))
    met = tuple(w.kind for w in visit.wishes if carer in w.carers) if carer is not None else ()
    known = carer is not None and carer in walker.day.known.get(visit.person, frozenset())
    moved = next((one for one in able if one.carer == carer and one.broken is None), None)
    return Why(asked.rests_on(locked), met, known, moved, others, tuple(asked.unmet(able)))


def _cheap(one: Elsewhere) -> tuple[bool, int, int, int]:
    return one.broken is not None, one.price, one.start, one.carer


class _Asked:
    def __init__(self, walker: Walker, lanes: Lanes, key: str) -> None:
        self.walker, self.lanes, self.key = walker, lanes, key
        self.visit: Visit = walker.visit(key)
        stands = [(c, p) for c, lane in lanes.items() for p in lane if p.key == key]
        self.carer: int | None = stands[0][0] if stands else None
        self.start: int = stands[0][1].start if stands else self.visit.promised
        twin = where(lanes, self.visit.twin) if self.visit.twin else None
        self.beside: int | None = twin[0] if twin else None  # who comes at the same time

    def best(self, carer: int, slack: int = FARTHEST) -> Elsewhere:
        """The cheapest start with a carer, at most so far from the promise, other than what stands."""
        tried = [self._at(carer, start) for start in self._starts(carer, slack)]
        return min(tried, key=lambda one: (*_nearest(one), abs(one.start - self.visit.promised), one.start))

    def _at(self, carer: int, start: int) -> Elsewhere:
        after = after_move(self.walker, self.lanes, self.key, carer, start)
        touched = {carer, self.carer, self.beside}
        now = {c: lane for c, lane in self.lanes.items() if c in touched}
        then = {c: lane for c, lane in after.items() if c in touched}
        new = {one for one in self.walker.broken(then) - self.walker.broken(now) if one.rule != ALONE}
        cost = summed(self.walker, then) - summed(self.walker, now)
        price = cost.travel * WEIGHTS.travel + cost.waiting * WEIGHTS.waiting + cost.late * WEIGHTS.late
        price += cost.new_faces * WEIGHTS.met + self._missed(carer) - self._missed(self.carer)
        return Elsewhere(carer, start, cost, price, min(new, key=_worst, default=None))

    def _missed(self, carer: int | None) -> int:
        return sum(MISSED[w.kind] for w in self.visit.wishes if carer not in w.carers)

    def _starts(self, carer: int, slack: int) -> list[int]:
        """Times to try: the promise, what the gaps of the lane give, and some between."""
        promised, day = self.visit.promised, self.walker.day
        first, last = max(promised - slack, day.now + 1 if day.now else 0), min(promised + slack, LAST)
        told = {min(max(start, first), last) for start in (promised, *self._gaps(carer))}
        told |= set(range(promised - slack, last + 1, STEP))
        found = sorted(start for start in told if first <= start and (carer, start) != (self.carer, self.start))
        return found or [max(first, promised)]

    def _gaps(self, carer: int) -> Iterator[int]:
        """The first and the last start in each gap of a lane."""
        shift = self.walker.day.shift(carer)
        if shift is None:
            return
        lane = taken_out(self.lanes, self.key).get(carer, ())
        legs: tuple[Leg, ...] = self.walker.walk(shift, lane).legs
        place, minutes = self.visit.place, self.visit.minutes
        (here, last), free = ends_of(self.walker.day, shift), shift.begins
        after = [None if leg.placed.key == BREAK else self.walker.visit(leg.placed.key).place for leg in legs]
        for n, leg in enumerate(legs):  # a break is held where the carer goes next
            there = next((row for row in after[n:] if row is not None), last)
            yield free + self.walker.minutes(shift, here, place)
            yield leg.placed.start - minutes - self.walker.minutes(shift, place, there)
            here, free = place if after[n] is None else there, leg.placed.start + leg.minutes
        yield free + self.walker.minutes(shift, here, place)
        yield shift.ends - minutes - self.walker.minutes(shift, place, last)

    def rests_on(self, locked: bool) -> str:
        """What the start rests on."""
        shift = self.walker.day.shift(self.carer) if self.carer is not None else None
        if self.visit.settled:
            return "begun"
        if shift is None:
            return ""
        if locked:
            return "lock"
        legs = self.walker.walk(shift, self.lanes[shift.carer]).legs
        arrives = next(leg.arrives for leg in legs if leg.placed.key == self.key)
        if self.start == self.visit.promised:
            return "promised"
        if self.start == self.visit.preferred:
            return "usual"
        if arrives >= self.start:
            return "way"
        return "early" if self.start == self.visit.promised - self.visit.slack else "put_off"

    def unmet(self, able: list[Elsewhere]) -> Iterator[Unmet]:
        """What is wished for and not met, with who could meet it."""
        at_work = {one.carer: one for one in able}
        if self.carer is None:
            return
        for wish in self.visit.wishes:
            if not {self.carer, self.beside} & wish.carers:
                by = sorted((at_work[c] for c in wish.carers if c in at_work), key=_cheap)
                yield Unmet(wish.kind, tuple(by), frozenset(wish.carers - set(at_work)))
        if abs(self.start - self.visit.promised) > self.visit.slack:
            in_time = [self.best(carer, self.visit.slack) for carer in at_work]
            yield Unmet("late", tuple(sorted(in_time, key=_cheap)[:1]))


def _worst(one: Broken) -> tuple[bool, int, str, str]:
    """The rule that says most: one that no other time helps, else what lacks the most minutes."""
    return one.rule not in ALWAYS, -one.minutes, one.rule, one.key


def _nearest(one: Elsewhere) -> tuple[bool, int, int]:
    """What breaks nothing and costs least; else what lacks the fewest minutes."""
    return one.broken is not None, one.broken.minutes if one.broken else 0, one.price
