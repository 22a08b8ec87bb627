"""Who may meet similar decided cases, and who switches them on and off."""

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, Actor, Role


def why_not_compare(actor: Actor) -> Refusal | None:
    """Being shown what was granted in similar cases, through a case that one may already read (SoLPuL 10)."""
    if actor.role in ASSESSMENT and actor.is_human:
        return None
    return Refusal(N_("Liknande ärenden visas för dem som utreder och beslutar."), law="SoLPuL 10")


def why_not_read_ground(actor: Actor) -> Refusal | None:
    """Reading on what ground similar cases stand, and whether they are on: who assesses, follows up or administers."""
    if actor.role in ASSESSMENT | {Role.ANALYST, Role.ADMINISTRATOR}:
        return None
    return Refusal(N_("Sidan är för dem som utreder och beslutar, för analytikern och för administratören."))


def why_not_switch(actor: Actor, unit_id: int | None) -> Refusal | None:
    """Switching on and off. For the whole municipality the administrator, on behalf of the committee, who is the
    controller (SoLPuF 11); at a unit its team leader, who answers for how the unit works."""
    if not actor.is_human:
        return Refusal(N_("En person behöver slå på eller stänga av, och skriva varför."))
    if unit_id is None:
        if actor.role is Role.ADMINISTRATOR:
            return None
        return Refusal(N_("Det är administratören som slår på eller stänger av för hela kommunen."))
    if actor.role is Role.TEAM_LEADER and actor.unit_id == unit_id:
        return None
    return Refusal(N_("Det är enhetens gruppledare som slår på eller stänger av för enheten."))


def why_not_measure(actor: Actor) -> Refusal | None:
    """Reading the figures of reviews: the team leader of the own unit, the analyst of all."""
    if actor.role in {Role.TEAM_LEADER, Role.ANALYST}:
        return None
    return Refusal(N_("Måtten är för gruppledaren och analytikern."))
