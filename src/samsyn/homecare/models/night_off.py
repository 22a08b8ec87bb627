"""A night that somebody called off."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.homecare.models.night import Hand, Supervision


class NightOff(models.Model):
    """A night without supervision, as the person wishes it: nobody looks and nobody comes. May be called back once."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="nights_off")
    night = models.DateField()  # its evening
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)  # who received it, or the person on their own page
    hand = models.CharField(max_length=6, choices=Hand.choices)
    source = models.CharField(max_length=200, blank=True)
    back_at = models.DateTimeField(null=True)
    back_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.ORDINARY,
        "supervision": Kind.IDENTITY,
        "night": Kind.SENSITIVE,
        "asked_at": Kind.ORDINARY,
        "asked_by": Kind.IDENTITY,
        "hand": Kind.ORDINARY,
        "source": Kind.SENSITIVE,
        "back_at": Kind.ORDINARY,
        "back_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_night_off_a_night", fields=["supervision", "night"], condition=Q(back_at=None)
            ),
            models.CheckConstraint(
                name="night_off_asked_at_and_by", condition=Q(asked_at__isnull=False) & ~Q(asked_by="")
            ),
            models.CheckConstraint(
                name="night_off_back_at_and_by",
                condition=Q(back_at__isnull=True, back_by="") | (Q(back_at__isnull=False) & ~Q(back_by="")),
            ),
        ]
