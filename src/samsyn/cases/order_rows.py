"""The stored delegation orders and decision lines as the values that `mandate` decides over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from samsyn.cases.letters.content import Delegation
from samsyn.cases.mandate import NO_ORDER, NOT_HUMAN, Item, Matter, Order, items_for, order_on, together
from samsyn.cases.models import DecisionLine, DelegationItem, DelegationOrder
from samsyn.people.queries import appointment_of
from samsyn.people.refusals import Refusal
from samsyn.people.roles import Actor


def stored_orders() -> QuerySet[DelegationOrder]:
    """Every version with its items, the newest first."""
    return DelegationOrder.objects.prefetch_related("items").order_by("-version")


def order_in_force(day: date) -> Order | None:
    """The delegation order that applies on a day, if there is one: the one that began last."""
    begun = stored_orders().filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
    return order_on([as_order(begun)], day) if begun else None


def as_order(row: DelegationOrder) -> Order:
    """A version as a value; its items are asked for once."""
    return Order(row.version, row.valid_from, row.valid_to, tuple(as_item(i) for i in row.items.all()), row.pk)


def as_item(row: DelegationItem) -> Item:
    """An item as a value."""
    return Item(
        number=row.number, what=row.what, basis=tuple(row.basis), holders=tuple(row.holders),
        interventions=frozenset(row.interventions), outcomes=frozenset(row.outcomes), most=row.most, unit=row.unit,
        months=row.months, kronor=row.kronor, passed_to=tuple(row.passed_to), reported=row.reported, note=row.note,
        pk=row.pk,
    )  # fmt: skip


def matter_of(line: DecisionLine) -> Matter:
    """A line as the delegation order sees it."""
    return Matter(
        regime=line.regime, outcome=line.outcome, intervention=line.intervention, unit=line.unit, amount=line.amount,
        applied=line.applied, first=line.valid_from, last=line.valid_to,
    )  # fmt: skip


def matters_of(lines: Iterable[DecisionLine]) -> list[Matter]:
    """The lines of a decision, in their order, each with the others beside it."""
    return together([matter_of(line) for line in lines])


@dataclass(frozen=True)
class Taken:
    """The item of the order that a decision beside the lines is made under, and what the order calls the one who does.

    `named` is how it is kept with the decision: "5.1 (version 2)".
    """

    item: Item
    version: int
    title: str

    @property
    def named(self) -> str:
        return f"{self.item.number} (version {self.version})"

    @property
    def delegation(self) -> Delegation:
        """The same, for its letter."""
        return Delegation((self.item.number,), self.version)


def item_on(matter: Matter, *, by: Actor, day: date) -> Taken | Refusal:
    """The item by which somebody may decide a matter on a day, or why they may not (KL 6:37)."""
    held, order = appointment_of(by, on=day), order_in_force(day)
    if held is None:
        return NOT_HUMAN
    found = items_for([matter], held.delegate_title, order)
    if isinstance(found, Refusal) or order is None:
        return found if isinstance(found, Refusal) else NO_ORDER
    return Taken(found[0], order.version, held.delegate_title)
