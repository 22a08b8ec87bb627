"""The quarterly report of decisions that are not carried out, as it was made final (SoL 34:1-4, LSS 28 f-28 i)."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases import clocks
from samsyn.cases.models.decision import DecisionLine
from samsyn.people.models import Unit


class QuarterlyReport(models.Model):
    """What the committee reports for one quarter (Kvartalsrapport). Once final it never changes.

    A correction is a whole new version beside it, with the reason.
    """

    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    cut_off = models.DateField()  # the day whose standing is reported
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    why = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "year": Kind.ORDINARY,
        "quarter": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "cut_off": Kind.ORDINARY,
        "corrects": Kind.ORDINARY,
        "why": Kind.SENSITIVE,
        "made_at": Kind.ORDINARY,
        "made_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_report_a_version", fields=["year", "quarter", "version"]),
            models.CheckConstraint(name="a_quarter_of_four", condition=Q(quarter__gte=1, quarter__lte=4)),
            models.CheckConstraint(
                name="a_correcting_report_says_why",
                condition=Q(version=1, corrects__isnull=True, why="")
                | (Q(version__gt=1, corrects__isnull=False) & ~Q(why="")),
            ),
        ]


class ReportRow(models.Model):
    """One decision in a report, as it stood on the report's day. Holds a copy, so that it reads the same for ever."""

    class Part(models.TextChoices):
        NOT_EXECUTED = "not_executed"  # SoL 34:1, LSS 28 f
        LATE = "late"  # went over three months and ended before it was ever reported
        EXECUTED = "executed"  # SoL 34:2, LSS 28 g: reported before, carried out now
        CLOSED = "closed"  # reported before, ended for another reason

    report = models.ForeignKey(QuarterlyReport, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=12, choices=Part.choices)
    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="report_rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person_number = models.CharField(max_length=20)  # or the temporary id
    sex = models.CharField(max_length=1, blank=True)
    protected = models.BooleanField()
    regime = models.CharField(max_length=12)
    intervention = models.CharField(max_length=30)
    decided = models.DateField()
    start = models.DateField()  # of the clock that ended
    since = models.CharField(max_length=12, choices=[(s.value, s.value) for s in clocks.Since])
    last_day = models.DateField()
    partly = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    consequence = models.TextField(blank=True)
    meanwhile = models.TextField(blank=True)
    stay = models.CharField(max_length=60, blank=True)
    offers = models.PositiveSmallIntegerField()
    declined = models.PositiveSmallIntegerField()
    ended = models.DateField(null=True)  # carried out, or closed
    close_reason = models.CharField(max_length=15, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "report": Kind.ORDINARY,
        "number": Kind.ORDINARY,
        "part": Kind.ORDINARY,
        "line": Kind.IDENTITY,
        "unit": Kind.ORDINARY,
        "person_number": Kind.IDENTITY,
        "sex": Kind.ORDINARY,
        "protected": Kind.SENSITIVE,
        "regime": Kind.ORDINARY,
        "intervention": Kind.ORDINARY,
        "decided": Kind.ORDINARY,
        "start": Kind.ORDINARY,
        "since": Kind.ORDINARY,
        "last_day": Kind.ORDINARY,
        "partly": Kind.ORDINARY,
        "reason": Kind.SENSITIVE,
        "text": Kind.SENSITIVE,
        "consequence": Kind.SENSITIVE,
        "meanwhile": Kind.SENSITIVE,
        "stay": Kind.SENSITIVE,
        "offers": Kind.ORDINARY,
        "declined": Kind.ORDINARY,
        "ended": Kind.ORDINARY,
        "close_reason": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_line_once_in_a_part", fields=["report", "line", "part"]),
            models.UniqueConstraint(name="rows_are_numbered", fields=["report", "number"]),
        ]
