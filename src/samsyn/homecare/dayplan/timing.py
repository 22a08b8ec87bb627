"""When each stop of a lane begins: as near the promised time, or the usual one, as the stops around it let it be."""

from collections.abc import Callable, Mapping

from samsyn.homecare.dayplan.cost import held_at
from samsyn.homecare.dayplan.facts import BREAK, Lanes, Placed, Shift, moved, timed
from samsyn.homecare.dayplan.rules import Walker

Wanted = Callable[[int, Placed], int]  # when a carer's stop is to begin, if it can


def settled(walker: Walker, lanes: Lanes, wanted: Wanted | None = None) -> Lanes:
    """The lanes with the same stops in the same order, each moved later towards its promised start where there is room.

    A search begins each visit as early as it may, which is no one's wish. Nothing is moved earlier, and no lane that
    held its shift comes to break it. Two who come at once are moved as far as both lanes let them, to the same start.
    """
    latest: dict[str, int] = {}
    asked = wanted or _promised(walker)
    while True:
        found = {c: _later(walker, walker.day.shift(c), lane, asked, latest) for c, lane in lanes.items()}
        starts = {p.key: p.start for lane in found.values() for p in lane if p.key != BREAK}
        twins = {key: walker.visit(key).twin for key in starts}
        apart = {key: starts[twin] for key, twin in twins.items() if twin in starts and starts[twin] < starts[key]}
        lower = {key: start for key, start in apart.items() if start < latest.get(key, start + 1)}
        if not lower:
            return found
        latest |= lower


def _later(
    walker: Walker, shift: Shift | None, lane: tuple[Placed, ...], asked: Wanted, latest: Mapping[str, int]
) -> tuple[Placed, ...]:
    if shift is None or not lane:
        return lane
    walked = walker.walk(shift, lane)
    free, found = shift.ends - walked.way_back, []
    for leg in reversed(walked.legs):
        wanted = asked(shift.carer, leg.placed)
        wanted = min(wanted, latest.get(leg.placed.key, wanted))
        start = max(leg.placed.start, min(wanted, free - leg.minutes))
        found.append(Placed(start, leg.placed.key))
        free = start - leg.travel
    return tuple(reversed(found))


def _promised(walker: Walker) -> Wanted:
    """A visit at its promise, or at its usual time by the unit's pattern; a break as late as it may be."""

    def wanted(carer: int, placed: Placed) -> int:
        if placed.key == BREAK:
            shift = walker.day.shift(carer)
            return shift.break_to if shift else placed.start
        visit = walker.visit(placed.key)
        return placed.start if held_at(walker.day, visit) else visit.preferred

    return wanted


def as_it_is(walker: Walker) -> tuple[Lanes, list[str]]:
    """The day as it stands: each visit with who is to come, each break in the first gap that takes it.

    Returns the lanes, and the visits that nobody who works is named for.
    """
    lanes: dict[int, list[Placed]] = {shift.carer: [] for shift in walker.day.shifts}
    left = []
    for visit in walker.day.visits:
        if visit.carer in lanes:
            lanes[visit.carer].append(Placed(visit.start, visit.key))
        else:
            left.append(visit.key)
    return {shift.carer: with_break(walker, shift, sorted(lanes[shift.carer])) for shift in walker.day.shifts}, left


def after_move(walker: Walker, lanes: Lanes, key: str, carer: int, start: int) -> Lanes:
    """The lanes with a visit in a carer's lane from a start; nothing else moves, but for the start of whoever comes at
    the same time.

    Somebody whose shift is newer than the plan gets their break with it.
    """
    after = moved(lanes, key, carer, start)
    after = timed(after, walker.visit(key).twin, start) if walker.visit(key).twin else after
    shift = walker.day.shift(carer)
    if shift and all(placed.key != BREAK for placed in after[carer]):
        after |= {carer: with_break(walker, shift, list(after[carer]))}
    return after


def with_break(walker: Walker, shift: Shift, lane: list[Placed]) -> tuple[Placed, ...]:
    """A lane with a break where it breaks the fewest rules, the earliest such."""
    if not shift.break_minutes:
        return tuple(lane)
    tries = [tuple(sorted((*lane, Placed(at, BREAK)))) for at in range(shift.break_from, shift.break_to + 1, 5)]
    return min(tries, key=lambda one: (len(walker.broken({shift.carer: one})), one), default=tuple(lane))
