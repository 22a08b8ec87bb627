"""A decision's letter. Called after `open_case` or `told_case`, which check access and record the reading."""

from datetime import date

from samsyn.cases.law import NotInForce
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.collect import letter_content
from samsyn.cases.letters.compose import compose
from samsyn.cases.letters.content import Sender
from samsyn.cases.models import Decision
from samsyn.people.refusals import N_, Refusal, Refused


def letter_of(decision: Decision, *, sender: Sender, today: date) -> Letter:
    """The letter of a signed decision, or of one being written as it would read today, marked as a draft.

    Raises Refused when there is nothing in it yet, or when a line stands on a paragraph that does not apply.
    """
    signed = decision.state == Decision.State.SIGNED
    if not signed and not decision.lines.exists():
        raise Refused(Refusal(N_("Brevet kan visas när beslutet har minst en insats.")))
    try:
        return compose(letter_content(decision, sender=sender, draft_on=None if signed else today))
    except NotInForce:
        raise Refused(
            Refusal(N_("En insats har en bestämmelse som inte gäller den dagen. Ändra insatsen och välj en annan."))
        ) from None
