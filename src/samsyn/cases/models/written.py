"""What the journals of both sides have in common: entries, every text saved in them, covers and objections."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.people.models import Staff

WRITTEN_KINDS = {
    "id": Kind.IDENTITY,
    "kind": Kind.ORDINARY,
    "happened_at": Kind.ORDINARY,
    "text": Kind.SENSITIVE,
    "author": Kind.IDENTITY,
    "author_title": Kind.ORDINARY,
    "state": Kind.ORDINARY,
    "version": Kind.ORDINARY,
    "corrects": Kind.IDENTITY,
    "correction_reason": Kind.SENSITIVE,
    "not_for_person": Kind.ORDINARY,
    "not_for_person_why": Kind.SENSITIVE,
    "begun_at": Kind.ORDINARY,
    "locked_at": Kind.ORDINARY,
    "locked_by": Kind.IDENTITY,
}
VERSION_KINDS = {
    "id": Kind.IDENTITY,
    "entry": Kind.IDENTITY,
    "place": Kind.ORDINARY,
    "number": Kind.ORDINARY,
    "value": Kind.SENSITIVE,
    "by": Kind.IDENTITY,
    "at": Kind.ORDINARY,
    "beside": Kind.ORDINARY,
    "settled": Kind.ORDINARY,
}
COVER_KINDS = {
    "id": Kind.IDENTITY,
    "entry": Kind.IDENTITY,
    "reason": Kind.SENSITIVE,
    "covered_at": Kind.ORDINARY,
    "covered_by": Kind.IDENTITY,
}
OBJECTION_KINDS = {
    "id": Kind.IDENTITY,
    "entry": Kind.IDENTITY,
    "said": Kind.SENSITIVE,
    "said_on": Kind.ORDINARY,
    "hand": Kind.ORDINARY,
    "noted_at": Kind.ORDINARY,
    "noted_by": Kind.IDENTITY,
    "once": Kind.ORDINARY,
    "answer": Kind.SENSITIVE,
    "answered_at": Kind.ORDINARY,
    "answered_by": Kind.IDENTITY,
}


class Written(models.Model):
    """One entry in a journal (Journalanteckning, SoL 14:3). Once locked it never changes.

    A correction is a later version beside it. `author_title` is the title that the author had when it was begun.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        LOCKED = "locked"

    kind = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    text = models.TextField(blank=True)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    author_title = models.CharField(max_length=80)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    correction_reason = models.TextField(blank=True)
    not_for_person = models.BooleanField(default=False)  # secret also from the person: OSL 26:1 about somebody else
    not_for_person_why = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    locked_by = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_locked_at_and_by",
                condition=Q(state="draft", locked_at__isnull=True, locked_by="")
                | (Q(state="locked", locked_at__isnull=False) & ~Q(locked_by="") & ~Q(text="")),
            ),
            models.CheckConstraint(
                name="%(class)s_hidden_says_why",
                condition=Q(state="draft") | Q(not_for_person=False) | ~Q(not_for_person_why=""),
            ),
            models.CheckConstraint(
                name="%(class)s_correction_says_why",
                condition=Q(version=1, corrects__isnull=True)
                | (Q(version__gt=1, corrects__isnull=False) & ~Q(correction_reason="")),
            ),
        ]

    @property
    def is_locked(self) -> bool:
        """Whether the entry never changes any more."""
        return self.state == self.State.LOCKED


class WrittenVersion(models.Model):
    """Everything ever typed into a field of an entry, so that a second tab or a crash loses nothing."""

    place = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    value = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    beside = models.BooleanField(default=False)  # kept beside the current text, for its author to choose
    settled = models.BooleanField(default=True)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(name="one_%(class)s_a_number", fields=["entry", "place", "number"])]


class Cover(models.Model):
    """That an entry is covered, with the reason: it stands with the wrong person. It is still there for the log."""

    reason = models.TextField()
    covered_at = models.DateTimeField()
    covered_by = models.CharField(max_length=40)

    class Meta:
        abstract = True


class Objected(models.Model):
    """That the person holds something written to be wrong (SoL 14:6, LSS 21 b). Never removed; it may be answered."""

    class Hand(models.TextChoices):
        SELF = "self"  # the person, on their own page
        RELATIVE = "relative"  # somebody whom the person has let see it
        STAFF = "staff"  # said by the person, noted by somebody who works here

    said = models.TextField()
    said_on = models.DateField()
    hand = models.CharField(max_length=8, choices=Hand.choices)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_says_something", condition=~Q(said="")),
            models.CheckConstraint(
                name="%(class)s_answered_at_and_by",
                condition=Q(answered_at__isnull=True, answered_by="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="") & ~Q(answer="")),
            ),
        ]
