"""Who may measure, read what was measured, and open, change and end a measure: role *and* relation. Pure."""

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role

READERS = frozenset({Role.ANALYST, Role.TEAM_LEADER, Role.COMMITTEE_SECRETARY, Role.CHAIR})
OWNERS = frozenset({Role.ANALYST, Role.TEAM_LEADER})
NOT_YOURS = Refusal(N_("Det är analytikern och den som ansvarar för åtgärden som ändrar och avslutar den."))
OVER = Refusal(N_("Åtgärden är avslutad, och det som står där ändras inte. Öppna en ny från mätningen."))
OVERTAKEN = Refusal(N_("Någon har nyss ändrat åtgärden. Läs den som den är nu, och ändra igen om det behövs."))


def why_not_measure(actor: Actor) -> Refusal | None:
    """Measuring, and reading figures as they were counted: the analyst, and what runs by itself."""
    if actor.key.startswith("job:") or (actor.role is Role.ANALYST and actor.is_human):
        return None
    return Refusal(
        N_("Figurerna visas för analytikern. Andra ser rapporten, där små grupper inte visas."), law="OSL 26:1"
    )


def why_not_read_improvements(actor: Actor) -> Refusal | None:
    """Reading what is done about differences: those who lead, follow up and report to the committee."""
    if actor.role in READERS and actor.is_human:
        return None
    return Refusal(N_("Åtgärderna läses av analytiker, gruppledare, nämndsekreterare och ordförande."))


def why_not_change(actor: Actor, owner: int) -> Refusal | None:
    """Changing and ending an improvement: the analyst, and whoever is responsible for it while they may read it."""
    if refusal := why_not_read_improvements(actor):
        return refusal
    return None if actor.role is Role.ANALYST or actor.staff_id == owner else NOT_YOURS
