"""Why nobody at work may make a visit, asked of the visit alone: what is set aside before a day is searched."""

from dataclasses import dataclass

from samsyn.homecare.dayplan.cost import held_at, window_of
from samsyn.homecare.dayplan.facts import Shift, Visit
from samsyn.homecare.dayplan.rules import Walker
from samsyn.homecare.dayplan.travel import ends_of


@dataclass(frozen=True)
class Hinder:
    """The rule that leaves nobody: `skill` nobody has it, `skills` nobody has all of them, `apart` who has is kept
    apart, `locked` to somebody who does not work, `hours` nobody works when it may be made, `two` are needed and there
    are not two, `twin`: nobody can be the other of the two."""

    rule: str
    carers: tuple[int, ...] = ()
    skills: tuple[str, ...] = ()
    opens: int = 0  # the first and the last start that is asked for
    closes: int = 0


def why_nobody(walker: Walker, visit: Visit) -> Hinder | None:
    """Why no plan of the day can hold a visit, whatever becomes of the others; None where one can."""
    day = walker.day
    held = held_at(day, visit)
    if held:
        return None if day.shift(held[0]) else Hinder("locked", (held[0],))
    able = [s for s in day.shifts if visit.skills <= s.skills]
    if not able:
        lacks = sorted(visit.skills - frozenset().union(*(s.skills for s in day.shifts)))
        return Hinder("skill", skills=tuple(lacks)) if lacks else Hinder("skills", skills=tuple(sorted(visit.skills)))
    free = [s for s in able if s.carer not in visit.refused]
    if not free:
        return Hinder("apart", tuple(s.carer for s in able))
    if any(_works_then(walker, shift, visit) for shift in free):
        return None
    window, latest = window_of(day, visit)
    return Hinder("hours", tuple(s.carer for s in free), opens=window.opens, closes=latest)


def _works_then(walker: Walker, shift: Shift, visit: Visit) -> bool:
    """Whether a carer can go there, make the visit and be back, with nothing else to do."""
    window, latest = window_of(walker.day, visit)
    first, last = ends_of(walker.day, shift)
    start = max(window.opens, shift.begins + walker.minutes(shift, first, visit.place))
    return start <= latest and start + visit.minutes + walker.minutes(shift, visit.place, last) <= shift.ends


def nobody(walker: Walker) -> dict[str, Hinder]:
    """The visits of a day that nobody may make, each with why."""
    told = {visit.key: why_nobody(walker, visit) for visit in walker.day.visits if not _is_left(walker, visit)}
    for visit in walker.day.visits:
        if visit.twin in told and visit.key in told:
            told[visit.key] = told[visit.key] or _why_not_two(walker, visit, told[visit.twin])
    return {key: hinder for key, hinder in told.items() if hinder}


def _is_left(walker: Walker, visit: Visit) -> bool:
    """Whether a part of a visit was never anybody's and has begun: nobody is sent after."""
    return bool(visit.twin) and visit.settled and held_at(walker.day, visit) is None


def _why_not_two(walker: Walker, visit: Visit, other: Hinder | None) -> Hinder | None:
    """Why a part of a visit cannot be made though somebody may make it: two come, or none."""
    if other and other.rule not in ("two", "twin"):
        return Hinder("twin")
    mine, theirs = (_able(walker, one) for one in (visit, walker.visit(visit.twin)))
    return Hinder("two", tuple(sorted(mine))) if len(mine | theirs) < 2 else None


def _able(walker: Walker, visit: Visit) -> set[int]:
    """The carers who may make a visit, or a part of one."""
    if held := held_at(walker.day, visit):
        return {held[0]}
    return {s.carer for s in walker.day.shifts if visit.skills <= s.skills and s.carer not in visit.refused}
