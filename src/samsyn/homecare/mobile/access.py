"""Who may carry a day on a phone, empty one, and read when a carer began and ended: role *and* relation."""

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role


def why_not_carry(actor: Actor) -> Refusal | None:
    """A day on a phone: carers, their own visits alone."""
    if actor.role is Role.CARE_WORKER and actor.is_human:
        return None
    return Refusal(N_("Arbetsdagen i telefonen är för omsorgspersonal."), law="SoLPuL 10")


def why_not_use(actor: Actor, staff_id: int) -> Refusal | None:
    """What was written on a device is handed in by whoever wrote it, and by nobody else who has the phone now."""
    if why_not_carry(actor) is None and actor.staff_id == staff_id:
        return None
    return Refusal(N_("Det som finns i telefonen är någon annans. Den personen behöver själv logga in och skicka det."))


def why_not_wipe(actor: Actor, unit_id: int) -> Refusal | None:
    """Emptying a phone from afar: the unit's planner, or the administrator."""
    if actor.role is Role.ADMINISTRATOR or (actor.role is Role.PROVIDER_PLANNER and actor.unit_id == unit_id):
        return None
    return Refusal(N_("Det är enhetens planerare eller administratören som tömmer en telefon."))


def why_not_read_times(actor: Actor, staff_id: int, units: frozenset[int]) -> Refusal | None:
    """When a carer began and ended visits: the carer, and the planner of the unit where it was."""
    if actor.role is Role.CARE_WORKER and actor.staff_id == staff_id:
        return None
    if actor.role is Role.PROVIDER_PLANNER and actor.unit_id in units:
        return None
    return Refusal(N_("Tiderna ser den som de gäller, och planeraren på den enhet där de skrevs."))
