"""Help with a plan, offered by the supervisor of care to the contact person: answered, and followed up."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.homecare.models.orders import Order
from samsyn.people.models import Staff


class PlanHelp(models.Model):
    """An offer of help with a plan (Erbjuden hjälp med planen): why, what is offered, the answer, and what came of it.

    What is offered never changes; the answer and the follow-up are written once.
    """

    class Answer(models.TextChoices):
        NONE = ""
        YES = "yes"
        NO = "no"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="help_offers")
    to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField()  # codes of plan_watch that were seen when it was offered
    message = models.TextField()
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=40)
    offered_name = models.CharField(max_length=120)
    answer = models.CharField(max_length=3, blank=True, choices=Answer.choices)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    outcome = models.TextField(blank=True)
    followed_at = models.DateTimeField(null=True)
    followed_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "to": Kind.ORDINARY,
        "reasons": Kind.ORDINARY,
        "message": Kind.SENSITIVE,
        "offered_at": Kind.ORDINARY,
        "offered_by": Kind.IDENTITY,
        "offered_name": Kind.IDENTITY,
        "answer": Kind.ORDINARY,
        "words": Kind.SENSITIVE,
        "answered_at": Kind.ORDINARY,
        "answered_by": Kind.IDENTITY,
        "outcome": Kind.SENSITIVE,
        "followed_at": Kind.ORDINARY,
        "followed_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="help_answered_at_and_by",
                condition=Q(answered_at__isnull=True, answered_by="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="") & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="help_followed_at_and_by",
                condition=Q(followed_at__isnull=True, followed_by="", outcome="")
                | (Q(followed_at__isnull=False, answered_at__isnull=False) & ~Q(followed_by="") & ~Q(outcome="")),
            ),
            models.UniqueConstraint(
                name="one_help_that_waits", fields=["order"], condition=Q(followed_at__isnull=True) & ~Q(answer="no")
            ),
        ]
