"""What the person was shown before a decision, and what they answered."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.investigation import Investigation
from samsyn.people.models import Person


class Communication(models.Model):
    """What a decision will rest on, laid before the person with time to answer (Kommunicering, FL 25 §).

    Or the note that it was not, with the reason that the paragraph allows: `waived` is a code of data/waivers.csv.
    `content` is the basis as canonical JSON (`cases/communication.py`), `digest` its SHA-256. It never changes.
    """

    class Way(models.TextChoices):
        LETTER = "letter"
        PHONE = "phone"
        VISIT = "visit"
        WEB = "web"

    investigation = models.ForeignKey(Investigation, on_delete=models.PROTECT, related_name="communications")
    digest = models.CharField(max_length=64)
    content = models.TextField()
    way = models.CharField(max_length=6, choices=Way.choices, blank=True)
    sent_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    message = models.TextField(blank=True)
    waived = models.CharField(max_length=20, blank=True)
    why = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "investigation": Kind.IDENTITY,
        "digest": Kind.DERIVED,
        "content": Kind.SENSITIVE,
        "way": Kind.ORDINARY,
        "sent_on": Kind.ORDINARY,
        "answer_by": Kind.ORDINARY,
        "message": Kind.SENSITIVE,
        "waived": Kind.ORDINARY,
        "why": Kind.SENSITIVE,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="communicated_or_waived_with_a_reason",
                condition=(Q(waived="", sent_on__isnull=False, answer_by__isnull=False) & ~Q(way=""))
                | (~Q(waived="") & ~Q(why="") & Q(way="", sent_on__isnull=True, answer_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="there_is_time_to_answer",
                condition=Q(answer_by__isnull=True) | Q(answer_by__gt=F("sent_on")),
            ),
        ]


class CommunicationAnswer(models.Model):
    """What the person, or somebody for them, said to what was communicated (Yttrande, FL 25 §). It never changes."""

    class Way(models.TextChoices):
        LETTER = "letter"
        PHONE = "phone"
        VISIT = "visit"
        WEB = "web"
        COMMITTEE = "committee"  # said before the committee, SoL 14:8

    class By(models.TextChoices):
        PERSON = "person"
        RELATIVE = "relative"  # or another with authority

    communication = models.ForeignKey(Communication, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    nothing_to_add = models.BooleanField(default=False)
    received_on = models.DateField()
    way = models.CharField(max_length=9, choices=Way.choices)
    by_whom = models.CharField(max_length=8, choices=By.choices)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "communication": Kind.IDENTITY,
        "text": Kind.SENSITIVE,
        "nothing_to_add": Kind.SENSITIVE,
        "received_on": Kind.ORDINARY,
        "way": Kind.ORDINARY,
        "by_whom": Kind.ORDINARY,
        "by_person": Kind.IDENTITY,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_answer_says_something", condition=~Q(text="") | Q(nothing_to_add=True))
        ]
