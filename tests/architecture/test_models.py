"""What every model owes: a classification of each field, and no hand without a time."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CheckConstraint, Q

from samsyn.audit.classification import Kind

MODELS = [m for m in apps.get_models() if m.__module__.startswith("samsyn.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_field_is_classified_and_nothing_else(model):
    assert set(model.kinds) == {f.name for f in model._meta.concrete_fields}
    assert all(isinstance(kind, Kind) for kind in model.kinds.values())


def named_in(condition):
    """The fields that a condition speaks of."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from named_in(child)
        elif isinstance(child, tuple):
            yield child[0].split("__")[0]


def pairs():
    for model in MODELS:
        names = {f.name: f for f in model._meta.concrete_fields}
        for when in names:
            who = when.removesuffix("_at") + "_by"
            if when.endswith("_at") and who in names:
                yield pytest.param(model, names[when], names[who], id=f"{model._meta.label}.{when}")


@pytest.mark.parametrize(("model", "when", "who"), pairs())
def test_a_time_and_its_hand_are_stored_together_or_not_at_all(model, when, who):
    always_both = not (when.null or who.null or who.blank)
    checks = [set(named_in(c.condition)) for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    assert always_both or any({when.name, who.name} <= check for check in checks)


def test_there_are_pairs_to_look_at():
    assert len(list(pairs())) >= 4


@pytest.mark.django_db
def test_the_migrations_make_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
