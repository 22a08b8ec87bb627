"""What the committee has decided to offer without assessing each person's need, and who uses it (SoL 11:5)."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Person, Staff, Unit


class ServiceOffer(models.Model):
    """An intervention that anybody in the target group may use (Erbjudande om insats utan individuell behovsprövning).

    The committee's decision, with its minutes. Only its announcement and its end are entered later. `keeps_identity` is
    False only where the committee has found special reasons that identity is not recorded (SoL 14:5).
    """

    intervention = models.CharField(max_length=30)
    provider = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offers")
    minutes = models.CharField(max_length=60)  # which paragraph of which minutes
    decided_on = models.DateField()
    announced_on = models.DateField(null=True)  # KL 8:12; the time for legality review counts from it, KL 13:5
    target_group = models.TextField()
    conditions = models.TextField(blank=True)
    keeps_identity = models.BooleanField(default=True)
    special_reasons = models.TextField(blank=True)
    is_documented = models.BooleanField(default=True)  # that the execution is documented, SoL 14:3
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_minutes = models.CharField(max_length=60, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.ORDINARY,
        "intervention": Kind.ORDINARY,
        "provider": Kind.ORDINARY,
        "minutes": Kind.ORDINARY,
        "decided_on": Kind.ORDINARY,
        "announced_on": Kind.ORDINARY,
        "target_group": Kind.ORDINARY,
        "conditions": Kind.ORDINARY,
        "keeps_identity": Kind.ORDINARY,
        "special_reasons": Kind.ORDINARY,
        "is_documented": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "end_minutes": Kind.ORDINARY,
        "entered_at": Kind.ORDINARY,
        "entered_by": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_ends_after_it_begins", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="offer_is_announced_after_it_is_decided",
                condition=Q(announced_on__isnull=True) | Q(announced_on__gte=F("decided_on")),
            ),
            models.CheckConstraint(
                name="only_special_reasons_leave_identity_out",
                condition=Q(keeps_identity=True, special_reasons="") | Q(keeps_identity=False) & ~Q(special_reasons=""),
            ),
            models.CheckConstraint(
                name="what_keeps_identity_is_documented", condition=Q(keeps_identity=False) | Q(is_documented=True)
            ),
        ]


class ServiceUse(models.Model):
    """That somebody began to use an offer, or that so many did where identity is left out (Användning).

    No decision, no clock and nothing to appeal. Each holds how the right to apply was told (SoL 11:6).
    """

    class Told(models.TextChoices):
        SHOWN = "shown"  # on the page
        HANDED = "handed"  # on paper
        SPOKEN = "spoken"

    offer = models.ForeignKey(ServiceOffer, on_delete=models.PROTECT, related_name="uses")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="service_uses")
    count = models.PositiveSmallIntegerField(default=1)
    sex = models.CharField(max_length=1, blank=True, choices=[("K", "K"), ("M", "M"), ("", "")])
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    told_how = models.CharField(max_length=6, choices=Told.choices)
    told_language = models.CharField(max_length=10)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)  # the log's key; for a person's own start, the person
    # As the unit wrote it: what it is shown again. The register's own name it may not learn from a number.
    written_name = models.CharField(max_length=250, null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "offer": Kind.ORDINARY,
        "person": Kind.IDENTITY,
        "count": Kind.ORDINARY,
        "sex": Kind.ORDINARY,
        "started_on": Kind.ORDINARY,
        "ended_on": Kind.ORDINARY,
        "told_how": Kind.ORDINARY,
        "told_language": Kind.ORDINARY,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
        "written_name": Kind.IDENTITY,
    }

    @property
    def name(self) -> str:
        """Who it is, as the unit that gives the offer is told."""
        return self.written_name or (self.person.name if self.person else "")

    class Meta:
        indexes = [models.Index(fields=["offer", "started_on"], name="use_by_offer")]
        constraints = [
            models.UniqueConstraint(
                name="one_use_at_a_time", fields=["offer", "person"], condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(
                name="use_ends_after_it_begins", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on"))
            ),
            models.CheckConstraint(name="a_named_use_is_of_one", condition=Q(person__isnull=True) | Q(count=1)),
            models.CheckConstraint(name="a_use_is_of_somebody", condition=Q(count__gt=0)),
        ]
