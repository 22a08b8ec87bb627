"""Who may plan a unit's day, and read why two are kept apart: role *and* relation."""

from datetime import date

from samsyn.homecare.dayplan.facts import Day
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role


def why_not_plan_day(actor: Actor, unit_id: int) -> Refusal | None:
    """Seeing and changing a unit's day plan, its shifts and who is kept apart: the unit's own planner."""
    if actor.role is Role.PROVIDER_PLANNER and actor.unit_id == unit_id:
        return None
    return Refusal(N_("Dagen planeras av enhetens egen planerare."), law="SoLPuL 10")


def why_not_begin(facts: Day, day: date, today: date) -> Refusal | None:
    """Why a day cannot be planned: it has been, nothing is to be done, or nobody works."""
    if day < today:
        return Refusal(N_("Dagen har varit. Välj i dag eller en dag framåt."))
    if not facts.visits:
        return Refusal(N_("Inga besök är planerade den dagen, så det finns inget att fördela."))
    if not facts.shifts:
        return Refusal(N_("Ingen arbetar den dagen. Skriv först in vilka som arbetar, under Arbetspass."))
    return None
