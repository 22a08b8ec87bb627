"""The authority's journal, what the person objects to in it, and the register of documents."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models.case import Case
from samsyn.cases.models.decision import Decision
from samsyn.cases.models.investigation import Investigation
from samsyn.cases.models.written import (
    COVER_KINDS,
    OBJECTION_KINDS,
    VERSION_KINDS,
    WRITTEN_KINDS,
    Cover,
    Objected,
    Written,
    WrittenVersion,
)


class JournalEntry(Written):
    """An entry in a case's journal (Journalanteckning)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries", db_index=False)

    kinds = {**WRITTEN_KINDS, "case": Kind.IDENTITY}

    class Meta(Written.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["case", "happened_at"], name="entry_by_case"),
            # Drafts are few: those that are due to lock are found from them.
            models.Index(fields=["begun_at"], condition=Q(state="draft"), name="entry_draft"),
        ]


class JournalVersion(WrittenVersion):
    """A text ever saved in an entry of a case's journal."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="versions")

    kinds = VERSION_KINDS

    class Meta(WrittenVersion.Meta):
        abstract = False


class JournalCover(Cover):
    """That an entry of a case's journal is covered."""

    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="cover")

    kinds = COVER_KINDS

    class Meta(Cover.Meta):
        abstract = False


class Objection(Objected):
    """That the person holds an entry, the investigation or a decision's letter to be wrong."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    entry = models.ForeignKey(JournalEntry, null=True, on_delete=models.PROTECT, related_name="objections")
    investigation = models.ForeignKey(Investigation, null=True, on_delete=models.PROTECT, related_name="objections")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="objections")

    kinds = {**OBJECTION_KINDS, "case": Kind.IDENTITY, "investigation": Kind.IDENTITY, "decision": Kind.IDENTITY}

    class Meta(Objected.Meta):
        abstract = False
        constraints = [
            *Objected.Meta.constraints,
            models.CheckConstraint(
                name="objection_is_about_one_thing",
                condition=Q(entry__isnull=False, investigation__isnull=True, decision__isnull=True)
                | Q(entry__isnull=True, investigation__isnull=False, decision__isnull=True)
                | Q(entry__isnull=True, investigation__isnull=True, decision__isnull=False),
            ),
        ]


class Document(models.Model):
    """A line in the register of documents (OSL 5:1-2): came in, sent or made here. It never changes.

    What was registered wrongly is registered anew with `replaces`, and the old line can still be read.
    """

    class Direction(models.TextChoices):
        IN = "in"
        OUT = "out"
        MADE = "made"  # upprättad: made here and not sent

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()  # of the documents of this case, from 1
    direction = models.CharField(max_length=4, choices=Direction.choices)
    day = models.DateField()  # came in, was sent or was made
    counterpart = models.CharField(max_length=120, blank=True)  # from whom or to whom
    what = models.CharField(max_length=200)
    kept = models.CharField(max_length=120, blank=True)  # where the paper or the file is, when it is not here
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    content = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the content
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)
    once = models.CharField(max_length=36, unique=True, null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "number": Kind.ORDINARY,
        "direction": Kind.ORDINARY,
        "day": Kind.ORDINARY,
        "counterpart": Kind.IDENTITY,
        "what": Kind.SENSITIVE,
        "kept": Kind.ORDINARY,
        "file_name": Kind.SENSITIVE,
        "file_type": Kind.ORDINARY,
        "content": Kind.SENSITIVE,
        "digest": Kind.DERIVED,
        "replaces": Kind.IDENTITY,
        "registered_at": Kind.ORDINARY,
        "registered_by": Kind.IDENTITY,
        "once": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_document_a_number", fields=["case", "number"]),
            models.CheckConstraint(name="document_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="document_came_from_or_went_to_somebody", condition=Q(direction="made") | ~Q(counterpart="")
            ),
            models.CheckConstraint(
                name="document_is_here_or_kept_somewhere", condition=Q(content__isnull=False) | ~Q(kept="")
            ),
            models.CheckConstraint(
                name="kept_file_has_name_type_and_digest",
                condition=Q(content__isnull=True, file_name="", file_type="", digest="")
                | (Q(content__isnull=False) & ~Q(file_name="") & ~Q(file_type="") & ~Q(digest="")),
            ),
        ]
