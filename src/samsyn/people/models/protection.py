"""Protected identity: how it came and went, who may see what it covers, and the routine that management adopted."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models.register import Appointment, Person


class ProtectionChange(models.Model):
    """That a person's data became protected, or no longer are: with source and day. Never changed, never removed.

    `via` is how to reach the person without knowing where they are; whoever may read of the person reads it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protection_changes")
    protection = models.CharField(max_length=10, blank=True, choices=Person.Protection.choices)
    source = models.CharField(max_length=120)
    known_on = models.DateField()
    via = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "protection": Kind.SENSITIVE,
        "source": Kind.SENSITIVE,
        "known_on": Kind.SENSITIVE,
        "via": Kind.IDENTITY,
        "changed_at": Kind.ORDINARY,
        "changed_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [models.CheckConstraint(name="a_protection_has_a_source", condition=~Q(source=""))]


class SightPermit(models.Model):
    """That somebody in a role may see what protection covers, of those they have a relation to. Always for a time."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="sight_permits")
    reason = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.ORDINARY,
        "appointment": Kind.IDENTITY,
        "reason": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "given_at": Kind.ORDINARY,
        "given_by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
        "ended_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="sight_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(name="sight_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="sight_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]


class ProtectionRoutine(models.Model):
    """A version of the written routine for protected persons, as management adopted it (Kolada U20482, U28471).

    `followed_up_on` is the one thing that is added later: the day it was followed up.
    """

    class Part(models.TextChoices):
        HANDLING = "handling"  # U20482: case handling
        EXECUTION = "execution"  # U28471: those who carry out

    part = models.CharField(max_length=10, choices=Part.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    adopted_on = models.DateField()
    adopted_who = models.CharField(max_length=120)  # which management
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=40)
    followed_up_on = models.DateField(null=True)
    follow_up_note = models.TextField(blank=True)

    kinds = dict.fromkeys(
        ("id", "part", "version", "text", "adopted_on", "adopted_who", "written_at", "followed_up_on",
         "follow_up_note"), Kind.ORDINARY,
    ) | {"written_by": Kind.IDENTITY}  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_routine_a_version", fields=["part", "version"]),
            models.CheckConstraint(
                name="a_routine_is_followed_up_after_it_is_adopted",
                condition=Q(followed_up_on__isnull=True) | Q(followed_up_on__gte=F("adopted_on")),
            ),
        ]
