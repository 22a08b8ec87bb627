"""The investigation, its needs, and every version of what was typed."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.case import Case
from samsyn.people.models import Staff


class Investigation(models.Model):
    """The inquiry into one application or reassessment (Utredning). A reassessment says what led to it, and why.

    That the person asks for something is no cause of one: it is an application, also when it is said (FL 19 §).
    """

    class Cause(models.TextChoices):
        CHANGED_NEEDS = "changed_needs"
        ERROR = "error"
        FOLLOW_UP = "follow_up"
        JUDGMENT = "judgment"  # a court has changed, annulled or remitted the decision

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="investigations")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=13, blank=True, choices=Cause.choices)
    why = models.TextField(blank=True)
    situation = models.TextField(blank=True)
    sources = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    completed_at = models.DateTimeField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "opened_at": Kind.ORDINARY,
        "opened_by": Kind.ORDINARY,
        "cause": Kind.ORDINARY,
        "why": Kind.SENSITIVE,
        "situation": Kind.SENSITIVE,
        "sources": Kind.SENSITIVE,
        "assessment": Kind.SENSITIVE,
        "completed_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_investigation", fields=["case"], condition=Q(completed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="a_reassessment_has_a_cause",
                condition=Q(why="") | ~Q(cause=""),
            ),
        ]


class Need(models.Model):
    """What the person needs in one IBIC area, in their words and in the assessment (Behov)."""

    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="needs")
    area = models.CharField(max_length=15)
    own_words = models.TextField(blank=True)
    description = models.TextField(blank=True)
    level_now = models.PositiveSmallIntegerField(null=True)
    level_meant = models.PositiveSmallIntegerField(null=True)
    factors_text = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "investigation": Kind.IDENTITY,
        "area": Kind.SENSITIVE,
        "own_words": Kind.SENSITIVE,
        "description": Kind.SENSITIVE,
        "level_now": Kind.SENSITIVE,
        "level_meant": Kind.SENSITIVE,
        "factors_text": Kind.SENSITIVE,
        "goal": Kind.SENSITIVE,
        "removed_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_need_an_area",
                fields=["investigation", "area"],
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(name="level_now_on_scale", condition=Q(level_now__in=[0, 1, 2, 3, 4, 8, 9])),
            models.CheckConstraint(name="level_meant_on_scale", condition=Q(level_meant__in=[0, 1, 2, 3, 4, 8, 9])),
        ]


class NeedFactor(models.Model):
    """A related factor that hinders or helps (Relaterad faktor)."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="factors")
    code = models.CharField(max_length=10)
    effect = models.CharField(max_length=1, choices=[("H", "hinders"), ("U", "helps")])

    kinds = {"id": Kind.IDENTITY, "need": Kind.IDENTITY, "code": Kind.SENSITIVE, "effect": Kind.SENSITIVE}

    class Meta:
        constraints = [models.UniqueConstraint(name="one_effect_a_factor", fields=["need", "code"])]


class FieldVersion(models.Model):
    """Everything ever typed into a field of an investigation, so that a second tab or a crash loses nothing."""

    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="versions")
    place = models.CharField(max_length=60)  # "situation", "need:12:goal"
    number = models.PositiveIntegerField()
    value = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    beside = models.BooleanField(default=False)  # kept beside the current text, for a person to choose
    settled = models.BooleanField(default=True)

    kinds = {
        "id": Kind.IDENTITY,
        "investigation": Kind.IDENTITY,
        "place": Kind.ORDINARY,
        "number": Kind.ORDINARY,
        "value": Kind.SENSITIVE,
        "by": Kind.IDENTITY,
        "at": Kind.ORDINARY,
        "beside": Kind.ORDINARY,
        "settled": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_version_a_number", fields=["investigation", "place", "number"])
        ]
