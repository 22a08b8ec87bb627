"""Letters as they were sent: a signed decision's, its translations, and those beside the decision."""

from django.db import models

from samsyn.audit.classification import Kind
from samsyn.cases.models.case import Case
from samsyn.cases.models.decision import Decision
from samsyn.people.models import Staff


class SentLetter(models.Model):
    """A decision's letter as it read when the decision was signed (Beslutsbrev). It never changes.

    `content` is the letter as canonical JSON (`cases/letters/kept.py`), `digest` the SHA-256 of exactly that text in
    UTF-8; the event of the signing holds the same digest, so that the log vouches for the letter. `template` names the
    version of its texts, `laws` the paragraphs it rests on, each with the first day of the wording that applied.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="sent_letter")
    language = models.CharField(max_length=8)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    template = models.CharField(max_length=30)
    laws = models.JSONField()
    composed_at = models.DateTimeField()

    kinds = {
        "id": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "language": Kind.ORDINARY,
        "content": Kind.SENSITIVE,
        "digest": Kind.DERIVED,
        "template": Kind.ORDINARY,
        "laws": Kind.ORDINARY,
        "composed_at": Kind.ORDINARY,
    }


class LetterTranslation(models.Model):
    """A sent letter in another language, made at the same moment (FL 13). The Swedish letter applies."""

    letter = models.ForeignKey(SentLetter, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=10)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    template = models.CharField(max_length=30)
    composed_at = models.DateTimeField()

    kinds = {
        "id": Kind.IDENTITY,
        "letter": Kind.IDENTITY,
        "language": Kind.ORDINARY,
        "content": Kind.SENSITIVE,
        "digest": Kind.DERIVED,
        "template": Kind.ORDINARY,
        "composed_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="one_translation_a_language", fields=["letter", "language"])]


class SentNotice(models.Model):
    """A letter beside the decision as it was sent: a communication, a delay, a fee (Brev). It never changes.

    `kind` is one of `letters.notice_content.KINDS`; one in another language names the Swedish one that it `translates`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30)
    translates = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=10)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    template = models.CharField(max_length=30)
    composed_at = models.DateTimeField()

    kinds = {
        "id": Kind.IDENTITY,
        "case": Kind.IDENTITY,
        "kind": Kind.ORDINARY,
        "translates": Kind.IDENTITY,
        "language": Kind.ORDINARY,
        "content": Kind.SENSITIVE,
        "digest": Kind.DERIVED,
        "template": Kind.ORDINARY,
        "composed_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_notice_a_language", fields=["translates", "language"]),
            models.CheckConstraint(
                name="only_a_translation_is_not_swedish",
                condition=models.Q(translates__isnull=True, language="sv")
                | models.Q(translates__isnull=False) & ~models.Q(language="sv"),
            ),
        ]


class NamesWithheld(models.Model):
    """That a decision's letter names no official, because somebody named may be threatened (FL 33), and why."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="names_withheld")
    reason = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    kinds = {
        "id": Kind.IDENTITY,
        "decision": Kind.IDENTITY,
        "reason": Kind.SENSITIVE,
        "noted_at": Kind.ORDINARY,
        "noted_by": Kind.ORDINARY,
    }
