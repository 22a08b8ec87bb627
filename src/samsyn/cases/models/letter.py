"""The letter of a signed decision, as it was sent."""

from django.db import models

from samsyn.audit.classification import Kind
from samsyn.cases.models.decision import Decision


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
