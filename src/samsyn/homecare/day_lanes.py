"""A day plan's stops as lanes, what it locks, and a move on trial: what pages read and actions decide by."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from samsyn.homecare.dayplan.facts import BREAK, Day, Lanes, Placed, break_moved
from samsyn.homecare.dayplan.rules import ALONE, Broken, Walker
from samsyn.homecare.dayplan.timing import after_move
from samsyn.homecare.models import DayPlan, DayStop
from samsyn.people.refusals import N_, Invalid, Refusal, Refused

OVERTAKEN = N_("Någon annan har ändrat planen medan du läste. Läs den som den är nu, och ändra sedan.")
HAS_BEEN = N_("Klockan {at} har varit. Välj en senare tid, eller laga planen.")
BEGUN_BESIDE = N_("Den andra som kommer har redan börjat, klockan {at}. Behåll den tiden.")
GONE = N_("Besöket finns inte kvar den här dagen. Ladda om sidan för att se dagen som den är nu.")


Keys = dict[tuple[int, int], str]  # the visit that each planned time is in, by its key and the part of the visit


def key_of(stop: DayStop, planned: Keys) -> str | None:
    """The key of the visit that a stop is, by the keys of the day's planned times; None where it is gone."""
    if stop.person_id is None:
        return BREAK
    return next((planned[pk, stop.part] for pk in stop.planned if (pk, stop.part) in planned), None)


def keys_of(day: Day) -> Keys:
    """The visit that each planned time is in."""
    return {(pk, visit.part): visit.key for visit in day.visits for pk in visit.planned}


def lanes_now(day: Day, stops: Iterable[DayStop]) -> Lanes:
    """The lanes of a plan as it stands, for every carer who works or has a stop. What is gone is in none; what somebody
    at work has begun is where it began, whatever the plan says."""
    known = keys_of(day)
    lanes: dict[int, list[Placed]] = {shift.carer: [] for shift in day.shifts}
    begun = {v.key: v for v in day.visits if v.settled and v.carer in lanes}
    for visit in begun.values():
        lanes[visit.carer or 0].append(Placed(visit.start, visit.key))
    for stop in stops:
        key = key_of(stop, known)
        if stop.carer_id is not None and key is not None and key not in begun:
            lanes.setdefault(stop.carer_id, []).append(Placed(stop.start, key))
    return {carer: tuple(sorted(lane)) for carer, lane in lanes.items()}


def as_locked(plan: DayPlan, day: Day) -> Day:
    """The day with what a plan locks: visits by themselves or with their whole lane, with whom and when; and when the
    breaks of whole lanes are."""
    known = keys_of(day)
    lanes = set(plan.lanes.filter(locked=True).values_list("carer", flat=True))
    held = [s for s in plan.stops.filter(carer__isnull=False) if s.locked or s.carer_id in lanes]
    told = {key_of(stop, known): (stop.carer_id, stop.start) for stop in held if stop.person_id}
    rests = {stop.carer_id: stop.start for stop in held if not stop.person_id}
    shifts = tuple(
        replace(shift, break_from=rests[shift.carer], break_to=rests[shift.carer]) if shift.carer in rests else shift
        for shift in day.shifts
    )
    locks = {key: (carer, start) for key, (carer, start) in told.items() if key and carer is not None}
    return replace(day, shifts=shifts, locks=locks)


@dataclass(frozen=True)
class Tried:
    """A change as it would be: the lanes before and after, and who walks them."""

    walker: Walker
    before: Lanes
    after: Lanes
    key: str

    @property
    def hindered(self) -> list[Broken]:
        """The hard rules that would be broken and are not now: what stops the change. Who is alone may get company."""
        new = self.walker.broken(self.after) - self.walker.broken(self.before)
        return sorted((one for one in new if one.rule != ALONE), key=lambda one: (one.rule, one.key, one.carer))


def why_not_then(day: Day, key: str, start: int) -> Refusal | None:
    """Why nothing is planned to a minute: it has been, or the other of two has begun at another. Who joins somebody
    that has begun does so at their time."""
    visit = day.visit(key)
    twin = day.visit(visit.twin) if visit and visit.twin else None
    if twin and twin.settled and twin.carer is not None:
        return None if start == twin.start else Refusal(BEGUN_BESIDE, {"at": _clock(twin.start)})
    return Refusal(HAS_BEEN, {"at": _clock(start)}) if start < day.now else None


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24}.{minute % 60:02d}"


def tried_move(stop: DayStop, *, carer: int, start: int, facts: Day) -> Tried:
    """A stop moved to a carer's lane and a start, on trial. Raises Refused where there is nothing to move.

    Who comes at the same time as the one that is moved stays in their lane, and begins when the moved one does.
    """
    before = lanes_now(facts, stop.plan.stops.all())
    key = key_of(stop, keys_of(facts))
    if key is None:
        raise Refused(Refusal(GONE))
    if refusal := why_not_then(facts, key, start):
        raise Invalid("start", refusal)
    if key == BREAK:
        if carer != stop.carer_id:
            raise Invalid("carer", Refusal(N_("Rasten är personens egen. Den kan bara byta tid.")))
        return Tried(Walker(facts), before, break_moved(before, carer, start), key)
    walker = Walker(facts)
    return Tried(walker, before, after_move(walker, before, key, carer, start), key)
