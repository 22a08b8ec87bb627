"""Who may ask for, read and conclude a review, and take part in an exercise: role *and* relation, else denied."""

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, Actor, Role


def why_not_take_part(actor: Actor) -> Refusal | None:
    """Reading what others have investigated, and exercising together: those who assess needs, known by name."""
    if actor.role in ASSESSMENT and actor.is_human:
        return None
    return Refusal(N_("Granskning och övningar är för dem som utreder och beslutar."))


def why_not_lead(actor: Actor) -> Refusal | None:
    """Setting a unit's rule, leading its meetings and its working group: the team leader."""
    if actor.role is Role.TEAM_LEADER and actor.is_human:
        return None
    return Refusal(N_("Det är gruppledaren som bestämmer hur enheten granskar och övar."))
