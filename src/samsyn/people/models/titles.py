"""Titles that staff hold by proof: what a rule may ask for before somebody is given a task."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models.register import Staff


class StaffTitle(models.Model):
    """That a member of staff holds a title that rests on a proof, from a day, as somebody has seen it.

    `reference` is the number of the proof where it has one. A title that is lost ends on a day; nothing is removed.
    """

    class Key(models.TextChoices):
        CERTIFICATE = "certificate"  # bevis om yrkestiteln undersköterska (SoL 25:2)
        TITLED_2025 = "titled_2025"  # permanently employed with the title on 1 July 2025

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="titles")
    key = models.CharField(max_length=20, choices=Key.choices)
    reference = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120)  # what was seen, and where
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "key": Kind.ORDINARY,
        "reference": Kind.IDENTITY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_current_title", fields=["staff", "key"], condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="title_ends_after_it_begins", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="a_title_has_a_source", condition=~Q(source="")),
        ]
