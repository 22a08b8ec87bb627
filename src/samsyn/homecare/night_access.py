"""Who may do what with night supervision by camera: role *and* relation, and for looking a permission of one's own."""

from samsyn.homecare.access import OrderFacts
from samsyn.homecare.lifecycle import ACCEPTED, GIVEN
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import PROVIDER, Actor, Role

WATCH = "job:night-watch"


def why_not_set_up(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Agreeing on a camera and its times, and ending it: the planner of the provider that gives the help."""
    if actor.role is not Role.PROVIDER_PLANNER or actor.unit_id != order.provider_id:
        return Refusal(N_("Det är utförarens planerare som lägger upp tillsyn med kamera."), law="SoLPuL 10")
    if order.status not in ACCEPTED:
        return Refusal(N_("Beställningen behöver vara mottagen och pågå."))
    return None


def why_not_see_set_up(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Seeing how it is agreed: the provider's own staff, as they read the order."""
    if actor.role in PROVIDER and actor.unit_id == order.provider_id and order.status in GIVEN:
        return None
    return Refusal(N_("Det är utförarens personal som ser hur tillsynen på natten är överenskommen."), law="SoLPuL 10")


def why_not_say_yes(actor: Actor, order: OrderFacts, giver_id: int | None, *, noted: bool) -> Refusal | None:
    """Saying yes to the camera: whoever it is about, or the provider's staff who received it on paper or in speech.

    `giver_id` is the person whose yes it is; None for a cohabitant who is not registered.
    """
    if not noted:
        if actor.role is Role.PERSON and actor.person_id == giver_id:
            return None
        return Refusal(N_("Det är var och en som säger ja eller nej för sig."), law="SoLPuL 9")
    return why_not_set_up(actor, order)


def why_not_take_back(actor: Actor, order: OrderFacts, giver_id: int | None, *, noted: bool) -> Refusal | None:
    """Taking a yes back: as above, but any of the provider's staff may note it, at once, whatever the order's state."""
    if not noted:
        return why_not_say_yes(actor, order, giver_id, noted=False)
    if actor.role in PROVIDER and actor.unit_id == order.provider_id:
        return None
    return Refusal(N_("Det är utförarens personal som antecknar att någon tar tillbaka sitt ja."))


def why_not_name(actor: Actor, unit_id: int) -> Refusal | None:
    """Giving and ending the permission to look: the unit's planner, of the unit's own staff."""
    if actor.role is Role.PROVIDER_PLANNER and actor.unit_id == unit_id:
        return None
    return Refusal(N_("Det är enhetens planerare som ger behörighet att titta."), law="SoLPuL 10")


def why_not_watch(actor: Actor) -> Refusal | None:
    """The night's list: the provider's staff, who go there. What it shows of whom is narrowed to the own unit."""
    if actor.role in PROVIDER:
        return None
    return Refusal(N_("Det är utförarens personal som ser nattens tillsyn."), law="SoLPuL 10")


def why_not_look(actor: Actor, order: OrderFacts, *, named: bool) -> Refusal | None:
    """Looking by camera: the few who are named for it at the unit that gives the help."""
    if refusal := why_not_go(actor, order):
        return refusal
    if not named:
        said = N_("Du har inte behörighet att titta med kamera. Enhetens planerare ger den till några få.")
        return Refusal(said, law="SoLPuL 10")
    return None


def why_not_go(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Asking for a visit, going there and telling what was found: the staff of the provider that gives the help."""
    if actor.role in PROVIDER and actor.unit_id == order.provider_id:
        return None
    return Refusal(N_("Det är utförarens personal som gör tillsynen."), law="SoLPuL 10")


def why_not_keep_watch(actor: Actor) -> Refusal | None:
    """Laying out the night and moving what is late: the watch, which runs by itself."""
    if actor.key == WATCH:
        return None
    return Refusal(N_("Det är nattens vakt som gör det av sig själv: kommandot samsyn night-watch."))
