"""A decision's letter. Called after the query that opens the case or the decision, which checks access."""

from dataclasses import replace
from datetime import date

from samsyn.audit.queries import told
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.collect import letter_content, letter_now
from samsyn.cases.letters.content import Sender
from samsyn.cases.letters.kept import digest, from_text, without_address
from samsyn.cases.lifecycle import EVENTS, Step
from samsyn.cases.models import Decision, SentLetter
from samsyn.people.refusals import N_, Refusal, Refused


def altered_letter() -> int | None:
    """The first decision whose kept letter is not the one that the log says was sent, or is gone; None if all are.

    The triggers keep the letters from whoever uses the program. This finds what somebody has done past them.
    """
    signed = {about: detail.get("letter") for about, detail in told(EVENTS[Step.SIGN])}
    vouched = {about: letter for about, letter in signed.items() if letter}
    for pk, content in SentLetter.objects.order_by("decision").values_list("decision", "content").iterator():
        if vouched.pop(f"decision:{pk}", None) != digest(content):
            return pk
    return min((int(about.partition(":")[2]) for about in vouched), default=None)


def letter_of(decision: Decision, *, sender: Sender, today: date) -> Letter:
    """The letter of a signed decision as it was sent, or of one being written as it would read today, marked a draft.

    A person who is protected now is shown to nobody with an address, not even one that an earlier letter was sent to.
    A signed decision without a kept letter was loaded from elsewhere (the invented municipality, an import): what was
    sent there is not known here, so its letter is composed from the decision with the names and texts of today,
    and says so.
    Raises Refused when there is nothing in a draft yet, or when a line stands on a paragraph that does not apply.
    """
    signed = decision.state == Decision.State.SIGNED
    sent = SentLetter.objects.filter(decision=decision).first() if signed else None
    if sent:
        letter = from_text(sent.content)
        return without_address(letter) if decision.case.person.protection else letter
    if not signed and not decision.lines.exists():
        raise Refused(Refusal(N_("Brevet kan visas när beslutet har minst en insats.")))
    content = letter_content(decision, sender=sender, draft_on=None if signed else today)
    return letter_now(replace(content, is_kept_elsewhere=signed))
