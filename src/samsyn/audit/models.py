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
