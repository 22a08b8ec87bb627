"""The letter of a decision, kept at the moment the decision is signed."""

from datetime import datetime

from samsyn.cases.letters.collect import letter_content, letter_now
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.kept import as_text, digest
from samsyn.cases.models import Decision, SentLetter
from samsyn.cases.regimes import regime


def keep_letter(decision: Decision, *, sender: Sender, at: datetime) -> SentLetter:
    """Compose the letter of a decision that has just been signed, and keep it. Part of the action that signs.

    Raises Refused when a line stands on a paragraph that does not apply.
    """
    content = letter_content(decision, sender=sender)
    letter = letter_now(content)
    used = [regime(line.regime) for line in content.lines]
    laws = [law for r in used for law in (r.law_on(*content.law_days), r.remedy_law_on(*content.law_days))]
    text = as_text(letter)
    return SentLetter.objects.create(
        decision=decision, language=letter.language, content=text, digest=digest(text), template=letter.template,
        laws=sorted({(law.key, law.valid_from.isoformat()) for law in laws}), composed_at=at,
    )  # fmt: skip
