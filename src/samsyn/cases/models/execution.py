"""What has happened to the carrying out of granted lines, and the clocks that run."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from samsyn.audit.classification import Kind
from samsyn.cases import clocks
from samsyn.cases.models.case import Case
from samsyn.cases.models.decision import DecisionLine


class LineEvents(models.QuerySet["LineEvent"]):
    """Events of lines, those taken back and what took them back among them."""

    def standing(self) -> "LineEvents":
        """Those that count: nobody has taken them back."""
        taken_back = LineEvent.objects.filter(retracts=OuterRef("pk"))
        return self.filter(~Exists(taken_back), retracts__isnull=True)


class LineEvent(models.Model):
    """One thing that happened to a granted line on a day (SoL 34:1, LSS 28 f): begun, in part, interrupted, offered …

    A row never changes and never goes away (the database's own word). A wrong one is taken back by a later row, whose
    `retracts` names it and whose note says why.
    """

    class Source(models.TextChoices):
        CASEWORKER = "caseworker"
        PROVIDER = "provider"
        TIME = "time"  # followed from performed time
        ORDER = "order"  # followed from what happened to the order
        DECISION = "decision"  # followed from another decision
        CASE = "case"  # followed from the end of the case
        REPORT = "report"  # followed from a quarterly report that was made final
        LOADED = "loaded"  # came with an import

    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="events", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=15, choices=[(k.value, k.value) for k in clocks.Kind])
    reason = models.CharField(max_length=20, blank=True)  # a code of data/not_executed.csv
    part = models.PositiveIntegerField(null=True)  # how much of the line's amount is carried out, in the line's unit
    note = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    key = models.CharField(max_length=40, blank=True)  # what it followed from, such as "order:12"
    retracts = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="retracted_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    objects = LineEvents.as_manager()

    kinds = {
        "id": Kind.IDENTITY,
        "line": Kind.IDENTITY,
        "day": Kind.ORDINARY,
        "kind": Kind.ORDINARY,
        "reason": Kind.SENSITIVE,
        "part": Kind.ORDINARY,
        "note": Kind.SENSITIVE,
        "source": Kind.ORDINARY,
        "key": Kind.IDENTITY,
        "retracts": Kind.IDENTITY,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
    }

    class Meta:
        indexes = [
            models.Index(fields=["line", "day"], name="line_event_by_line"),
            models.Index(fields=["kind", "day"], name="line_event_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_a_part_has_an_amount", condition=Q(part__isnull=True) | Q(kind="executed_part")
            ),
            models.CheckConstraint(name="taking_back_says_why", condition=Q(retracts__isnull=True) | ~Q(note="")),
        ]


class OpenClock(models.Model):
    """A line that is not wholly carried out, with the clock that ends first. A row goes when no clock runs.

    Made again from the events by every action that changes them (`actions.execution.settle`), so that lists read the
    few lines that are not carried out and never all there are. A death is not in it: lists ask the person. Nor is a
    later decision whose first day has come since: lists ask the events.
    """

    line = models.OneToOneField(DecisionLine, primary_key=True, on_delete=models.CASCADE, related_name="open_clock")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="open_clocks")
    decided = models.DateField()
    start = models.DateField()  # of the clock that ends first
    since = models.CharField(max_length=12, choices=[(s.value, s.value) for s in clocks.Since])
    last_day = models.DateField()
    partly = models.BooleanField()

    kinds = {
        "line": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "decided": Kind.DERIVED,
        "start": Kind.DERIVED,
        "since": Kind.DERIVED,
        "last_day": Kind.DERIVED,
        "partly": Kind.DERIVED,
    }

    class Meta:
        indexes = [models.Index(fields=["start"], name="open_clock_by_start")]
        constraints = [
            models.CheckConstraint(name="a_clock_ends_after_it_starts", condition=Q(last_day__gt=F("start")))
        ]


class Delay(models.Model):
    """Why a line is not carried out, and what follows from it: what the report says of it (SoL 34:1, LSS 28 f).

    The newest counts; a row never changes.
    """

    line = models.ForeignKey(DecisionLine, on_delete=models.PROTECT, related_name="delays")
    reason = models.CharField(max_length=20)  # a code of data/not_executed.csv
    text = models.TextField(blank=True)  # the reason in short, where the code does not say it
    consequence = models.TextField(blank=True)  # for the person
    meanwhile = models.TextField(blank=True)  # other interventions while it waits
    stay = models.CharField(max_length=60, blank=True)  # the municipality of stay that is asked to carry it out
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "line": Kind.IDENTITY,
        "reason": Kind.SENSITIVE,
        "text": Kind.SENSITIVE,
        "consequence": Kind.SENSITIVE,
        "meanwhile": Kind.SENSITIVE,
        "stay": Kind.SENSITIVE,
        "written_at": Kind.ORDINARY,
        "written_by": Kind.IDENTITY,
    }
