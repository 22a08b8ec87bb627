"""The pseudonymised follow-up store: what was decided for which needs, without a name, a sex, an age or a way back.

No foreign key leads out of it, and no key stands in it. What hangs together is told by keyed digests (`store_key`).
"""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Unit


class StoredDecision(models.Model):
    """A decided case in the follow-up store: the quarter, whether it is a carer's, and the need profile.

    Rows are put in and taken out, and never changed. Their order says nothing: they are put in in the order of their
    digests, a month at a time.
    """

    decision = models.CharField(max_length=32, unique=True)  # keyed digest, so that a corrected one can be taken out
    person = models.CharField(max_length=32, db_index=True)  # keyed digest, so that a person counts once
    quarter = models.PositiveIntegerField()  # 20264
    carer = models.BooleanField()  # support to a relative, which is compared with the like only
    profile = models.TextField()  # as alike.packed

    kinds = {
        "id": Kind.ORDINARY,
        "decision": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "quarter": Kind.ORDINARY,
        "carer": Kind.ORDINARY,
        "profile": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [models.CheckConstraint(name="a_stored_profile_has_a_need", condition=~Q(profile=""))]


class StoredLine(models.Model):
    """A line of a decision in the follow-up store."""

    stored = models.ForeignKey(StoredDecision, on_delete=models.CASCADE, related_name="lines")
    intervention = models.CharField(max_length=30)
    outcome = models.CharField(max_length=8)
    unit = models.CharField(max_length=15)
    amount = models.PositiveIntegerField()
    applied = models.PositiveIntegerField(null=True)

    kinds = dict.fromkeys(("id", "stored", "intervention", "outcome", "unit", "amount", "applied"), Kind.ORDINARY)


class StoreRun(models.Model):
    """One time that the store was made what it should be, and under which key its digests stand."""

    filled_at = models.DateTimeField()
    filled_by = models.CharField(max_length=40)
    key_mark = models.CharField(max_length=32)
    through = models.DateField()  # the last day whose decisions are in it
    added = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    held = models.PositiveIntegerField()

    kinds = dict.fromkeys(("id", "filled_at", "through", "added", "removed", "held"), Kind.ORDINARY) | {
        "filled_by": Kind.IDENTITY,
        "key_mark": Kind.DERIVED,
    }


class StoreSwitch(models.Model):
    """That similar cases were switched on or off, everywhere or at a unit, and why. The newest holds; none is changed.

    Off everywhere means that the store is emptied, too: what nobody may use is not kept.
    """

    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="store_switches")
    is_on = models.BooleanField()
    reason = models.TextField()
    switched_at = models.DateTimeField()
    switched_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "is_on": Kind.ORDINARY,
        "reason": Kind.ORDINARY,
        "switched_at": Kind.ORDINARY,
        "switched_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [models.CheckConstraint(name="a_switch_has_a_reason", condition=~Q(reason=""))]
