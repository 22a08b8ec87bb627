"""Carers' phones: which they are, the shifts they hold a key for, what came in from them, and when it was told."""

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.homecare.models.orders import Order
from samsyn.people.models import Staff, Unit


class MobileDevice(models.Model):
    """One carer's app in one browser. Two carers on the same phone are two devices.

    `acknowledged` is the number of the last change that was taken in from it: they come in order and without gaps.
    """

    uuid = models.UUIDField(unique=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    acknowledged = models.PositiveIntegerField(default=0)
    registered_on = models.DateField()
    seen_on = models.DateField()  # the day alone: when somebody has a phone in hand is theirs
    wiped_at = models.DateTimeField(null=True)
    wiped_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.ORDINARY,
        "uuid": Kind.IDENTITY,
        "staff": Kind.IDENTITY,
        "unit": Kind.ORDINARY,
        "acknowledged": Kind.ORDINARY,
        "registered_on": Kind.ORDINARY,
        "seen_on": Kind.ORDINARY,
        "wiped_at": Kind.ORDINARY,
        "wiped_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wiped_at_and_by",
                condition=Q(wiped_at__isnull=True, wiped_by="") | (Q(wiped_at__isnull=False) & ~Q(wiped_by="")),
            ),
        ]


class MobileShift(models.Model):
    """The time for which a phone may hold a day, and the secret that its key is made of. Deleted when that is over."""

    device = models.ForeignKey(MobileDevice, on_delete=models.PROTECT, related_name="shifts")
    secret = models.CharField(max_length=64)  # 32 random bytes as hex; without it what is on the phone is noise
    half = models.CharField(max_length=64, default="", blank=True)  # of the key, never kept on the phone; "": none
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # logged out before that

    kinds = {
        "id": Kind.ORDINARY,
        "device": Kind.IDENTITY,
        "secret": Kind.SENSITIVE,
        "half": Kind.SENSITIVE,
        "began_at": Kind.ORDINARY,
        "ends_at": Kind.ORDINARY,
        "ended_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [models.CheckConstraint(name="a_shift_ends", condition=Q(ends_at__gt=F("began_at")))]


class SyncedChange(models.Model):
    """One change that a carer made without network, as it came in, and what became of it. Never changed.

    What became performed time stands there and not here; what did not is kept in `content`, so that nothing is lost.
    `answer` is what the phone was told, and is told again when it sends the same once more.
    """

    class Outcome(models.TextChoices):
        DONE = "done"
        CONFLICT = "conflict"  # somebody had said something else meanwhile: a person chooses
        REFUSED = "refused"  # a rule said no

    device = models.ForeignKey(MobileDevice, on_delete=models.PROTECT, related_name="changes")
    seq = models.PositiveIntegerField()
    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=8)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    visit = models.BigIntegerField(null=True)  # the planned time's key; a plan may take the row away meanwhile
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    content = models.JSONField(default=dict)
    answer = models.JSONField()
    resolves = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="resolved_by")
    received_on = models.DateField()
    received_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "device": Kind.IDENTITY,
        "seq": Kind.ORDINARY,
        "uuid": Kind.IDENTITY,
        "kind": Kind.ORDINARY,
        "order": Kind.IDENTITY,
        "visit": Kind.IDENTITY,
        "outcome": Kind.ORDINARY,
        "content": Kind.SENSITIVE,
        "answer": Kind.SENSITIVE,
        "resolves": Kind.IDENTITY,
        "received_on": Kind.ORDINARY,
        "received_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="one_change_a_number", fields=["device", "seq"])]
        indexes = [models.Index(fields=["device"], name="change_not_done", condition=~Q(outcome="done"))]


class ToldTime(models.Model):
    """When a carer began, ended or wrote: staff data, kept for a stated time and then deleted (never changed).

    `at` counts: the phone's clock put right by the server's, never before the shift nor after it came in. `told_at` is
    what the phone's own clock said, and `behind` by how many seconds it was put right.
    """

    change = models.OneToOneField(SyncedChange, on_delete=models.PROTECT, related_name="told")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    behind = models.IntegerField()
    received_at = models.DateTimeField()

    kinds = {
        "id": Kind.ORDINARY,
        "change": Kind.IDENTITY,
        "staff": Kind.IDENTITY,
        "at": Kind.ORDINARY,
        "told_at": Kind.ORDINARY,
        "behind": Kind.ORDINARY,
        "received_at": Kind.ORDINARY,
    }

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="told_by_age")]
