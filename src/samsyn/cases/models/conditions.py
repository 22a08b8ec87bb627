"""What some paragraphs ask for beside the needs."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.investigation import Investigation
from samsyn.people.models import Staff


class Conditions(models.Model):
    """What the investigation found of the conditions of LSS 1, 10 §§ and SoL 29:7–8 (Särskild prövning).

    `circle` is the group of LSS 1 §, `plan` what the person answered to the offer of an individual plan, `ground` why
    somebody who will move applies here, `disregards_home` that help they have where they live now has not counted.
    """

    investigation = models.OneToOneField(Investigation, on_delete=models.PROTECT, related_name="conditions")
    circle = models.CharField(max_length=4, blank=True)
    circle_reasons = models.TextField(blank=True)
    plan = models.CharField(max_length=8, blank=True)
    ground = models.CharField(max_length=8, blank=True)
    disregards_home = models.BooleanField(default=False)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.IDENTITY,
        "investigation": Kind.IDENTITY,
        "circle": Kind.SENSITIVE,
        "circle_reasons": Kind.SENSITIVE,
        "plan": Kind.SENSITIVE,
        "ground": Kind.SENSITIVE,
        "disregards_home": Kind.ORDINARY,
        "assessed_at": Kind.ORDINARY,
        "assessed_by": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="known_circle", condition=Q(circle__in=["", "PK1", "PK2", "PK3", "NONE"])),
            models.CheckConstraint(name="known_plan_answer", condition=Q(plan__in=["", "wants", "declined", "later"])),
            models.CheckConstraint(
                name="known_moving_ground", condition=Q(ground__in=["", "care", "violence", "none"])
            ),
        ]
