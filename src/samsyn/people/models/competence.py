"""What staff have learnt, and how far they have come in a course."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models.register import Staff


class Competence(models.Model):
    """That a member of staff has gained something, on a day, by what, and until when it counts. Never changed."""

    class How(models.TextChoices):
        COURSE = "course"  # a module of the introduction, every question answered right

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="competences")
    key = models.CharField(max_length=60)  # "introduktion/vardegrund", or "introduktion" for all of it
    version = models.PositiveSmallIntegerField()  # of the content
    gained_on = models.DateField()
    expires_on = models.DateField(null=True)  # the last day it counts
    how = models.CharField(max_length=10, choices=How.choices)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "key": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "gained_on": Kind.ORDINARY,
        "expires_on": Kind.ORDINARY,
        "how": Kind.ORDINARY,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_competence_a_day", fields=["staff", "key", "version", "gained_on"]),
            models.CheckConstraint(
                name="competence_lasts", condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("gained_on"))
            ),
            models.CheckConstraint(
                name="competence_noted_at_and_by", condition=Q(noted_at__isnull=False) & ~Q(noted_by="")
            ),
        ]


class CourseProgress(models.Model):
    """How far somebody has come in a version of a module: screens read and questions answered right."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    module = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    screens = models.PositiveSmallIntegerField(default=0)
    right = models.JSONField(default=list)  # numbers of questions, from 0
    changed_on = models.DateField()

    kinds = {
        "id": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "module": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "screens": Kind.ORDINARY,
        "right": Kind.ORDINARY,
        "changed_on": Kind.ORDINARY,
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="one_progress_each", fields=["staff", "module", "version"])]
