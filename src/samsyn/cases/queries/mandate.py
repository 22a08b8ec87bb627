"""By which right decisions are made, and who could make one. What names staff names only those at work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samsyn.cases import access
from samsyn.cases.mandate import NOT_HUMAN, Item, Matter, Order, holders_of, items_for, outside_all
from samsyn.cases.models import Decision, DecisionMandate, DelegationOrder
from samsyn.cases.order_rows import as_order, item_on, matters_of, order_in_force, stored_orders
from samsyn.people.models import Appointment
from samsyn.people.queries import appointment_of, delegates_of
from samsyn.people.refusals import Refusal, permit
from samsyn.people.roles import Actor


def delegation_orders(*, by: Actor) -> QuerySet[DelegationOrder]:
    """Every version of the delegation order with its items, the newest first."""
    permit(access.why_not_read_order(by))
    return stored_orders()


def delegation_order(version: int, *, by: Actor) -> DelegationOrder:
    """One version with its items. Raises DelegationOrder.DoesNotExist."""
    return delegation_orders(by=by).get(version=version)


def orders_as_values(rows: Iterable[DelegationOrder]) -> list[Order]:
    """Versions as values, for comparing them."""
    return [as_order(row) for row in rows]


def order_today(today: date) -> Order | None:
    """The order in force, as a value: which titles and bodies it speaks of is no secret to whoever decides by it."""
    return order_in_force(today)


@dataclass(frozen=True)
class MayDecide:
    """How a proposal stands to the delegation order today, as one reader sees it.

    `refusal` is why the reader may not decide it, `items` by which they may, `others` who at the unit may decide all of
    it. `is_for_committee`: nobody may alone.
    """

    order: Order | None
    items: tuple[Item, ...]
    refusal: Refusal | None
    others: tuple[Appointment, ...]
    is_for_committee: bool


def may_decide(decision: Decision, *, by: Actor, today: date) -> MayDecide:
    """Who may decide a proposal today. Called after the query that opens the case, which checks access."""
    order, held = order_in_force(today), appointment_of(by, on=today)
    matters = matters_of(decision.lines.all())
    delegates = delegates_of(decision.case.unit_id, on=today)
    may = holders_of(matters, {d.delegate_title for d in delegates}, order)
    found = items_for(matters, held.delegate_title, order) if held else NOT_HUMAN
    return MayDecide(
        order=order,
        items=() if isinstance(found, Refusal) else tuple(found),
        refusal=found if isinstance(found, Refusal) else None,
        others=tuple(d for d in delegates if d.delegate_title in may and d.staff_id != decision.proposed_by_id),
        is_for_committee=outside_all(matters, order),
    )


def why_not_rule_under(regime: str, *, by: Actor, today: date) -> Refusal | None:
    """Why the order does not let the reader make a separate decision, such as dismissing an appeal (KL 6:37)."""
    found = item_on(Matter(regime, "refused"), by=by, day=today)
    return found if isinstance(found, Refusal) else None


def mandate_of(decision: Decision) -> DecisionMandate | None:
    """By which right a signed decision was made; None for what came from elsewhere without it."""
    found = DecisionMandate.objects.filter(decision=decision).select_related("order")
    return found.first()


def items_used(decision: Decision) -> list[str]:
    """The numbers of the items that a decision's lines were decided under, each once, in the order of the lines."""
    lines = decision.lines.filter(mandate__isnull=False).order_by("pk")
    return list(dict.fromkeys(lines.values_list("mandate__item__number", flat=True)))
