"""The event log. No foreign keys: it outlives what it describes and never stands in its way."""

from typing import Any

from django.db import models

from samsyn.audit.chain import content_of
from samsyn.audit.classification import Kind


class Event(models.Model):
    """One thing somebody did or read. Holds keys and codes only, never a name or a text about a person."""

    class Access(models.TextChoices):
        READ = "read"
        WRITE = "write"

    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    role = models.CharField(max_length=30)
    unit = models.BigIntegerField(null=True)
    access = models.CharField(max_length=5, choices=Access.choices)
    what = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    case = models.BigIntegerField(null=True)
    subjects = models.JSONField(default=list)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    kinds = {
        "id": Kind.ORDINARY,
        "at": Kind.ORDINARY,
        "by": Kind.IDENTITY,
        "role": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "access": Kind.ORDINARY,
        "what": Kind.ORDINARY,
        "about": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "subjects": Kind.IDENTITY,
        "detail": Kind.ORDINARY,
        "previous": Kind.DERIVED,
        "hash": Kind.DERIVED,
    }

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="event_by_case"),
            models.Index(fields=["by", "id"], name="event_by_actor"),
        ]

    def content(self) -> dict[str, Any]:
        """What the hash covers."""
        return content_of(self)


class Subject(models.Model):
    """Index from a person to the events that concern them, so that they can see who read their file."""

    event = models.BigIntegerField()
    person = models.BigIntegerField()

    kinds = {"id": Kind.DERIVED, "event": Kind.DERIVED, "person": Kind.DERIVED}

    class Meta:
        indexes = [models.Index(fields=["person", "event"], name="subject_by_person")]


class ImportSource(models.Model):
    """Another system that rows have been read from. Its own keys are unique within it."""

    name = models.CharField(max_length=60, unique=True)

    kinds = {"id": Kind.ORDINARY, "name": Kind.ORDINARY}


class Import(models.Model):
    """One time that a file of another system was checked or read in, by whom, and what became of it."""

    class State(models.TextChoices):
        CHOSEN = "chosen"  # the file is here, the mapping is being made
        RUNNING = "running"
        CHECKED = "checked"  # a dry run has ended, whatever it found
        DONE = "done"
        FAILED = "failed"  # nothing of it stays

    source = models.ForeignKey(ImportSource, null=True, on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=8, choices=State.choices)
    dry = models.BooleanField(default=True)
    mapping = models.TextField(blank=True)
    counts = models.JSONField(default=dict)  # kind → what became of so many rows
    bad = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)  # why it failed, as a message id
    values = models.JSONField(default=dict)  # what fills the gaps of the reason
    chosen_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=36, unique=True)  # of the form that was sent, so that twice is once

    kinds = {
        "id": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "state": Kind.ORDINARY,
        "dry": Kind.ORDINARY,
        "mapping": Kind.ORDINARY,
        "counts": Kind.DERIVED,
        "bad": Kind.DERIVED,
        "reason": Kind.ORDINARY,
        "values": Kind.ORDINARY,
        "chosen_at": Kind.ORDINARY,
        "by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
        "once": Kind.ORDINARY,
    }


class ImportedRow(models.Model):
    """Where a stored row was read from: the other system's key, and a digest of what it said when it was last read."""

    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=11)  # person, relation, application, line, order, time
    key = models.CharField(max_length=120)
    row = models.BigIntegerField()  # of the kind's own table
    digest = models.CharField(max_length=32)
    read_at = models.DateTimeField()

    kinds = {
        "id": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "kind": Kind.ORDINARY,
        "key": Kind.IDENTITY,
        "row": Kind.IDENTITY,
        "digest": Kind.DERIVED,
        "read_at": Kind.ORDINARY,
    }

    class Meta:
        indexes = [
            # From a stored row to where it came from; nobody asks it of single times, which are the most.
            models.Index(fields=["kind", "row"], condition=~models.Q(kind="time"), name="imported_row_by_row"),
        ]
        constraints = [
            models.UniqueConstraint(name="one_row_a_key", fields=["source", "kind", "key"]),
        ]
