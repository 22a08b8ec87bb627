"""Cases and what came in."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.lifecycle import Status
from samsyn.people.models import Person, Staff, Unit


class Case(models.Model):
    """One person's matter with the committee, from the first word to the last follow-up (Ärende)."""

    class TargetGroup(models.TextChoices):
        OLDER = "older"  # 65 and above
        DISABILITY = "disability"  # adults under 65
        CARER = "carer"

    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases", db_index=False)  # case_by_person
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    caseworker = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="cases")
    target_group = models.CharField(max_length=10, choices=TargetGroup.choices)
    status = models.CharField(max_length=15, choices=[(s.value, s.value) for s in Status], default=Status.RECEIVED)
    status_since = models.DateTimeField()
    received_at = models.DateTimeField()
    follow_up_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=30, blank=True)
    close_note = models.TextField(blank=True)  # why a report leads to nothing more

    kinds = {
        "id": Kind.IDENTITY,
        "number": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "unit": Kind.ORDINARY,
        "caseworker": Kind.ORDINARY,
        "target_group": Kind.ORDINARY,
        "status": Kind.ORDINARY,
        "status_since": Kind.ORDINARY,
        "received_at": Kind.ORDINARY,
        "follow_up_on": Kind.ORDINARY,
        "closed_at": Kind.ORDINARY,
        "close_reason": Kind.SENSITIVE,
        "close_note": Kind.SENSITIVE,
    }

    class Meta:
        # Open cases are few among all there have been: what is asked daily goes by `closed_at`, which is empty in them.
        indexes = [
            models.Index(fields=["person", "unit"], name="case_by_person"),
            models.Index(fields=["received_at"], name="case_by_arrival"),
            models.Index(fields=["unit", "status", "status_since"], name="case_by_unit"),
            models.Index(
                fields=["unit", "status_since"], condition=Q(closed_at__isnull=True), name="open_case_by_unit"
            ),
            models.Index(
                fields=["unit", "caseworker", "status_since"],
                condition=Q(closed_at__isnull=True),
                name="open_case_by_caseworker",
            ),
            models.Index(
                fields=["unit", "follow_up_on"], condition=Q(follow_up_on__isnull=False), name="case_by_follow_up"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="closed_case_says_when",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def status_now(self) -> Status:
        """The state as the lifecycle names it."""
        return Status(self.status)


class Intake(models.Model):
    """What came in, when and how (Aktualisering). Its time of arrival starts every clock."""

    class Form(models.TextChoices):
        APPLICATION = "application"  # ansökan: an investigation must be opened
        REPORT = "report"  # anmälan: preliminary assessment first

    class Channel(models.TextChoices):
        WEB = "web"
        PHONE = "phone"
        PAPER = "paper"
        VISIT = "visit"

    class By(models.TextChoices):
        PERSON = "person"
        RELATIVE = "relative"  # with authority
        OTHER = "other"  # health care, neighbour, police: for reports

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intakes")
    form = models.CharField(max_length=12, choices=Form.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    by_whom = models.CharField(max_length=8, choices=By.choices)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="intakes_made")
    informant = models.CharField(max_length=120, blank=True)
    asked_for = models.TextField()
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)  # of the form that was sent, so that twice is once

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "form": Kind.ORDINARY,
        "channel": Kind.ORDINARY,
        "by_whom": Kind.ORDINARY,
        "by_person": Kind.IDENTITY,
        "informant": Kind.IDENTITY,
        "asked_for": Kind.SENSITIVE,
        "received_at": Kind.ORDINARY,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="received_before_registered", condition=Q(received_at__lte=F("registered_at"))),
            models.CheckConstraint(name="something_is_asked_for", condition=~Q(asked_for="")),
        ]
