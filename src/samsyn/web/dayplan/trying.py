"""A move on trial, told: which rules it breaks, what it costs, and whom and which of their goals it touches."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.homecare.dayplan.cost import Sums, summed
from samsyn.homecare.dayplan.facts import BREAK, where
from samsyn.homecare.queries import Tried, tried_move
from samsyn.web.dayplan.told import Told, clock

if TYPE_CHECKING:
    from samsyn.homecare.models import DayStop


@dataclass(frozen=True)
class Trial:
    """What a move would do."""

    broken: list[str]
    costs: list[str]
    touched: list[str]  # sentences about the person
    goals: list[str]  # the person's goals that hang on the visit

    @property
    def may_be_done(self) -> bool:
        """Whether no hard rule stands in the way."""
        return not self.broken

    def as_json(self) -> dict[str, object]:
        """As the page's script takes it."""
        return {
            "ok": self.may_be_done, "broken": self.broken, "costs": self.costs, "touched": self.touched,
            "goals": self.goals,
        }  # fmt: skip


def trial_of(told: Told, stop: "DayStop", carer: int, start: int) -> Trial:
    """Try a move. Raises Refused, Invalid where there is nothing to move."""
    tried = tried_move(stop, carer=carer, start=start, facts=told.known.day)
    broken = [told.words(one) for one in tried.hindered]
    cost = summed(tried.walker, tried.after) - summed(tried.walker, tried.before)
    return Trial(broken, costs_said(cost), _touched(told, tried, stop, carer, start), goals_of(told, stop))


def costs_said(cost: Sums) -> list[str]:
    """What changes in minutes and times; one sentence each, none for what stays the same."""
    told = [
        (cost.travel, _("Restid {n} min")), (cost.waiting, _("Väntan {n} min")),
        (cost.late, _("Utanför lovad tid {n} min")), (cost.unmet, _("Önskemål som inte uppfylls {n}")),
        (cost.new_faces, _("Möten med någon ny {n}")),
    ]  # fmt: skip
    return [text.format(n=f"{n:+d}".replace("-", "−")) for n, text in told if n] or [_("Kostar inget mer.")]


def _touched(told: Told, tried: Tried, stop: "DayStop", carer: int, start: int) -> list[str]:
    if tried.key == BREAK:
        return []
    visit, name = tried.walker.visit(tried.key), told.name_of(stop)
    met = told.known.day.known.get(visit.person, frozenset())
    found = []
    if carer != stop.carer_id:
        known = carer in met
        text = _("{name} får {carer}, som hen har träffat.") if known else _("{name} får {carer}, som är ny för hen.")
        found.append(text.format(name=name, carer=told.names.get(carer, "")))
    if start != visit.promised:
        late = start - visit.promised
        text = _("{name} får besöket {n} min senare än lovat, {promised}.") if late > 0 else _(
            "{name} får besöket {n} min tidigare än lovat, {promised}."
        )  # fmt: skip
        found.append(text.format(name=name, n=abs(late), promised=clock(visit.promised)))
    other = where(tried.after, visit.twin) if visit.twin else None
    if other and start != stop.start:
        text = _("{carer} kommer samtidigt, och börjar också klockan {at}.")
        found.append(text.format(carer=told.names.get(other[0], ""), at=clock(start)))
    come = {carer, *([other[0]] if other else [])}
    if any(wish.kind == "contact" and not come & wish.carers for wish in visit.wishes):
        found.append(_("Det är inte {name}s kontaktperson som kommer.").format(name=name))
    return found


def goals_of(told: Told, stop: "DayStop") -> list[str]:
    """The person's goals that hang on a visit, each with what is done."""
    rows = [told.known.planned[pk] for pk in stop.planned if pk in told.known.planned]
    goals = [(row.activity.what, row.activity.goal) for row in rows if row.activity and row.activity.goal]
    return [f"{what}: {goal}" for what, goal in dict.fromkeys(goals)]
