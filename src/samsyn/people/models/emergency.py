"""Emergency access: reading a case or an order without a relation, for a few hours, looked at afterwards."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models.register import Person, Staff, Unit


class EmergencyAccess(models.Model):
    """That somebody opened a case or an order in an emergency (nödöppning), why, until when, and what was found after.

    `about` is "case:12" or "order:34", `unit` the one it belongs to, whose leader looks at it; `from_unit` the one the
    reader works at. What is said when opening never changes; the judgement is written once.
    """

    class Cause(models.TextChoices):
        LIFE = "life"  # danger to life or health
        ALARM = "alarm"  # an alarm, or somebody has not opened
        PLACED = "placed"  # urgent placement, or care that cannot wait
        COVER = "cover"  # nobody with a relation can be reached
        OTHER = "other"

    class Verdict(models.TextChoices):
        NONE = ""
        APPROVED = "approved"
        INVESTIGATE = "investigate"

    about = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="emergencies")
    role = models.CharField(max_length=30)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="emergencies")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=40, blank=True)
    verdict = models.CharField(max_length=12, blank=True, choices=Verdict.choices)
    note = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "about": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "staff": Kind.IDENTITY,
        "role": Kind.ORDINARY,
        "from_unit": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "cause": Kind.SENSITIVE,
        "reason": Kind.SENSITIVE,
        "opened_at": Kind.ORDINARY,
        "ends_at": Kind.ORDINARY,
        "reviewed_at": Kind.ORDINARY,
        "reviewed_by": Kind.IDENTITY,
        "verdict": Kind.SENSITIVE,
        "note": Kind.SENSITIVE,
    }

    class Meta:
        indexes = [
            models.Index(fields=["staff", "ends_at"], name="emergency_by_staff"),
            models.Index(fields=["unit", "opened_at"], name="emergency_to_review", condition=Q(reviewed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="an_emergency_ends", condition=Q(ends_at__gt=F("opened_at"))),
            models.CheckConstraint(name="an_emergency_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="emergency_reviewed_at_and_by",
                condition=Q(reviewed_at__isnull=True, reviewed_by="", verdict="")
                | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="") & ~Q(verdict="")),
            ),
        ]
