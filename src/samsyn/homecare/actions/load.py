"""Putting in the orders, plans and day by day time of an invented municipality."""

from collections.abc import Sequence
from itertools import chain

from django.db import transaction
from django.db.models import Model

from samsyn.audit import bulk
from samsyn.homecare.models import Activity, Order, OrderMessage, PerformedTime, Plan, PlannedTime
from samsyn.people.refusals import N_, NoAccess, Refusal
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
TABLES = tuple(model for _, model in LOADED)


@transaction.atomic
def load_homecare(*, stories: Sequence[Story], by: Actor) -> None:
    """Put in everything that some stories hold of orders, plans and time. Their cases are in already."""
    if not by.key.startswith("job:"):
        raise NoAccess(Refusal(N_("Påhittade beställningar läggs in med kommandot samsyn simulate.")))
    for part, model in LOADED:
        bulk.insert(model, list(chain.from_iterable(getattr(s, part) for s in stories)))


def finish_homecare() -> None:
    """Let new rows get keys after the loaded ones."""
    bulk.reset_keys(*TABLES)
