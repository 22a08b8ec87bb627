"""Putting in the cases of an invented municipality, from intake to follow-up."""

from collections.abc import Sequence
from itertools import chain

from django.db import transaction
from django.db.models import Model

from samsyn.audit import bulk
from samsyn.cases.models import (
    Case,
    Decision,
    DecisionLine,
    FollowUp,
    FollowUpNeed,
    Intake,
    Investigation,
    LineNeed,
    Need,
    NeedFactor,
)
from samsyn.people.refusals import N_, NoAccess, Refusal
from samsyn.people.roles import Actor
from samsyn.synthetic.records import Story

# Which part of a story goes into which table. A decision comes after its lines: once signed it takes no more. Foreign
# keys are checked when the transaction ends, so the order is free.
LOADED: tuple[tuple[str, type[Model]], ...] = (
    ("cases", Case),
    ("intakes", Intake),
    ("investigations", Investigation),
    ("needs", Need),
    ("factors", NeedFactor),
    ("lines", DecisionLine),
    ("line_needs", LineNeed),
    ("decisions", Decision),
    ("follow_ups", FollowUp),
    ("follow_up_needs", FollowUpNeed),
)
TABLES = tuple(model for _, model in LOADED)


@transaction.atomic
def load_cases(*, stories: Sequence[Story], by: Actor) -> None:
    """Put in everything that some stories hold of cases. Their people are in already."""
    if not by.key.startswith("job:"):
        raise NoAccess(Refusal(N_("Påhittade ärenden läggs in med kommandot samsyn simulate.")))
    for part, model in LOADED:
        bulk.insert(model, list(chain.from_iterable(getattr(s, part) for s in stories)))


def finish_cases() -> None:
    """Let new rows get keys after the loaded ones."""
    bulk.reset_keys(*TABLES)
