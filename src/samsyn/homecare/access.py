"""Who may see and answer an order, make a plan and report time: role *and* relation, everything else is denied."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from samsyn.cases.access import SCREENED
from samsyn.homecare.lifecycle import ACCEPTED, GIVEN, LIVE, OrderStatus
from samsyn.people.refusals import N_, Refusal
from samsyn.people.roles import ASSESSMENT, PROVIDER, Actor, Role

if TYPE_CHECKING:
    from samsyn.homecare.models import Order


@dataclass(frozen=True)
class OrderFacts:
    """As much of an order as access depends on."""

    person_id: int
    unit_id: int  # the authority's
    caseworker_id: int | None
    provider_id: int
    status: OrderStatus
    order_id: int = 0
    case_id: int = 0

    @classmethod
    def of(cls, order: "Order") -> Self:
        """The facts of an order; its case must be at hand."""
        case, status = order.case, OrderStatus(order.status)
        return cls(
            case.person_id, case.unit_id, case.caseworker_id, order.provider_id, status, order.pk, order.case_id
        )  # fmt: skip


def why_not_read(actor: Actor, order: OrderFacts) -> Refusal | None:
    """The ordering unit, the provider it is sent to, the person and whoever they let see it."""
    if _is_opened(actor, order):
        return None
    if f"case:{order.case_id}" in actor.screened:
        return SCREENED
    if actor.role in ASSESSMENT:
        return None if actor.unit_id == order.unit_id else _other_unit()
    if actor.role is Role.PROVIDER_PLANNER:
        return None if actor.unit_id == order.provider_id and order.status in LIVE | GIVEN else _not_yours()
    if actor.role is Role.CARE_WORKER:
        return None if actor.unit_id == order.provider_id and order.status in GIVEN else _not_yours()
    if actor.role is Role.PERSON and actor.person_id == order.person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("see", order.person_id):
        return None
    return Refusal(N_("Din roll ger inte tillgång till beställningar."), law="SoLPuL 10")


def _is_opened(actor: Actor, order: OrderFacts) -> bool:
    """Whether the reader has opened the order, or its case, in an emergency that is not over."""
    if actor.role in ASSESSMENT:
        return f"case:{order.case_id}" in actor.emergencies
    return actor.role in PROVIDER and f"order:{order.order_id}" in actor.emergencies and order.status in LIVE | GIVEN


def why_not_open_in_emergency(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Reading another municipal unit's order for some hours: the staff on call, who come when an alarm does."""
    if actor.role not in PROVIDER or actor.is_private:
        return Refusal(N_("Din roll ger inte tillgång till beställningar."), law="SoLPuL 10")
    if why_not_read(actor, order) is None:
        return Refusal(N_("Du kan redan läsa beställningen."))
    return None


def why_not_order(actor: Actor, unit_id: int, caseworker_id: int | None) -> Refusal | None:
    """Sending and stopping orders: the caseworker who has the case."""
    if actor.role is Role.CASEWORKER and actor.unit_id == unit_id and actor.staff_id == caseworker_id:
        return None
    return Refusal(N_("Det är ärendets handläggare som beställer."))


def why_not_answer(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Answering an order: the provider's planner."""
    if actor.role is Role.PROVIDER_PLANNER and actor.unit_id == order.provider_id:
        return None
    return Refusal(N_("Det är utförarens planerare som svarar på beställningen."))


def why_not_plan(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Making the plan with the person: the provider's staff, once the order is accepted."""
    if actor.role not in {Role.PROVIDER_PLANNER, Role.CARE_WORKER} or actor.unit_id != order.provider_id:
        return Refusal(N_("Det är utförarens personal som gör planen tillsammans med personen."))
    if order.status not in ACCEPTED:
        return Refusal(N_("Beställningen behöver tas emot innan planen görs."))
    return None


def why_not_answer_plan(actor: Actor, order: OrderFacts, *, spoken_or_paper: bool) -> Refusal | None:
    """Answering the plan: the person, somebody with that consent, or staff who note what was said or signed."""
    if order.status not in ACCEPTED:
        return Refusal(N_("Hjälpen som planen gäller är avslutad, så det finns inget att svara på."))
    if actor.role is Role.PERSON and actor.person_id == order.person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("plan", order.person_id):
        return None
    if spoken_or_paper and why_not_plan(actor, order) is None:
        return None
    return Refusal(N_("Det är personen själv, eller någon som personen gett rätt till det, som svarar på planen."))


def why_not_ask_time(actor: Actor, order: OrderFacts, *, for_another: bool) -> Refusal | None:
    """Asking to swap or cancel: the person, a relative with that right, or the provider's staff on their behalf."""
    if order.status not in ACCEPTED:
        return Refusal(N_("Hjälpen är inte igång, så det finns inget besök att byta eller avboka."))
    if for_another:
        if actor.role in PROVIDER and actor.unit_id == order.provider_id:
            return None
        return Refusal(N_("Det är utförarens personal som byter och avbokar åt personen."))
    if actor.role is Role.PERSON and actor.person_id == order.person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("time", order.person_id):
        return None
    return Refusal(N_("Det är personen själv, eller någon som personen gett rätt till det, som byter och avbokar."))


def why_not_answer_time(actor: Actor, order: OrderFacts, contact_id: int | None) -> Refusal | None:
    """Saying yes or no where a limit is reached: the contact person, or the planner of the unit."""
    if order.status not in ACCEPTED:
        return Refusal(N_("Hjälpen är avslutad, så det finns inget att svara på."))
    if actor.unit_id == order.provider_id and (
        actor.role is Role.PROVIDER_PLANNER or (actor.role is Role.CARE_WORKER and actor.staff_id == contact_id)
    ):
        return None
    return Refusal(N_("Det är kontaktpersonen eller planeraren som svarar."))


def why_not_report(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Saying what differed from the plan: the staff of the provider that has the order."""
    if actor.role in {Role.PROVIDER_PLANNER, Role.CARE_WORKER} and actor.unit_id == order.provider_id:
        return None
    return Refusal(N_("Det är utförarens personal som skriver vad som blev gjort."))


def _other_unit() -> Refusal:
    return Refusal(N_("Beställningen hör till en annan enhet."), law="SoLPuL 10")


def _not_yours() -> Refusal:
    return Refusal(N_("Beställningen är inte er, eller inte längre er."), law="SoLPuL 10")


def why_not_keep_journal(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Writing in the provider's journal: its own staff, for an order it has or had. The authority never reads it."""
    if actor.role not in {Role.PROVIDER_PLANNER, Role.CARE_WORKER} or actor.unit_id != order.provider_id:
        return Refusal(
            N_("Det är utförarens egen personal som läser och skriver i utförarens journal."), law="SoL 14:3"
        )
    if order.status not in GIVEN:
        return Refusal(N_("Beställningen behöver tas emot innan ni kan skriva i journalen."))
    return None


def why_not_object(actor: Actor, order: OrderFacts) -> Refusal | None:
    """Noting that something is wrong (SoL 14:6): the person, whoever they let see it, or the provider's staff."""
    if actor.role is Role.PERSON and actor.person_id == order.person_id:
        return None
    if actor.role is Role.RELATIVE and actor.may("see", order.person_id):
        return None
    return why_not_keep_journal(actor, order)
