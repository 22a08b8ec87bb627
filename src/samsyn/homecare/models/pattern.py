"""A unit's repeated pattern of two weeks (slinga): versions, of which the newest that has begun counts."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Person, Staff, Unit


class VisitPattern(models.Model):
    """A pattern that holds from a Monday on, or that none holds from a day on (`is_end`). Never changed: a newer
    version takes its place from its own first day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    is_end = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "starts_on": Kind.ORDINARY,
        "is_end": Kind.ORDINARY,
        "seed": Kind.ORDINARY,
        "reason": Kind.ORDINARY,
        "made_at": Kind.ORDINARY,
        "made_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_pattern_a_version", fields=["unit", "version"]),
            models.CheckConstraint(name="a_pattern_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="pattern_made_at_and_by", condition=Q(made_at__isnull=False) & ~Q(made_by="")),
        ]


class PatternStop(models.Model):
    """A visit of a pattern on one of its fourteen days, 0 the Monday: who comes and when. No carer: it had no room.

    A visit is known by its person and promised start, as on a day; where two come, `part` 1 is the second's.
    """

    pattern = models.ForeignKey(VisitPattern, on_delete=models.PROTECT, related_name="stops")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    carer = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.PositiveSmallIntegerField()
    promised = models.PositiveSmallIntegerField()
    start = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(default=0)

    kinds = {
        "id": Kind.IDENTITY,
        "pattern": Kind.ORDINARY,
        "person": Kind.IDENTITY,
        "carer": Kind.IDENTITY,
        "day": Kind.ORDINARY,
        "promised": Kind.ORDINARY,
        "start": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "part": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_stop_a_visit_of_a_pattern", fields=["pattern", "day", "person", "promised", "part"]
            ),
            models.CheckConstraint(
                name="a_pattern_is_two_weeks", condition=Q(day__lt=14, part__lte=1, promised__lt=24 * 60)
            ),
        ]
