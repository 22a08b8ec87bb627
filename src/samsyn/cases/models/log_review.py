"""The recurring review of the log: a sample of readings by rule, each looked at, the whole signed and then final."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Staff, Unit


class LogReview(models.Model):
    """One unit's sample for one period (loggranskning). Drawn by seed and version of rules, so that it can be redrawn.

    Once signed it never changes; its digest stands in the log.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="log_reviews")
    first = models.DateField()
    last = models.DateField()
    rules = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    first_event = models.BigIntegerField()  # the log's events that were looked among
    last_event = models.BigIntegerField()
    readings = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    due_on = models.DateField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    kinds = dict.fromkeys(
        ("id", "unit", "first", "last", "rules", "seed", "first_event", "last_event", "readings", "drawn_at", "due_on",
         "signed_at"), Kind.ORDINARY,
    ) | {"signed_by": Kind.IDENTITY, "digest": Kind.DERIVED}  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_log_review_a_period", fields=["unit", "first"]),
            models.CheckConstraint(name="log_review_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="log_review_signed_at_and_by",
                condition=Q(signed_at__isnull=True, signed_by="", digest="")
                | (Q(signed_at__isnull=False) & ~Q(signed_by="") & ~Q(digest="")),
            ),
        ]


class LogReviewItem(models.Model):
    """One reading in a sample, which rules it is about, and what the reviewer found.

    No key to person or case: like the log itself it outlives the file, and stands in nobody's way.
    """

    class Verdict(models.TextChoices):
        NONE = ""
        IN_ORDER = "in_order"
        INVESTIGATE = "investigate"

    review = models.ForeignKey(LogReview, on_delete=models.PROTECT, related_name="items")
    event = models.BigIntegerField()
    at = models.DateTimeField()
    reader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    what = models.CharField(max_length=60)
    subject = models.BigIntegerField()
    about_case = models.BigIntegerField(null=True)
    rules = models.JSONField()
    verdict = models.CharField(max_length=12, blank=True, choices=Verdict.choices)
    note = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.ORDINARY,
        "review": Kind.ORDINARY,
        "event": Kind.ORDINARY,
        "at": Kind.ORDINARY,
        "reader": Kind.IDENTITY,
        "role": Kind.ORDINARY,
        "what": Kind.ORDINARY,
        "subject": Kind.IDENTITY,
        "about_case": Kind.IDENTITY,
        "rules": Kind.SENSITIVE,
        "verdict": Kind.SENSITIVE,
        "note": Kind.SENSITIVE,
        "judged_at": Kind.ORDINARY,
        "judged_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_reading_once_a_review", fields=["review", "event"]),
            models.CheckConstraint(
                name="log_review_judged_at_and_by",
                condition=Q(judged_at__isnull=True, judged_by="", verdict="")
                | (Q(judged_at__isnull=False) & ~Q(judged_by="") & ~Q(verdict="")),
            ),
        ]

    @property
    def judgement(self) -> str:
        """What tells one judgement of the reading from the next; empty before the first."""
        return self.judged_at.isoformat() if self.judged_at else ""
