"""Night supervision by camera: how it was agreed, who said yes, who may look, each check, each look and each visit.

No picture is ever here, nor anything that could be made into one.
"""

from datetime import time

from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.homecare.models.orders import Activity, Order
from samsyn.homecare.nightwatch.machine import OVER, State
from samsyn.people.models import Person, Staff, Unit

NOON = time(12)


class Hand(models.TextChoices):
    """How somebody said something."""

    SELF = "self"  # on their own page
    PAPER = "paper"
    SPOKEN = "spoken"  # by phone or at a visit


CHANGED = "terms"  # how a yes ended when more was agreed than was said yes to: nobody took it back


class Supervision(models.Model):
    """That an activity of the plan is done by camera at night (trygghetskamera): a way, never an intervention."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="supervisions")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")  # whose way it is
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)
    end_reason = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "order": Kind.IDENTITY,
        "activity": Kind.IDENTITY,
        "began_at": Kind.ORDINARY,
        "began_by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
        "ended_by": Kind.IDENTITY,
        "end_reason": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_supervision_an_order", fields=["order"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="supervision_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
            models.CheckConstraint(
                name="supervision_began_at_and_by", condition=Q(began_at__isnull=False) & ~Q(began_by="")
            ),
        ]


class NightTerms(models.Model):
    """What was agreed with the person, in versions: the times, the waits, and what is done when they are not seen."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    times = models.JSONField()  # ["23:00", "03:00"], as clocks in Stockholm show them
    look_seconds = models.PositiveSmallIntegerField()
    retry_minutes = models.PositiveSmallIntegerField()
    window_minutes = models.PositiveSmallIntegerField()
    visit_minutes = models.PositiveSmallIntegerField()
    when_not_seen = models.TextField()
    persons_words = models.TextField()  # how the person took part and what they said
    device = models.CharField(max_length=64)  # the vendor's name of it, which tells nothing of anybody
    rules = models.PositiveSmallIntegerField()  # the version of the numbers it was held to
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.IDENTITY,
        "supervision": Kind.IDENTITY,
        "version": Kind.ORDINARY,
        "times": Kind.SENSITIVE,
        "look_seconds": Kind.ORDINARY,
        "retry_minutes": Kind.ORDINARY,
        "window_minutes": Kind.ORDINARY,
        "visit_minutes": Kind.ORDINARY,
        "when_not_seen": Kind.SENSITIVE,
        "persons_words": Kind.SENSITIVE,
        "device": Kind.IDENTITY,
        "rules": Kind.ORDINARY,
        "agreed_at": Kind.ORDINARY,
        "agreed_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_night_terms_a_version", fields=["supervision", "version"]),
            models.CheckConstraint(
                name="night_waits_take_time",
                condition=Q(look_seconds__gt=0, retry_minutes__gt=0, window_minutes__gt=0, visit_minutes__gt=0),
            ),
            models.CheckConstraint(
                name="night_terms_agreed_at_and_by", condition=Q(agreed_at__isnull=False) & ~Q(agreed_by="")
            ),
        ]

    @property
    def through_the_night(self) -> list[time]:
        """The times in the order in which they come, from noon to noon."""
        return sorted((time.fromisoformat(at) for at in self.times), key=lambda at: (at < NOON, at))


class Cohabitant(models.Model):
    """Somebody who lives with the person, and so stands before the camera too (SoLPuL 9 §)."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="cohabitants")
    other = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")  # where registered
    name = models.CharField(max_length=120)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    moved_at = models.DateTimeField(null=True)
    moved_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "supervision": Kind.IDENTITY,
        "other": Kind.IDENTITY,
        "name": Kind.IDENTITY,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.IDENTITY,
        "moved_at": Kind.ORDINARY,
        "moved_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_cohabitant_each", fields=["supervision", "other"], condition=Q(moved_at=None)
            ),
            models.CheckConstraint(
                name="cohabitant_noted_at_and_by", condition=Q(noted_at__isnull=False) & ~Q(noted_by="")
            ),
            models.CheckConstraint(
                name="cohabitant_moved_at_and_by",
                condition=Q(moved_at__isnull=True, moved_by="") | (Q(moved_at__isnull=False) & ~Q(moved_by="")),
            ),
        ]


class CameraConsent(models.Model):
    """A yes to the camera: the person's own, or a cohabitant's. Taken back once; a new yes is a new row."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="consents")
    cohabitant = models.ForeignKey(Cohabitant, null=True, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=40)  # who received it, or the giver on their own page
    given_hand = models.CharField(max_length=6, choices=Hand.choices)
    given_source = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    withdrawn_hand = models.CharField(max_length=6, choices=[*Hand.choices, (CHANGED, CHANGED)], blank=True)
    withdrawn_source = models.CharField(max_length=200, blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "supervision": Kind.IDENTITY,
        "cohabitant": Kind.IDENTITY,
        "given_at": Kind.ORDINARY,
        "given_by": Kind.IDENTITY,
        "given_hand": Kind.ORDINARY,
        "given_source": Kind.SENSITIVE,
        "withdrawn_at": Kind.ORDINARY,
        "withdrawn_by": Kind.IDENTITY,
        "withdrawn_hand": Kind.ORDINARY,
        "withdrawn_source": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_camera_consent_of_the_person",
                fields=["supervision"],
                condition=Q(cohabitant=None, withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="one_camera_consent_of_each", fields=["cohabitant"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="camera_consent_given_at_and_by", condition=Q(given_at__isnull=False) & ~Q(given_by="")
            ),
            models.CheckConstraint(
                name="camera_consent_withdrawn_at_and_by",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_hand="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_hand="")),
            ),
        ]

    @property
    def is_outgrown(self) -> bool:
        """Whether it ended because more was agreed on than was said yes to: nobody took it back."""
        return self.withdrawn_hand == CHANGED


class LookPermit(models.Model):
    """That one of a unit's staff may look by camera, for a time. Few have it (SoLPuL 10 §)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    kinds = {
        "id": Kind.ORDINARY,
        "unit": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "given_at": Kind.ORDINARY,
        "given_by": Kind.IDENTITY,
        "ended_at": Kind.ORDINARY,
        "ended_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(name="look_permit_has_days", condition=Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(
                name="look_permit_given_at_and_by", condition=Q(given_at__isnull=False) & ~Q(given_by="")
            ),
            models.CheckConstraint(
                name="look_permit_ended_at_and_by",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]


class NightCheck(models.Model):
    """One agreed time of one night, and how it stands: `nightwatch.machine` moves it."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="checks")
    terms = models.ForeignKey(NightTerms, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State], default=State.DUE.value)
    act_at = models.DateTimeField()
    since = models.DateTimeField()
    looks = models.PositiveSmallIntegerField(default=0)

    kinds = {
        "id": Kind.IDENTITY,
        "supervision": Kind.IDENTITY,
        "terms": Kind.IDENTITY,
        "due_at": Kind.ORDINARY,
        "state": Kind.SENSITIVE,
        "act_at": Kind.ORDINARY,
        "since": Kind.ORDINARY,
        "looks": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            # One that was called off may be laid out anew: the time is agreed on again, or the night called back.
            models.UniqueConstraint(
                name="one_check_a_time", fields=["supervision", "due_at"], condition=~Q(state=State.OFF.value)
            ),
        ]
        indexes = [
            # Those that are not over are few among all that ever were.
            models.Index(
                fields=["act_at"], condition=~Q(state__in=sorted(s.value for s in OVER)), name="night_check_open"
            ),
        ]


