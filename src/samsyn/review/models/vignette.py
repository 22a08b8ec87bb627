"""Vignettes that a unit has written itself. Each version is a row of its own and never changes."""

from django.db import models

from samsyn.audit.classification import Kind
from samsyn.people.models import Unit


class UnitVignette(models.Model):
    """One version of a unit's own vignette; `content` is what `review.vignette` reads. Invented: about nobody."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="vignettes")
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=40)

    kinds = dict.fromkeys(("id", "unit", "code", "version", "content", "written_at"), Kind.ORDINARY) | {
        "written_by": Kind.IDENTITY
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_vignette_a_version", fields=["unit", "code", "version"]),
            models.CheckConstraint(name="vignette_versions_begin_at_one", condition=models.Q(version__gte=1)),
        ]
