"""Who may plan a unit's day, and read why two are kept apart: role *and* relation."""

from collections.abc import Sequence
from datetime import date

from samsyn.homecare.dayplan.facts import Day
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role


def why_not_plan_day(actor: Actor, unit_id: int) -> Refusal | None:
    """Seeing and changing a unit's day plan, its shifts and who is kept apart: the unit's own planner."""
    if actor.role is Role.PROVIDER_PLANNER and actor.unit_id == unit_id:
        return None
    return Refusal(N_("Dagen planeras av enhetens egen planerare."), law="SoLPuL 10")


def why_not_note_of(works_here: bool) -> Refusal | None:
    """Noting what a carer may be given, or their sex: of those who work at the planner's own unit."""
    return None if works_here else Refusal(N_("Den medarbetaren arbetar inte på din enhet."), law="SoLPuL 10")


def why_not_demand_of(is_helped: bool) -> Refusal | None:
    """Reading and noting what a person's visits demand: of those whom the planner's own unit helps."""
    return None if is_helped else Refusal(N_("Er enhet har ingen beställning för personen."), law="SoLPuL 10")


def why_not_ask_sex(is_asked_for: bool) -> Refusal | None:
    """A carer's sex is kept for one purpose, a person's wish; without one it is not asked."""
    if is_asked_for:
        return None
    return Refusal(N_("Ingen ni hjälper önskar att det är en kvinna eller en man som kommer, så det ska inte frågas."))


def why_not_change(day: date, today: date) -> Refusal | None:
    """Why a plan of a day is changed and accepted no more: it has been."""
    return Refusal(N_("Dagen har varit. Välj i dag eller en dag framåt.")) if day < today else None


def why_not_begin(facts: Day, day: date, today: date) -> Refusal | None:
    """Why a day cannot be planned: it has been, nothing is to be done, or nobody works."""
    if refusal := why_not_change(day, today):
        return refusal
    if not facts.visits:
        return Refusal(N_("Inga besök är planerade den dagen, så det finns inget att fördela."))
    if not facts.shifts:
        return Refusal(N_("Ingen arbetar den dagen. Skriv först in vilka som arbetar, under Arbetspass."))
    return None


def why_not_begin_pattern(days: Sequence[Day]) -> Refusal | None:
    """Why no pattern can be made of fourteen days: nothing recurs in them, or nobody works."""
    if not any(day.visits for day in days):
        return Refusal(N_("Inga besök ur planerna med personerna ligger i de två veckorna, så det finns ingen slinga."))
    if not any(day.visits and day.shifts for day in days):
        return Refusal(N_("Ingen arbetar de två veckorna. Skriv först in vilka som arbetar, under Arbetspass."))
    return None
