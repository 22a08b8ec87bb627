"""Who draws, sees, judges and signs the review of the log (SoLPuL 10 §)."""

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import LEADERS, Actor, Role


def why_not_draw_review(actor: Actor) -> Refusal | None:
    """Drawing a sample of the log: the night, and the administrator."""
    if actor.role is Role.ADMINISTRATOR:
        return None
    return Refusal(N_("Det är administratören eller nattens körning som drar urvalet."), law="SoLPuL 10")


def why_not_see_review(actor: Actor, unit_id: int) -> Refusal | None:
    """A unit's review of the log: its leader, and the administrator for what the leader may not judge."""
    if actor.role is Role.ADMINISTRATOR or (actor.role in LEADERS and actor.unit_id == unit_id):
        return None
    return Refusal(N_("Det är enhetens ledare som granskar."), law="SoLPuL 10")


def why_not_judge(actor: Actor, unit_id: int, reader_id: int, role: str) -> Refusal | None:
    """Judging one reading: a leader of the unit, never their own; a leader's reading also the administrator."""
    if actor.staff_id == reader_id:
        return Refusal(N_("Ingen granskar sin egen läsning. En annan ledare gör det."), law="SoLPuL 10")
    if actor.role in LEADERS and actor.unit_id == unit_id:
        return None
    if actor.role is Role.ADMINISTRATOR and role in LEADERS:
        return None
    return Refusal(N_("Det är enhetens ledare som granskar."), law="SoLPuL 10")


def why_not_sign_review(actor: Actor, unit_id: int) -> Refusal | None:
    """Signing the whole: a leader of the unit."""
    if actor.role in LEADERS and actor.unit_id == unit_id:
        return None
    return Refusal(N_("Det är enhetens ledare som signerar granskningen."), law="SoLPuL 10")
