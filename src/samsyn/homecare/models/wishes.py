"""What a person wishes of how the help is given, kept with each version of the plan and shown to those who give it."""

from django.db import models

from samsyn.audit.classification import Kind
from samsyn.homecare.models.orders import Plan


class PlanWish(models.Model):
    """The wishes told when a plan was made: when, by whom, language, the carer's sex, what matters (Önskemål).

    `times` are keys of TIMES. An empty field is no wish. A wish is no right: what cannot be met is said.
    """

    class Times(models.TextChoices):
        EARLY = "early"
        LATE = "late"
        SAME = "same"  # the same time each day
        QUIET = "quiet"  # no visit at meals and rest

    class Sex(models.TextChoices):
        ANY = ""
        WOMAN = "K"
        MAN = "M"

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="wish")
    times = models.JSONField(default=list)
    by_whom = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    carer_sex = models.CharField(max_length=1, blank=True, choices=Sex.choices)
    matters = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "plan": Kind.IDENTITY,
        "times": Kind.SENSITIVE,
        "by_whom": Kind.SENSITIVE,
        "language": Kind.SENSITIVE,
        "carer_sex": Kind.SENSITIVE,
        "matters": Kind.SENSITIVE,
    }

    @property
    def is_empty(self) -> bool:
        """Whether nothing is wished."""
        return not (self.times or self.by_whom or self.language or self.carer_sex or self.matters)