class Look(models.Model):
    """One look: who, when, how long, and what came of it. Written when it begins, and once more when it ends."""

    class Outcome(models.TextChoices):
        SEEN = "seen"
        NOT_SEEN = "not_seen"
        FAILED = "failed"
        BARRED = "barred"  # a consent was taken back while it was open
        LOST = "lost"  # nobody said what they saw

    check_of = models.ForeignKey(NightCheck, on_delete=models.PROTECT, related_name="looked")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True)  # its name at the vendor's
    began_at = models.DateTimeField()
    most_seconds = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True)
    seconds = models.PositiveSmallIntegerField(null=True)  # how long there was a picture; 0: there was none
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    trouble = models.CharField(max_length=16, blank=True)  # why there was none: nightwatch.wire.Trouble

    kinds = {
        "id": Kind.IDENTITY,
        "check_of": Kind.IDENTITY,
        "staff": Kind.ORDINARY,
        "key": Kind.IDENTITY,
        "began_at": Kind.ORDINARY,
        "most_seconds": Kind.ORDINARY,
        "ended_at": Kind.ORDINARY,
        "seconds": Kind.ORDINARY,
        "outcome": Kind.SENSITIVE,
        "trouble": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_open_look_a_check", fields=["check_of"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="a_look_that_ended_has_an_outcome",
                condition=Q(ended_at__isnull=True, outcome="", seconds__isnull=True)
                | (Q(ended_at__isnull=False, seconds__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="a_look_is_no_longer_than_agreed",
                condition=Q(seconds__isnull=True) | Q(seconds__lte=F("most_seconds")),
            ),
        ]


class NightVisit(models.Model):
    """That somebody is to go to the person instead of looking, why, who went and what they found."""

    class Why(models.TextChoices):
        NOT_SEEN = "not_seen"
        FAILED = "failed"
        NO_CONSENT = "no_consent"
        NOT_LOOKED = "not_looked"  # nobody looked in time
        LOST = "lost"
        ASKED = "asked"  # somebody on the staff wanted it so

    check_of = models.OneToOneField(NightCheck, on_delete=models.PROTECT, related_name="visit")
    why = models.CharField(max_length=12, choices=Why.choices)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    goes = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    going_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.CharField(max_length=40, blank=True)
    found = models.TextField(blank=True)

    kinds = {
        "id": Kind.IDENTITY,
        "check_of": Kind.IDENTITY,
        "why": Kind.SENSITIVE,
        "asked_at": Kind.ORDINARY,
        "asked_by": Kind.IDENTITY,
        "goes": Kind.ORDINARY,
        "going_at": Kind.ORDINARY,
        "arrived_at": Kind.ORDINARY,
        "arrived_by": Kind.IDENTITY,
        "found": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="night_visit_asked_at_and_by", condition=Q(asked_at__isnull=False) & ~Q(asked_by="")
            ),
            models.CheckConstraint(
                name="night_visit_arrived_at_and_by",
                condition=Q(arrived_at__isnull=True, arrived_by="") | (Q(arrived_at__isnull=False) & ~Q(arrived_by="")),
            ),
            models.CheckConstraint(
                name="who_goes_has_gone_at_a_time", condition=Q(goes__isnull=True) | Q(going_at__isnull=False)
            ),
        ]
