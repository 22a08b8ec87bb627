"""That the person was told: of a decision, of a delay; and that the public was, on the notice board."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.appeal import Ruling
from samsyn.cases.models.case import Case
from samsyn.cases.models.decision import Decision
from samsyn.people.models import Person


class Notice(models.Model):
    """How and when the person was told of a decision and of how to appeal (Underrättelse, FL 33 §).

    A letter that was sent has a day of sending; only a day of receipt starts the time to appeal (FL 44 §). What was
    written by mistake is struck out with a reason, never removed.
    """

    class Way(models.TextChoices):
        LETTER = "letter"
        HANDED = "handed"
        WEB = "web"  # read on the own page
        EMAIL = "email"
        ORAL = "oral"
        SERVED = "served"  # delgivning

    class Told(models.TextChoices):
        RIGHT = "right"
        WRONG = "wrong"
        MISSING = "missing"

    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="notices")
    ruling = models.ForeignKey(Ruling, null=True, on_delete=models.PROTECT, related_name="notices")
    way = models.CharField(max_length=6, choices=Way.choices)
    sent_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    remedy_told = models.CharField(max_length=7, choices=Told.choices, default=Told.RIGHT)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=40, blank=True)
    struck_why = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "ruling": Kind.IDENTITY,
        "way": Kind.ORDINARY,
        "sent_on": Kind.ORDINARY,
        "received_on": Kind.ORDINARY,
        "remedy_told": Kind.ORDINARY,
        "note": Kind.SENSITIVE,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
        "struck_at": Kind.ORDINARY,
        "struck_by": Kind.IDENTITY,
        "struck_why": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_of_one_decision",
                condition=Q(decision__isnull=False, ruling__isnull=True)
                | Q(decision__isnull=True, ruling__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_has_a_day", condition=Q(sent_on__isnull=False) | Q(received_on__isnull=False)
            ),
            models.CheckConstraint(
                name="received_after_it_was_sent",
                condition=Q(sent_on__isnull=True) | Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
            ),
            models.CheckConstraint(
                name="struck_with_hand_and_reason",
                condition=Q(struck_at__isnull=True, struck_by="", struck_why="")
                | (Q(struck_at__isnull=False) & ~Q(struck_by="") & ~Q(struck_why="")),
            ),
            models.UniqueConstraint(
                name="read_on_the_own_page_once",
                fields=["decision"],
                condition=Q(way="web", decision__isnull=False, struck_at__isnull=True),
            ),
        ]


class Announcement(models.Model):
    """That the approved minutes of a decision were announced on the notice board (Tillkännagivande, KL 8:12, 13:5)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="announcements")
    announced_on = models.DateField()
    taken_down_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "announced_on": Kind.ORDINARY,
        "taken_down_on": Kind.ORDINARY,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="announced_once_a_day", fields=["decision", "announced_on"]),
            models.CheckConstraint(
                name="taken_down_after_it_was_put_up",
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=F("announced_on")),
            ),
        ]


class DelayNotice(models.Model):
    """That the person was told that their case is much delayed, and why (FL 11 §). It never changes."""

    class Way(models.TextChoices):
        LETTER = "letter"
        PHONE = "phone"
        VISIT = "visit"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="delay_notices")
    told_on = models.DateField()
    way = models.CharField(max_length=6, choices=Way.choices)
    why = models.TextField()
    expected_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "told_on": Kind.ORDINARY,
        "way": Kind.ORDINARY,
        "why": Kind.SENSITIVE,
        "expected_on": Kind.ORDINARY,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [models.CheckConstraint(name="delay_has_a_reason", condition=~Q(why=""))]


class DecisionRequest(models.Model):
    """The person's request, in writing and once, that a case of more than six months be decided (FL 12 §)."""

    class Channel(models.TextChoices):
        WEB = "web"
        LETTER = "letter"
        EMAIL = "email"
        VISIT = "visit"  # handed in

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decision_requests")
    received_on = models.DateField()
    channel = models.CharField(max_length=6, choices=Channel.choices)
    text = models.TextField(blank=True)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "received_on": Kind.ORDINARY,
        "channel": Kind.ORDINARY,
        "text": Kind.SENSITIVE,
        "by_person": Kind.IDENTITY,
        "recorded_at": Kind.ORDINARY,
        "recorded_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
    }
