"""Putting in the orders, plans and day by day time of an invented municipality."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate

from samsyn.audit import bulk
from samsyn.homecare.actions.load_days import load_days as load_days
from samsyn.homecare.actions.load_told import load_told as load_told
from samsyn.homecare.contact import OFFERED_WITH, Step
from samsyn.homecare.lifecycle import ACCEPTED
from samsyn.homecare.models import Activity, ContactStep, Order, OrderMessage, PerformedTime, Plan, PlannedTime
from samsyn.people.models import StaffTitle
from samsyn.people.queries import why_not_invent
from samsyn.people.refusals import N_, NoAccess, Refusal, permit
from samsyn.people.roles import Actor
from samsyn.synthetic.records import Story

# Which part of a story goes into which table; what is pointed at comes first.
LOADED: tuple[tuple[str, type[Model]], ...] = (
    ("orders", Order),
    ("messages", OrderMessage),
    ("plans", Plan),
    ("activities", Activity),
    ("planned", PlannedTime),
    ("performed", PerformedTime),
)
TABLES: tuple[type[Model], ...] = (*(model for _, model in LOADED), ContactStep)


@transaction.atomic
def load_homecare(*, stories: Sequence[Story], by: Actor) -> None:
    """Put in everything that some stories hold of orders, plans and time. Their cases are in already."""
    if not by.key.startswith("job:"):
        raise NoAccess(Refusal(N_("Påhittade beställningar läggs in med kommandot samsyn simulate.")))
    for part, model in LOADED:
        bulk.insert(model, list(chain.from_iterable(getattr(s, part) for s in stories)))


@transaction.atomic
def load_contacts(*, by: Actor, at: datetime) -> int:
    """Let those who may be one have been offered as fast omsorgskontakt and accepted; every ninth person said no.

    Where the contact person has no proof of the title nothing has been offered yet. Returns for how many orders it was.
    """
    permit(why_not_invent(by))
    able = StaffTitle.objects.filter(valid_to=None).values("staff")
    orders = Order.objects.filter(status__in=ACCEPTED, line__intervention__in=OFFERED_WITH, contact__in=able)
    rows: list[tuple[object, ...]] = []
    told_of = ("pk", "contact", "status_since", "contact__given_name", "contact__family_name")
    known = orders.order_by("pk").values_list(*told_of)
    for n, (order, staff, since, *name) in enumerate(known):
        when = min(since, at)
        step, hand = (Step.DECLINED, "spoken") if n % 9 == 4 else (Step.ACCEPTED, "self" if n % 3 else "paper")
        told = (localdate(when).isoformat(), str(when.astimezone(UTC).replace(tzinfo=None)), " ".join(name))
        rows += [(order, Step.OFFERED.value, staff, "certificate/1", "first", "", *told)]
        rows += [(order, step.value, None, "", "", hand, *told)]
    names = ["order", "step", "staff", "rule", "why", "hand", "said_on", "told_at", "told_name"]
    if rows:
        bulk.insert_values(ContactStep, names, rows, told_by=by.key)
    return len(rows) // 2


def finish_homecare() -> None:
    """Let new rows get keys after the loaded ones."""
    bulk.reset_keys(*TABLES)
