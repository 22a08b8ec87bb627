"""What a mended plan changes: who gets another carer or another time, what hangs on it, and who is left without."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.homecare.dayplan.facts import BREAK
from samsyn.homecare.queries import mended_from
from samsyn.web.dayplan.compared import what_said
from samsyn.web.dayplan.told import Told, clock
from samsyn.web.dayplan.trying import goals_of

if TYPE_CHECKING:
    from samsyn.homecare.models import DayPlan, DayStop


@dataclass(frozen=True)
class Change:
    """One visit that another comes to, at another time, or nobody."""

    stop: "DayStop"
    name: str
    what: str
    before: tuple[str, str]  # carer and time
    after: tuple[str, str]
    goals: list[str]
    other_carer: bool
    is_new: bool  # the person has not met the carer


@dataclass(frozen=True)
class Mended:
    """What a mended plan changes, and what had happened."""

    of: int  # the version that it mends
    reason: str
    about: str  # whom
    changes: list[Change]

    @property
    def left(self) -> int:
        return sum(not change.after[0] for change in self.changes)

    @property
    def carers(self) -> int:
        return sum(bool(change.after[0]) and change.other_carer for change in self.changes)

    @property
    def times(self) -> int:
        return sum(bool(change.after[0]) and not change.other_carer for change in self.changes)


def mended_by(told: Told, plans: list["DayPlan"]) -> Mended | None:
    """What the shown plan changes; None where it mends none."""
    made = mended_from(told.plan)
    if made is None:
        return None
    stops = {str(stop.pk): stop for stop in told.stops}
    changes = [_change(told, stops[pk], was) for pk, was in made.before["stops"].items() if pk in stops]
    changes.sort(key=lambda change: (change.stop.promised, change.name))
    of = next((plan.version for plan in plans if plan.pk == made.before["plan"]), 0)
    about = made.lane.name if made.lane else told.person_name(made.person_id) if made.person_id else ""
    return Mended(of, made.reason, about, changes)


def _change(told: Told, stop: "DayStop", was: list[int | None]) -> Change:
    carer, start = was
    before = (told.names.get(carer, "") if carer else "", clock(start or 0))
    after = (told.names.get(stop.carer_id, "") if stop.carer_id else "", clock(stop.start))
    key = told.key_of(stop) or BREAK
    visit = told.known.day.visit(key)
    met = told.known.day.known.get(visit.person, frozenset()) if visit else frozenset()
    other = carer != stop.carer_id
    what = what_said(told, stop, visit) if visit else told.what_of(stop)
    return Change(
        stop, told.name_of(stop), what, before, after, goals_of(told, stop), other,
        other and stop.carer_id not in met,
    )  # fmt: skip
