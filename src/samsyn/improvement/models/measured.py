"""Measurements as they were made, the improvements they led to, and the measurements that tell whether those helped."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Staff


class Measurement(models.Model):
    """An outcome compared between two groups in a period (Mätning): what was asked, of which records, and all it said.

    Never changes: what was shown can be shown again. `result` is as `samsyn.equity.codec` writes it.
    """

    outcome = models.CharField(max_length=40)  # a key of data/outcomes.csv
    group = models.CharField(max_length=20)  # a key of data/groups.csv
    version = models.PositiveSmallIntegerField()  # of the outcome's definition
    query = models.CharField(max_length=16)  # the digest of what was asked, in full
    first = models.DateField()
    last = models.DateField()
    rows = models.PositiveIntegerField()
    result = models.JSONField()
    digest = models.CharField(max_length=64)  # of the result
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    kinds = dict.fromkeys(
        ("id", "outcome", "group", "version", "query", "first", "last", "rows", "digest", "made_at"), Kind.ORDINARY
    ) | {"result": Kind.DERIVED, "made_by": Kind.IDENTITY}

    class Meta:
        indexes = [models.Index(fields=["group", "outcome", "-made_at"], name="measurement_newest")]
        constraints = [
            models.CheckConstraint(name="a_period_ends_after_it_begins", condition=Q(last__gte=F("first"))),
        ]


class Improvement(models.Model):
    """What shall be done about a difference (Åtgärd): by whom, by when, and when it is measured again."""

    baseline = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="improvements")
    pattern = models.TextField()  # what is seen
    causes = models.TextField()  # what it may come of
    tests = models.TextField(blank=True)  # how the causes are tested
    what = models.TextField()
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="improvements_owned")
    due_on = models.DateField()
    changed_on = models.DateField(null=True)  # when the change took effect, so that before and after can be told apart
    again_on = models.DateField()  # when the same is measured again
    version = models.PositiveIntegerField(default=1)
    once = models.CharField(max_length=36, unique=True, null=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    outcome = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    kinds = dict.fromkeys(
        (
            "id", "baseline", "pattern", "causes", "tests", "what", "due_on", "changed_on", "again_on", "version",
            "once", "opened_at", "outcome", "ended_at",
        ), Kind.ORDINARY,
    ) | {"owner": Kind.IDENTITY, "opened_by": Kind.IDENTITY, "ended_by": Kind.IDENTITY}  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["again_on"], condition=Q(ended_at__isnull=True), name="improvement_again"),
        ]
        constraints = [
            models.CheckConstraint(
                name="improvement_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by="", outcome="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(outcome="")),
            ),
            models.CheckConstraint(name="measured_again_after_it_is_done", condition=Q(again_on__gte=F("due_on"))),
        ]


class Remeasured(models.Model):
    """That an improvement's outcome has been measured again. A row never changes."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="again")
    after = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="+")  # since the change alone
    whole = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="+")  # before and after, as a series
    due_on = models.DateField()  # the day it was asked for

    kinds = dict.fromkeys(("id", "improvement", "after", "whole", "due_on"), Kind.ORDINARY)

    class Meta:
        constraints = [models.UniqueConstraint(name="measured_again_once_a_day", fields=["improvement", "due_on"])]
