"""The year wheel and the working group of a unit: what is planned, what was said, what is to be done and came of it."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Staff, Unit


class WheelItem(models.Model):
    """Something a unit has planned for a month of every year. A unit without any follows the product's wheel."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="wheel")
    code = models.CharField(max_length=40)
    month = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=40, blank=True)

    kinds = dict.fromkeys(
        ("id", "unit", "code", "month", "label", "kind", "added_at", "removed_at"), Kind.ORDINARY
    ) | {"added_by": Kind.IDENTITY, "removed_by": Kind.IDENTITY}  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_spoke_a_month", fields=["unit", "code", "month"], condition=Q(removed_at__isnull=True)
            ),
            models.CheckConstraint(name="wheel_month_of_the_year", condition=Q(month__gte=1, month__lte=12)),
            models.CheckConstraint(
                name="wheel_item_removed_at_and_by",
                condition=Q(removed_at__isnull=True, removed_by="") | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
            ),
        ]


class WheelDone(models.Model):
    """That what was planned for a month of one year is done."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="wheel_done")
    code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    done_at = models.DateTimeField()
    done_by = models.CharField(max_length=40)

    kinds = dict.fromkeys(("id", "unit", "code", "year", "month", "note", "done_at"), Kind.ORDINARY) | {
        "done_by": Kind.IDENTITY
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="done_once_a_month", fields=["unit", "code", "year", "month"])]


class GroupNote(models.Model):
    """A note of a meeting of the working group. A correction is a later version beside it, with its reason."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="group_notes")
    held_on = models.DateField()
    text = models.TextField()
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.TextField(blank=True)
    once = models.CharField(max_length=36, unique=True, null=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=40)

    kinds = dict.fromkeys(
        ("id", "unit", "held_on", "text", "version", "corrects", "reason", "once", "written_at"), Kind.ORDINARY
    ) | {"written_by": Kind.IDENTITY}  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_correction_says_why",
                condition=Q(version=1, corrects__isnull=True)
                | (Q(version__gt=1, corrects__isnull=False) & ~Q(reason="")),
            )
        ]


class GroupAction(models.Model):
    """What the working group has decided shall be done, by whom and by when; and what came of it, which is final."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="group_actions")
    what = models.CharField(max_length=300)
    responsible = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    once = models.CharField(max_length=36, unique=True, null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    outcome = models.TextField(blank=True)
    done_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=40, blank=True)

    kinds = dict.fromkeys(
        ("id", "unit", "what", "due_on", "once", "added_at", "outcome", "done_on", "done_at"), Kind.ORDINARY
    ) | {"responsible": Kind.IDENTITY, "added_by": Kind.IDENTITY, "done_by": Kind.IDENTITY}  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_action_done_at_and_by",
                condition=Q(done_at__isnull=True, done_by="", outcome="", done_on__isnull=True)
                | (Q(done_at__isnull=False, done_on__isnull=False) & ~Q(done_by="") & ~Q(outcome="")),
            )
        ]
