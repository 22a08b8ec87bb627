"""What the person and those who help write to each other: every line as it was sent, and nothing changed afterwards."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.models import Case
from samsyn.homecare.models.orders import Order


class PersonMessage(models.Model):
    """A line of a person's talk with those who give the help, or with the caseworker (Meddelande). Only ever added to.

    `order` is empty where the talk is with the caseworker. `met_at` is set once: of what the person wrote when it was
    answered, or read where no answer was needed; of an answer when the person has read it.
    """

    class Sort(models.TextChoices):
        WRITTEN = "written"  # by the person, or for them
        ANSWER = "answer"
        READ = "read"  # the staff have read it, and no answer was needed
        JOURNAL = "journal"  # taken into the journal

    class Hand(models.TextChoices):
        SELF = "self"
        RELATIVE = "relative"
        SPOKEN = "spoken"
        PHONE = "phone"
        PAPER = "paper"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="person_messages")
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="person_messages")
    sort = models.CharField(max_length=8, choices=Sort.choices)
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    hand = models.CharField(max_length=8, choices=Hand.choices, blank=True)
    once = models.CharField(max_length=36, blank=True)  # the mark of the form it came in
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=120)
    met_at = models.DateTimeField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "sort": Kind.ORDINARY,
        "about": Kind.IDENTITY,
        "text": Kind.SENSITIVE,
        "hand": Kind.ORDINARY,
        "once": Kind.ORDINARY,
        "at": Kind.ORDINARY,
        "by": Kind.IDENTITY,
        "by_name": Kind.IDENTITY,
        "met_at": Kind.ORDINARY,
    }

    class Meta:
        indexes = [
            # What waits is few among all that was ever written.
            models.Index(
                fields=["order", "case"], condition=Q(met_at=None, sort="written"), name="person_message_waits"
            ),
            models.Index(fields=["case"], condition=Q(met_at=None, sort="answer"), name="person_message_unread"),
        ]
        constraints = [
            models.CheckConstraint(
                name="what_is_written_says_something", condition=~Q(sort__in=["written", "answer"]) | ~Q(text="")
            ),
            models.CheckConstraint(
                name="what_is_written_says_how",
                condition=(Q(sort="written") & ~Q(hand="")) | (~Q(sort="written") & Q(hand="")),
            ),
            models.CheckConstraint(
                name="journal_is_about_a_line", condition=~Q(sort="journal") | Q(about__isnull=False)
            ),
            models.UniqueConstraint(
                name="a_message_is_sent_once", fields=["case", "by", "once"], condition=~Q(once="")
            ),
            models.CheckConstraint(name="met_after_it_was_sent", condition=Q(met_at=None) | Q(met_at__gte=F("at"))),
        ]
