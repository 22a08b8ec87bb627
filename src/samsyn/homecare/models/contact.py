"""The offer of a fast omsorgskontakt: every step as it was told, and nothing changed afterwards (SoL 10:7)."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.homecare.contact import Step
from samsyn.homecare.models.orders import Order, Plan
from samsyn.people.models import Staff


class ContactStep(models.Model):
    """One step of the offer: offered to the person, answered, asked for, or not needed. Only ever added to.

    `staff` is whom an offer names; `rule` the version and title by which that person may be one. `hand` says how an
    answer was given, `said_on` on which day. `words` are the person's, or the reason.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="contact_steps")
    step = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Step])
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=30, blank=True)
    why = models.CharField(max_length=10, blank=True)
    hand = models.CharField(max_length=8, choices=Plan.Hand.choices, blank=True)
    said_on = models.DateField()
    words = models.TextField(blank=True)
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=40)
    told_name = models.CharField(max_length=120)

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "step": Kind.ORDINARY,
        "staff": Kind.ORDINARY,
        "rule": Kind.ORDINARY,
        "why": Kind.ORDINARY,
        "hand": Kind.ORDINARY,
        "said_on": Kind.ORDINARY,
        "words": Kind.SENSITIVE,
        "told_at": Kind.ORDINARY,
        "told_by": Kind.IDENTITY,
        "told_name": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_offer_names_somebody_by_a_rule",
                condition=(Q(step="offered", staff__isnull=False) & ~Q(rule="")) | ~Q(step="offered"),
            ),
            models.CheckConstraint(
                name="an_answer_says_how", condition=~Q(step__in=["accepted", "declined", "asked"]) | ~Q(hand="")
            ),
            models.CheckConstraint(name="not_needed_says_why", condition=~Q(step__in=["unneeded"]) | ~Q(words="")),
        ]
