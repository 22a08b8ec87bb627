"""Who may open, answer and read exercises, the year wheel and the working group's notes: role *and* own unit, else no.

Pure: the facts come as arguments. A round is about nobody's case; its secret is who answered what.
"""

from dataclasses import dataclass
from datetime import date

from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import Actor, Role
from samsyn.review.access import why_not_lead, why_not_take_part

ELSEWHERE = Refusal(N_("Det här är en annan enhets. Du ser din egen enhets övningar."))
CLOSED = Refusal(
    N_("Rundan är stängd. Det du har skrivit är sparat på rundans sida, där bara du ser det, men räknas inte.")
)
NOT_IN = Refusal(N_("Du är inte med i den här rundan. De som fanns på enheten när den öppnades är med."))
HANDED_IN = Refusal(N_("Du har lämnat in, och svaren ändras inte."))


@dataclass(frozen=True)
class RoundFacts:
    """What decides about a round: whose it is, and whether it is closed."""

    unit: int
    closed: bool


def why_not_belong(actor: Actor, unit: int) -> Refusal | None:
    """Reading what the unit has in common: those who assess needs there."""
    return why_not_take_part(actor) or (None if actor.unit_id == unit else ELSEWHERE)


def why_not_lead_unit(actor: Actor, unit: int) -> Refusal | None:
    """Opening and closing rounds, and writing vignettes: the unit's team leader."""
    return why_not_take_part(actor) or why_not_lead(actor) or (None if actor.unit_id == unit else ELSEWHERE)


def why_not_answer(actor: Actor, round_: RoundFacts, *, is_own: bool, handed_in: bool) -> Refusal | None:
    """Writing in a sheet: its own assessor alone, until it is handed in or the round is closed."""
    if refusal := why_not_belong(actor, round_.unit):
        return refusal
    if not is_own:
        return NOT_IN
    if handed_in:
        return HANDED_IN
    return CLOSED if round_.closed else None


def why_not_close(round_: RoundFacts) -> Refusal | None:
    """A round is closed once."""
    return Refusal(N_("Rundan är redan stängd.")) if round_.closed else None


def why_not_report(actor: Actor, round_: RoundFacts) -> Refusal | None:
    """Reading what came of it: the unit, when it is closed."""
    if refusal := why_not_belong(actor, round_.unit):
        return refusal
    return None if round_.closed else Refusal(N_("Resultatet visas när rundan är stängd."))


def why_not_read_everywhere(actor: Actor) -> Refusal | None:
    """What all units' closed rounds tell together, with no unit apart: the analyst."""
    if actor.role is Role.ANALYST and actor.is_human:
        return None
    return Refusal(N_("Alla enheters rundor tillsammans läses av analytikern. Du ser din egen enhets övningar."))


def is_late(last_day: date, today: date, *, closed: bool) -> bool:
    """Whether the last day has passed and the round is still open."""
    return not closed and today > last_day
