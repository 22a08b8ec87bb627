"""Whether it helped."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.case import Case
from samsyn.cases.models.decision import Decision
from samsyn.cases.models.investigation import Need
from samsyn.people.models import Staff


class FollowUp(models.Model):
    """Whether it helped (Uppföljning): held with the person, on a decision's needs."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="follow_ups")
    held_on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    took_part = models.CharField(max_length=200)
    persons_words = models.TextField(blank=True)
    result = models.CharField(max_length=15)
    next_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "held_on": Kind.ORDINARY,
        "by": Kind.ORDINARY,
        "took_part": Kind.IDENTITY,
        "persons_words": Kind.SENSITIVE,
        "result": Kind.ORDINARY,
        "next_on": Kind.ORDINARY,
        "recorded_at": Kind.ORDINARY,
    }

    class Meta:
        indexes = [models.Index(fields=["case", "held_on"], name="follow_up_by_case")]


class FollowUpNeed(models.Model):
    """One need followed up: level reached, the goal in two views, and the coded result."""

    class Reached(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    class Result(models.TextChoices):
        CONTINUE = "continue"
        CHANGE = "change"  # within the frame
        END = "end"
        REASSESS = "reassess"

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="needs")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="followed_up")
    level = models.PositiveSmallIntegerField()
    reached_person = models.CharField(max_length=6, choices=Reached.choices)
    reached_professional = models.CharField(max_length=6, choices=Reached.choices)
    comment = models.TextField(blank=True)
    result = models.CharField(max_length=8, choices=Result.choices)

    kinds = {
        "id": Kind.IDENTITY,
        "follow_up": Kind.IDENTITY,
        "need": Kind.IDENTITY,
        "level": Kind.SENSITIVE,
        "reached_person": Kind.SENSITIVE,
        "reached_professional": Kind.SENSITIVE,
        "comment": Kind.SENSITIVE,
        "result": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_follow_up_a_need", fields=["follow_up", "need"]),
            models.CheckConstraint(name="level_reached_on_scale", condition=Q(level__in=[0, 1, 2, 3, 4, 8, 9])),
        ]
