"""Lists of personal files to be deleted, drawn up by one person and approved by another."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Person, Staff


class DeletionList(models.Model):
    """Personal files whose time is out, and what became of them (Gallringslista; SoL 16:1, LSS 21 c).

    While a list is under way, and only then, the database lets go of what is otherwise final: its own triggers ask this
    table, and its constraints demand two persons. `report` counts what was deleted and says nothing of anybody.
    """

    class State(models.TextChoices):
        DRAWN_UP = "drawn_up"
        APPROVED = "approved"
        UNDER_WAY = "under_way"  # inside the transaction that deletes, never seen from outside
        DONE = "done"
        WITHDRAWN = "withdrawn"

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAWN_UP)
    counted_to = models.DateField()  # files whose five years were out before this day
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # carried out or withdrawn
    kept = models.JSONField(default=dict)  # how many ended files were kept, by reason
    report = models.JSONField(default=dict)

    kinds = {
        "id": Kind.ORDINARY,
        "state": Kind.ORDINARY,
        "counted_to": Kind.ORDINARY,
        "drawn_up_at": Kind.ORDINARY,
        "drawn_up_by": Kind.ORDINARY,
        "approved_at": Kind.ORDINARY,
        "approved_by": Kind.ORDINARY,
        "ended_at": Kind.ORDINARY,
        "kept": Kind.ORDINARY,
        "report": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_deletion_at_a_time",
                fields=["state"],
                condition=Q(state="under_way"),
            ),
            models.CheckConstraint(
                name="deletion_approved_at_and_by",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="deletion_is_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drawn_up_by")),
            ),
            models.CheckConstraint(
                name="nothing_is_deleted_unapproved",
                condition=Q(state__in=["drawn_up", "withdrawn"]) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="deletion_ends_once",
                condition=Q(state__in=["done", "withdrawn"], ended_at__isnull=False)
                | (~Q(state__in=["done", "withdrawn"]) & Q(ended_at__isnull=True)),
            ),
        ]


class DeletionItem(models.Model):
    """One person's file on a list, with the days that make it due. It goes when the file goes."""

    list = models.ForeignKey(DeletionList, on_delete=models.PROTECT, related_name="items")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    last_entry = models.DateField()
    due_on = models.DateField()  # when the five years were out
    last_day = models.DateField()  # 31 December of the year after
    left_out = models.TextField(blank=True)  # why somebody, or the rule, keeps it after all

    kinds = {
        "id": Kind.IDENTITY,
        "list": Kind.ORDINARY,
        "person": Kind.IDENTITY,
        "last_entry": Kind.ORDINARY,
        "due_on": Kind.ORDINARY,
        "last_day": Kind.ORDINARY,
        "left_out": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="a_file_once_a_list", fields=["list", "person"])]
